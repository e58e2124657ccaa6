package main

import (
	"fmt"
	"io"
	"os"
)

// progress returns a function that shows what is being done: on a terminal on
// one line that it keeps writing over and that an empty text clears, elsewhere
// in a line for each step.
func progress(w io.Writer) func(format string, args ...any) {
	if terminal(w) {
		return func(format string, args ...any) { fmt.Fprintf(w, "\r\x1b[K"+format, args...) }
	}
	return func(format string, args ...any) {
		if format != "" {
			fmt.Fprintf(w, "respine: "+format+"\n", args...)
		}
	}
}

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
