package yamltree

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing wrong with a file.
type Problem struct {
	File         string
	Line, Column int    // from 1, columns in characters; 0 without a file
	Text         string // what is wrong, naming the thing
	Hint         string // the next step, "" where none is known
	Warning      bool   // the study can be used all the same
}

// String prints a problem as editors and compilers do: study.yaml:12:5: text,
// with the hint on a line of its own.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", p.Line, p.Column)
	}
	b.WriteString(": ")
	if p.Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(p.Text)
	if p.Hint != "" {
		b.WriteString("\nhint: " + p.Hint)
	}
	return b.String()
}

// Problems is all that is wrong with a file, in the order of its lines.
type Problems []Problem

// String prints one problem after another.
func (p Problems) String() string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}

// Err returns an error of all problems that keep the file from being used, nil
// if there are only warnings.
func (p Problems) Err() error {
	fatal := slices.DeleteFunc(slices.Clone(p), func(one Problem) bool { return one.Warning })
	if len(fatal) == 0 {
		return nil
	}
	return errors.New(fatal.String())
}

// Place is where something stands in the text.
type Place struct{ line, column int }

// Collector gathers problems. Places are known by path, such as arms/E/ketamine:
// the value's own place for a single value, that of its name for a section.
type Collector struct {
	file   string
	places map[string]Place
	failed map[string]bool // paths that could not be read, so that nothing is concluded from them
	found  Problems
}

// Collect returns a Collector of the problems of a file; its name stands in
// front of each.
func Collect(file string) *Collector {
	return &Collector{file: file, places: map[string]Place{"": {1, 1}}, failed: map[string]bool{}}
}

// Put says where a path stands.
func (c *Collector) Put(path string, at Place) { c.places[path] = at }

// Fail notes that what stands under a path could not be read.
func (c *Collector) Fail(path string) { c.failed[path] = true }

// Failed reports whether Fail was called for a path.
func (c *Collector) Failed(path string) bool { return c.failed[path] }

// At notes a problem at a place.
func (c *Collector) At(p Place, text, hint string) {
	c.found = append(c.found, Problem{File: c.file, Line: p.line, Column: p.column, Text: text, Hint: hint})
}

// Err notes an error at a place; what follows "\nhint: " is its hint.
func (c *Collector) Err(p Place, err error) {
	text, hint, _ := strings.Cut(err.Error(), "\nhint: ")
	c.At(p, text, hint)
}

// On notes a problem with what stands under a path.
func (c *Collector) On(path, text, hint string) { c.At(c.placeOf(path), text, hint) }

// Warn notes something doubtful about what stands under a path.
func (c *Collector) Warn(path, text, hint string) {
	c.On(path, text, hint)
	c.found[len(c.found)-1].Warning = true
}

// placeOf returns the place of a path, or of the nearest thing around it.
func (c *Collector) placeOf(path string) Place {
	for {
		if p, ok := c.places[path]; ok {
			return p
		}
		i := strings.LastIndexByte(path, '/')
		if i < 0 {
			return c.places[""]
		}
		path = path[:i]
	}
}

// Problems returns the problems in the order of lines; problems of one place stay
// in the order in which they were found.
func (c *Collector) Problems() Problems {
	slices.SortStableFunc(c.found, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return c.found
}
