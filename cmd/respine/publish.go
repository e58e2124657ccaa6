package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"respine/pipeline"
	"respine/store"
	"respine/table"
)

// runName is the command as users type it.
const runName = "run"

// resultsName is the folder of a study in which a run leaves its results.
const resultsName = "results"

// publish puts the tables, the verdicts and the report of a run into DIR/results,
// whole or not at all. Nothing is written where nothing changed.
func publish(dir string, masked bool, run pipeline.Run) (string, error) {
	out := filepath.Join(dir, resultsName)
	k := key([]any{run.Tables.Key, run.Claims.Key, run.Report.Key})
	earlier, complete, err := readState(out, runName)
	if mistake, ok := errors.AsType[usageError](err); ok {
		what, _, _ := strings.Cut(mistake.text, "\nhint: ")
		return out, usage(what, "move it out of "+out+" and run again: what was measured is kept")
	}
	if err != nil {
		return out, err
	}
	if complete && earlier.Key == k {
		return out, nil
	}
	f, err := newFolder(out)
	if err != nil {
		return out, err
	}
	defer f.discard()
	for _, r := range []struct {
		from  string
		files []string
	}{{run.Tables.Dir, names(run.Tables)}, {run.Claims.Dir, names(run.Claims)}, {run.Report.Dir, names(run.Report)}} {
		for _, name := range r.files {
			if err := copyTo(f.path(name), filepath.Join(r.from, filepath.FromSlash(name))); err != nil {
				return out, err
			}
		}
	}
	note := state{Made: runName, Key: k, Masked: masked}
	if len(run.LeftOut) > 0 {
		note.Code = exitPartly
	}
	return out, f.commit(note)
}

// names are those of the files of a result.
func names(r store.Result) []string {
	var out []string
	for _, f := range r.Note.Files {
		out = append(out, f.Name)
	}
	return out
}

// copyTo copies a file, making its folder.
func copyTo(to, from string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// writeShort prints the verdicts of a run, a line a claim.
func writeShort(w io.Writer, dir string) error {
	t, err := table.Read(dir, "verdicts")
	if err != nil {
		return err
	}
	var rows [][]string
	ids, verdicts, statements := t.Strings("claim"), t.Strings("verdict"), t.Strings("statement")
	for i := range ids {
		rows = append(rows, []string{ids[i], verdicts[i], statements[i]})
	}
	return writeColumns(w, []string{"claim", "verdict", "statement"}, rows)
}
