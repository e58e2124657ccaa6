package turnover

import (
	"slices"

	"respine/spatial"
)

// Rejoin gives one name to what stands at one place. Tables whose names never
// bridge a gap, as when sessions were linked two by two, call a spine missed
// once lost and then new: two names, and a loss that every later session seems
// to confirm. Rejoin ends that: a name first seen in a session is merged with
// the nearest name of the same branch, side and kind seen only before it and
// standing nearer than radiusUm (0 means 0.7), one to one.
//
// A true newcomer that near to a lost place is merged too; it was a restored
// spine at distance zero before and is one after.
func Rejoin(p Presence, radiusUm float64) Presence {
	p.mustCheck()
	if radiusUm == 0 {
		radiusUm = defaultRejoinUm
	}
	out := p
	out.Sites = nil
	for _, s := range p.Sites {
		s.States = slices.Clone(s.States)
		out.Sites = append(out.Sites, s)
	}
	merged := make([]bool, len(out.Sites))
	for t := 1; t < len(p.Sessions); t++ {
		for _, kind := range []Kind{Spine, Filopodium} {
			for _, b := range p.Branches() {
				out.rejoinBranch(b, kind, t, radiusUm, merged)
			}
		}
	}
	kept := out.Sites[:0]
	for i, s := range out.Sites {
		if !merged[i] {
			kept = append(kept, s)
		}
	}
	out.Sites = kept
	return out
}

// defaultRejoinUm is the distance within which the field calls a spine the
// same one (Grutzendler et al. 2002, doi 10.1038/nature01276, use 0.7 um).
const defaultRejoinUm = 0.7

// rejoinBranch merges names first seen in session t into earlier ones.
func (p Presence) rejoinBranch(branch int, kind Kind, t int, radiusUm float64, merged []bool) {
	var fresh, ended []spatial.Site
	var freshAt, endedAt []int
	for i, s := range p.Sites {
		first, last := slices.Index(s.States, Present), lastPresent(s.States)
		if s.Branch != branch || s.Kind != kind || merged[i] || first < 0 {
			continue
		}
		place := spatial.Site{PositionUm: s.PositionUm, Side: s.Side}
		if first == t {
			fresh, freshAt = append(fresh, place), append(freshAt, i)
		}
		if last < t {
			ended, endedAt = append(ended, place), append(endedAt, i)
		}
	}
	for _, pair := range spatial.Restored(fresh, ended, spatial.Match{RadiusUm: radiusUm, SameSide: true}) {
		old, now := &p.Sites[endedAt[pair.Lost]], p.Sites[freshAt[pair.Formed]]
		old.PositionUm = now.PositionUm
		copy(old.States[t:], now.States[t:])
		merged[freshAt[pair.Formed]] = true
	}
}

func lastPresent(states []State) int {
	for t := len(states) - 1; t >= 0; t-- {
		if states[t] == Present {
			return t
		}
	}
	return -1
}
