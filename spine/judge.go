package spine

import (
	"fmt"
	"math"
	"slices"

	"respine/dendrite"
	"respine/img"
	"respine/spatial"
)

// A column cannot be judged where the images of a day and of the reference do
// not agree, or where the shaft is so much dimmer than along the rest of the
// branch, relative to the same place in the other sessions, that a vessel or
// the edge of the window must shade it.
const (
	minLocalCorrelation = 0.15
	shadowRatio         = 0.2
)

// judge sets which columns of each day can be judged, and lists the stretches
// that cannot.
func judge(b *Branch) []Exclusion {
	var out []Exclusion
	shaft := make([][]float32, len(b.Days))
	for k, d := range b.Days {
		if d.Reason == "" {
			shaft[k] = shaftBrightness(d.Strip)
		}
	}
	for k := range b.Days {
		d := &b.Days[k]
		if d.Reason != "" {
			out = append(out, Exclusion{Session: k, Branch: b.ID, ToUm: b.LengthUm, Reason: d.Reason})
			continue
		}
		d.Judgeable = make([]bool, d.Strip.NS)
		why := make([]string, d.Strip.NS)
		for i := range d.Judgeable {
			why[i] = unjudgeable(b.Days, shaft, k, i)
		}
		widen(why)
		refuseRemnants(why)
		for i := range d.Judgeable {
			d.Judgeable[i] = why[i] == ""
		}
		out = append(out, stretches(why, k, b.ID)...)
	}
	return out
}

// What lies beside a stretch that does not match was placed by windows that
// reach into it, so widenUm on either side of it is not judged either; what is
// then left between two such stretches and shorter than islandUm holds by luck.
const (
	widenUm  = 3.0
	islandUm = 10.0
)

// widen spreads the reason noMatch to its neighbourhood.
func widen(why []string) {
	reach, island := int(widenUm/dendrite.StepUm), int(islandUm/dendrite.StepUm)
	bad := make([]bool, len(why))
	for i, w := range why {
		if w == noMatch {
			for j := max(0, i-reach); j < min(len(why), i+reach+1); j++ {
				bad[j] = true
			}
		}
	}
	last := -1
	for i := range bad {
		if !bad[i] {
			continue
		}
		if last >= 0 && i-last-1 < island {
			for j := last + 1; j < i; j++ {
				bad[j] = true
			}
		}
		last = i
	}
	for i := range why {
		if bad[i] && why[i] == "" {
			why[i] = noMatch
		}
	}
}

// leastMatched is the share of a branch that must match the reference for any
// of it to be judged: what matches of a line that has left its dendrite matches
// by luck.
const leastMatched = 1.0 / 3

// refuseRemnants spreads the reason noMatch to the whole branch where it is
// nearly everywhere.
func refuseRemnants(why []string) {
	bad := 0
	for _, w := range why {
		if w == noMatch {
			bad++
		}
	}
	if float64(bad) <= (1-leastMatched)*float64(len(why)) {
		return
	}
	for i := range why {
		if why[i] == "" {
			why[i] = noMatch
		}
	}
}

const noMatch = "does not match the reference session here"

func unjudgeable(days []Day, shaft [][]float32, k, i int) string {
	switch {
	case !days[k].Strip.Inside[i]:
		return "outside the imaged volume"
	case len(days[k].Correlation) > 0 && days[k].Correlation[i] < minLocalCorrelation:
		return noMatch
	}
	var brightest float32
	for _, s := range shaft {
		if s != nil {
			brightest = max(brightest, s[i])
		}
	}
	if shaft[k][i] < shadowRatio*brightest {
		return "in shadow: the shaft is much dimmer than in another session"
	}
	return ""
}

// shaftBrightness is the shaft along the branch relative to its own median.
func shaftBrightness(t dendrite.Strip) []float32 {
	r := relative{Strip: t}
	bg, _ := r.background()
	s := r.shaft(bg)
	m := img.Percentile(s, 50)
	for i := range s {
		s[i] /= max(m, 1e-6)
	}
	return s
}

// stretches joins neighbouring columns with one reason.
func stretches(why []string, session, branch int) []Exclusion {
	var out []Exclusion
	for i := 0; i < len(why); {
		j := i
		for j < len(why) && why[j] == why[i] {
			j++
		}
		if why[i] != "" {
			out = append(out, Exclusion{Session: session, Branch: branch,
				FromUm: float64(i) * dendrite.StepUm, ToUm: float64(j) * dendrite.StepUm, Reason: why[i]})
		}
		i = j
	}
	return out
}

// spans lists, per session and branch, the stretches that can be judged.
func (r Result) spans() []map[int][]spatial.Span {
	out := make([]map[int][]spatial.Span, len(r.Sessions))
	for k := range out {
		out[k] = map[int][]spatial.Span{}
		for _, b := range r.Branches {
			var s []spatial.Span
			j := b.Days[k].Judgeable
			for i := 0; i < len(j); i++ {
				if !j[i] {
					continue
				}
				from := i
				for i < len(j) && j[i] {
					i++
				}
				s = append(s, spatial.Span{Lo: float64(from) * dendrite.StepUm, Hi: float64(i) * dendrite.StepUm})
			}
			out[k][b.ID] = s
		}
	}
	return out
}

// siteID names a site for people: branch, then place in rank along it.
func siteID(branch, rank int) string { return fmt.Sprintf("b%02d-s%03d", branch, rank) }

// medianCorrelation is the correlation with the reference along the branch; 1
// in the reference itself and NaN where nothing was compared.
func (d Day) medianCorrelation() float64 {
	if d.Reason != "" {
		return math.NaN()
	}
	if len(d.Correlation) == 0 {
		return 1
	}
	s := slices.Sorted(slices.Values(d.Correlation))
	return s[len(s)/2]
}
