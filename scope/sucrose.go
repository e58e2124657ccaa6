package scope

import (
	"fmt"
	"math"

	"respine/random"
)

// SucroseTest is a two-bottle preference test: what the mice drink, and what
// bottles and scales do by themselves. A bottle keeps its content and its number
// and is weighed before and after each period.
type SucroseTest struct {
	Cages []SucroseCage
	// BlankCages is how many cages without a mouse have the same bottles for
	// the same hours as the first cage; the loss of theirs is evaporation and
	// dripping.
	BlankCages int
	Bottles    Bottles
}

// SucroseCage is one mouse with its two bottles.
type SucroseCage struct {
	Animal  string
	BodyG   float64
	Periods []SucrosePeriod
}

// SucrosePeriod is the time between two weighings, and what was drunk in it.
type SucrosePeriod struct {
	FromH, ToH       float64
	SucroseLeft      bool
	SucroseG, WaterG float64 // true intake
}

// Bottles are what is lost without being drunk, and how it is weighed. The zero
// Bottles are DefaultBottles; in any other, 0 is none.
type Bottles struct {
	FillG                       float64 // of a full bottle; filled up below a quarter of it
	EvaporateGPerH, EvaporateSD float64 // per bottle, relative SD
	DripG, DripSD               float64 // lost when a bottle is put in, and its SD, g
	LeakChance                  float64 // of a bottle in a period
	LeakG                       float64 // mean of a leak
	ScaleStepG                  float64 // the scale shows multiples of this
	ScaleSD                     float64 // g
}

// DefaultBottles evaporate and drip within what Tordoff & Bachmanov 2003 (doi
// 10.1093/chemse/28.7.621) find, less than 0.2 ml in two days, and are weighed
// to 0.1 g. Leaks are rare and large; no measured rate was found.
func DefaultBottles() Bottles {
	return Bottles{
		FillG: 200, EvaporateGPerH: 0.002, EvaporateSD: 0.3, DripG: 0.05, DripSD: 0.03,
		LeakChance: 0.01, LeakG: 3, ScaleStepG: 0.1, ScaleSD: 0.03,
	}
}

// BottleWeight is one bottle over one period: what the scale showed, and, as
// truth, where the difference went.
type BottleWeight struct {
	Cage              string
	Animal            string // "" for a blank cage
	BodyG             float64
	Period            int
	FromH, ToH        float64
	Sucrose, Left     bool
	StartG, EndG      float64 // as read
	DrunkG            float64
	EvaporatedG       float64
	DrippedG, LeakedG float64
}

// Weigh runs the test. It panics when a mouse drinks less than nothing or more
// than a bottle holds. A cage does not depend on those after it.
func (t SucroseTest) Weigh(key random.Key) []BottleWeight {
	if t.Bottles == (Bottles{}) {
		t.Bottles = DefaultBottles()
	}
	var out []BottleWeight
	for i, c := range t.Cages {
		out = append(out, t.Bottles.cage(fmt.Sprintf("cage-%d", i+1), c, key.At(0, uint64(i)))...)
	}
	if len(t.Cages) == 0 {
		return out
	}
	var dry SucroseCage
	for _, p := range t.Cages[0].Periods {
		p.SucroseG, p.WaterG = 0, 0
		dry.Periods = append(dry.Periods, p)
	}
	for i := range t.BlankCages {
		out = append(out, t.Bottles.cage(fmt.Sprintf("blank-%d", i+1), dry, key.At(1, uint64(i)))...)
	}
	return out
}

// cage weighs the two bottles of a cage, period by period.
func (b Bottles) cage(name string, c SucroseCage, key random.Key) []BottleWeight {
	full := [2]float64{b.fill(key.At(0)), b.fill(key.At(1))}
	left := full
	var out []BottleWeight
	for period, p := range c.Periods {
		for i := range 2 {
			w := BottleWeight{
				Cage: name, Animal: c.Animal, BodyG: c.BodyG, Period: period + 1, FromH: p.FromH, ToH: p.ToH,
				Sucrose: i == 0, Left: p.SucroseLeft == (i == 0), DrunkG: p.WaterG,
			}
			if w.Sucrose {
				w.DrunkG = p.SucroseG
			}
			if left[i] < full[i]/4 {
				left[i] = full[i]
			}
			b.lose(&w, key.At(uint64(i), uint64(period)))
			if w.DrunkG < 0 || w.DrunkG > left[i] {
				panic(fmt.Sprintf("scope: %s, period %d: %g g drunk from a bottle of %g g", name, w.Period, w.DrunkG, left[i]))
			}
			rest := max(0, left[i]-w.DrunkG-w.EvaporatedG-w.DrippedG)
			w.LeakedG = min(w.LeakedG, rest) // no more than is there
			after := rest - w.LeakedG
			w.StartG = b.read(left[i], key.At(uint64(i), uint64(period), 0))
			w.EndG = b.read(after, key.At(uint64(i), uint64(period), 1))
			left[i] = after
			out = append(out, w)
		}
	}
	return out
}

// fill is the weight of a full bottle, within a few percent.
func (b Bottles) fill(key random.Key) float64 { return b.FillG * (1 + 0.02*key.Normal(0)) }

// lose draws what a bottle loses without being drunk from.
func (b Bottles) lose(w *BottleWeight, key random.Key) {
	hours := w.ToH - w.FromH
	w.EvaporatedG = b.EvaporateGPerH * hours * math.Max(0, 1+b.EvaporateSD*key.Normal(0))
	w.DrippedG = math.Max(0, b.DripG+b.DripSD*key.Normal(1))
	if key.Uniform(2) < b.LeakChance {
		w.LeakedG = b.LeakG * key.Exponential(3)
	}
}

// read is what the scale shows.
func (b Bottles) read(grams float64, key random.Key) float64 {
	grams += b.ScaleSD * key.Normal(0)
	if b.ScaleStepG > 0 {
		return round(math.Round(grams/b.ScaleStepG)*b.ScaleStepG, 6)
	}
	return grams
}
