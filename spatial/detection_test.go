package spatial

import (
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

// The table of an independent simulation of the same toy: what scoring errors
// alone make of it. Neither its formation rate, nor how it linked sessions, nor
// its own Monte Carlo error was recorded, so the tolerances are wide; ours, 200
// branches, has a standard deviation of 0.014 of a share and 0.03 of a gap.
const (
	tableShare  = 0.05
	tableChance = 0.03
	tableGap    = 0.08
	nullShare   = 0.04 // three of ours
)

func TestDetectionReproducesTheTable(t *testing.T) {
	t.Parallel()
	branches := 200
	if testing.Short() {
		branches = 60
	}
	wider := math.Sqrt(200 / float64(branches))
	var gaps []float64
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
		c.s.Draws = 49
		d := DetectionChance(toy(branches).animal(c.s, rng), c.s, rng)
		o := d.Outlast
		t.Logf("%d sessions, %+v: restored %.3f (table %.3f), N3 %.3f (%.3f), N5 %.3f [%.3f, %.3f], p %.2f; later %.3f v %.3f (%.2f v %.2f), N5 gap %.3f [%.3f, %.3f], p %.2f",
			len(c.s.Errors), c.s.Errors[0], d.Fraction, c.restored, d.Chance, c.chance, d.Null, d.Lo, d.Hi, d.P,
			o.Restored, o.DeNovo, c.lasts, c.others, o.Null, o.Lo, o.Hi, o.P)
		if d.Undetermined != "" || o.Undetermined != "" {
			t.Fatal(d.Undetermined, o.Undetermined)
		}
		if !near(d.Fraction, c.restored, tableShare*wider) || !near(d.Null, c.restored, tableShare*wider) {
			t.Errorf("%+v: restored %.3f, N5 %.3f, table %.3f", c.s.Errors[0], d.Fraction, d.Null, c.restored)
		}
		if !near(d.Chance, c.chance, tableChance*wider) {
			t.Errorf("%+v: chance %.3f, table %.3f", c.s.Errors[0], d.Chance, c.chance)
		}
		if !near(o.Null, c.lasts-c.others, tableGap*wider) {
			t.Errorf("%+v: gap %.3f under N5, table %.3f", c.s.Errors[0], o.Null, c.lasts-c.others)
		}
		if !near(d.Fraction, d.Null, nullShare*wider) {
			t.Errorf("%+v: nothing restored, and %.3f seen for %.3f under N5", c.s.Errors[0], d.Fraction, d.Null)
		}
		gaps = append(gaps, d.Null-d.Chance, o.Null)
	}
	// Single sessions: what scoring adds, 0.00 0.06 0.11 0.15 and 0.00 0.02 0.05
	// 0.10, grows with the errors. Two sessions each take it away.
	for i := 2; i < 8; i++ {
		if gaps[i] <= gaps[i-2] {
			t.Errorf("what scoring adds does not grow with its errors: %.3f", gaps)
		}
	}
	if gaps[8] > gaps[4]/2 {
		t.Errorf("two sessions each leave %.3f of %.3f", gaps[8], gaps[4])
	}
}

// Data with errors and without restoration: N5's p-values are uniform, those of
// N3 and N4 anything but. Data with restoration: N5 finds it.
func TestDetectionIsCalibrated(t *testing.T) {
	t.Parallel()
	for _, s := range []Scoring{single(0.05, 0.01), double(0.05, 0.01)} {
		reps := 300
		if testing.Short() {
			reps = 30
		} else if len(s.Errors) == 8 {
			reps = 60
		}
		rng := seeded(52)
		s.Draws, s.ManyToOne = 99, false
		var p, gap, n3, n4 []float64
		for range reps {
			data := toy(8).animal(s, rng)
			d := DetectionChance(data, s, rng)
			if d.Undetermined != "" {
				t.Fatal(d.Undetermined)
			}
			p = append(p, d.P)
			if d.Outlast.Undetermined == "" {
				gap = append(gap, d.Outlast.P)
			}
			for k, zone := range []float64{0, 0.5} {
				c, err := RestoredChance(asBranches(data, s), Match{}, Placement{AvoidUm: zone, Draws: 99}, rng)
				if err != nil {
					t.Fatal(err)
				}
				if k == 0 {
					n3 = append(n3, c.P)
				} else {
					n4 = append(n4, c.P)
				}
			}
		}
		t.Logf("%d sessions, %d studies: KS %.3f (limit %.3f), p <= 0.05 in %.3f; gap KS %.3f, %.3f; N3 KS %.3f, %.3f; N4 KS %.3f, %.3f",
			len(s.Errors), reps, ksUniform(p), ksOnePercent(reps), shareBelow(p, 0.05), ksUniform(gap), shareBelow(gap, 0.05),
			ksUniform(n3), shareBelow(n3, 0.05), ksUniform(n4), shareBelow(n4, 0.05))
		if ksUniform(p) > ksOnePercent(reps) {
			t.Errorf("N5: Kolmogorov-Smirnov distance %v > %v", ksUniform(p), ksOnePercent(reps))
		}
		if ksUniform(gap) > ksOnePercent(len(gap)) {
			t.Errorf("N5 of survival: Kolmogorov-Smirnov distance %v > %v", ksUniform(gap), ksOnePercent(len(gap)))
		}
		if len(s.Errors) == 4 && (shareBelow(n3, 0.05) < 0.2 || shareBelow(n4, 0.05) < 0.2 || ksUniform(n3) < 2*ksOnePercent(reps)) {
			t.Errorf("N3 and N4 do not mistake errors for restoration: p <= 0.05 in %v, %v", shareBelow(n3, 0.05), shareBelow(n4, 0.05))
		}
	}
}

// asBranches is what N3 and N4 see of a study.
func asBranches(data []Scored, s Scoring) []Branch {
	out := make([]Branch, len(data))
	for b, row := range data {
		out[b].Path = row.Path
		for _, v := range branchSites(row, len(s.Errors)) {
			was, then, now := v.at(s.Times[0]), v.at(s.Times[1]), v.at(s.Times[2])
			if was == present && then == absent {
				out[b].Lost = append(out[b].Lost, Site{PositionUm: v.x})
			}
			if then == absent && now == present {
				out[b].Formed = append(out[b].Formed, Site{PositionUm: v.x})
			}
			if then == present {
				out[b].Standing = append(out[b].Standing, v.x)
			}
		}
	}
	return out
}

func TestDetectionPower(t *testing.T) {
	t.Parallel()
	rng := seeded(53)
	s := single(0.05, 0.01)
	s.Draws = 99
	x := toy(10)
	x.restore = 0.5
	const reps = 10
	var p []float64
	for range reps {
		p = append(p, DetectionChances([][]Scored{x.animal(s, rng), x.animal(s, rng)}, s, rng).Pooled.P)
	}
	if share := shareBelow(p, 0.05); share < 0.8 {
		t.Errorf("half of the new points restored, found in %v of the studies", share)
	}
}

func TestDetectionUndetermined(t *testing.T) {
	s := single(0.05, 0.01)
	s.Draws = 19
	path := []Span{{0, 50}}
	row := func(x float64, in ...bool) Seen { return Seen{x, in} }
	stays := row(10, true, true, true, true)
	lost := row(20, true, false, false, false)
	formed := row(30, false, false, true, true)
	many := Scored{Path: path}
	for i := range 40 {
		many.Sites = append(many.Sites, row(float64(i), true, true, true, true))
	}
	many.Sites = append(many.Sites, lost, formed)
	worst := s
	worst.Errors = []Errors{{0.9, 0}, {0.9, 0}, {0.9, 0}, {0.9, 0}}
	for _, c := range []struct {
		name string
		b    []Scored
		s    Scoring
	}{
		{"nothing", nil, s},
		{"no new", []Scored{{path, []Seen{stays, lost}}}, s},
		{"no lost", []Scored{{path, []Seen{stays, formed}}}, s},
		{"errors that cannot be", []Scored{many}, worst},
	} {
		d := DetectionChance(c.b, c.s, seeded(1))
		if d.Undetermined == "" || d.P != 1 || d.Fraction != 0 || d.Outlast.Undetermined == "" {
			t.Errorf("%s: %+v", c.name, d)
		}
		if all := DetectionChances([][]Scored{c.b}, c.s, seeded(1)); all.Undetermined == "" || all.Pooled.P != 1 {
			t.Errorf("%s: %+v", c.name, all)
		}
	}
	three := s
	three.Times, three.Errors = s.Times[:3], s.Errors[:3]
	d := DetectionChance(toy(4).animal(s, seeded(2)), three, seeded(3))
	if d.Undetermined != "" || d.Outlast.Undetermined == "" {
		t.Errorf("without a later session: %q, %q", d.Undetermined, d.Outlast.Undetermined)
	}
}

// The same seed gives the same result; an animal added last changes none
// before it; one animal alone is the pooled result.
func TestDetectionIsReproducible(t *testing.T) {
	s := single(0.05, 0.01)
	s.Draws, s.AvoidUm = 29, 0.5
	rng := seeded(54)
	animals := [][]Scored{toy(3).animal(s, rng), toy(4).animal(s, rng), nil}
	a, b := DetectionChances(animals, s, seeded(5)), DetectionChances(animals, s, seeded(5))
	if a.Pooled.P != b.Pooled.P || a.Pooled.Null != b.Pooled.Null || a.Used != 2 {
		t.Errorf("%+v\n%+v", a.Pooled, b.Pooled)
	}
	one := DetectionChances(animals[:1], s, seeded(5))
	if one.Animal[0].P != a.Animal[0].P || one.Pooled.P != one.Animal[0].P || one.Pooled.Outlast != one.Animal[0].Outlast {
		t.Error("an animal added last changed the first, or one animal is not the whole")
	}
	if got := a.Pooled; got.Restored != a.Animal[0].Restored+a.Animal[1].Restored || got.Formed != a.Animal[0].Formed+a.Animal[1].Formed {
		t.Errorf("%+v", got)
	}
}

// BenchmarkDetection999DrawsOf10Branches is one animal's test against N5.
func BenchmarkDetection999DrawsOf10Branches(b *testing.B) {
	s := single(0.05, 0.01)
	data := toy(10).animal(s, seeded(55))
	for b.Loop() {
		DetectionChance(data, s, seeded(56))
	}
}
