package motion

// Excluded is how many frames are not to be used for one reason.
type Excluded struct {
	Reason Reason
	Frames int
	First  int // the first of them
}

// Excluded counts the frames that are not to be used, reason by reason, in the
// order of Reasons.
func (r *Result) Excluded() []Excluded {
	var out []Excluded
	for _, why := range Reasons() {
		e := Excluded{Reason: why, First: -1}
		for i, s := range r.Shifts {
			if s.Bad == why {
				if e.Frames++; e.First < 0 {
					e.First = i
				}
			}
		}
		if why != Good && e.Frames > 0 {
			out = append(out, e)
		}
	}
	return out
}
