package twin

import (
	"math"
	"slices"

	"respine/random"
)

// Cause is why a spine is no more.
type Cause int

// The causes.
const (
	Standing Cause = iota // still there at the end
	Lost                  // by the hazard
	Deleted               // by a random-matched deletion
)

func (c Cause) String() string { return [...]string{"", "lost", "deleted"}[c] }

// Life is one spine from birth to death.
type Life struct {
	Contact    int
	PositionUm float64 // where it leaves the shaft
	Born, Died float64 // hours; Born is -Inf for the first spines, Died is +Inf for the last
	Cause      Cause
	Before     int     // the spine that stood at the same contact before, -1 for none
	LitHour    float64 // when light shrank it, NaN if never
}

// At reports whether the spine stands at an hour. A spine born in the hour
// from h to h+1 is there from h+1.
func (l Life) At(hour float64) bool { return l.Born < hour && hour <= l.Died }

// life is a mouse being simulated.
type life struct {
	*Mouse
	contacts Contacts
	key      random.Key
	state    State
	lives    []Life

	standing  []bool
	there     []int32   // the contacts that carry a spine, rising
	current   []int32   // life standing at a contact or the last that did, -1 for none
	volume    []float64 // log
	maturity  []float64
	gained    []float64 // maturity gained lately
	left      []float64 // hazard the spine has yet to live through
	alone     []float64 // hazard per hour without stress, as last worked out
	size      []float64 // weight in the network, 1 when ripe and of mean size, 0 without a spine
	lostHour  []float64 // when the contact last lost its spine, -Inf if never
	coactive  []float64 // of the two cells of a contact
	loss      field     // the contagion field q
	growth    field     // the growth field g
	coop      []float64 // ripe neighbours
	coopDecay []float64

	coactivity []float64 // cells x cells, averaged over Coupling.Hours
	lookedAt   float64   // hour of the last look
	unit       float64   // weight in the network of a spine of size 1
	weights0   []float64 // sizes at the first hour, for Coupling.Frozen
	peak       float64   // the most Ensemble has been
}

// newLife draws a mouse at its first hour.
func newLife(m *Mouse, key random.Key) *life {
	p := m.Params
	c := wire(p.Wiring, key.At(ofWiring))
	n := c.Len()
	l := &life{Mouse: m, contacts: c, key: key, state: State{Hour: m.StartHour},
		standing: make([]bool, n), current: make([]int32, n), volume: make([]float64, n), maturity: make([]float64, n),
		gained: make([]float64, n), left: make([]float64, n), alone: make([]float64, n), size: make([]float64, n), lostHour: make([]float64, n), coactive: make([]float64, n),
		loss: newField(n), growth: newField(n), coop: make([]float64, n), coopDecay: decays(c, p.Spines.CooperationUm)}
	m.Imaged = image(c, p.Imaging.Branches, key.At(ofImaging))
	l.populate()
	for b := range c.Branches {
		lo, hi := b*c.PerBranch, (b+1)*c.PerBranch
		neighbours(l.coop[lo:hi], l.maturity[lo:hi], l.coopDecay[lo:hi])
		for k := lo; k < hi; k++ {
			if l.standing[k] {
				l.expose(k)
			}
		}
	}
	l.unit = 1
	if w := l.ensemble(); w > 0 {
		l.unit = p.Coupling.Weight / w
	}
	l.weights0, l.peak = slices.Clone(l.size), l.ensemble()
	l.startCoactivity()
	return l
}

// populate puts the first spines in place. The hours of a mouse name the children of
// the keys that step draws by, so that none of these is taken here.
func (l *life) populate() {
	p := l.Params
	occupied, size := l.key.At(ofOccupancy), l.key.At(ofVolume)
	for k := range l.standing {
		l.current[k], l.lostHour[k] = -1, math.Inf(-1)
		share, ripe := p.Wiring.Other, 0.1
		if l.contacts.Own[k] {
			share, ripe = p.Wiring.Own, 0.85
		}
		i := uint64(k)
		if occupied.Uniform(i) >= share || l.crowded(k) {
			continue
		}
		l.standing[k], l.current[k], l.there = true, int32(len(l.lives)), append(l.there, int32(k))
		l.maturity[k] = ripe + 0.15*occupied.At(1).Uniform(i)
		l.volume[k] = p.Spines.VolumeSD * size.Normal(i)
		l.endure(k, occupied.At(3).Exponential(i))
		l.lives = append(l.lives, Life{Contact: k, PositionUm: l.jittered(k, occupied.At(2).Normal(i)),
			Born: math.Inf(-1), Died: math.Inf(1), Before: -1, LitHour: math.NaN()})
	}
}

// jittered returns where a spine of contact k leaves the shaft.
func (l *life) jittered(k int, normal float64) float64 {
	x := l.contacts.PositionUm[k] + l.Params.Formation.JitterUm*normal
	return math.Min(math.Max(x, 0), l.contacts.LengthUm)
}

// crowded reports whether a spine already stands too near contact k on its side.
func (l *life) crowded(k int) bool {
	c, gap := l.contacts, l.Params.Imaging.SpineGapUm
	first := c.Branch(k) * c.PerBranch
	for i := k - 1; i >= first && c.PositionUm[k]-c.PositionUm[i] < gap; i-- {
		if l.standing[i] && c.Side[i] == c.Side[k] {
			return true
		}
	}
	for i := k + 1; i < first+c.PerBranch && c.PositionUm[i]-c.PositionUm[k] < gap; i++ {
		if l.standing[i] && c.Side[i] == c.Side[k] {
			return true
		}
	}
	return false
}
