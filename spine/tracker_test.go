package spine

import (
	"bytes"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"respine/dendrite"
	"respine/img"
	"respine/register"
	"respine/scope"
	"respine/turnover"
)

// study is a small simulated field of view on three days, little noise, and what
// is to be seen in it.
var study = sync.OnceValues(func() (scope.Scene, []img.Stack) {
	rng := rand.New(rand.NewPCG(4, 4))
	sc := scope.RandomScene(rng, scope.Params{
		FieldUm: dendrite.Point{X: 40, Y: 40, Z: 22}, Branches: 2, Days: []float64{0, 2, 4}, Clutter: scope.Clutter{Clean: true},
	})
	var stacks []img.Stack
	for k := range sc.Sessions {
		s, err := scope.Render(context.Background(), sc, k, scope.Preset(scope.LowNoise), rng, 2)
		if err != nil {
			panic(err)
		}
		stacks = append(stacks, s)
	}
	return sc, stacks
})

func follow(t *testing.T, p Params, stacks ...img.Stack) Result {
	t.Helper()
	tr, err := NewTracker(p)
	if err != nil {
		t.Fatal(err)
	}
	for k, s := range stacks {
		if err := tr.Add(context.Background(), "day.tif", float64(2*k), s); err != nil {
			t.Fatal(err)
		}
	}
	r, err := tr.Finish(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// agreement counts, over all sessions, the visible spines present that were
// called within 1 um of their tips, those that were not, and the calls with no
// protrusion there, hidden ones included. Spines off the traced path do not count.
func agreement(sc scope.Scene, r Result) (hit, missed, false_ float64) {
	for k := range r.Sessions {
		taken := map[int]bool{}
		for _, o := range sc.Observations() {
			if o.Session != k || !o.Present || !traced(r, k, o.Anatomy.Base) {
				continue
			}
			best, at := 1.0, -1
			for i, s := range r.Sites {
				tip := s.Seen[k].Tip
				if d := math.Hypot(tip.X-o.Anatomy.Tip.X, tip.Y-o.Anatomy.Tip.Y); s.Seen[k].State == turnover.Present && !taken[i] && d < best {
					best, at = d, i
				}
			}
			switch {
			case at >= 0:
				taken[at] = true
				hit++
			case o.Visible:
				missed++
			}
		}
		for i, s := range r.Sites {
			if s.Seen[k].State == turnover.Present && !taken[i] {
				false_++
			}
		}
	}
	return hit, missed, false_
}

func traced(r Result, k int, p dendrite.Point) bool {
	for _, b := range r.Branches {
		f := b.Days[k].Strip.Frame
		for i := 20; i < f.Len()-20; i++ {
			if math.Hypot(f.Centre[i].X-p.X, f.Centre[i].Y-p.Y) < 0.8 {
				return true
			}
		}
	}
	return false
}

// leastF1 is well below what this field gives, and far above what is left when
// a day is misaligned or sides are mixed up.
const leastF1 = 0.75

func TestTrackerFollowsASimulatedField(t *testing.T) {
	sc, stacks := study()
	r := follow(t, Params{Classifier: quick(t)}, stacks...)
	if len(r.Branches) == 0 || len(r.Sessions) != 3 || len(r.Errors) != 3 {
		t.Fatalf("%d branches, %d sessions, %d errors", len(r.Branches), len(r.Sessions), len(r.Errors))
	}
	hit, missed, false_ := agreement(sc, r)
	f1 := 2 * hit / (2*hit + missed + false_)
	if f1 < leastF1 || hit < 40 {
		t.Errorf("F1 %.2f: %v found, %v missed, %v false", f1, hit, missed, false_)
	}
	for k, e := range r.Errors {
		if !(e.Miss >= 0 && e.Miss < 0.5 && e.MissLo <= e.Miss && e.Miss <= e.MissHi && e.FalseShare < 0.5) {
			t.Errorf("session %d: %+v", k, e)
		}
		if !r.Sessions[k].Aligned || r.Sessions[k].Correlation < 0.5 {
			t.Errorf("session %d was not aligned", k)
		}
	}
	consistent(t, r)
}

// consistent checks what holds of every result.
func consistent(t *testing.T, r Result) {
	t.Helper()
	ids := map[string]bool{}
	for _, s := range r.Sites {
		if ids[s.ID] || len(s.Seen) != len(r.Sessions) || !s.everPresent() {
			t.Errorf("site %s: twice, too short, or never present", s.ID)
		}
		ids[s.ID] = true
		for k, o := range s.Seen {
			if (o.State == turnover.NotJudgeable) != (o.Reason != "") {
				t.Errorf("%s in session %d: %v for %q", s.ID, k, o.State, o.Reason)
			}
			if shown := r.Branches[r.branch(s.Branch)].Days[k].Reason == ""; shown == math.IsNaN(o.P) || o.P < 0 || o.P > 1 {
				t.Errorf("%s in session %d: probability %v", s.ID, k, o.P)
			}
		}
	}
	p := r.Presence()
	if len(p.Sites) != len(r.Sites) || len(p.Judgeable) != len(r.Sessions) {
		t.Error("the presence table has other sites or sessions")
	}
}

func csv(t *testing.T, r Result) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, tb := range r.Tables() {
		if err := tb.WriteCSV(&b); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// quick is the default classifier with one of its networks.
func quick(t *testing.T) Classifier {
	c := standard(t)
	c.Nets = c.Nets[:1]
	return c
}

func TestTablesDoNotDependOnWorkers(t *testing.T) {
	if testing.Short() {
		t.Skip("follows a field twice")
	}
	_, stacks := study()
	one := csv(t, follow(t, Params{Workers: 1, Classifier: quick(t)}, stacks[:2]...))
	two := csv(t, follow(t, Params{Workers: 2, Classifier: quick(t)}, stacks[:2]...))
	if len(one) < 1000 || !bytes.Equal(one, two) {
		t.Error("1 and 2 workers give other tables")
	}
}

// A day that shows another field is a session in which nothing can be judged,
// with a row that says why; the other days are as they are without it.
func TestADayOfAnotherFieldIsLeftOut(t *testing.T) {
	if testing.Short() {
		t.Skip("follows another field")
	}
	_, stacks := study()
	noise := img.NewStack(stacks[1].D, stacks[1].H, stacks[1].W, stacks[1].Voxel)
	rng := rand.New(rand.NewPCG(9, 9))
	for i := range noise.Pix {
		noise.Pix[i] = float32(20 + 10*rng.Float64())
	}
	// the field turned upside down holds as much of everything
	turned := img.NewStack(stacks[1].D, stacks[1].H, stacks[1].W, stacks[1].Voxel)
	for i, v := range stacks[1].Pix {
		turned.Pix[i/(turned.H*turned.W)*turned.H*turned.W+turned.H*turned.W-1-i%(turned.H*turned.W)] = v
	}
	r := follow(t, Params{Classifier: quick(t)}, stacks[0], noise, turned)
	for k := 1; k < 3; k++ {
		if r.Sessions[k].Aligned {
			t.Errorf("session %d is aligned", k)
		}
		found := false
		for _, e := range r.Exclusions {
			found = found || e.Session == k && e.Reason != "" && e.ToUm-e.FromUm > 20
		}
		if !found {
			t.Errorf("session %d is left out without a word", k)
		}
		if r.Errors[k].Why == "" || !math.IsNaN(r.Errors[k].Miss) {
			t.Errorf("session %d has errors %+v", k, r.Errors[k])
		}
		for _, s := range r.Sites {
			if s.Seen[k].State != turnover.NotJudgeable {
				t.Fatalf("%s is %v in session %d", s.ID, s.Seen[k].State, k)
			}
		}
	}
	if len(r.Sites) < 5 {
		t.Errorf("%d sites on the first day", len(r.Sites))
	}
	consistent(t, r)
	csv(t, r)
}

func TestTrackerTellsWhatIsWrong(t *testing.T) {
	_, stacks := study()
	ctx := context.Background()
	tr, err := NewTracker(Params{})
	if err != nil {
		t.Fatal(err)
	}
	black := img.NewStack(5, 120, 120, stacks[0].Voxel)
	if err := tr.Add(ctx, "black.tif", 0, black); !errors.Is(err, ErrNoDendrite) || !strings.Contains(err.Error(), "black.tif") || !strings.Contains(err.Error(), "hint:") {
		t.Errorf("black: %v", err)
	}
	if err := tr.Add(ctx, "first.tif", 3, stacks[0]); err != nil {
		t.Fatalf("after a black one: %v", err)
	}
	for _, day := range []float64{3, 2} {
		if err := tr.Add(ctx, "second.tif", day, stacks[1]); err == nil || !strings.Contains(err.Error(), "order of days") {
			t.Errorf("day %v after 3: %v", day, err)
		}
	}
	coarse := stacks[1]
	coarse.Voxel.X, coarse.Voxel.Y = 0.2, 0.2
	if err := tr.Add(ctx, "coarse.tif", 5, coarse); err == nil || !strings.Contains(err.Error(), "coarse.tif") {
		t.Errorf("other pixels: %v", err)
	}
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	if err := tr.Add(stopped, "second.tif", 5, stacks[1]); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := tr.Finish(stopped); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestMovedCarriesEveryColumn(t *testing.T) {
	f := drawn(10, 0).Frame
	r := register.Rigid{ShiftX: 3, ShiftY: -2, ShiftZ: 1, AngleRad: math.Pi / 2, CentreX: 5, CentreY: 5}
	g := moved(f, r)
	for i := range f.Centre { // (x, 10) is turned by a quarter about (5, 5) to (0, x)
		about(t, "x", g.Centre[i].X, 0+3, 1e-9)
		about(t, "y", g.Centre[i].Y, f.Centre[i].X-2, 1e-9)
		about(t, "z", g.Centre[i].Z, 11, 1e-9)
	}
}

func TestFinishWithoutASessionIsACallersMistake(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	tr, _ := NewTracker(Params{Classifier: small(1)})
	tr.Finish(context.Background())
}

// A branch left out of training is scored by its own classifier.
func TestPerBranchClassifiers(t *testing.T) {
	own := small(1)
	tr, err := NewTracker(Params{Classifier: small(2), PerBranch: map[int]Classifier{7: own}})
	if err != nil {
		t.Fatal(err)
	}
	if len(tr.classifier(7).Nets) != 1 || len(tr.classifier(3).Nets) != 2 {
		t.Error("the wrong classifier")
	}
}
