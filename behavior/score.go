package behavior

import "math"

// State is what an animal does in a frame.
type State int

// The states. Outside lies before and after the test.
const (
	Outside State = iota
	Immobile
	Struggling
	Climbing
)

func (s State) String() string {
	return [...]string{"outside", "immobile", "struggling", "climbing"}[s]
}

// Method is how frames are called immobile.
type Method string

// The methods: the hidden Markov model, a threshold with hysteresis on the same
// movement, and the plain difference of pixels split by Otsu's threshold.
const (
	Markov    Method = "markov"
	Threshold Method = "threshold"
	Plain     Method = "plain"
)

// LastSec is the last part of a test, scored by itself unless Params say otherwise, in
// s: the first 2 of 6 min, in which all mice struggle, are not in it (Can et al. 2012).
const LastSec = 240.0

// Params are the choices of Score; zero values mean the defaults.
type Params struct {
	TestSec    float64 // 360
	LastSec    float64 // of the test, scored by itself: const LastSec
	MinBoutSec float64 // 1; shorter bouts belong to what is around them
	ClimbPart  float64 // 0.2: an animal that climbs longer is excluded (Can et al. 2012)
	Method     Method  // Markov
}

func (p Params) orDefaults() Params {
	def := func(v *float64, d float64) {
		if *v == 0 {
			*v = d
		}
	}
	def(&p.TestSec, 360)
	def(&p.LastSec, LastSec)
	def(&p.MinBoutSec, 1)
	def(&p.ClimbPart, 0.2)
	if p.Method == "" {
		p.Method = Markov
	}
	return p
}

// Result is one animal scored.
type Result struct {
	Trace            Trace
	StartSec, EndSec float64   // of the test
	Immobility       []float64 // probability of immobility, frame by frame; 0 outside
	States           []State   // frame by frame, before bouts are shortened
	Bouts            []Bout    // by MinBoutSec
	Summary          Summary
	Quality          Quality
}

// Score scores the animals of a cohort together: what immobile and struggling look
// like is estimated from all, so that an animal that never moves, or never rests,
// is scored by the others and by what is usual (docs/behavior.md).
func Score(traces []Trace, p Params) []Result {
	m := Fit(traces, p)
	results := make([]Result, len(traces))
	for i, t := range traces {
		results[i] = m.Score(t, p)
	}
	return results
}

// Score scores one animal. What its states look like is estimated from its own
// movement with those of the cohort as the prior: a mouse that swings for long, or is
// large in the picture, moves more in both states.
func (m Model) Score(t Trace, p Params) Result {
	p = p.orDefaults()
	r := Result{Trace: t}
	r.StartSec, r.EndSec = window(t, p.TestSec)
	c := newCourse(t, r.StartSec, r.EndSec)
	own := m.fitted([]course{c}, ownSec)
	r.Immobility, r.States = spread(c, c.still(own, p.Method), climbing(t))
	settle(t.Sec, r.States)
	r.Bouts = shortened(boutsOf(t.Sec, r.States, r.EndSec), p.MinBoutSec)
	r.Summary = summarise(r, p)
	r.Quality = quality(r, p.TestSec)
	return r
}

// Rest returns the bouts by another shortest length.
func (r Result) Rest(minBoutSec float64) []Bout {
	return shortened(boutsOf(r.Trace.Sec, r.States, r.EndSec), minBoutSec)
}

// spread puts the probabilities of the test into the frames of the film.
func spread(c course, still []float64, climbs []bool) ([]float64, []State) {
	p, s := make([]float64, len(climbs)), make([]State, len(climbs))
	for i, v := range still {
		f := c.first + i
		p[f] = v
		switch {
		case climbs[f]:
			p[f], s[f] = 0, Climbing
		case v > 0.5:
			s[f] = Immobile
		default:
			s[f] = Struggling
		}
	}
	return p, s
}

// settleSec is how long a body goes on moving, visibly and not as a rigid one,
// when its muscles have stopped: it unfolds, and turns on a twisted tail. Struggles
// are taken to have ended so much before movement did. The median in rendered films
// of seeds 1 to 3 (docs/behavior.md); of real mice it is not known.
const settleSec = 0.15

// settle gives the last settleSec of every struggle that ends in immobility to the
// immobility, but no more than half of the struggle.
func settle(sec []float64, states []State) {
	from := 0
	for i := 1; i < len(states); i++ {
		if states[i] == states[i-1] {
			continue
		}
		if states[i-1] == Struggling && states[i] == Immobile {
			since := max(sec[i]-settleSec, (sec[from]+sec[i])/2)
			for k := i - 1; k > from && sec[k] >= since-1e-9; k-- {
				states[k] = Immobile
			}
		}
		from = i
	}
}

// Climbing: the centre of a mouse that has climbed its tail is nearer to the
// pivot than this share of where it usually hangs, for a while.
const (
	climbReach = 0.72
	climbSec   = 0.5
)

// climbing tells the frames in which the body is drawn up to the pivot.
func climbing(t Trace) []bool {
	usual := quantile(t.Reach, 0.6)
	out := make([]bool, len(t.Sec))
	from := -1
	for i := 0; i <= len(t.Sec); i++ {
		up := i < len(t.Sec) && t.Reach[i] < climbReach*usual // false for NaN
		if up && from < 0 {
			from = i
		}
		if !up && from >= 0 {
			if t.Sec[i-1]-t.Sec[from] >= climbSec {
				for k := from; k < i; k++ {
					out[k] = true
				}
			}
			from = -1
		}
	}
	return out
}

const (
	presentPart = 0.3 // of the usual silhouette, for an animal to be there
	handPart    = 0.1 // of the pixels about the pivot, for a hand to be there
	graceSec    = 0.3
)

// window finds the test: from when the hand lets go of the animal, or the animal
// is first seen, for TestSec, but no longer than it is seen; or between the times that
// were told, as far as they lie in the film.
func window(t Trace, testSec float64) (from, to float64) {
	if len(t.Sec) == 0 {
		return 0, 0
	}
	usual := quantile(t.Area, 0.6)
	there := func(i int) bool { return t.Area[i] >= presentPart*usual && usual > 0 }
	first := 0
	for first < len(t.Sec)-1 && !there(first) {
		first++
	}
	from = t.Sec[first]
	seen := t.Sec[first]
	for i := first; i < len(t.Sec) && t.Sec[i] <= seen+graceSec; i++ {
		if t.Hand[i] > handPart {
			seen = t.Sec[i]
			if i+1 < len(t.Sec) {
				from = t.Sec[i+1]
			}
		}
	}
	last := len(t.Sec) - 1
	for last > first && !there(last) {
		last--
	}
	to = t.Sec[last] + step(t.Sec)
	if !math.IsNaN(t.Place.StartSec) {
		from = t.Place.StartSec
	}
	to = math.Min(to, from+testSec)
	from = math.Max(from, t.Sec[0])
	if !math.IsNaN(t.Place.EndSec) {
		to = math.Min(t.Place.EndSec, t.Sec[len(t.Sec)-1]+step(t.Sec))
	}
	return from, math.Max(from, to)
}

// step is the usual time from frame to frame.
func step(sec []float64) float64 {
	var d []float64
	for i := 1; i < len(sec); i++ {
		d = append(d, sec[i]-sec[i-1])
	}
	if len(d) == 0 {
		return 0
	}
	return median(d)
}
