package spatial

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// study is a toy of an experiment: points on 100 um branches, scored with
// errors. Unless restore is set, nothing in it restores anything.
type study struct {
	branches  int
	density   float64 // points per um
	eliminate [3]float64
	form      [3]float64 // per um
	// restore is the share of new points of the second interval that come to
	// within a micrometre of a place lost in the first.
	restore float64
}

const toyUm = 100.0

// toy is the experiment of the table: density 0.45 per um, 20 % eliminated in
// each interval, new points uniform. The formation rate of the table was not
// recorded; ours is 10 % of the points.
func toy(branches int) study {
	return study{branches: branches, density: 0.45, eliminate: [3]float64{0.2, 0.2, 0.2}, form: [3]float64{0, 0.045, 0}}
}

func single(miss, fake float64) Scoring {
	e := Errors{miss, fake}
	return Scoring{Times: [][]int{{0}, {1}, {2}, {3}}, Errors: []Errors{e, e, e, e}, ManyToOne: true}
}

func double(miss, fake float64) Scoring {
	e := Errors{miss, fake}
	return Scoring{Times: [][]int{{0, 1}, {2, 3}, {4, 5}, {6, 7}}, Errors: []Errors{e, e, e, e, e, e, e, e}, ManyToOne: true}
}

// branch plays one branch and scores it. It shares looking and linking with the
// null, which have tests of their own, but not what happens to the points.
func (x study) branch(s Scoring, rng *rand.Rand) Scored {
	s = s.defaults()
	path := []Span{{0, toyUm}}
	p := player{}
	for range poisson(x.density*toyUm, rng) {
		p.truth = append(p.truth, rng.Float64()*toyUm)
	}
	last := -1
	var gone []float64
	for t, sessions := range s.Times {
		if t > 0 {
			var left []float64
			for _, v := range p.truth {
				if rng.Float64() >= x.eliminate[t-1] {
					left = append(left, v)
				} else if t == 1 {
					gone = append(gone, v)
				}
			}
			p.truth = left
			for range poisson(x.form[t-1]*toyUm, rng) {
				v := rng.Float64() * toyUm
				if t == 2 && len(gone) > 0 && rng.Float64() < x.restore {
					v = gone[rng.IntN(len(gone))] + 2*rng.Float64() - 1
				}
				p.truth = append(p.truth, v)
			}
		}
		for _, k := range sessions {
			p.look(s, s.Errors[k], path, toyUm, rng)
			p.link(s.LinkUm, k, last)
			last = k
		}
	}
	out := Scored{Path: path}
	for _, v := range p.sites {
		row := Seen{PositionUm: v.x}
		for k := range s.Errors {
			row.In = append(row.In, v.in>>k&1 == 1)
		}
		out.Sites = append(out.Sites, row)
	}
	return out
}

func (x study) animal(s Scoring, rng *rand.Rand) []Scored {
	out := make([]Scored, x.branches)
	for b := range out {
		out[b] = x.branch(s, rng)
	}
	return out
}

// The table: scoring errors alone make restored points and let them last. What
// is seen, what N3 expects and what N5 expects.
func TestDetectionTable(t *testing.T) {
	for _, c := range []struct {
		s                Scoring
		restored, chance float64
		lasts, others    float64
	}{
		{single(0, 0), 0.355, 0.32, 0.76, 0.78},
		{single(0.02, 0.005), 0.43, 0.36, 0.81, 0.74},
		{single(0.05, 0.01), 0.49, 0.37, 0.79, 0.70},
		{single(0.10, 0.02), 0.56, 0.40, 0.76, 0.63},
		{double(0.05, 0.01), 0.258, 0.248, 0.72, 0.72},
	} {
		rng := seeded(51)
		c.s.Draws = 99
		d := DetectionChance(toy(300).animal(c.s, rng), c.s, rng)
		t.Logf("%d sessions, %+v: restored %.3f (%.3f), N3 %.3f (%.3f), N5 %.3f [%.3f, %.3f], p %.2f; lasts %.3f v %.3f (%.2f v %.2f), N5 %.3f [%.3f, %.3f] %s%s",
			len(c.s.Errors), c.s.Errors[0], d.Fraction, c.restored, d.Chance, c.chance, d.Null, d.Lo, d.Hi, d.P,
			d.Outlast.Restored, d.Outlast.DeNovo, c.lasts, c.others, d.Outlast.Null, d.Outlast.Lo, d.Outlast.Hi, d.Undetermined, d.Outlast.Undetermined)
		t.Log(fmt.Sprintf("%+v", d.Fit))
		_ = math.Abs
	}
}
