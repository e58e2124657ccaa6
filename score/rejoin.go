package score

// skips reports whether neighbouring used sessions leave truth sessions out.
func skips(sessions []int) bool {
	for i := 1; i < len(sessions); i++ {
		if sessions[i] != sessions[i-1]+1 {
			return true
		}
	}
	return false
}

// rejoin repairs identities that a skipped truth session broke. Annotators'
// names often never bridge a gap: a spine missed in session 2 has one name in
// session 1 and another in 3. Where the measurement goes from 1 to 3, a name
// lost there and a new name are taken for one spine when they stand on the same
// branch and side within radiusUm after the local shift, one to one; the new
// name is then replaced by the old in that session and all later ones.
func rejoin(t Truth, sessions []int, radiusUm float64) Truth {
	out := Truth{}
	for _, s := range t.Sessions {
		s.Spines = append([]Spine(nil), s.Spines...)
		out.Sessions = append(out.Sessions, s)
	}
	for i := 1; i < len(sessions); i++ {
		if sessions[i] == sessions[i-1]+1 {
			continue
		}
		a, _ := out.session(sessions[i-1])
		b, _ := out.session(sessions[i])
		old := brokenNames(a, b, radiusUm)
		for k := range out.Sessions {
			if out.Sessions[k].Number < b.Number {
				continue
			}
			for j := range out.Sessions[k].Spines {
				if name, ok := old[out.Sessions[k].Spines[j].ID]; ok {
					out.Sessions[k].Spines[j].ID = name
				}
			}
		}
	}
	return out
}

// brokenNames returns the old name of each new one.
func brokenNames(a, b Session, radiusUm float64) map[string]string {
	there := shifts(a, b)
	lost, fresh := only(a, b), only(b, a)
	type stratum struct {
		branch string
		side   int
	}
	old := map[string]string{}
	done := map[stratum]bool{}
	for _, s := range lost {
		key := stratum{s.Branch, s.Side}
		if done[key] {
			continue
		}
		done[key] = true
		var from, to []Point
		var fromID, toID []string
		for _, l := range lost {
			if l.Branch == key.branch && l.Side == key.side {
				from, fromID = append(from, moved(there, l.Branch, l.Tip)), append(fromID, l.ID)
			}
		}
		for _, f := range fresh {
			if f.Branch == key.branch && f.Side == key.side {
				to, toID = append(to, f.Tip), append(toID, f.ID)
			}
		}
		for _, m := range assign(from, to, radiusUm) {
			old[toID[m.b]] = fromID[m.a]
		}
	}
	return old
}

// only returns the good spines present in a whose name is not present in b.
func only(a, b Session) []Spine {
	rows := b.byID()
	var out []Spine
	for _, s := range a.Spines {
		if s.Present && !s.Ignored && !rows[s.ID].Present {
			out = append(out, s)
		}
	}
	return out
}
