package score

import "testing"

func TestLinksByHand(t *testing.T) {
	truth := study(
		[]Spine{row("a", 5), row("b", 10), row("c", 15), row("d", 20)},
		[]Spine{row("a", 5), row("b", 10), row("c", 15), row("e", 25)})
	m := study(
		// 1 is a, kept; 2 is b and becomes e; c is found twice under two names; d missed
		[]Spine{row("1", 5), row("2", 10), row("3", 15), row("4", 45)},
		[]Spine{row("1", 5), row("2", 25), row("5", 15), row("4", 45)})
	l := mustScore(t, m, truth, Params{}).Links
	// b is not found in session 1, so its link is missed only strictly
	if l.TP != 1 || l.FP != 1 || l.TruthLinks != 3 || l.DetectedLinks != 2 {
		t.Errorf("%+v", l)
	}
	for _, c := range []struct{ got, want float64 }{
		{float64(l.Precision), 0.5}, {float64(l.RecallDetected), 0.5}, {float64(l.RecallStrict), 1.0 / 3},
		{float64(l.F1Detected), 0.5}, {float64(l.F1Strict), 2.0 / 5},
	} {
		if !near(c.got, c.want) {
			t.Errorf("%v, want %v", c.got, c.want)
		}
	}
	if len(l.Pairs) != 1 || l.Pairs[0].To != 1 || l.Pairs[0].TP != 1 {
		t.Errorf("%+v", l.Pairs)
	}
}
