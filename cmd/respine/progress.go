package main

import (
	"fmt"
	"io"
	"os"
)

// progress returns a function that shows what is being done, on one line that
// it keeps writing over; an empty text clears it. It says nothing unless w is a
// terminal.
func progress(w io.Writer) func(format string, args ...any) {
	f, ok := w.(*os.File)
	if !ok {
		return func(string, ...any) {}
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return func(string, ...any) {}
	}
	return func(format string, args ...any) { fmt.Fprintf(f, "\r\x1b[K"+format, args...) }
}
