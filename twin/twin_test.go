package twin

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// brief is a protocol that touches everything within a few simulated days.
func brief(do ...Manipulation) Protocol {
	p := Protocol{Name: "brief", Manipulations: do, StartHours: -60}
	for _, h := range []float64{-36, 6, 12} {
		for k := SpineSession; k <= PunctaSession; k++ {
			p.Sessions = append(p.Sessions, Session{k, h})
		}
	}
	return p
}

// short is the preset with short recordings.
func short() Params {
	return changed(func(p *Params) {
		p.Imaging.CalciumSec, p.Imaging.SuspensionSec, p.Imaging.ScoredSec, p.Coupling.Seconds = 60, 120, 80, 20
	})
}

var (
	cort     = Manipulation{Kind: Corticosterone, FromHours: -30, ToHours: 0}
	ketamine = Manipulation{Kind: KetamineDose, FromHours: 0}
)

func TestSameArgumentsSameBits(t *testing.T) {
	t.Parallel()
	p := brief(cort, ketamine)
	a, b := mustSimulate(t, tiny(), p, 1, 2), mustSimulate(t, tiny(), p, 1, 2)
	if written(t, a) != written(t, b) || !reflect.DeepEqual(a.Hours, b.Hours) {
		t.Error("the same mouse lived twice differs")
	}
	if c := mustSimulate(t, tiny(), p, 2, 2); reflect.DeepEqual(a.Hours, c.Hours) {
		t.Error("another seed gives the same mouse")
	}
	if c := mustSimulate(t, tiny(), p, 1, 3); reflect.DeepEqual(a.Hours, c.Hours) {
		t.Error("another animal gives the same mouse")
	}
}

// written returns all tables of a mouse as text, in which NaN equals NaN.
func written(t *testing.T, m Mouse) string {
	t.Helper()
	var out strings.Builder
	for _, table := range m.Tables() {
		if err := table.WriteCSV(&out); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

// TestArmsPartWhereTheyDiffer: two arms of a mouse agree in every state,
// session and life up to the drug, and differ after it; looking at a mouse does
// not change it.
func TestArmsPartWhereTheyDiffer(t *testing.T) {
	t.Parallel()
	a := mustSimulate(t, short(), brief(cort, ketamine), 1, 2)
	b := mustSimulate(t, short(), brief(cort, Manipulation{Kind: Vehicle}), 1, 2)
	for i, s := range a.Hours {
		if same := s == b.Hours[i]; same != (s.Hour <= 0) {
			t.Fatalf("hour %g: the same is %v", s.Hour, same)
		}
	}
	for i := range a.Sessions {
		if before := a.Sessions[i].Hours <= 0; before && !reflect.DeepEqual(a.Sessions[i], b.Sessions[i]) {
			t.Errorf("session %d (%s at %g h) differs before the drug", i, a.Sessions[i].Kind, a.Sessions[i].Hours)
		}
	}
	bare := brief(cort, ketamine)
	bare.Sessions = bare.Sessions[len(bare.Sessions)-1:]
	if c := mustSimulate(t, short(), bare, 1, 2); fmt.Sprint(a.Lives) != fmt.Sprint(c.Lives) {
		t.Error("recording a mouse changes its spines")
	}
}

// TestSessionsOfAnHourDrawApart: two recordings of one kind within an hour see
// the same mouse and are not the same recording.
func TestSessionsOfAnHourDrawApart(t *testing.T) {
	t.Parallel()
	p := Protocol{StartHours: -2}
	for k := CalciumSession; k <= PunctaSession; k++ {
		p.Sessions = append(p.Sessions, Session{k, 0}, Session{k, 0.5})
	}
	m := mustSimulate(t, tiny(), p, 1, 1)
	for i := 0; i < len(m.Sessions); i += 2 {
		a, b := m.Sessions[i], m.Sessions[i+1]
		if a.State != b.State {
			t.Errorf("%s: the states differ", a.Kind)
		}
		a.Session, a.Number = b.Session, b.Number
		if reflect.DeepEqual(a, b) {
			t.Errorf("%s: half an hour later the recording is the same to the last bit", a.Kind)
		}
	}
}

// TestArmsHaveMiceOfTheirOwn: unpaired, no animal is in two arms, however many
// mice there are and however the arms are called.
func TestArmsHaveMiceOfTheirOwn(t *testing.T) {
	seen := map[int]bool{}
	for _, j := range (Design{Mice: 1500}).jobs([]Arm{{ID: "A"}, {ID: "B"}, {ID: "B2"}, {ID: "C"}}) {
		if seen[j.animal] {
			t.Fatalf("animal %d is in two arms", j.animal)
		}
		seen[j.animal] = true
	}
}

func TestWorkersChangeNothing(t *testing.T) {
	t.Parallel()
	arms := []Arm{{ID: "B", Protocol: brief(cort)}, {ID: "C", Protocol: brief(cort, ketamine)}}
	claims := []Claim{
		{ID: "x", Arm: "C", Against: "B", Sign: 1, Measure: func(m Mouse) Value { return m.Formation(-36, 12) }},
		{ID: "y", Arm: "C", Against: "B", Sign: 1, Measure: func(m Mouse) Value { return m.Immobile(6) }},
	}
	var all [][]Finding
	for _, workers := range []int{1, 3} {
		f, err := Run(context.Background(), tiny(), Design{Arms: arms, Mice: 2, Seed: 1, Claims: claims, Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		for i := range f {
			f[i].Measure = nil // functions do not compare
			f[i].MarginWidth = 0
		}
		all = append(all, f)
	}
	if !reflect.DeepEqual(all[0], all[1]) {
		t.Errorf("one worker %+v, three %+v", all[0], all[1])
	}
}

func TestCancel(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Simulate(ctx, Params{}, brief(), 1, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled simulation returns %v", err)
	}
}

func TestZeroParamsAreTheDefault(t *testing.T) {
	t.Parallel()
	p := brief()
	p.Sessions = p.Sessions[:1]
	if a, b := mustSimulate(t, Params{}, p, 1, 1), mustSimulate(t, Default(), p, 1, 1); a.Params != b.Params || !reflect.DeepEqual(a.Hours, b.Hours) {
		t.Error("the zero Params are not Default()")
	}
}

// BenchmarkMouse lives one mouse through arm C of the study, tables included.
func BenchmarkMouse(b *testing.B) {
	for i := range b.N {
		mustSimulate(b, Params{}, armNamed("C"), 1, i).Tables()
	}
}
