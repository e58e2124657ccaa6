// Package turnover turns a presence table, which spine was seen in which
// session, into spine dynamics: formation, elimination and turnover per
// interval, density, survival, and how many new spines stand where one was lost
// ("restored"), with what chance alone would give.
//
// Positions and lengths are micrometres of path along a branch, days count from
// any zero. Definitions follow the field: elimination and formation are shares
// of the spines at the start of the interval, the turnover ratio is
// (gained + lost)/(n_a + n_b) (Holtmaat et al. 2005, doi
// 10.1016/j.neuron.2005.01.003), restored means nearer than 2 um to a spine lost
// before (Moda-Sava et al. 2019, doi 10.1126/science.aat8078). Every ratio keeps
// its numerator and denominator.
//
// An interval lies between two used sessions and has their days. A session in
// which no site could be judged is unusable and is passed over; a single site
// not judgeable in a used session is left out of both its intervals.
//
// The package believes the table. A missed spine is an elimination here and,
// when it is seen again, a restored spine at its own place; Correct says what
// known error rates would take off, and Confirmation which events were seen
// twice. It knows no animals and no groups: give it one presence table each.
package turnover

import (
	"fmt"
	"math"
	"sort"

	"respine/spatial"
)

// State says what a session shows at a site.
type State uint8

// The zero State is NotJudgeable, so that what was never filled in is not
// taken for an absent spine.
const (
	NotJudgeable State = iota // outside the field, in a shadow, not scored
	Absent
	Present
)

func (s State) String() string { return [...]string{"not judgeable", "absent", "present"}[s] }

// Kind separates spines from filopodia, which are tabulated apart.
type Kind uint8

// The kinds of protrusion.
const (
	Spine Kind = iota
	Filopodium
)

func (k Kind) String() string { return [...]string{"spine", "filopodium"}[k] }

// Session is one imaging session.
type Session struct {
	Day float64
}

// Site is one place where a spine was seen at least once.
type Site struct {
	Spine      string // name, for people
	Branch     int
	Side       int // side of the shaft, compared for equality only
	PositionUm float64
	Kind       Kind
	States     []State // one per session
}

// Presence is the presence table of one animal or field of view.
type Presence struct {
	Sessions []Session // days rising
	Sites    []Site
	// Judgeable gives, per session, the stretches of each branch on which a
	// spine could have been seen. Chance placement needs it.
	Judgeable []map[int][]spatial.Span
	// JudgeableUm gives the lengths instead where stretches are not known; nil
	// takes them from Judgeable.
	JudgeableUm []map[int]float64
}

// Check returns what is wrong with the table, as data.
func (p Presence) Check() error {
	for i := 1; i < len(p.Sessions); i++ {
		if !(p.Sessions[i].Day > p.Sessions[i-1].Day) {
			return fmt.Errorf("turnover: session %d (day %g) does not come after session %d (day %g)\nhint: order sessions by day",
				i, p.Sessions[i].Day, i-1, p.Sessions[i-1].Day)
		}
	}
	for i, s := range p.Sites {
		if len(s.States) != len(p.Sessions) {
			return fmt.Errorf("turnover: site %d (%s) has %d states for %d sessions", i, s.Spine, len(s.States), len(p.Sessions))
		}
		if math.IsNaN(s.PositionUm) || math.IsInf(s.PositionUm, 0) {
			return fmt.Errorf("turnover: site %d (%s) has no position", i, s.Spine)
		}
	}
	if n := len(p.Judgeable); n != 0 && n != len(p.Sessions) {
		return fmt.Errorf("turnover: judgeable path of %d sessions for %d sessions", n, len(p.Sessions))
	}
	if n := len(p.JudgeableUm); n != 0 && n != len(p.Sessions) {
		return fmt.Errorf("turnover: judgeable lengths of %d sessions for %d sessions", n, len(p.Sessions))
	}
	return nil
}

// Branches returns every branch named by a site or a judgeable path, rising.
func (p Presence) Branches() []int {
	seen := map[int]bool{}
	for _, s := range p.Sites {
		seen[s.Branch] = true
	}
	for _, m := range p.Judgeable {
		for b := range m {
			seen[b] = true
		}
	}
	for _, m := range p.JudgeableUm {
		for b := range m {
			seen[b] = true
		}
	}
	out := make([]int, 0, len(seen))
	for b := range seen {
		out = append(out, b)
	}
	sort.Ints(out)
	return out
}

// lengthUm returns the judgeable length of a branch in one session, 0 if unknown.
func (p Presence) lengthUm(session, branch int) float64 {
	if p.JudgeableUm != nil {
		return p.JudgeableUm[session][branch]
	}
	if p.Judgeable == nil {
		return 0
	}
	return spatial.LengthUm(p.Judgeable[session][branch])
}

// commonPath returns the path of a branch judgeable in every one of the sessions.
func (p Presence) commonPath(branch int, sessions ...int) []spatial.Span {
	if p.Judgeable == nil {
		return nil
	}
	path := spatial.Union(p.Judgeable[sessions[0]][branch])
	for _, s := range sessions[1:] {
		path = spatial.Intersect(path, p.Judgeable[s][branch])
	}
	return path
}

// commonUm returns the length judgeable in both sessions; where only lengths
// are known, the shorter one.
func (p Presence) commonUm(a, b, branch int) float64 {
	if p.Judgeable != nil {
		return spatial.LengthUm(p.commonPath(branch, a, b))
	}
	return math.Min(p.lengthUm(a, branch), p.lengthUm(b, branch))
}
