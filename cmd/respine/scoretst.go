package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"respine/behavior"
	"respine/score"
	"respine/table"
)

type scoreTstCommand struct {
	Measured []string `placeholder:"DIR" help:"Folder that respine tst wrote; again for another method."`
	Truth    []string `placeholder:"DIR" help:"Folder with bout and tail_animals, as respine simulate writes them, one a film."`
	Human    []string `placeholder:"FILE" help:"What a person scored: BORIS, EthoVision or plain tables, one file a person."`
	State    []string `default:"immobile,floating,immobility,freezing" help:"Words for immobility in those files (${default})."`
	From     float64  `default:"0" placeholder:"S" help:"Beginning of what is compared, s of the scoring (${default})."`
	To       float64  `placeholder:"S" help:"Its end; the last scored end if not given."`
}

func (scoreTstCommand) Help() string {
	return `Prints one JSON object: for every two scorers the kappa per frame, the same with edges off by up to 0.5 s forgiven, F1 of immobility, matched onsets and the median of their errors, and over subjects the intraclass correlation ICC(2,1) and Bland-Altman limits of the seconds immobile. With three or more scorers, one whose agreement with all others is far below theirs is named.

Example:

  respine score tst --measured tst --truth film/truth
  respine score tst --measured tst --measured plain --truth film1/truth --truth film2/truth
  respine score tst --human jin.csv --human oliver.tsv`
}

// scorer is one person, or the program, or the truth: stretches by subject.
type scorer struct {
	name     string
	subjects map[string][]behavior.Stretch
}

func (c scoreTstCommand) Run(e *env) error {
	var all []scorer
	window := map[string][2]float64{}
	for _, dir := range c.Measured {
		s, w, err := measuredScorer(dir)
		if err != nil {
			return err
		}
		all = append(all, s)
		for name, test := range w {
			if _, known := window[name]; !known {
				window[name] = test
			}
		}
	}
	if len(c.Truth) > 0 {
		s := scorer{"truth", map[string][]behavior.Stretch{}}
		for _, dir := range c.Truth {
			one, err := truthScorer(dir)
			if err != nil {
				return err
			}
			maps.Copy(s.subjects, one.subjects)
		}
		all = append(all, s)
	}
	for _, path := range c.Human {
		people, err := readHuman(path, c.State)
		if err != nil {
			return err
		}
		all = append(all, people...)
	}
	if len(all) < 2 {
		return usage("two scorers are needed", "give --measured and --truth, or --human twice or with several people in it")
	}
	return writeJSON(e.stdout, compare(all, window, c.From, c.To))
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
		s.subjects[name] = append(s.subjects[name], []behavior.Stretch{}...)
		if b.Strings("state")[i] == "immobile" {
			s.subjects[name] = append(s.subjects[name], behavior.Stretch{FromSec: b.Floats("from_s")[i], ToSec: b.Floats("to_s")[i]})
		} else if s.subjects[name] == nil {
			s.subjects[name] = []behavior.Stretch{}
		}
	}
	return s, nil
}

// agreement of two scorers.
type agreement struct {
	A             string             `json:"a"`
	B             string             `json:"b"`
	Subjects      []subjectAgreement `json:"subjects"`
	Kappa         score.Number       `json:"kappa"` // mean over subjects
	TolerantKappa score.Number       `json:"kappa_tolerant"`
	F1            score.Number       `json:"f1"`
	ICC           score.Number       `json:"icc_2_1"`
	BiasSec       score.Number       `json:"bias_s"`
	LimitsSec     [2]score.Number    `json:"limits_s"`
}

type subjectAgreement struct {
	Subject       string       `json:"subject"`
	ASec          float64      `json:"a_immobile_s"`
	BSec          float64      `json:"b_immobile_s"`
	Kappa         score.Number `json:"kappa"`
	TolerantKappa score.Number `json:"kappa_tolerant"`
	F1            score.Number `json:"f1"`
	OnsetErrorSec score.Number `json:"onset_error_s"`
	Matched       int          `json:"onsets_matched"`
	OnsetsA       int          `json:"a_onsets"`
	OnsetsB       int          `json:"b_onsets"`
}

// comparison is what score tst prints.
type comparison struct {
	Pairs   []agreement  `json:"pairs"`
	ICC     score.Number `json:"icc_2_1_all"`
	Outlier string       `json:"outlier,omitempty"`
}

func compare(all []scorer, window map[string][2]float64, from, to float64) comparison {
	var out comparison
	for i := range all {
		for k := i + 1; k < len(all); k++ {
			out.Pairs = append(out.Pairs, comparePair(all[i], all[k], window, from, to))
		}
	}
	var matrix [][]float64
	for _, subject := range common(all) {
		var row []float64
		for _, s := range all {
			row = append(row, seconds(s.subjects[subject], from, end(all, window, subject, to)))
		}
		matrix = append(matrix, row)
	}
	out.ICC = score.Number(behavior.ICC21(matrix))
	out.Outlier = outlier(all, out.Pairs)
	return out
}

// common are the subjects all scorers have, in order.
func common(all []scorer) []string {
	var names []string
	for name := range all[0].subjects {
		if !slices.ContainsFunc(all, func(s scorer) bool { _, ok := s.subjects[name]; return !ok }) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// end is where comparing ends: where the test does, or the last scored end.
func end(all []scorer, window map[string][2]float64, subject string, to float64) float64 {
	if to > 0 {
		return to
	}
	if w, ok := window[subject]; ok {
		return w[1]
	}
	last := 0.0
	for _, s := range all {
		for _, v := range s.subjects[subject] {
			last = max(last, v.ToSec)
		}
	}
	return last
}

func seconds(all []behavior.Stretch, from, to float64) float64 {
	sum := 0.0
	for _, s := range all {
		sum += max(0, min(to, s.ToSec)-max(from, s.FromSec))
	}
	return sum
}

func comparePair(a, b scorer, window map[string][2]float64, from, to float64) agreement {
	out := agreement{A: a.name, B: b.name}
	var x, y, kappa, tolerant, f1 []float64
	for _, subject := range common([]scorer{a, b}) {
		lo, hi := max(from, window[subject][0]), end([]scorer{a, b}, window, subject, to)
		g := behavior.Agree(a.subjects[subject], b.subjects[subject], lo, hi)
		as, bs := seconds(a.subjects[subject], lo, hi), seconds(b.subjects[subject], lo, hi)
		x, y = append(x, as), append(y, bs)
		kappa, tolerant, f1 = append(kappa, g.Kappa), append(tolerant, g.TolerantKappa), append(f1, g.F1)
		out.Subjects = append(out.Subjects, subjectAgreement{subject, as, bs, score.Number(g.Kappa), score.Number(g.TolerantKappa), score.Number(g.F1), score.Number(g.OnsetErrorSec), g.OnsetsMatched, g.OnsetsA, g.OnsetsB})
	}
	out.Kappa, out.TolerantKappa, out.F1 = score.Number(mean(kappa)), score.Number(mean(tolerant)), score.Number(mean(f1))
	var rows [][]float64
	for i := range x {
		rows = append(rows, []float64{x[i], y[i]})
	}
	bias, low, high := behavior.BlandAltman(x, y)
	out.ICC, out.BiasSec, out.LimitsSec = score.Number(behavior.ICC21(rows)), score.Number(bias), [2]score.Number{score.Number(low), score.Number(high)}
	return out
}

// outlierGap is by how much the kappa of one scorer with the others must lie below
// that of the others among themselves.
const outlierGap = 0.15

func outlier(all []scorer, pairs []agreement) string {
	if len(all) < 3 {
		return ""
	}
	worst, gap := "", outlierGap
	for _, s := range all {
		var with, without []float64
		for _, p := range pairs {
			if p.A == s.name || p.B == s.name {
				with = append(with, float64(p.Kappa))
			} else {
				without = append(without, float64(p.Kappa))
			}
		}
		if g := mean(without) - mean(with); g > gap {
			worst, gap = s.name, g
		}
	}
	return worst
}

// mean passes over what is undefined.
func mean(x []float64) float64 {
	sum, n := 0.0, 0.0
	for _, v := range x {
		if v == v {
			sum, n = sum+v, n+1
		}
	}
	return sum / n
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
