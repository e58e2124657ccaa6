package measure

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"respine/scored"
	"respine/study"
	"respine/table"
)

// moments at which the animal of the tests is looked at, in every way.
var moments = []study.Hours{-264, -12, 24, 48, 120}

// kept makes a set of one animal from CSV tables.
func kept(t interface{ Fatal(...any) }, tables map[string]string) *scored.Set {
	s := study.Study{Name: "s", Arms: []study.Arm{{ID: "A"}}, Animals: []study.Animal{{ID: "a", Arm: "A"}}}
	for _, kind := range study.SessionKinds() {
		for i, h := range moments {
			s.Sessions = append(s.Sessions, study.Session{ID: fmt.Sprint(kind, i), Kind: kind, At: h})
		}
	}
	data := scored.New(s)
	for _, k := range scored.Kinds() {
		text, ok := tables[k.Name]
		if !ok {
			continue
		}
		var schema []table.Column
		for _, c := range k.Columns {
			schema = append(schema, table.Optional(c.Column))
		}
		rows, err := table.ReadCSV(strings.NewReader(text), k.Name, schema...)
		if err != nil {
			t.Fatal(err)
		}
		if err := data.Add(k.Name, rows, k.Name); err != nil {
			t.Fatal(err)
		}
	}
	return data
}

func of(t testing.TB, name string, data *scored.Set, how How, at ...study.Hours) Value {
	t.Helper()
	m, ok := Named(name)
	if !ok {
		t.Fatalf("no measure is called %q", name)
	}
	return m.Of(data, "a", at, how)
}

// within is the rounding of a few operations.
const within = 1e-12

func near(a, b float64) bool { return math.Abs(a-b) <= within*math.Max(1, math.Abs(b)) }

// TestBehaviourByHand: bouts of 360 s, of which the last 240 count.
func TestBehaviourByHand(t *testing.T) {
	data := kept(t, map[string]string{
		"bouts": `animal,session,state,from_s,to_s,censored
a,tail-suspension0,immobile,100,140,false
a,tail-suspension0,struggling,140,150,false
a,tail-suspension0,Immobile,150,210,false
a,tail-suspension0,struggling,210,300,false
a,tail-suspension0,immobile,300,360,true
`,
		"transients": "animal,session,onset_s,peak_s\na,photometry0,139,139.2\na,photometry0,160,160.5\na,photometry0,145,146\na,photometry0,350,351\n",
		"immobility": "animal,session,immobile_s\na,tail-suspension1,77\n",
	})
	for _, c := range []struct {
		name string
		at   study.Hours
		want float64
	}{
		{"immobility", -264, 20 + 60 + 60}, // from 120 s on
		{"immobility", -12, 77},
		{"immobile bout", -264, math.Log(160.0 / 2)}, // two came to their end
		{"transients", -264, 3 / (160.0 / 60)},       // that at 145 s fell in a struggle
		{"struggle lag", -264, 0.8},                  // 140 - 139.2; after that at 160 the struggle took 50 s
		// Near: 1 s before 140, 2 s after 160, 2 s after 350; one onset near, one away.
		{"struggle hazard", -264, math.Log(1.5 / 5 * 155 / 1.5)},
	} {
		if v := of(t, c.name, data, How{}, c.at); v.Undefined != "" || !near(v.X(), c.want) {
			t.Errorf("%s: %g (%s), want %g", c.name, v.X(), v.Undefined, c.want)
		}
	}
	if v := of(t, "immobility", data, How{}, 24); v.Undefined != noBouts || !math.IsNaN(v.X()) {
		t.Errorf("a session that was not scored: %+v", v)
	}
}

// TestBottlesByHand: the half day with a leak is left out, blanks are taken off.
func TestBottlesByHand(t *testing.T) {
	data := kept(t, map[string]string{
		"sucrose": `animal,session,half,bottle,lost_g,blank_lost_g,leaked
a,sucrose0,0,sucrose,3.1,0.1,false
a,sucrose0,0,water,1.1,0.1,false
a,sucrose0,1,sucrose,9,0.1,true
a,sucrose0,1,water,1,0.1,false
`,
		"preference": "animal,session,preference_percent\na,sucrose1,66\n",
	})
	if v := of(t, "sucrose preference", data, How{}, -264); !near(v.X(), 75) {
		t.Errorf("%g", v.X())
	}
	if v := of(t, "fluid intake", data, How{}, -264); !near(v.X(), 4) {
		t.Errorf("%g", v.X())
	}
	if v := of(t, "fluid intake", data, How{}, -12); !strings.Contains(v.Undefined, "intake_g") {
		t.Errorf("%+v", v)
	}
}

// TestCellsAndPunctaByHand.
func TestCellsAndPunctaByHand(t *testing.T) {
	data := kept(t, map[string]string{
		"movies":          "animal,session,cell_id,seconds,chance_per_min\na,calcium0,1,300,0.2\na,calcium0,2,300,0.2\na,calcium1,1,300,0.2\n",
		"ensemble_events": "animal,session,participation\na,calcium0,0.5\na,calcium0,0.25\n",
		"branches":        "animal,branch_id,length_um\na,1,30\na,2,20\n",
		"puncta":          "animal,session,branch_id,intensity\na,psd950,1,2\na,psd950,1,3\na,psd950,2,5\n",
		"images":          "animal,session,density_per_um2,intensity\na,psd951,0.5,2\na,psd951,0.3,4\n",
	})
	for _, c := range []struct {
		name string
		at   study.Hours
		want float64
	}{
		{"ensemble events", -264, 0.4}, {"ensemble events", -12, 0}, {"event excess", -264, 0.2}, {"participation", -264, 0.375},
		{"psd95", -264, 0.2}, {"psd95 density", -264, 0.06}, {"psd95 intensity", -264, 10.0 / 3},
		{"psd95", -12, (1.0 + 1.2) / 2}, {"psd95 density", -12, 0.4}, {"psd95 intensity", -12, 2.2 / 0.8},
	} {
		if v := of(t, c.name, data, How{}, c.at); v.Undefined != "" || !near(v.X(), c.want) {
			t.Errorf("%s: %g (%s), want %g", c.name, v.X(), v.Undefined, c.want)
		}
	}
}

// spines makes tables from patterns such as "PPAAP", one letter a moment, each
// with its place on the one branch.
func spines(patterns []string, at []float64, lengthUm float64) map[string]string {
	rows := "animal,session,spine_id,branch_id,position_um,present,judgeable\n"
	for i, p := range patterns {
		for k, c := range p {
			rows += fmt.Sprintf("a,spines%d,s%d,b,%g,%v,%v\n", k, i, at[i], c == 'P', c != '?')
		}
	}
	return map[string]string{"observations": rows, "branches": fmt.Sprintf("animal,branch_id,length_um\na,b,%g\n", lengthUm)}
}

// TestSpinesByHand: ten sites on a branch of 100 um.
func TestSpinesByHand(t *testing.T) {
	patterns := []string{"PPPPP", "PPPPP", "PPPAA", "PAAAA", "PAAAA", "AAPPP", "AAPPA", "AAPAA", "APPPP", "?PPPP"}
	at := []float64{5, 15, 25, 40, 60, 41, 59.5, 80, 90, 95}
	data := kept(t, spines(patterns, at, 100))
	for _, c := range []struct {
		name string
		at   []study.Hours
		want float64
	}{
		{"elimination", []study.Hours{-264, -12}, 2.0 / 5},
		{"formation", []study.Hours{-264, -12}, 1.0 / 5},
		{"formation", []study.Hours{-12, 24}, 3.0 / 5}, // five stand at -12 h
		{"restored share", []study.Hours{-264, -12, 24}, 2.0 / 3},
		// Restored: one of two stands at 5 d; de novo: none of one.
		{"restored survival", []study.Hours{-264, -12, 24, 120}, 0.5},
		{"loss of new", []study.Hours{-12, 24, 48}, 1.0 / 3},
		{"loss of old", []study.Hours{-12, 24, 48}, 1.0 / 5},
		{"loss new less old", []study.Hours{-12, 24, 48}, 1.0/3 - 1.0/5},
		{"loss restored less others", []study.Hours{-264, -12, 24, 48}, 0 - 1},
	} {
		if v := of(t, c.name, data, How{}, c.at...); v.Undefined != "" || !near(v.X(), c.want) {
			t.Errorf("%s: %g (%s), want %g", c.name, v.X(), v.Undefined, c.want)
		}
	}
	// Chance: lost places at 40 and 60, within 2 um of each 4 um of 100,
	// less the zones of five standing spines, which do not touch them.
	v := of(t, "restored excess", data, How{Draws: 4000}, -264, -12, 24)
	free := 100 - 5*2*avoidUm // the standing ones at 5, 15, 25, 90, 95
	const threeSE = 0.03      // of a share of 12,000 drawn spines, one-to-one pairing included
	if want := 2.0/3 - 8/free; math.Abs(v.X()-want) > threeSE {
		t.Errorf("restored excess %g, want about %g", v.X(), want)
	}
	if n := v.Counts; n.Branches != 1 || n.Items != 3 {
		t.Errorf("%+v", n)
	}
}

// TestConfirmed: only what the neighbouring session shows alike counts. A spine
// missed once at -12 h is no loss.
func TestConfirmed(t *testing.T) {
	data := kept(t, spines([]string{"PAPPP", "PAAAA", "PPPPP", "PPPPP"}, []float64{10, 20, 30, 40}, 100))
	if v := of(t, "elimination", data, How{}, -264, -12); !near(v.X(), 0.5) {
		t.Errorf("as scored %g", v.X())
	}
	if v := of(t, "elimination", data, How{Reading: Confirmed}, -264, -12); !near(v.X(), 1.0/3) {
		t.Errorf("confirmed %g (%s)", v.X(), v.Undefined)
	}
}

// TestCorrectedSolvesItsEquations: counts made from the truth by the moment
// equations give the truth back: 800 spines kept, 200 lost, 10 % missed.
func TestCorrectedSolvesItsEquations(t *testing.T) {
	var patterns []string
	var at []float64
	add := func(n int, p string) {
		for range n {
			patterns, at = append(patterns, p), append(at, float64(len(at)%100))
		}
	}
	add(648, "PP")    // 800·0.81
	add(72+180, "PA") // 800·0.09 flicker, 200·0.9 lost
	add(72, "AP")
	data := kept(t, spines(patterns, at, 100))
	data.SetErrors(0.1, 0)
	if v := of(t, "elimination", data, How{Reading: Corrected}, -264, -12); !near(v.X(), 0.2) {
		t.Errorf("%g (%s)", v.X(), v.Undefined)
	}
	if v := of(t, "formation", data, How{Reading: Corrected}, -264, -12); math.Abs(v.X()) > 1e-9 {
		t.Errorf("%g (%s)", v.X(), v.Undefined)
	}
	data = kept(t, spines(patterns, at, 100))
	if v := of(t, "elimination", data, How{Reading: Corrected}, -264, -12); !strings.Contains(v.Undefined, "no error rates") {
		t.Errorf("%+v", v)
	}
}

// TestReadingsAgreeWithoutErrors: where no errors are stated to happen, corrected
// is as scored; and the same draw gives the same number.
func TestReadingsAgreeWithoutErrors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var patterns []string
		var at []float64
		for i := range rapid.IntRange(5, 40).Draw(t, "spines") {
			p := ""
			for range moments {
				p += rapid.SampledFrom([]string{"P", "P", "A"}).Draw(t, "state")
			}
			patterns, at = append(patterns, p), append(at, float64(i)+0.5)
		}
		data := kept(t, spines(patterns, at, 60))
		data.SetErrors(0, 0)
		for _, m := range All() {
			if !m.Spines() || m.Robust {
				continue
			}
			when := moments[:len(m.Times)]
			a, b := m.Of(data, "a", when, How{}), m.Of(data, "a", when, How{Reading: Corrected})
			again := m.Of(data, "a", when, How{})
			if a.Undefined != b.Undefined || a.Undefined == "" && !(math.Abs(a.X()-b.X()) < 1e-9) {
				t.Fatalf("%s: as scored %g (%s), corrected %g (%s)", m.Name, a.X(), a.Undefined, b.X(), b.Undefined)
			}
			if a.Undefined == "" && a.X() != again.X() {
				t.Fatalf("%s is %g and then %g", m.Name, a.X(), again.X())
			}
		}
	})
}

// TestClustersAreSeen: losses side by side are near each other beyond chance, and
// all on one of two branches are uneven: 10 of 20 lost, all of the first branch,
// χ² = 10, over its mean (2-1)(20-10)/(20-1).
func TestClustersAreSeen(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("animal,session,spine_id,branch_id,position_um\n")
	for i := range 20 {
		fmt.Fprintf(&rows, "a,spines0,s%d,%d,%d\n", i, i/10, i%10*5)
		if i >= 10 {
			fmt.Fprintf(&rows, "a,spines1,s%d,%d,%d\n", i, i/10, i%10*5)
		}
	}
	data := kept(t, map[string]string{"observations": rows.String(), "branches": "animal,branch_id,length_um\na,0,50\na,1,50\n"})
	if v := of(t, "lost dispersion", data, How{}, -264, -12); !near(v.X(), 10/(10.0/19)) {
		t.Errorf("%g (%s)", v.X(), v.Undefined)
	}
	patterns, at := []string{}, []float64{}
	for i := range 30 {
		p := "PP"
		if i >= 10 && i < 14 {
			p = "PA"
		}
		patterns, at = append(patterns, p), append(at, float64(3*i))
	}
	data = kept(t, spines(patterns, at, 90))
	if v := of(t, "lost nearness", data, How{}, -264, -12); !(v.X() < -1) {
		t.Errorf("four neighbours lost of thirty lie %g SD from chance", v.X())
	}
	for i := range patterns {
		patterns[i] = strings.NewReplacer("PA", "AP").Replace(patterns[i])
	}
	data = kept(t, spines(patterns, at, 900))
	if v := of(t, "new nearness", data, How{}, -264, -12); !(v.X() < -1) {
		t.Errorf("four neighbours new on 900 um lie %g SD from chance (%s)", v.X(), v.Undefined)
	}
}

// TestEveryMeasureIsDescribed, and says which table it lacks.
func TestEveryMeasureIsDescribed(t *testing.T) {
	empty := scored.New(study.Study{})
	for _, m := range All() {
		if m.What == "" || len(m.Needs) == 0 || m.Missing(empty) == "" {
			t.Errorf("%s: %+v", m.Name, m)
		}
		for _, any := range m.Needs {
			for _, name := range any {
				if k, ok := scored.KindOf(name); !ok || k.Name != name {
					t.Errorf("%s needs %s, which is no table", m.Name, name)
				}
			}
		}
	}
}

// TestFalseSpinesNeedALength: told per um, they cannot be taken off where the
// length of some dendrite is not known, and are not taken off by halves.
func TestFalseSpinesNeedALength(t *testing.T) {
	spines := "animal,session,spine_id,branch_id,position_um\n"
	for i := range 4 {
		for b := range 2 {
			for k := range 3 + i {
				spines += fmt.Sprintf("a,spines%d,%d-%d,%d,%d\n", i, b, k, b, k)
			}
		}
	}
	for _, lengths := range []string{"", "animal,branch_id,length_um\na,0,30\n"} {
		tables := map[string]string{"observations": spines, "branches": lengths}
		if lengths == "" {
			delete(tables, "branches")
		}
		data := kept(t, tables)
		data.SetErrors(0.05, 0.01)
		for name, at := range map[string][]study.Hours{"elimination": {-264, -12}, "loss of new": {-264, -12, 24}, "loss new less old": {-264, -12, 24}} {
			if v := of(t, name, data, How{Reading: Corrected}, at...); v.Undefined != noLength {
				t.Errorf("%s: %+v", name, v)
			}
		}
	}
}
