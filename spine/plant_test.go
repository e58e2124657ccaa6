package spine

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"respine/dendrite"
	"respine/turnover"
)

// pairOfDays is a drawn branch seen in two sessions, all of it judgeable, with its
// sites and the tracker that found them.
func pairOfDays(t *testing.T, noise float64, bumps ...bump) (*Tracker, *Branch, []*view, []Site) {
	t.Helper()
	tr := &Tracker{params: Params{Classifier: standard(t), Workers: 2}}
	b := &Branch{}
	for range 2 {
		strip := drawn(30, noise, bumps...)
		judgeable := make([]bool, strip.NS)
		for i := range judgeable {
			judgeable[i] = true
		}
		b.Days = append(b.Days, Day{Strip: strip, Judgeable: judgeable})
	}
	views := tr.views(b)
	sites, _ := tr.sites(b, views)
	return tr, b, views, sites
}

// Copies of a bright spine are found and those of one dimmed far below the
// noise are lost; none stands where nothing can be judged.
func TestPlantedSpinesAreFoundByTheirContrast(t *testing.T) {
	donor := head(1, 12, 1.4)
	tr, b, views, sites := pairOfDays(t, 30, donor, head(-1, 24, 1.4))
	bright, ok := views[0].cut(candidateAt(donor))
	if !ok {
		t.Fatal("not cut")
	}
	dim := bright
	dim.contrast, dim.pix = 0.1*bright.contrast, slices.Clone(bright.pix)
	for i := range dim.pix {
		dim.pix[i] *= 0.1
	}
	share := func(g graft) (found, of float64) {
		rng := rand.New(rand.NewPCG(1, 1))
		for range 4 {
			for _, p := range tr.plantBranch(b, views, sites, [][]graft{{g}, {g}}, rng)[1] {
				about(t, "contrast", p.contrast, g.contrast, 1e-12)
				if p.found {
					found++
				}
				of++
			}
		}
		return found, of
	}
	if found, of := share(bright); found < 0.9*of || of < 30 {
		t.Errorf("%v of %v bright ones found", found, of)
	}
	if found, of := share(dim); found > 0.3*of || of < 30 {
		t.Errorf("%v of %v dim ones found", found, of)
	}
	clear(b.Days[1].Judgeable)
	got := tr.plantBranch(b, views, sites, [][]graft{{bright}, {bright}}, rand.New(rand.NewPCG(1, 1)))
	if len(got[1]) != 0 || len(got[0]) == 0 {
		t.Errorf("%d planted where nothing can be judged, %d beside", len(got[1]), len(got[0]))
	}
}

// Spines stand only in sessions that have one like them: as far out, and not
// much dimmer.
func TestSpinesArePlannedWhereTheyCanBeCopied(t *testing.T) {
	tr, b, _, _ := pairOfDays(t, 0, head(1, 12, 1.4))
	near, far := graft{contrast: 0.5, lateralUm: 1}, graft{contrast: 0.5, lateralUm: 2.2}
	dim := graft{contrast: 0.3, lateralUm: 1}
	rng := rand.New(rand.NewPCG(1, 1))
	var both, one int
	for range 20 {
		for _, x := range tr.plan(b, nil, [][]graft{{near, far}, {far, dim}}, rng) {
			switch {
			case x.LateralUm == 1 && x.contrast == 0.5 && x.in[1]:
				t.Fatalf("%+v has no like in session 1", x)
			case x.LateralUm == 1 && x.in[0]:
				one++
			case x.LateralUm == 2.2 && x.in[0] && x.in[1]:
				both++
			}
		}
	}
	if one < 20 || both < 20 {
		t.Errorf("%d planned in one session, %d in both", one, both)
	}
	if got := tr.plan(b, nil, [][]graft{nil, nil}, rng); len(got) != 0 {
		t.Errorf("%d planned of nothing", len(got))
	}
	tr.others = []dendrite.Branch{{Points: []dendrite.Point{{X: 0, Y: 11.4, Z: 10}, {X: 30, Y: 11.4, Z: 10}}}}
	for i := range 300 { // a dendrite all along, 1.4 um beside
		tr.others[0].Points = append(tr.others[0].Points, dendrite.Point{X: float64(i) / 10, Y: 11.4, Z: 10})
	}
	sides := map[int]int{}
	for _, x := range tr.plan(b, nil, [][]graft{{near}, {near}}, rng) {
		sides[x.Side]++
	}
	if len(sides) != 1 {
		t.Errorf("planned by side %v, with another dendrite on one", sides)
	}
}

// Of the donors like a spine the one most like it is copied, dimmed to the
// wanted contrast.
func TestTheLikestDonorIsPlanted(t *testing.T) {
	v := newView(drawn(24, 0), Classifier{})
	donors := []graft{{contrast: 0.5, lateralUm: 3}, {contrast: 0.2, lateralUm: 1.5}, {contrast: 0.5, lateralUm: 1.7}, {contrast: 0.6, lateralUm: 1.6}}
	for i := range donors {
		g := &donors[i]
		g.inner = v.step(1, g.lateralUm)
		g.outer, g.pix = g.inner, slices.Repeat([]float32{float32(g.contrast)}, dendrite.Planes)
	}
	v.Pix = make([]float32, len(v.Pix))
	v.plant(trial{Place: Place{Side: -1, PositionUm: 10, LateralUm: 1.5}, contrast: 0.4}, donors)
	at := func(lateral float64) float64 {
		return float64(v.Pix[(dendrite.Planes/2*v.NS+100)*v.NR+v.step(-1, lateral)])
	}
	about(t, "where the fourth stands", at(1.6), 0.4, 1e-6)
	about(t, "where the second stands", at(1.5), 0, 0)
}

// One in five planted spines comes or goes, as often the one as the other.
func TestPlannedSpinesStandInSomeSessions(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	var come, leave float64
	const draws = 20000
	for range draws {
		in := stands(3, rng)
		switch {
		case !in[0] && in[2]:
			come++
		case in[0] && !in[2]:
			leave++
		case !in[0] || !in[1] || !in[2]:
			t.Fatalf("stands %v", in)
		}
	}
	sd := math.Sqrt(0.1 * 0.9 / draws)
	about(t, "come", come/draws, changing/2, 4*sd)
	about(t, "leave", leave/draws, changing/2, 4*sd)
	if in := stands(1, rng); !in[0] {
		t.Error("not in the only session")
	}
}

func TestAHeadNeedsRoom(t *testing.T) {
	known := []Site{{Place: Place{Side: 1, PositionUm: 5, LateralUm: 1}}}
	for _, c := range []struct {
		at   Place
		free bool
	}{
		{Place{Side: 1, PositionUm: 5.35}, false},
		{Place{Side: 1, PositionUm: 5.45}, true},
		{Place{Side: -1, PositionUm: 5}, true},
	} {
		if free(known, c.at) != c.free {
			t.Errorf("%+v: free %v", c.at, !c.free)
		}
	}
}

// A candidate seen between a known spine and a planted one is the nearer's.
func TestFoundAgainIsOneToOne(t *testing.T) {
	at := func(um, lateral float64) Place { return Place{Side: 1, PositionUm: um, LateralUm: lateral} }
	known := []Place{at(5, 1)}
	for name, c := range map[string]struct {
		seen    []Place
		planted float64
		found   bool
	}{
		"both seen":             {[]Place{at(5, 1), at(5.6, 1)}, 5.6, true},
		"melted, nearer known":  {[]Place{at(5.2, 1)}, 5.6, false},
		"melted, nearer new":    {[]Place{at(5.5, 1)}, 5.6, true},
		"alone, seen":           {[]Place{at(5, 1), at(9.7, 1.4)}, 9.5, true},
		"alone, too far aside":  {[]Place{at(5, 1), at(9.5, 1.9)}, 9.5, false},
		"alone, other side":     {[]Place{at(5, 1), {Side: -1, PositionUm: 9.5, LateralUm: 1}}, 9.5, false},
		"alone, nothing seen":   {nil, 9.5, false},
		"known moved elsewhere": {[]Place{at(5.1, 1), at(5.5, 1)}, 5.6, true},
	} {
		got := foundAgain(0, []trial{{at(c.planted, 1), 0.3, []bool{true}}}, known, c.seen)
		if len(got) != 1 || got[0].found != c.found || got[0].contrast != 0.3 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := foundAgain(0, []trial{{at(9, 1), 0.3, []bool{false}}}, known, nil); len(got) != 0 {
		t.Errorf("not planted in this session, and counted: %+v", got)
	}
}

func TestCalledAreThePresent(t *testing.T) {
	s := seen(of(turnover.Present, 0.9), of(turnover.Absent, 0.1))
	s.Seen[0].PositionUm = 3
	if p := called([]Site{s}, 0); len(p) != 1 || p[0].PositionUm != 3 {
		t.Errorf("session 0: %v", p)
	}
	if p := called([]Site{s}, 1); len(p) != 0 {
		t.Errorf("session 1: %v", p)
	}
}
