package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"respine/pipeline"
	"respine/scored"
	"respine/study"
)

type checkCommand struct {
	Study string `arg:"" name:"study" help:"Folder of the study, or its manifest."`
}

func (checkCommand) Help() string {
	return `Tells every problem of a study at once: of the manifest with its line, of the files it names, of your claims, and of every row of every table it names, also while animals are masked. Nothing is measured.

Example:

  respine check mystudy`
}

func (c checkCommand) Run(e *env) error {
	s, dir, warnings, err := readStudy(c.Study)
	if err != nil {
		return err
	}
	problems := pipeline.Check(s, dir)
	if _, err := pipeline.Claims(s, dir); err != nil {
		problems = append(problems, pipeline.Each(err.Error())...)
	}
	wrong, notes := pipeline.CheckTables(s, dir)
	problems = append(problems, wrong...)
	for _, n := range notes {
		warnings = append(warnings, "note: "+n)
	}
	for _, w := range warnings {
		fmt.Fprintln(e.stderr, "respine: "+w)
	}
	for _, p := range problems {
		fmt.Fprintln(e.stderr, "respine: "+p)
	}
	if _, err := fmt.Fprintf(e.stdout, "%s: %d arms, %d animals, %d sessions, %d recordings, %d tables; %d problems, %d warnings\n",
		s.Name, len(s.Arms), len(s.Animals), len(s.Sessions), len(s.Recordings), len(s.Tables), len(problems), len(warnings)); err != nil {
		return err
	}
	if len(problems) > 0 {
		return errPartly
	}
	return nil
}

// readStudy reads the manifest of a study, named by its folder or itself. What is
// wrong with it comes back at once, as a usage error; what is merely doubtful as
// warnings.
func readStudy(path string) (s study.Study, dir string, warnings []string, err error) {
	dir, file := path, filepath.Join(path, manifestName)
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		dir, file = filepath.Dir(path), path
	}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return s, dir, nil, fmt.Errorf("%s: %w\nhint: respine init %s makes one", path, scored.ErrNoStudy, path)
	}
	if err != nil {
		return s, dir, nil, fmt.Errorf("%s: %w", file, unwrapPath(err))
	}
	s, problems := study.Parse(text, file)
	if err := problems.Err(); err != nil {
		return s, dir, nil, usage(problems.String(), "")
	}
	for _, p := range problems {
		warnings = append(warnings, p.String())
	}
	return s, dir, warnings, nil
}
