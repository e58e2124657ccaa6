package pipeline

import (
	"fmt"
	"os"
	"path/filepath"

	"respine/study"
)

// Check looks for the files of every recording and table, without reading what they
// hold, and returns what is wrong, all of it.
func Check(s study.Study, dir string) []string {
	var out []string
	for _, r := range s.Recordings {
		whose := fmt.Sprintf("animal %s, session %s: ", r.Animal, r.Session)
		if why := placed(r); why != "" {
			out = append(out, whose+why)
		}
		files, err := resolve(dir, r.Files)
		if err != nil {
			out = append(out, whose+err.Error())
			continue
		}
		for _, f := range files {
			if err := readable(from(dir, f)); err != nil {
				out = append(out, whose+fmt.Sprintf("%s: %v", filepath.ToSlash(f), reason(err)))
			}
		}
	}
	for i, t := range s.Tables {
		files, err := resolve(dir, t.Files)
		if err != nil {
			out = append(out, fmt.Sprintf("table %d: %v", i+1, err))
		}
		for _, f := range files {
			if err := readable(from(dir, f)); err != nil {
				out = append(out, fmt.Sprintf("table %d: %s: %v", i+1, filepath.ToSlash(f), reason(err)))
			}
		}
	}
	return out
}

// readable opens a file, or lists a folder.
func readable(path string) error {
	if info, err := os.Stat(path); err != nil {
		return err
	} else if !info.Mode().IsRegular() && !info.IsDir() { // opening a pipe waits for ever
		return fmt.Errorf("neither a file nor a folder")
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case info.IsDir():
		names, err := f.Readdirnames(1)
		if len(names) == 0 {
			return fmt.Errorf("the folder is empty")
		}
		return err
	case info.Size() == 0:
		return fmt.Errorf("the file is empty")
	}
	return nil
}
