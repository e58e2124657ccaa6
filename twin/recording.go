package twin

import (
	"math"

	"respine/network"
)

// Recording is the truth of one session; only what its kind records is filled.
type Recording struct {
	Session
	Number     int // in the protocol
	State      State
	Spines     []Seen
	Activity   network.Activity // calcium and tail suspension
	Ensemble   []network.Event  // calcium
	Transients []Transient      // tail suspension: what photometry would show
	Bouts      []Bout           // tail suspension
	Bottles    []Bottle         // sucrose
	Puncta     []Punctum        // PSD95
}

// observe records the sessions of an hour, in the order of the protocol.
func (l *life) observe(hour float64) {
	for i, s := range l.Protocol.Sessions {
		if math.Floor(s.Hours) != hour {
			continue
		}
		r := Recording{Session: s, Number: i, State: l.state}
		r.State.Ensemble = l.ensemble()
		switch s.Kind {
		case SpineSession:
			r.Spines = l.see()
		case CalciumSession:
			l.film(&r)
		case SuspensionSession:
			l.suspend(&r)
		case SucroseSession:
			r.Bottles = l.drink(s.Hours, r.State.Ensemble)
		case PunctaSession:
			r.Puncta = l.stain(s.Hours)
		}
		l.Sessions = append(l.Sessions, r)
	}
}

// Seen is a spine that stands on an imaged branch.
type Seen struct {
	Life     int
	Volume   float64 // 1 for the median
	Maturity float64
	Tagged   bool // carries AS-PaRAC1
}

// see lists the spines of the imaged branches.
func (l *life) see() []Seen {
	var out []Seen
	for _, b := range l.Imaged {
		for k := b * l.contacts.PerBranch; k < (b+1)*l.contacts.PerBranch; k++ {
			if l.standing[k] {
				out = append(out, Seen{Life: int(l.current[k]), Volume: math.Exp(l.volume[k]), Maturity: l.maturity[k],
					Tagged: l.potentiated(k, l.state.Hour)})
			}
		}
	}
	return out
}

// film runs the network as under the microscope and lists ensemble events by a
// fixed number of cells active together.
func (l *life) film(r *Recording) {
	p := l.Params.Imaging
	r.Activity = l.run(r.Hours, uint64(CalciumSession), 0, p.CalciumSec)
	r.Ensemble = r.Activity.Events(p.event(l.contacts.Cells))
}

// Punctum is the PSD95 of one spine.
type Punctum struct {
	Life      int
	Intensity float64
}

// stain lists the PSD95 of the imaged spines: in proportion to maturity and
// head volume, with scatter. That stress lowers it is assumed in P95.
func (l *life) stain(hour float64) []Punctum {
	var out []Punctum
	key := at(l.key, ofPuncta, hour)
	for _, s := range l.see() {
		k := uint64(l.lives[s.Life].Contact)
		out = append(out, Punctum{s.Life, l.Params.PSD95.PerMaturity * s.Maturity * s.Volume * math.Exp(l.Params.PSD95.NoiseLog*key.Normal(k))})
	}
	return out
}
