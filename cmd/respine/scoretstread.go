package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"respine/behavior"
	"respine/table"
)

// scorer is one person, or the program, or the truth: stretches by subject.
type scorer struct {
	name     string
	subjects map[string][]behavior.Stretch
}

// scorers reads everybody, and when the tests of measured animals were.
func (c scoreTstCommand) scorers() (all []scorer, window map[string][2]float64, err error) {
	window = map[string][2]float64{}
	for _, dir := range c.Measured {
		s, w, err := measuredScorer(dir)
		if err != nil {
			return nil, nil, err
		}
		if slices.ContainsFunc(all, func(o scorer) bool { return o.name == s.name }) {
			s.name = dir // two folders of one name
		}
		all = append(all, s)
		for name, test := range w {
			if _, known := window[name]; !known {
				window[name] = test
			}
		}
	}
	var people []scorer
	for _, dir := range c.Truth {
		one, err := truthScorer(dir)
		if err == nil {
			people, err = joinScorer(people, one)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", dir, err)
		}
	}
	for _, path := range c.Human {
		some, err := readHuman(path, c.State)
		if err != nil {
			return nil, nil, err
		}
		for _, one := range some {
			if people, err = joinScorer(people, one); err != nil {
				return nil, nil, fmt.Errorf("%s: %w", path, err)
			}
		}
	}
	return append(all, people...), window, nil
}

// joinScorer adds a scorer, to the subjects of the one of that name if there is one. It
// is an error where one scorer has a subject twice.
func joinScorer(all []scorer, one scorer) ([]scorer, error) {
	i := slices.IndexFunc(all, func(s scorer) bool { return s.name == one.name })
	if i < 0 {
		return append(all, one), nil
	}
	for _, name := range slices.Sorted(maps.Keys(one.subjects)) {
		if _, twice := all[i].subjects[name]; twice {
			return nil, fmt.Errorf("%s has animal %s in another file already\nhint: call animals of two films differently; two people need two names", one.name, name)
		}
		all[i].subjects[name] = one.subjects[name]
	}
	return all, nil
}

// measuredScorer reads bouts of a run, in seconds of the film.
func measuredScorer(dir string) (scorer, map[string][2]float64, error) {
	s := scorer{filepath.Base(dir), map[string][]behavior.Stretch{}}
	window := map[string][2]float64{}
	t, err := table.Read(dir, "tests", table.String("animal", ""), table.Float("start_s", "s"), table.Float("test_s", "s"))
	if err != nil {
		return s, nil, err
	}
	for i, name := range t.Strings("animal") {
		from := t.Floats("start_s")[i]
		window[name] = [2]float64{from, from + t.Floats("test_s")[i]}
		s.subjects[name] = nil
	}
	b, err := table.Read(dir, "bouts", table.String("animal", ""), table.String("state", ""), table.Float("from_s", "s"), table.Float("to_s", "s"))
	if err != nil {
		return s, nil, err
	}
	for i, name := range b.Strings("animal") {
		if b.Strings("state")[i] == "immobile" {
			at := window[name][0]
			s.subjects[name] = append(s.subjects[name], behavior.Stretch{FromSec: at + b.Floats("from_s")[i], ToSec: at + b.Floats("to_s")[i]})
		}
	}
	return s, window, nil
}

// truthScorer reads the truth of a rendered film, animals by their order.
func truthScorer(dir string) (scorer, error) {
	s := scorer{"truth", map[string][]behavior.Stretch{}}
	b, err := table.Read(dir, "bout", table.String("animal", ""), table.String("state", ""), table.Float("from_s", "s"), table.Float("to_s", "s"))
	if err != nil {
		return s, err
	}
	for i, name := range b.Strings("animal") {
		if b.Strings("state")[i] == "immobile" {
			s.subjects[name] = append(s.subjects[name], behavior.Stretch{FromSec: b.Floats("from_s")[i], ToSec: b.Floats("to_s")[i]})
		} else if _, known := s.subjects[name]; !known {
			s.subjects[name] = nil
		}
	}
	return s, nil
}

func readHuman(path string, words []string) ([]scorer, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, unwrapPath(err))
	}
	defer f.Close()
	people, err := behavior.ReadScores(f, words)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var out []scorer
	for _, p := range people {
		name := p.Scorer
		if name == "" {
			name = filmName(path)
		}
		out = append(out, scorer{name, p.Subjects})
	}
	return out, nil
}
