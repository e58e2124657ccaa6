package main

import (
	"path/filepath"
	"slices"

	"respine/score"
	"respine/study"
	"respine/table"
)

// movieTables are those in whose place calcium movies are measured.
var movieTables = []string{"movies", "ensemble_events"}

// demoMoviePixels is the side of a calcium movie of a demonstration: cells of 12 um
// are eight pixels wide.
const demoMoviePixels = 256

// filmed are the animals with calcium movies: one in each arm that has stacks.
func (d demoPlan) filmed() []string {
	var out, arms []string
	for _, id := range d.raw {
		if arm := d.armOf(id); !slices.Contains(arms, arm) {
			out, arms = append(out, id), append(arms, arm)
		}
	}
	return out
}

// notCounted leaves out what a person would have scored of movies.
func notCounted(all []*table.Table) []*table.Table {
	out := slices.Clone(all)
	for i, t := range out {
		if slices.Contains(movieTables, t.Name) {
			out[i] = t.Filter(func(int) bool { return false })
		}
	}
	return out
}

// beginning leaves of the truth about movies their first seconds, which are those
// that are rendered.
func beginning(all []*table.Table, seconds float64) []*table.Table {
	out := slices.Clone(all)
	for i, t := range out {
		switch t.Name {
		case "ensemble_events":
			out[i] = t.Filter(func(r int) bool { return t.Floats("from_s")[r] < seconds })
		case "movies":
			out[i] = withFloat(t, "seconds", func(v float64) float64 { return min(v, seconds) })
		}
	}
	return out
}

// withFloat returns a table with one column changed.
func withFloat(t *table.Table, name string, to func(float64) float64) *table.Table {
	out := table.New(t.Name, t.Columns()...)
	for r := range t.Len() {
		var row []any
		for _, c := range t.Columns() {
			switch c.Kind {
			case table.KindInt:
				row = append(row, int(t.Ints(c.Name)[r]))
			case table.KindBool:
				row = append(row, t.Bools(c.Name)[r])
			case table.KindString:
				row = append(row, t.Strings(c.Name)[r])
			default:
				v := t.Floats(c.Name)[r]
				if c.Name == name {
					v = to(v)
				}
				row = append(row, v)
			}
		}
		out.Append(row...)
	}
	return out
}

// movieSessions are the calcium sessions of an animal's arm.
func (d demoPlan) movieSessions(animal string) []string {
	var out []string
	for _, v := range d.study.Sessions {
		if v.Kind == study.Calcium && v.Covers(d.armOf(animal)) {
			out = append(out, v.ID)
		}
	}
	return out
}

// togetherSec is how far apart a measured synchronous event and a true one may begin.
const togetherSec = 0.5

// movies prints how well synchronous events were found in movies.
func (d demoPlan) movies(p *printer) error {
	seen, err := table.Read(filepath.Join(d.Out, resultsName), "ensemble_events")
	if err != nil {
		return err
	}
	truth, err := table.ReadFile(filepath.Join(d.Out, simulatedName, "truth", "scored", "ensemble_events.parquet"))
	if err != nil {
		return err
	}
	of := func(t *table.Table) *table.Table {
		animal := t.Strings("animal")
		return t.Filter(func(r int) bool { return slices.Contains(d.filmed(), animal[r]) })
	}
	c := score.Moments(of(seen), of(truth), "from_s", togetherSec, "animal", "session")
	p.line("%-26s %-7s %-10s %-8s %6d %6d %7d\n", "together in movies", digits(float64(c.F1), 2), digits(float64(c.Precision), 2), digits(float64(c.Recall), 2), c.TP, c.FP, c.FN)
	return nil
}
