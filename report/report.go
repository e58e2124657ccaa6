// Package report writes one self-contained HTML page about a data set: what was
// measured, the key figures with their parts and intervals, the pictures, what
// was left out and why, and how it was done. It reads tables and pictures and
// measures nothing; the only numbers of its own are confidence intervals of
// counts in the tables (see interval.go), and means over animals with their
// standard deviations (peranimal.go).
//
// The page loads nothing from anywhere: pictures are data URIs, charts are
// inline SVG, there is no script, and a content security policy says so. It
// follows the reader's light or dark setting, fits a phone, and prints.
//
// Lengths are micrometres, days are days, fractions are written in per cent
// with numerator and denominator.
package report

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"

	"respine/table"
)

// SpinesInput is what a report about spines followed over days is made of.
// Nothing is required: a section whose table is missing, or lacks a column,
// says so.
//
// Tables are found by name; the first name is that of a folder of spines alone,
// the second that of package turnover:
//
//	sessions, branches, spines, exclusions, errors   as spine.Result.Tables
//	dynamics or spine_intervals                      formation and elimination
//	density or spine_density
//	survival or spine_survival
//	restored or spine_restored
//	restored_sweep or spine_restored_sweep
//	restored_pairs or spine_restored_pairs
//	confirmed or spine_confirmed
//
// Other tables are not looked at.
type SpinesInput struct {
	Title      string // "" means "Dendritic spines over days"
	Tables     []*table.Table
	RestoredUm float64 // the radius of restored; 0 means 2
	// PWithoutSamePlace is the p-value of the restored spines but those within
	// SamePlaceUm of the lost place, by the session that shows them. The page
	// says so where it is not given.
	PWithoutSamePlace map[int]float64
	Overlays          []Picture // one per session
	Kymographs        []Picture // one per branch
	Warnings          []string
	Parameters        []Fact // as actually used
	Inputs            []File
	Provenance        []Fact // program, version, command line, machine ...
}

// Picture is a figure: PNG, JPEG, GIF or SVG, recognised by its first bytes.
// Large PNG images are embedded as JPEG, if that is smaller.
type Picture struct {
	Name    string // what it shows, in a few words
	Caption string // more about it, below it; may be empty
	Data    []byte
	// Kind is what was recorded, of a picture of a study: SpineField, CellField,
	// PunctaField or what the page knows no words for.
	Kind string
}

// Fact is a name and a value.
type Fact struct{ Name, Value string }

// File is an input file.
type File struct {
	Name   string
	Bytes  int64
	SHA256 string // may be empty
	Note   string // what it was used for; may be empty
}

//go:embed page.html.tmpl
var pageText string

//go:embed style.css
var styleText string

// Spines writes the report. It fails when a picture is of no known kind or w
// fails; what is missing is told on the page.
func Spines(w io.Writer, in SpinesInput) error {
	p, err := in.page()
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return p.write(w)
}

// write fills the template.
func (p page) write(w io.Writer) error {
	t, err := template.New("page").Parse(pageText)
	if err != nil {
		panic("report: the page template: " + err.Error())
	}
	var b bytes.Buffer
	if err := t.Execute(&b, p); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	if _, err := b.WriteTo(w); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}
