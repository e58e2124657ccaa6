package turnover

// Change is what an event did.
type Change uint8

// The changes.
const (
	Formed Change = iota
	Eliminated
)

func (c Change) String() string { return [...]string{"formed", "eliminated"}[c] }

// Confirmation says whether the sessions around an event agree with it. An
// elimination between a and b is confirmed when the spine is present in a-1
// and a, and absent in b and b+1; a formation, the other way round. A table
// whose names never bridge a gap confirms its own misses: Rejoin it first.
type Confirmation uint8

// The confirmations.
const (
	Confirmed     Confirmation = iota
	Contradicted               // a session beside the event shows the other state
	Unconfirmable              // none contradicts, but one is missing or not judgeable
)

func (c Confirmation) String() string {
	return [...]string{"confirmed", "contradicted", "unconfirmable"}[c]
}

// Event is a spine that came or went.
type Event struct {
	Site           int // index into Presence.Sites
	Change         Change
	From, To       int // last session before it and first session after it
	DayFrom, DayTo float64
	Confirmation   Confirmation
}

// Consecutive reports whether the event lies between neighbouring sessions.
// Only those are counted by Intervals; the others lie across sessions in which
// the site could not be judged.
func (e Event) Consecutive() bool { return e.To == e.From+1 }

// Events lists every change of state between one session in which a site was
// judged and the next, by session and then by site.
func Events(p Presence) []Event {
	p.mustCheck()
	var out []Event
	for to := 1; to < len(p.Sessions); to++ {
		for i, s := range p.Sites {
			from := to - 1
			for from > 0 && s.States[from] == NotJudgeable {
				from--
			}
			a, b := s.States[from], s.States[to]
			if a == NotJudgeable || b == NotJudgeable || a == b {
				continue
			}
			e := Event{Site: i, From: from, To: to,
				DayFrom: p.Sessions[from].Day, DayTo: p.Sessions[to].Day}
			if a == Present {
				e.Change = Eliminated
			}
			e.Confirmation = confirm(s.States, from, to)
			out = append(out, e)
		}
	}
	return out
}

// confirm compares the sessions just outside an event with its two states.
func confirm(states []State, from, to int) Confirmation {
	before, after := NotJudgeable, NotJudgeable
	if from > 0 {
		before = states[from-1]
	}
	if to+1 < len(states) {
		after = states[to+1]
	}
	contradicts := func(seen, expected State) bool { return seen != NotJudgeable && seen != expected }
	switch {
	case contradicts(before, states[from]) || contradicts(after, states[to]):
		return Contradicted
	case before == NotJudgeable || after == NotJudgeable:
		return Unconfirmable
	}
	return Confirmed
}

// Confirmable counts the events of one interval by confirmation, with the
// spines that could have given a confirmed one.
type Confirmable struct {
	From, To                         int
	Change                           Change
	Kind                             Kind
	Confirmed, Contradicted, Unknown int
	// Of is, for eliminations and formations alike, the number of spines
	// present in a-1 and a and judged in b and b+1.
	Of   int
	Rate Ratio // Confirmed / Of
}

// ConfirmedRates counts two-confirmation events per interval, eliminations and
// then formations. Events across sessions not judged are left out, as in
// Intervals.
func ConfirmedRates(p Presence, kind Kind) []Confirmable {
	events := Events(p)
	var out []Confirmable
	for to := 1; to < len(p.Sessions); to++ {
		of := 0
		for _, s := range p.Sites {
			if s.Kind == kind && to >= 2 && to+1 < len(p.Sessions) &&
				s.States[to-2] == Present && s.States[to-1] == Present &&
				s.States[to] != NotJudgeable && s.States[to+1] != NotJudgeable {
				of++
			}
		}
		for _, change := range []Change{Eliminated, Formed} {
			row := Confirmable{From: to - 1, To: to, Change: change, Kind: kind, Of: of}
			for _, e := range events {
				if e.From != row.From || e.To != to || e.Change != change || p.Sites[e.Site].Kind != kind {
					continue
				}
				switch e.Confirmation {
				case Confirmed:
					row.Confirmed++
				case Contradicted:
					row.Contradicted++
				case Unconfirmable:
					row.Unknown++
				}
			}
			row.Rate = ratio(float64(row.Confirmed), float64(of), "nothing seen twice before and judged twice after")
			out = append(out, row)
		}
	}
	return out
}
