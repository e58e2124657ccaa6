package turnover

import (
	"math"
	"slices"
	"strings"
	"testing"

	"respine/spatial"
)

// rounding allows for different orders of the same sums.
const rounding = 1e-12

// states reads "XX.?" as present, present, absent, not judgeable.
func states(s string) []State {
	out := make([]State, len(s))
	for i, c := range s {
		switch c {
		case 'X':
			out[i] = Present
		case '.':
			out[i] = Absent
		}
	}
	return out
}

// daily returns a table with one session a day and two branches, 0 of 50 um
// and 1 of 20 um, judgeable throughout.
func daily(sites ...Site) Presence {
	p := Presence{Sites: sites}
	for i := range sites[0].States {
		p.Sessions = append(p.Sessions, Session{Day: float64(i)})
		p.Judgeable = append(p.Judgeable, map[int][]spatial.Span{0: {{Lo: 0, Hi: 50}}, 1: {{Lo: 0, Hi: 20}}})
	}
	return p
}

func site(branch int, positionUm float64, s string) Site {
	return Site{Spine: s, Branch: branch, Side: 1, PositionUm: positionUm, States: states(s)}
}

func TestCheckNamesTheTrouble(t *testing.T) {
	good := daily(site(0, 1, "XX"))
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		change func(*Presence)
		want   string
	}{
		{func(p *Presence) { p.Sessions[1].Day = 0 }, "hint: order sessions by day"},
		{func(p *Presence) { p.Sites[0].States = states("XXX") }, "3 states for 2 sessions"},
		{func(p *Presence) { p.Sites[0].PositionUm = math.NaN() }, "no position"},
		{func(p *Presence) { p.Judgeable = p.Judgeable[:1] }, "judgeable path of 1"},
		{func(p *Presence) { p.JudgeableUm = []map[int]float64{nil} }, "judgeable lengths of 1"},
	} {
		p := daily(site(0, 1, "XX"))
		c.change(&p)
		if err := p.Check(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
}

func TestBranchesComeFromSitesAndPath(t *testing.T) {
	p := daily(site(7, 1, "XX"))
	p.JudgeableUm = []map[int]float64{{3: 5}, {}}
	if got := p.Branches(); !slices.Equal(got, []int{0, 1, 3, 7}) {
		t.Errorf("branches %v", got)
	}
}

func TestZeroStateIsNotJudgeable(t *testing.T) {
	var s State
	if s != NotJudgeable || s.String() != "not judgeable" || Present.String() != "present" || Absent.String() != "absent" {
		t.Error("an unfilled state must read not judgeable")
	}
}
