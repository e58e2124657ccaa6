package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// summaryFile is where the summary lies in a folder.
const summaryFile = "summary.json"

// unchanged reads the summary of an earlier run into s, and says that what that run
// wrote into a folder stands.
func (e *env) unchanged(folder string, s any) error {
	b, err := os.ReadFile(filepath.Join(folder, summaryFile))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, s); err != nil {
		return fmt.Errorf("%s: %s: %w", folder, summaryFile, err)
	}
	fmt.Fprintln(e.stderr, "respine: nothing changed")
	return nil
}

// warn says what to beware of in what is told.
func (e *env) warn(all []string) {
	for _, w := range all {
		fmt.Fprintln(e.stderr, "respine: warning: "+w)
	}
}

// jsonLine prints a summary as one object on one line.
func (e *env) jsonLine(summary any) error {
	b, err := json.Marshal(summary)
	if err == nil {
		_, err = fmt.Fprintf(e.stdout, "%s\n", b)
	}
	return err
}
