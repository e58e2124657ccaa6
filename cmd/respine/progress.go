package main

import (
	"fmt"
	"io"
	"os"
)

// progress returns a function that shows what is being done on one line of a terminal,
// which it keeps writing over and an empty text clears; elsewhere it shows nothing.
func progress(w io.Writer) func(format string, args ...any) {
	if !terminal(w) {
		return func(string, ...any) {}
	}
	return func(format string, args ...any) { fmt.Fprintf(w, "\r\x1b[K"+format, args...) }
}

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
