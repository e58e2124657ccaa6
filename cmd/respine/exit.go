package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"respine/scored"
	"respine/store"
)

// Exit codes.
const (
	exitDone      = 0
	exitFailed    = 1
	exitUsage     = 2
	exitPartly    = 3 // finished, but some recordings could not be used
	exitNoStudy   = 10
	exitCancelled = 130
)

// errPartly ends a command that finished without some of its recordings. What
// they were has been said already.
var errPartly = errors.New("some recordings could not be used")

var errCancelled = errors.New("cancelled, nothing was written")

// errStopped ends a run, which keeps what it finished.
var errStopped = errors.New("cancelled; what was finished is kept, and respine run goes on from there")

// usageError is a mistake on the command line.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

// usage returns a usage error with a hint, which may be "".
func usage(text, hint string) error {
	if hint != "" {
		text += "\nhint: " + hint
	}
	return usageError{text}
}

// finish prints an error, if it is one to be told, and returns the exit code.
// Lines that begin with "hint: " stand by themselves.
func finish(stderr io.Writer, err error) int {
	if err == nil {
		return exitDone
	}
	if errors.Is(err, errPartly) {
		return exitPartly
	}
	text := strings.ReplaceAll(err.Error(), "; hint: ", "\nhint: ")
	if store.DiskFull(err) && !strings.Contains(text, "\nhint: ") {
		text += "\nhint: the disk is full; make room and run again"
	}
	fmt.Fprintln(stderr, "respine: "+text)
	switch {
	case errors.Is(err, errCancelled) || errors.Is(err, errStopped):
		return exitCancelled
	case errors.As(err, new(usageError)):
		return exitUsage
	case errors.Is(err, scored.ErrNoStudy):
		return exitNoStudy
	}
	return exitFailed
}
