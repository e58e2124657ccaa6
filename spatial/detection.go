package spatial

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Detection compares restored points with the null N5: points go and come
// without regard to each other, and scoring misses some and invents some. A
// point missed once is called lost, then "restored" at its own place, and then
// persists, while false ones vanish; N3 and N4 take that for restoration. When
// Undetermined is not empty, the numbers are 0 and the p-values 1.
type Detection struct {
	Restored, Formed, Lost int     // as scored
	Fraction               float64 // Restored/Formed
	// Chance is Fraction as N3 expects it, by the exact Coverage of the lost
	// places. With one-to-one pairing it is a little high.
	Chance float64
	// Null is Fraction as N5 expects it for these lost places and this number of
	// new points, and the middle 95 % of its draws: Chance and what scoring adds.
	Null, Lo, Hi float64
	// P is the chance under N5 of at least this many restored points beyond
	// Chance. The count beyond, not the fraction, is compared: it does not shift
	// with the number of lost and new points that a draw happens to have.
	P float64

	Outlast Outlast
	Fit     []Reproduced // by interval: whether N5 reproduces what was counted

	Undetermined string

	excess, gaps []float64 // by draw; a gap may be NaN
	observed     reading
}

// Outlast compares how many restored and how many other new points are still
// there at the last time. When Undetermined is not empty, the numbers are 0 and
// P is 1.
type Outlast struct {
	Restored, DeNovo float64 // shares still present, of those present or absent
	Difference       float64
	Null, Lo, Hi     float64 // of Difference under N5, mean and middle 95 %
	P                float64 // of a Difference at least as large

	Undetermined string
}

// DetectionChance tests the restored points of one animal against N5. The rates
// of true losses and gains are found branch by branch from the counts and the
// stated errors, then adjusted until the played counts agree with those scored.
// What it takes for granted: errors as stated and independent between sessions
// and points; a point's place does not matter to whether it goes; new points
// uniform on the path, or outside AvoidUm of standing ones; links made as
// player.link makes them.
func DetectionChance(branches []Scored, s Scoring, rng *rand.Rand) Detection {
	s.check()
	s = s.defaults()
	a := newAnimal(branches, s)
	d := Detection{P: 1, Outlast: Outlast{P: 1}, observed: a.total}
	d.Restored, d.Formed, d.Lost = a.total.restored, a.total.gained[1], a.total.lost[0]
	switch {
	case d.Formed == 0:
		d.Undetermined = "no new points"
	case d.Lost == 0:
		d.Undetermined = "no points lost before: there is no place to restore"
	}
	if d.Undetermined == "" {
		a.fit(rng)
		d.draw(a, rng)
		d.Undetermined = d.misfit()
	}
	if d.Undetermined != "" {
		d.Outlast.Undetermined = d.Undetermined
		d.excess = nil
		return d
	}
	d.summarise()
	d.Outlast = outlast([]*Detection{&d})
	return d
}

// draw plays the animal as often as asked.
func (d *Detection) draw(a *animal, rng *rand.Rand) {
	d.Fit = a.mean(0, rng)
	for range a.s.Draws {
		r := a.play(rng)
		d.excess = append(d.excess, r.excess())
		d.gaps = append(d.gaps, r.gap())
		for k := range d.Fit {
			d.Fit[k].PlayedLost += float64(r.lost[k]) / float64(a.s.Draws)
			d.Fit[k].PlayedGained += float64(r.gained[k]) / float64(a.s.Draws)
		}
	}
}

// misfit says when played counts stay above those scored by more than three
// times their square root, although no true change is left to take off.
func (d *Detection) misfit() string {
	for k, f := range d.Fit {
		for _, c := range [][2]float64{{float64(f.Lost), f.PlayedLost}, {float64(f.Gained), f.PlayedGained}} {
			if math.Abs(c[1]-c[0]) > 3*math.Sqrt(c[1])+1 {
				return fmt.Sprintf("interval %d: %g changes scored, %.1f expected from the stated errors: they explain more, or less, than was seen", k+1, c[0], c[1])
			}
		}
	}
	return ""
}

func (d *Detection) summarise() {
	n := float64(d.Formed)
	d.Fraction = float64(d.Restored) / n
	d.Chance = d.observed.expected / n
	mean, lo, hi := spread(d.excess)
	d.Null, d.Lo, d.Hi = d.Chance+mean/n, d.Chance+lo/n, d.Chance+hi/n
	d.P = upperP(d.observed.excess(), d.excess)
}

// outlast is the mean over animals of the difference in survival, each draw's
// mean over the animals that have both kinds of points in it.
func outlast(animals []*Detection) Outlast {
	o := Outlast{P: 1}
	var used []*Detection
	for _, d := range animals {
		if r := d.observed; r.of[0] > 0 && r.of[1] > 0 {
			used = append(used, d)
		}
	}
	if len(used) == 0 {
		o.Undetermined = "no later session, or no restored, or no other new points judged in it"
		return o
	}
	n := float64(len(used))
	for _, d := range used {
		r := d.observed
		o.Restored += r.stands[1] / r.of[1] / n
		o.DeNovo += r.stands[0] / r.of[0] / n
	}
	var draws []float64
	for i := range used[0].gaps {
		sum, of := 0.0, 0.0
		for _, d := range used {
			if g := d.gaps[i]; !math.IsNaN(g) {
				sum, of = sum+g, of+1
			}
		}
		if of > 0 {
			draws = append(draws, sum/of)
		}
	}
	if 2*len(draws) < len(used[0].gaps) {
		return Outlast{P: 1, Undetermined: "most draws have no restored or no other new points"}
	}
	o.Difference = o.Restored - o.DeNovo
	o.Null, o.Lo, o.Hi = spread(draws)
	o.P = upperP(o.Difference, draws)
	return o
}

// Detections is the test against N5 over several animals.
type Detections struct {
	Animal []Detection
	Used   int // determined animals; the rest are in nothing below

	// Pooled adds up the animals' counts, as scored and draw by draw: animals
	// with more new points weigh more. Outlast is the mean over animals.
	Pooled Detection

	Undetermined string
}

// DetectionChances tests several animals, each given by its branches and scored
// alike. Every animal has its own generator, seeded from rng in order.
func DetectionChances(animals [][]Scored, s Scoring, rng *rand.Rand) Detections {
	out := Detections{Pooled: Detection{P: 1, Outlast: Outlast{P: 1}}}
	for _, branches := range animals {
		out.Animal = append(out.Animal, DetectionChance(branches, s, child(rng)))
	}
	var used []*Detection
	p := &out.Pooled
	for i := range out.Animal {
		d := &out.Animal[i]
		if d.Undetermined != "" {
			continue
		}
		if used == nil {
			p.excess, p.Fit = make([]float64, len(d.excess)), make([]Reproduced, len(d.Fit))
		}
		used = append(used, d)
		p.observed.add(d.observed)
		p.Restored, p.Formed, p.Lost = p.Restored+d.Restored, p.Formed+d.Formed, p.Lost+d.Lost
		for j, v := range d.excess {
			p.excess[j] += v
		}
		for k, f := range d.Fit {
			p.Fit[k].Lost, p.Fit[k].Gained = p.Fit[k].Lost+f.Lost, p.Fit[k].Gained+f.Gained
			p.Fit[k].PlayedLost += f.PlayedLost
			p.Fit[k].PlayedGained += f.PlayedGained
		}
	}
	out.Used = len(used)
	if out.Used == 0 {
		out.Undetermined = fmt.Sprintf("none of %d animals could be tested", len(animals))
		if len(animals) > 0 {
			out.Undetermined += ": " + out.Animal[0].Undetermined
		}
		p.Undetermined, p.Outlast.Undetermined = out.Undetermined, out.Undetermined
		return out
	}
	p.summarise()
	p.Outlast = outlast(used)
	return out
}
