// Package score compares measured dendritic spines with a truth table: which
// were found, whether they were followed correctly from session to session, and
// whether the gains and losses reported are the real ones. It gives precision,
// recall and F1 with the counts behind them.
//
// Spines are matched by the place of their tips in x and y, in micrometres, one
// to one, so that as many as possible match and, among those, the nearest. Depth
// is not used: at the axial resolution of two-photon stacks it says little.
// Usually only some of the dendrites in a picture were annotated, so a measured
// spine counts against precision only within reach of an annotated stretch.
// Truth marked bad or invisible is neither found nor missed, and a measured
// spine there is neither right nor wrong.
//
// The truth is one annotator's, or a simulator's; the score cannot see which of
// two disagreeing experts is right.
package score

// Params says how to score; the zero value means the defaults.
type Params struct {
	RadiusUm float64 // tips match within this; 0 means 1
	// Head compares head centres, taken 0.35 um from tip to base on both
	// sides, instead of tips.
	Head bool
	// Sessions gives the truth session of each measured session; nil lets
	// ResolveSessions find it.
	Sessions []int
	RejoinUm float64 // names re-joined across skipped truth sessions; 0 means 0.7
}

const (
	defaultRadiusUm = 1.0
	defaultRejoinUm = 0.7  // the field's distance for "the same spine"
	headUm          = 0.35 // about half a head's width
	reachUm         = 3.5  // sideways from an annotated centreline
	shaftUm         = 1.5  // of its line to the base of a spine standing on it
	beyondUm        = 1.0  // past its ends
	linkedForShift  = 5    // nearest linked spines whose median shift is the local one
)

func (p Params) radius() float64 {
	if p.RadiusUm == 0 {
		return defaultRadiusUm
	}
	return p.RadiusUm
}

func (p Params) rejoin() float64 {
	if p.RejoinUm == 0 {
		return defaultRejoinUm
	}
	return p.RejoinUm
}

// Spines scores a measured study against the truth. The order of rows in
// either does not matter. A measured session in which nothing could be judged is
// passed over: it misses nothing, and links and changes are those between the
// neighbouring sessions that are used, as in package turnover.
func Spines(m Measured, t Truth, p Params) (Result, error) {
	sessions, err := ResolveSessions(m, t, p.Sessions)
	if err != nil {
		return Result{}, err
	}
	if p.Head {
		m, t = atHeads(m), Truth(atHeads(Measured(t)))
	}
	m, sessions, unusable := used(m, sessions)
	r := Result{NotUsed: unusable, RadiusUm: p.radius(), Point: "tip"}
	if p.Head {
		r.Point = "head"
	}
	frames := pairUp(m, t, sessions, p.radius())
	for _, f := range frames {
		r.Sessions = append(r.Sessions, f.detection())
	}
	r.Pooled = pooled(r.Sessions)
	r.ByLength, r.ByBrightness = recallByLength(frames), recallByBrightness(frames)
	r.Links, r.Events = links(frames), events(frames, p.radius())
	if skips(sessions) {
		again := pairUp(m, rejoin(t, sessions, p.rejoin()), sessions, p.radius())
		l, e := links(again), events(again, p.radius())
		r.LinksRejoined, r.EventsRejoined = &l, &e
	}
	return r, nil
}

// atHeads moves every tip headUm towards its base, or to the base if that is
// nearer. A spine without base stays.
func atHeads(m Measured) Measured {
	out := Measured{}
	for _, s := range m.Sessions {
		spines := append([]Spine(nil), s.Spines...)
		for i, v := range spines {
			if d := distance(v.Tip, v.Base); d > 0 {
				f := min(1, headUm/d)
				spines[i].Tip = Point{v.Tip.X + f*(v.Base.X-v.Tip.X), v.Tip.Y + f*(v.Base.Y-v.Tip.Y)}
			}
		}
		s.Spines = spines
		out.Sessions = append(out.Sessions, s)
	}
	return out
}
