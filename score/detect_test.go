package score

import (
	"math"
	"testing"
)

func TestDetectionByHand(t *testing.T) {
	bad := row("bad", 30)
	bad.Ignored = true
	truth := study([]Spine{row("a", 10), row("b", 12), row("c", 20), bad})
	far := row("m5", 10)
	far.Tip.Y = 21 // by the branch nobody scored
	m := study([]Spine{row("m0", 10.8), row("m1", 12.4), row("m2", 30.2), row("m3", 40), row("m4", 51.5), far, absent("m6")})
	c := mustScore(t, m, truth, Params{}).Pooled
	if c.TP != 2 || c.FP != 1 || c.FN != 1 || c.Ignored != 1 || c.Outside != 2 {
		t.Errorf("%+v", c)
	}
	if !near(float64(c.Precision), 2.0/3) || !near(float64(c.Recall), 2.0/3) || !near(float64(c.F1), 2.0/3) {
		t.Errorf("%+v", c)
	}
	if c := mustScore(t, m, truth, Params{RadiusUm: 0.5}).Pooled; c.TP != 1 || c.FP != 2 {
		t.Errorf("within 0.5 um: %+v", c)
	}
}

func TestRecallBins(t *testing.T) {
	short, long, dim := row("a", 5), row("b", 15), row("c", 25)
	short.LengthUm, long.LengthUm, dim.LengthUm = 0.8, 3, 0.5
	short.Brightness, long.Brightness, dim.Brightness = 0.2, 0.4, 0.1
	r := mustScore(t, study([]Spine{row("x", 5), row("y", 15)}), study([]Spine{short, long, dim}), Params{})
	want := []Bin{{0, 0.8, 0, 1, 0}, {0.8, 1.2, 1, 1, 1}, {1.2, 1.6, 0, 0, 0}, {1.6, 2.4, 0, 0, 0}, {2.4, 0, 1, 1, 1}}
	for i, b := range r.ByLength {
		if b.From != want[i].From || b.Found != want[i].Found || b.Of != want[i].Of || b.Of > 0 && b.Recall != want[i].Recall {
			t.Errorf("length bin %d: %+v", i, b)
		}
	}
	if !math.IsNaN(float64(r.ByLength[4].To)) || !math.IsNaN(float64(r.ByLength[2].Recall)) {
		t.Error("an open bin has no end, an empty one no recall")
	}
	found, of := 0, 0
	for _, b := range r.ByBrightness {
		found, of = found+b.Found, of+b.Of
	}
	if found != 2 || of != 3 || r.ByBrightness[0].From != 0.1 {
		t.Errorf("by brightness: %+v", r.ByBrightness)
	}
	if r := mustScore(t, study([]Spine{}), study([]Spine{row("a", 1)}), Params{}); r.ByBrightness != nil {
		t.Error("brightness not known, yet binned")
	}
}
