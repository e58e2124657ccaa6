package pipeline

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"respine/scored"
	"respine/study"
)

// CheckTables reads the tables that the manifest names, as judging does, and returns
// everything that is wrong with any of them, and what only looks wrong. Files are
// called by their path from dir. Those that are not there are told by Check.
func CheckTables(s study.Study, dir string) (problems, notes []string) {
	set := scored.New(s)
	var names renamed
	for _, t := range s.Tables {
		files, err := resolve(dir, t.Files)
		if err != nil {
			continue
		}
		for _, f := range files {
			path := from(dir, f)
			if readable(path) != nil {
				continue
			}
			names = append(names, rename{path, filepath.ToSlash(f)})
			if err := set.AddFile(path, filepath.Base(f), t.Kind); err != nil {
				problems = append(problems, Each(names.in(err.Error()))...)
			}
		}
	}
	notes = slices.Clone(set.Notes())
	if len(problems) == 0 { // what is half read does not fit together
		problems = set.Branches()
	}
	if !slices.ContainsFunc(s.Recordings, func(r study.Recording) bool { return r.ModalityIn(kindOf(s, r)) == study.Stack }) {
		notes = set.Notes() // of branches without a length, which no stack will give
	}
	for i := range notes {
		notes[i] = names.in(notes[i])
	}
	return problems, notes
}

// checkGiven is CheckTables as an error, before anything is measured.
func (s Study) checkGiven() error {
	problems, _ := CheckTables(s.Study, s.Dir)
	if len(problems) == 0 {
		return nil
	}
	return errors.New(strings.Join(problems, "\n"))
}

// Each takes the problems of a file apart, each with its hint.
func Each(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(line, "hint: ") && out != nil {
			out[len(out)-1] += "\n" + line
			continue
		}
		out = append(out, line)
	}
	return out
}

// rename calls a file by the name people know it by.
type rename struct{ path, name string }

type renamed []rename

// in returns a message with the names of files in place of where they lie.
func (all renamed) in(text string) string {
	for _, r := range all {
		text = strings.ReplaceAll(text, r.path, r.name)
	}
	return text
}
