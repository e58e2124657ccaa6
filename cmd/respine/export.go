package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"respine/pipeline"
	"respine/table"
)

type exportCommand struct {
	Study   string `arg:"" name:"study" help:"Folder of the study."`
	CSV     bool   `name:"csv" xor:"format" required:"" help:"Write CSV, missing cells empty."`
	Parquet bool   `name:"parquet" xor:"format" required:"" help:"Write Parquet, with units of columns in its metadata."`
	Out     string `required:"" placeholder:"DIR" help:"Folder for the tables."`
}

func (exportCommand) Help() string {
	return `Writes the tables of the last run, one file each, with arm beside animal and hour (from time zero) beside session, so that each can be analysed by itself:

  pandas.read_parquet("tables/dynamics.parquet")
  arrow::read_parquet("tables/dynamics.parquet")

Example:

  respine export mystudy --parquet --out tables`
}

// exportName is the command as users type it.
const exportName = "export"

func (c exportCommand) Run(e *env) error {
	s, err := openStudy(c.Study)
	if err != nil {
		return err
	}
	defer s.Store.Close()
	results := filepath.Join(s.Dir, "results")
	made, complete, err := readState(results, runName)
	if err != nil {
		return err
	}
	if !complete {
		return fmt.Errorf("%s has no results\nhint: respine run %s", c.Study, c.Study)
	}
	if made.Masked != s.Masked {
		return fmt.Errorf("the results of %s are from before its blinding changed\nhint: respine run %s", c.Study, c.Study)
	}
	for _, own := range []string{results, pipeline.StoreOf(s.Dir)} {
		if within(c.Out, own) {
			return usage(c.Out+" is for respine alone", "name a folder beside "+c.Study+" with --out")
		}
	}
	if _, _, err := readState(c.Out, exportName); err != nil {
		return err
	}
	tables, err := s.Tidy(results)
	if err != nil {
		return err
	}
	f, err := newFolder(c.Out)
	if err != nil {
		return err
	}
	defer f.discard()
	for _, t := range tables {
		if err := c.write(f, t); err != nil {
			return err
		}
	}
	if err := f.commit(state{Made: exportName, Key: key([]any{made.Key, c.CSV})}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "%d tables: %s\n", len(tables), c.Out)
	return err
}

func (c exportCommand) write(f *folder, t *table.Table) error {
	extension, write := ".parquet", t.WriteParquet
	if c.CSV {
		extension, write = ".csv", t.WriteCSV
	}
	w, err := os.Create(f.path(t.Name + extension))
	if err != nil {
		return err
	}
	return errors.Join(write(w), w.Close())
}

// within reports whether a path is a folder or lies in it.
func within(path, dir string) bool {
	a, errA := filepath.Abs(path)
	b, errB := filepath.Abs(dir)
	if errA != nil || errB != nil {
		return false
	}
	rel, err := filepath.Rel(b, a)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
