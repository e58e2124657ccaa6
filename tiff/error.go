package tiff

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// An Error says where a file is wrong.
//
// A file that ends too early is errors.Is io.ErrUnexpectedEOF; a file that is
// sound but of a kind this package does not read is errors.Is
// errors.ErrUnsupported.
type Error struct {
	File   string
	Page   int   // counted from 0; -1 for the header
	Offset int64 // in bytes from the start of the file; -1 when it has no place
	Err    error
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Page >= 0 {
		fmt.Fprintf(&b, ": page %d", e.Page)
	} else {
		b.WriteString(": header")
	}
	if e.Offset >= 0 {
		fmt.Fprintf(&b, ", byte %d", e.Offset)
	}
	fmt.Fprintf(&b, ": %v", e.Err)
	if hint := hintFor(e.Err); hint != "" {
		b.WriteString("\nhint: " + hint)
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }

// at returns err as an Error of this file. page is -1 for the header, offset
// is -1 when there is none.
func (f *File) at(page int, offset int64, err error) error {
	return &Error{File: f.name, Page: page, Offset: offset, Err: err}
}

// A fault is a message with the kind of error it is and what to do about it.
type fault struct {
	text string
	kind error
	hint string
}

func (e *fault) Error() string { return e.text }
func (e *fault) Unwrap() error { return e.kind }

func truncated(format string, args ...any) error {
	return &fault{
		text: fmt.Sprintf(format, args...),
		kind: io.ErrUnexpectedEOF,
		hint: "the file is still being written, or its copy is incomplete; compare its size with the original",
	}
}

func unsupported(hint, format string, args ...any) error {
	return &fault{text: fmt.Sprintf(format, args...), kind: errors.ErrUnsupported, hint: hint}
}

func hinted(hint, format string, args ...any) error {
	return &fault{text: fmt.Sprintf(format, args...), hint: hint}
}

// spoken adds the hint to the text of an error that belongs to no place in a
// file, and so does not become an Error.
func spoken(err error) error {
	if hint := hintFor(err); hint != "" {
		return fmt.Errorf("tiff: %w\nhint: %s", err, hint)
	}
	return fmt.Errorf("tiff: %w", err)
}

func hintFor(err error) string {
	var f *fault
	if errors.As(err, &f) {
		return f.hint
	}
	return ""
}
