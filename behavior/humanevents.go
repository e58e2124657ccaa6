package behavior

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// events are what was read of one person: of which observation each subject is, and
// where stretches began that did not end yet.
type events struct {
	layout
	out  []Scores
	open map[[2]string]float64
	seen map[[2]string]string // observation of a subject, by scorer and subject
}

func (l layout) read(rows [][]string, line int, words []string) ([]Scores, error) {
	e := events{layout: l, open: map[[2]string]float64{}, seen: map[[2]string]string{}}
	used := false
	for k, row := range rows {
		if len(row) < 2 {
			continue
		}
		word := l.cell(row, l.state)
		scored := slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, word) })
		used = used || scored
		if err := e.add(row, scored); err != nil {
			return nil, fmt.Errorf("line %d: %w", line+k, err)
		}
	}
	if len(e.open) > 0 {
		return nil, fmt.Errorf("%d stretches start and do not stop", len(e.open))
	}
	if !used {
		return nil, fmt.Errorf("none of the states is one of %s\nhint: say the word with --state", strings.Join(words, ", "))
	}
	for _, s := range e.out {
		for name, v := range s.Subjects {
			s.Subjects[name] = union(v)
		}
	}
	return e.out, nil
}

func (l layout) cell(row []string, i int) string {
	if i < 0 || i >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[i])
}

// noSubject is what BORIS calls the subject where none was named.
const noSubject = "No focal subject"

// who is scorer and subject of a row. Where no subject was named the observation is
// one; a subject in two observations is an error, for their times start anew.
func (e events) who(row []string) (scorer, subject string, err error) {
	scorer, subject = e.cell(row, e.scorer), e.cell(row, e.subject)
	observation := e.cell(row, e.observation)
	if subject == "" || strings.EqualFold(subject, noSubject) {
		if observation != "" {
			subject = observation
		}
		return scorer, subject, nil
	}
	key := [2]string{scorer, subject}
	if first, known := e.seen[key]; known && first != observation {
		return scorer, subject, fmt.Errorf("subject %s is in observations %s and %s, whose times start anew\nhint: give every animal a name of its own, or export a file an observation", subject, first, observation)
	}
	e.seen[key] = observation
	return scorer, subject, nil
}

// add reads a row; of a state that is not immobility its subject alone.
func (e *events) add(row []string, scored bool) error {
	who, subject, err := e.who(row)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(e.out, func(s Scores) bool { return s.Scorer == who })
	if i < 0 {
		i = len(e.out)
		e.out = append(e.out, Scores{who, map[string][]Stretch{}})
	}
	if _, known := e.out[i].Subjects[subject]; !known {
		e.out[i].Subjects[subject] = nil
	}
	if !scored {
		return nil
	}
	from, err := e.time(row, e.from)
	if err != nil {
		return err
	}
	to := from
	if e.to >= 0 {
		if to, err = e.time(row, e.to); err != nil {
			return err
		}
	} else {
		whole := false
		if from, whole, err = e.begun([2]string{who, subject}, row, from); err != nil || !whole {
			return err
		}
	}
	if to < from {
		return fmt.Errorf("ends at %g s, before it begins at %g s", to, from)
	}
	e.out[i].Subjects[subject] = append(e.out[i].Subjects[subject], Stretch{from, to})
	return nil
}

// begun notes a START, and returns of a STOP when it began; neither is a point.
func (e *events) begun(key [2]string, row []string, at float64) (from float64, whole bool, err error) {
	from, going := e.open[key]
	switch strings.ToUpper(e.cell(row, e.status)) {
	case "START", "STATE START":
		if going {
			return 0, false, fmt.Errorf("%s starts again before it stops", e.cell(row, e.state))
		}
		e.open[key] = at
		return 0, false, nil
	case "STOP", "STATE STOP":
		if !going {
			return 0, false, fmt.Errorf("%s stops without having started", e.cell(row, e.state))
		}
		delete(e.open, key)
		return from, true, nil
	}
	return 0, false, nil
}

func (l layout) time(row []string, i int) (float64, error) {
	text := l.cell(row, i)
	number := text
	if l.comma {
		number = strings.ReplaceAll(text, ",", ".")
	}
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, fmt.Errorf("%q is not a time", text)
	}
	return v, nil
}

// union sorts stretches and makes one of those that overlap: a time counts once.
func union(all []Stretch) []Stretch {
	slices.SortFunc(all, func(a, b Stretch) int { return cmp.Compare(a.FromSec, b.FromSec) })
	var out []Stretch
	for _, s := range all {
		if n := len(out); n > 0 && s.FromSec < out[n-1].ToSec {
			out[n-1].ToSec = max(out[n-1].ToSec, s.ToSec)
			continue
		}
		out = append(out, s)
	}
	return out
}
