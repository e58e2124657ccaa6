package main

import (
	"fmt"
	"io"
	"os"
)

// progress returns a function that shows what is being done: on one line of a terminal,
// which it keeps writing over and an empty text clears; elsewhere, where logs are kept,
// in a line for each step if these are asked for, else not at all.
func progress(w io.Writer, lines bool) func(format string, args ...any) {
	if terminal(w) {
		return func(format string, args ...any) { fmt.Fprintf(w, "\r\x1b[K"+format, args...) }
	}
	return func(format string, args ...any) {
		if lines && format != "" {
			fmt.Fprintf(w, "respine: "+format+"\n", args...)
		}
	}
}

func (e *env) progress() func(format string, args ...any) { return progress(e.stderr, e.steps) }

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
