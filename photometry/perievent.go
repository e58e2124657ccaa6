package photometry

import (
	"fmt"
	"math"
	"math/rand/v2"

	"respine/stats"
)

// PeriEvent is dF/F around the onsets of struggling, averaged within animals first
// and then over them.
type PeriEvent struct {
	Pipeline string
	Sec      []float64 // from the onset
	Animals  []AnimalCourse
	// Mean over animals, with a pointwise and a joint band. Only the joint one may
	// be read for where the course leaves zero.
	Band stats.TraceBand
	// Bootstrap are pointwise intervals from drawing animals, and onsets within
	// them, widened about the mean by sqrt(n/(n-1)).
	Bootstrap []stats.Interval
	// Runs are where Bootstrap leaves zero for at least one period of the low-pass
	// filter: shorter ones the filter makes by itself.
	Runs []Span
	// Test is the permutation of signs over animals, of clusters.
	Test stats.TraceTest
	// Before is the mean from -1 s to the onset, over animals, with Student's interval.
	Before       stats.Test
	Undetermined string
}

// AnimalCourse is the average of one animal.
type AnimalCourse struct {
	Animal string
	Onsets int // averaged
	Left   int // left out: see PeriEvents
	Course []float64
	trials [][]float64
}

// How an onset must look to be averaged, and the grid of the average.
const (
	stillSec    = 2.0 // immobile before
	struggleSec = 1.0 // struggling after
	periHz      = 20.0
	periDraws   = 999
)

// PeriEvents averages dF/F of a pipeline around onsets with at least 2 s of
// immobility before and 1 s of struggling after, in the causal course, so that
// nothing before zero comes from after it. Onsets with another one less than
// Before seconds earlier, and those with missing samples, are left out and
// counted. The mean from BaseFrom to Base is taken off each. The unit is the
// animal: onsets are never drawn as if they were animals.
func PeriEvents(all []Session, pipeline string, p Params, rng *rand.Rand) PeriEvent {
	p = p.orDefaults()
	out := PeriEvent{Pipeline: pipeline}
	for i := 0; float64(i) <= (p.Before+p.After)*periHz+1e-9; i++ {
		out.Sec = append(out.Sec, float64(i)/periHz-p.Before)
	}
	var courses [][]float64
	for _, name := range animals(all) {
		a := AnimalCourse{Animal: name}
		for _, s := range all {
			if s.Animal == name {
				a.add(s, pipeline, out.Sec, p)
			}
		}
		a.Onsets = len(a.trials)
		if a.Onsets > 0 {
			a.Course = meanCourse(a.trials)
			courses = append(courses, a.Course)
		}
		out.Animals = append(out.Animals, a)
	}
	if len(courses) < 2 {
		out.Undetermined = fmt.Sprintf("%d animals have onsets to average", len(courses))
		return out
	}
	tp := stats.TraceParams{Draws: p.Draws}
	out.Band = stats.MeanTraceBand(courses, 0, tp, rng)
	out.Test = stats.ClusterSignFlip(courses, tp, rng)
	out.bootstrap(p, rng)
	var before []float64
	for _, c := range courses {
		before = append(before, between0(out.Sec, c, -1, 0))
	}
	out.Before = stats.OneSample(before, stats.DefaultConfidence)
	return out
}

// between0 is the mean of a course from one time up to another.
func between0(sec, x []float64, from, to float64) float64 {
	sum, n := 0.0, 0.0
	for i, s := range sec {
		if s >= from-1e-9 && s < to-1e-9 {
			sum, n = sum+x[i], n+1
		}
	}
	return sum / n
}

// dff returns the course of a pipeline, nil where the session does not have it.
func (d Processed) dff(pipeline string) *DFF {
	if pipeline == d.Control.Pipeline {
		return &d.Control
	}
	for i := range d.All {
		if d.All[i].Pipeline == pipeline {
			return &d.All[i]
		}
	}
	return nil
}

// add cuts the onsets out of a session.
func (a *AnimalCourse) add(s Session, pipeline string, sec []float64, p Params) {
	d := s.Data.dff(pipeline)
	if d == nil {
		return
	}
	last := math.Inf(-1)
	for _, b := range s.Bouts {
		if b.State == immobile {
			continue
		}
		far := b.FromSec-last >= p.Before
		last = b.FromSec
		o, ok := s.onsetAt(b.FromSec)
		if !ok {
			continue
		}
		if !far || o.StillSec < stillSec || o.StruggleSec < struggleSec {
			a.Left++
			continue
		}
		course := make([]float64, len(sec))
		for i, t := range sec {
			course[i] = s.sample(d.Causal, b.FromSec+t)
		}
		base := between0(sec, course, p.BaseFrom, p.Base)
		for i := range course {
			course[i] -= base
		}
		if known(course) < len(course) {
			a.Left++
			continue
		}
		a.trials = append(a.trials, course)
	}
}

func (s Session) onsetAt(sec float64) (Onset, bool) {
	for _, o := range s.Onsets() {
		if o.Sec == sec {
			return o, true
		}
	}
	return Onset{}, false
}

func meanCourse(trials [][]float64) []float64 {
	out := make([]float64, len(trials[0]))
	for _, t := range trials {
		for i, v := range t {
			out[i] += v / float64(len(trials))
		}
	}
	return out
}

// bootstrap draws animals, and onsets within each.
func (e *PeriEvent) bootstrap(p Params, rng *rand.Rand) {
	var have []AnimalCourse
	for _, a := range e.Animals {
		if a.Onsets > 0 {
			have = append(have, a)
		}
	}
	draws := make([][]float64, len(e.Sec))
	one := make([]float64, len(e.Sec))
	for range periDraws {
		clear(one)
		for range have {
			a := have[rng.IntN(len(have))]
			w := 1 / float64(len(have)*a.Onsets)
			for range a.trials {
				for i, v := range a.trials[rng.IntN(a.Onsets)] {
					one[i] += w * v
				}
			}
		}
		for i, v := range one {
			draws[i] = append(draws[i], v)
		}
	}
	for i, d := range draws {
		e.Bootstrap = append(e.Bootstrap, stats.SmallSample(stats.PercentileInterval(d, stats.DefaultConfidence), e.Band.Mean[i], len(have)))
	}
	least := int(math.Ceil(periHz / p.LowpassHz))
	for i := 0; i < len(e.Sec); {
		j := i
		for j < len(e.Sec) && !e.Bootstrap[j].Contains(0) {
			j++
		}
		if j-i >= least {
			e.Runs = append(e.Runs, Span{e.Sec[i], e.Sec[j-1]})
		}
		i = max(j, i+1)
	}
}
