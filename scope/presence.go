package scope

import (
	"math"

	"respine/spatial"
	"respine/turnover"
)

// Presence is the true presence table of a scene, as a scorer without error
// would make it. A spine is present or absent where it is visible, and not
// judgeable where it is not: hidden above or below the shaft, or moved out of
// the field. What can be judged of a dendrite is what lies in the field.
func (sc Scene) Presence() turnover.Presence {
	var p turnover.Presence
	for i, s := range sc.Sessions {
		p.Sessions = append(p.Sessions, turnover.Session{Day: s.Day})
		inField := map[int][]spatial.Span{}
		for _, b := range sc.Branches {
			inField[b.ID] = sc.inFieldSpans(i, b)
		}
		p.Judgeable = append(p.Judgeable, inField)
	}
	at := map[string]int{}
	for _, o := range sc.Observations() {
		i, ok := at[o.Spine.ID]
		if !ok {
			i = len(p.Sites)
			at[o.Spine.ID] = i
			p.Sites = append(p.Sites, siteOf(o, len(sc.Sessions)))
		}
		switch {
		case !o.Visible:
		case o.Present:
			p.Sites[i].States[o.Session] = turnover.Present
		default:
			p.Sites[i].States[o.Session] = turnover.Absent
		}
	}
	return p
}

// siteOf is the place of a spine, so far not judgeable in any session.
func siteOf(o Observation, sessions int) turnover.Site {
	s := turnover.Site{Spine: o.Spine.ID, Branch: o.Spine.BranchID, Side: o.Anatomy.Side,
		PositionUm: o.Spine.PositionUm, States: make([]turnover.State, sessions)}
	if o.Spine.Kind == KindFilopodium {
		s.Kind = turnover.Filopodium
	}
	return s
}

// spanStepUm is how finely a branch is followed for where it leaves the field.
const spanStepUm = 0.1

// inFieldSpans returns the stretches of a branch whose centreline lies in the
// field in one session.
func (sc Scene) inFieldSpans(session int, b Branch) []spatial.Span {
	path, length := b.PositionsUm(), b.LengthUm()
	var spans []spatial.Span
	within := false
	for k := range int(math.Ceil(length/spanStepUm)) + 1 {
		at := min(float64(k)*spanStepUm, length)
		centre, _ := b.interpolate(path, at)
		was := within
		within = sc.inField(sc.Sessions[session].View.Move(centre))
		switch {
		case within && was:
			spans[len(spans)-1].Hi = at
		case within:
			spans = append(spans, spatial.Span{Lo: at, Hi: at})
		}
	}
	return spans
}
