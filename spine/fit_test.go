package spine

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"respine/convnet"
)

func marks() []Example {
	var all []Example
	for i, name := range []string{"a", "b"} {
		x := float64(i)
		heads := []bump{head(1, 3+x, 1.4), head(-1, 5, 1.8), head(1, 8, 1.2), head(-1, 10-x, 1.5)}
		strip := drawn(13, 3, heads...)
		var m []Mark
		for _, h := range heads {
			m = append(m, marked(strip, h))
		}
		all = append(all, Examples(name, strip, m)...)
	}
	return append(all, Examples("", drawn(13, 3), nil)...)
}

func TestFitLeavesEachDendriteOutAndIsTheSameForAnyWorkers(t *testing.T) {
	fit := func(workers int) Fitted {
		f, err := Fit(context.Background(), marks(), FitParams{Nets: 1, Steps: 2, Seed: 3, Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	one, two := fit(1), fit(2)
	if got := slices.Sorted(maps.Keys(one.LeftOut)); !slices.Equal(got, []string{"a", "b"}) {
		t.Fatalf("left out %v", got)
	}
	if !bytes.Equal(stored(t, one.Classifier), stored(t, two.Classifier)) {
		t.Error("1 and 2 workers disagree")
	}
	if bytes.Equal(stored(t, one.LeftOut["a"]), stored(t, one.LeftOut["b"])) {
		t.Error("without a and without b are the same")
	}
	for name, c := range one.LeftOut {
		if math.IsNaN(c.Slope+c.Intercept) || !bytes.Equal(stored(t, c), stored(t, two.LeftOut[name])) {
			t.Errorf("without %s: %v, %v", name, c.Intercept, c.Slope)
		}
	}
}

// The twin without a is what training on all others gives, those without a name
// among them.
func TestATwinHasNotSeenItsDendrite(t *testing.T) {
	f, err := Fit(context.Background(), marks(), FitParams{Nets: 1, Steps: 1, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	var others []Example
	for _, e := range marks() {
		if e.Dendrite != "a" {
			others = append(others, e)
		}
	}
	if len(others) != 4 {
		t.Fatalf("%d other examples", len(others))
	}
	want, err := TrainNet(context.Background(), others, convnet.Recipe{Steps: 1}, rand.New(rand.NewPCG(3, 1<<8)))
	if err != nil || !reflect.DeepEqual(f.LeftOut["a"].Nets, []convnet.Net{want}) {
		t.Errorf("not so; %v", err)
	}
}

func TestFitNeedsTwoDendrites(t *testing.T) {
	strip := drawn(10, 1)
	for _, names := range [][]string{{}, {"", ""}, {"a"}, {"a", "a", ""}} {
		var ex []Example
		for _, n := range names {
			ex = append(ex, Examples(n, strip, nil)...)
		}
		if _, err := Fit(context.Background(), ex, FitParams{}); err == nil || !strings.Contains(err.Error(), "hint:") {
			t.Errorf("%q: %v", names, err)
		}
	}
}

func TestFitStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Fit(ctx, marks(), FitParams{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// The highest peaks choose first, each head is taken once, and peaks at ignored
// heads are no calls.
func TestMatchingOfPeaksAndHeads(t *testing.T) {
	heads := []target{{column: 20, row: 12}, {column: 60, row: 12, ignore: true}}
	found := []peak{{22, 12, 0.3}, {20.5, 12, 0.8}, {61, 12, 0.9}, {40, 12, 0.5}, {20, 17.5, 0.4}}
	want := []call{{0.8, true}, {0.5, false}, {0.4, false}, {0.3, false}}
	if got := matched(found, heads); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// Calibration of one dendrite rests on the others.
func TestCalibrateLeavesOneOut(t *testing.T) {
	said := map[string][]call{"a": {{0.9, true}, {0.2, false}, {0.8, true}, {0.3, true}, {0.4, false}}, "b": {{0.9, false}, {0.1, true}}}
	a1, b1 := calibrate(said, "b")
	a2, b2 := calibrate(map[string][]call{"a": said["a"]}, "")
	if a1 != a2 || b1 != b2 || b1 <= 0 {
		t.Errorf("%v %v and %v %v", a1, b1, a2, b2)
	}
	if _, all := calibrate(said, ""); all >= b1 {
		t.Error("the other dendrite says nothing")
	}
}
