package score

// EventScore says whether reported gains and losses are real. An event matches
// a true one of the same kind and interval whose tip, in the session that shows
// the spine, lies within the radius.
type EventScore struct {
	Counts
	Gained    Counts          `json:"gained"`
	Lost      Counts          `json:"lost"`
	Intervals []EventInterval `json:"intervals,omitempty"`
}

// EventInterval is one pair of neighbouring used sessions.
type EventInterval struct {
	From   int    `json:"session_from"`
	To     int    `json:"session_to"`
	Gained Counts `json:"gained"`
	Lost   Counts `json:"lost"`
}

func events(frames []frame, radius float64) EventScore {
	var e EventScore
	for i := 1; i < len(frames); i++ {
		a, b := frames[i-1], frames[i]
		there := shifts(a.truth, b.truth)
		lost := eventsBetween(a, b, there, true, radius)
		gained := eventsBetween(b, a, reversed(there), false, radius)
		e.Lost, e.Gained = e.Lost.plus(lost), e.Gained.plus(gained)
		e.Intervals = append(e.Intervals, EventInterval{a.measured.Number, b.measured.Number, gained.rated(), lost.rated()})
	}
	e.Counts = e.Lost.plus(e.Gained).rated()
	e.Lost, e.Gained = e.Lost.rated(), e.Gained.rated()
	return e
}

// eventsBetween counts the spines shown by one session and not by the other:
// losses when the other comes later, gains when it comes before.
func eventsBetween(shown, other frame, there []shift, later bool, radius float64) Counts {
	measured := changed(shown.seen, other.measured)
	good, ignored := trueEvents(shown, other, there, later)
	matches, onIgnored := assignTwice(tips(measured), tips(good), tips(ignored), radius)
	c := Counts{TP: len(matches), FN: len(good) - len(matches), Ignored: len(onIgnored)}
	for i, free := range unmatched(len(measured), matches, onIgnored) {
		if !free {
			continue
		}
		s := measured[i]
		if within(shown.truth.Lines, shown.annotated, s) &&
			within(other.truth.Lines, other.annotated, Spine{Tip: moved(there, "", s.Tip), Base: moved(there, "", s.Base)}) {
			c.FP++
		} else {
			c.Outside++
		}
	}
	return c
}

// changed returns the spines that are absent from the other session and could
// have been seen there. A name without a row is absent.
func changed(shown []Spine, other Session) []Spine {
	rows := other.byID()
	var out []Spine
	for _, s := range shown {
		if o, ok := rows[s.ID]; !ok || !o.Present && o.Judgeable {
			out = append(out, s)
		}
	}
	return out
}

// trueEvents returns the true events, and the places where a reported one is
// neither right nor wrong: spines ignored in either session, and those whose
// place could not be judged in the other.
func trueEvents(shown, other frame, there []shift, later bool) (good, ignored []Spine) {
	rows := other.truth.byID()
	ignored = append(ignored, shown.ignored...)
	for _, s := range shown.good {
		o, ok := rows[s.ID]
		switch {
		case ok && o.Present && o.Ignored:
			ignored = append(ignored, s)
		case ok && o.Present:
		case ok && !o.Judgeable || !judged(s, shown.truth, other.truth, there, later):
			ignored = append(ignored, s)
		default:
			good = append(good, s)
		}
	}
	return good, ignored
}

// judged reports whether the place of a truth spine could be judged in the
// other session: as the truth says where it does, else whether the place, moved
// with its neighbours, lies beside the other session's trace.
func judged(s Spine, shown, other Session, there []shift, later bool) bool {
	said := Unknown
	switch {
	case later && other.Number == shown.Number+1:
		said = s.JudgeableNext
	case !later && other.Number == shown.Number-1:
		said = s.JudgeablePrev
	}
	if said != Unknown {
		return said == Yes
	}
	return beside(other.Lines, s.Branch, moved(there, s.Branch, s.Tip))
}
