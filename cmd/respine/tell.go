package main

import (
	"encoding/json"
	"fmt"
)

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
