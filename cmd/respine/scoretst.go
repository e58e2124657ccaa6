package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"respine/behavior"
	"respine/score"
)

type scoreTstCommand struct {
	Measured []string `placeholder:"DIR" help:"Folder that respine tst wrote; again for another method."`
	Truth    []string `placeholder:"DIR" help:"Folder with bout and tail_animals, as respine simulate writes them, one a film."`
	Human    []string `placeholder:"FILE" help:"What a person scored: BORIS, EthoVision or plain tables; files of one person are put together."`
	State    []string `default:"immobile,floating,immobility,freezing" help:"Words for immobility in those files (${default})."`
	From     float64  `default:"0" placeholder:"S" help:"Beginning of what is compared, s of the scoring (${default})."`
	To       float64  `placeholder:"S" help:"Its end; the last scored end if not given."`
}

func (scoreTstCommand) Help() string {
	return `Prints one JSON object: for every two scorers the kappa per frame, the same with edges off by up to 0.5 s forgiven, F1 of immobility, matched onsets and the median of their errors, and over subjects the intraclass correlation ICC(2,1) and Bland-Altman limits of the seconds immobile. With three or more scorers, one whose agreement with all others is far below theirs is named. Subjects that not all have are in left_out.

Example:

  respine score tst --measured tst --truth film/truth
  respine score tst --measured tst --measured plain --truth film1/truth --truth film2/truth
  respine score tst --human jin.csv --human oliver.tsv`
}

func (c scoreTstCommand) Run(e *env) error {
	all, window, err := c.scorers()
	if err != nil {
		return err
	}
	if len(all) < 2 {
		return usage("two scorers are needed", "give --measured and --truth, or --human twice or with several people in it")
	}
	r := compare(all, window, c.From, c.To)
	if !slices.ContainsFunc(r.Pairs, func(p agreement) bool { return len(p.Subjects) > 0 }) {
		return fmt.Errorf("no two scorers have a subject in common: %s\nhint: call the animals alike", strings.Join(r.LeftOut, "; "))
	}
	var warnings []string
	for _, v := range r.LeftOut {
		warnings = append(warnings, "not all have what "+v)
	}
	e.warn(warnings)
	return writeJSON(e.stdout, r)
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
	LeftOut []string     `json:"left_out"` // subjects that not all scorers have
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
			row = append(row, seconds(s.subjects[subject], max(from, window[subject][0]), end(all, window, subject, to)))
		}
		matrix = append(matrix, row)
	}
	out.ICC = score.Number(behavior.ICC21(matrix))
	out.Outlier = outlier(all, out.Pairs)
	out.LeftOut = notCommon(all)
	return out
}

// notCommon tells of every scorer which subjects somebody else does not have.
func notCommon(all []scorer) []string {
	both := common(all)
	var out []string
	for _, s := range all {
		var names []string
		for _, name := range slices.Sorted(maps.Keys(s.subjects)) {
			if !slices.Contains(both, name) {
				names = append(names, name)
			}
		}
		if names != nil {
			out = append(out, fmt.Sprintf("%s scored: %s", s.name, strings.Join(names, ", ")))
		}
	}
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
