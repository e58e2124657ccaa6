package executor

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"
)

// drawUnits draws units that need some of those before them, in shuffled order.
func drawUnits(t *rapid.T) []Unit {
	n := rapid.IntRange(1, 30).Draw(t, "units")
	units := make([]Unit, n)
	for i := range units {
		units[i] = Unit{ID: fmt.Sprint(i), Bytes: int64(rapid.IntRange(0, 10).Draw(t, "bytes"))}
		for j := range i {
			if rapid.IntRange(0, 4).Draw(t, "needs") == 0 {
				units[i].Needs = append(units[i].Needs, fmt.Sprint(j))
			}
		}
	}
	rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 0))
	rng.Shuffle(n, func(i, j int) { units[i], units[j] = units[j], units[i] })
	return units
}

// Whatever the units, some of which fail: each runs once, after what it needs, if
// all of that is done; no more run at a time than cores and memory allow.
func TestOrderAndLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := drawUnits(t)
		fails := rapid.SliceOfNDistinct(rapid.IntRange(0, 30), 0, 3, rapid.ID).Draw(t, "fails")
		limits := Limits{Workers: rapid.IntRange(0, 4).Draw(t, "workers"), Bytes: int64(rapid.IntRange(0, 15).Draw(t, "memory"))}
		var mu sync.Mutex
		done, running := map[string]bool{}, map[string]int64{}
		out := Local(context.Background(), units, func(_ context.Context, u Unit) error {
			mu.Lock()
			running[u.ID] = u.Bytes
			var bytes int64
			for _, b := range running {
				bytes += b
			}
			if len(running) > max(1, limits.Workers) || limits.Bytes > 0 && bytes > limits.Bytes && len(running) > 1 {
				t.Errorf("%d units with %d bytes at a time under %+v", len(running), bytes, limits)
			}
			for _, n := range u.Needs {
				if !done[n] {
					t.Errorf("%s ran before %s", u.ID, n)
				}
			}
			mu.Unlock()
			defer mu.Unlock()
			mu.Lock()
			delete(running, u.ID)
			if slices.ContainsFunc(fails, func(f int) bool { return fmt.Sprint(f) == u.ID }) {
				return errors.New("broken")
			}
			if done[u.ID] {
				t.Errorf("%s ran twice", u.ID)
			}
			done[u.ID] = true
			return nil
		}, limits, nil)
		states := map[string]State{}
		for i, o := range out {
			if o.Unit.ID != units[i].ID {
				t.Fatal("outcomes are not in the order of units")
			}
			states[o.Unit.ID] = o.State
		}
		for _, o := range out {
			want := Done
			for _, n := range o.Unit.Needs {
				if states[n] != Done {
					want = NotRun
				}
			}
			if want == Done && slices.ContainsFunc(fails, func(f int) bool { return fmt.Sprint(f) == o.Unit.ID }) {
				want = Failed
			}
			if o.State != want || (o.Err == nil) != (want == Done) {
				t.Errorf("%s: %s (%v), want %s", o.Unit.ID, o.State, o.Err, want)
			}
		}
	})
}

func TestPanicIsOneUnitsFailure(t *testing.T) {
	out := Local(context.Background(), []Unit{{ID: "a"}, {ID: "b"}, {ID: "c", Needs: []string{"a"}}}, func(_ context.Context, u Unit) error {
		if u.ID == "a" {
			panic("index out of range")
		}
		return nil
	}, Limits{}, nil)
	if out[0].State != Failed || !strings.Contains(out[0].Err.Error(), "index out of range") || !strings.Contains(out[0].Err.Error(), "hint: ") {
		t.Errorf("a: %v", out[0])
	}
	if out[1].State != Done || out[2].State != NotRun {
		t.Errorf("b %s, c %s", out[1].State, out[2].State)
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var ran atomic.Int32
	units := []Unit{{ID: "first"}, {ID: "second"}, {ID: "third", Needs: []string{"first"}}, {ID: "fourth"}}
	out := Local(ctx, units, func(ctx context.Context, u Unit) error {
		ran.Add(1)
		if u.ID == "first" {
			return nil
		}
		cancel()
		<-ctx.Done()
		return fmt.Errorf("at frame 7: %w", ctx.Err())
	}, Limits{Workers: 1}, nil)
	if out[0].State != Done || out[1].State != Cancelled || out[2].State != Cancelled || out[3].State != Cancelled {
		t.Errorf("%+v", out)
	}
	if ran.Load() != 2 {
		t.Errorf("%d units ran", ran.Load())
	}
}

func TestObserve(t *testing.T) {
	var seen []string
	Local(context.Background(), []Unit{{ID: "a"}, {ID: "b", Needs: []string{"a"}}}, func(_ context.Context, u Unit) error {
		return errors.New("no")
	}, Limits{}, func(o Outcome) { seen = append(seen, o.Unit.ID+" "+string(o.State)) })
	if want := []string{"a ", "a failed", "b not run"}; !slices.Equal(seen, want) {
		t.Errorf("%q, want %q", seen, want)
	}
}

func TestUnitsThatDoNotFit(t *testing.T) {
	for what, units := range map[string][]Unit{
		"two of one name":    {{ID: "a"}, {ID: "a"}},
		"need of a stranger": {{ID: "a", Needs: []string{"b"}}},
		"circle":             {{ID: "a", Needs: []string{"b"}}, {ID: "b", Needs: []string{"a"}}},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", what)
				}
			}()
			Local(context.Background(), units, func(context.Context, Unit) error { return nil }, Limits{}, nil)
		}()
	}
}

// 600 units of three steps, as of 200 recordings: what running costs beside the
// work itself.
func BenchmarkLocal600(b *testing.B) {
	var units []Unit
	for i := range 200 {
		a, c := fmt.Sprintf("a%d", i), fmt.Sprintf("b%d", i)
		units = append(units, Unit{ID: a}, Unit{ID: c, Needs: []string{a}}, Unit{ID: fmt.Sprintf("c%d", i), Needs: []string{c}})
	}
	for b.Loop() {
		Local(context.Background(), units, func(context.Context, Unit) error { return nil }, Limits{Workers: 2}, nil)
	}
}
