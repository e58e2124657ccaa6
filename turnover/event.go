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
// and a, and absent in b and b+1, counted in used sessions; a formation, the
// other way round. A table
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
	// Consecutive events lie between neighbouring used sessions. Only those
	// are counted by Intervals; the others lie across sessions in which this
	// site could not be judged and another could.
	Consecutive  bool
	Confirmation Confirmation
}

// Events lists every change of state between one session in which a site was
// judged and the next, by session and then by site.
func Events(p Presence) []Event {
	p.mustCheck()
	used := p.used()
	var out []Event
	for k := 1; k < len(used); k++ {
		for i, s := range p.Sites {
			j := k - 1
			for j > 0 && s.States[used[j]] == NotJudgeable {
				j--
			}
			from, to := used[j], used[k]
			a, b := s.States[from], s.States[to]
			if a == NotJudgeable || b == NotJudgeable || a == b {
				continue
			}
			e := Event{Site: i, From: from, To: to, Consecutive: j == k-1,
				DayFrom: p.Sessions[from].Day, DayTo: p.Sessions[to].Day}
			if a == Present {
				e.Change = Eliminated
			}
			e.Confirmation = confirm(s.States, used, j, k)
			out = append(out, e)
		}
	}
	return out
}

// confirm compares the used sessions just outside an event, which lies between
// used[j] and used[k], with its two states.
func confirm(states []State, used []int, j, k int) Confirmation {
	before, after := NotJudgeable, NotJudgeable
	if j > 0 {
		before = states[used[j-1]]
	}
	if k+1 < len(used) {
		after = states[used[k+1]]
	}
	contradicts := func(seen, expected State) bool { return seen != NotJudgeable && seen != expected }
	switch {
	case contradicts(before, states[used[j]]) || contradicts(after, states[used[k]]):
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
	// present in a-1 and a and judged in b and b+1, counted in used sessions.
	Of   int
	Rate Ratio // Confirmed / Of
}

// ConfirmedRates counts two-confirmation events per interval, eliminations and
// then formations. Events across sessions not judged are left out, as in
// Intervals.
func ConfirmedRates(p Presence, kind Kind) []Confirmable {
	events, used := Events(p), p.used()
	var out []Confirmable
	for k := 1; k < len(used); k++ {
		of := 0
		for _, s := range p.Sites {
			if s.Kind == kind && k >= 2 && k+1 < len(used) &&
				s.States[used[k-2]] == Present && s.States[used[k-1]] == Present &&
				s.States[used[k]] != NotJudgeable && s.States[used[k+1]] != NotJudgeable {
				of++
			}
		}
		for _, change := range []Change{Eliminated, Formed} {
			row := Confirmable{From: used[k-1], To: used[k], Change: change, Kind: kind, Of: of}
			for _, e := range events {
				if e.From != row.From || e.To != row.To || e.Change != change || p.Sites[e.Site].Kind != kind {
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
