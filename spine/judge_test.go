package spine

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"respine/dendrite"
	"respine/spatial"
)

func days(strips ...dendrite.Strip) *Branch {
	b := &Branch{ID: 4, LengthUm: float64(strips[0].NS) * dendrite.StepUm}
	for _, s := range strips {
		b.Days = append(b.Days, Day{Strip: s})
	}
	return b
}

// dimmed scales the columns from..to of a strip towards its background.
func dimmed(t dendrite.Strip, from, to int, by float32) dendrite.Strip {
	u := affine(t, 1, 0)
	for k := range dendrite.Planes {
		for i := from; i < to; i++ {
			for j := range t.NR {
				n := (k*t.NS+i)*t.NR + j
				u.Pix[n] = 10 + by*(u.Pix[n]-10)
			}
		}
	}
	return u
}

func TestJudgeTellsWhereAndWhyNot(t *testing.T) {
	plain := drawn(40, 1)
	out := drawn(40, 1)
	for i := range 100 {
		out.Inside[i] = false
	}
	b := days(plain, dimmed(plain, 200, 300, 0.05), out, plain, plain)
	b.Days[3].Correlation = make([]float64, plain.NS)
	for i := range b.Days[3].Correlation {
		b.Days[3].Correlation[i] = 0.9
		if i >= 350 {
			b.Days[3].Correlation[i] = 0.1
		}
	}
	b.Days[4] = Day{Reason: "not aligned"}
	got := judge(b)
	want := []struct {
		session  int
		from, to float64
		reason   string
		slack    float64
	}{
		{1, 20, 30, "in shadow", 3.5}, // the shaft is a running median of 6 um, smoothed
		{2, 0, 10, "outside", 0}, {3, 32, 40.1, "does not match", 0}, {4, 0, 40.1, "not aligned", 0},
	}
	if len(got) != len(want) {
		t.Fatalf("%d exclusions: %+v", len(got), got)
	}
	for i, w := range want {
		e := got[i]
		if e.Session != w.session || e.Branch != 4 || !strings.HasPrefix(e.Reason, w.reason) {
			t.Errorf("%+v, want %q in session %d", e, w.reason, w.session)
		}
		about(t, "from", e.FromUm, w.from, w.slack+1e-9)
		about(t, "to", e.ToUm, w.to, w.slack+1e-9)
	}
	about(t, "judgeable in the reference", b.Days[0].JudgeableUm(), 40.1, 1e-9)
	about(t, "judgeable in the second", b.Days[2].JudgeableUm(), 30.1, 1e-9)
	about(t, "judgeable unaligned", b.Days[4].JudgeableUm(), 0, 0)
}

// A session that is dimmer throughout is not in shadow.
func TestADimSessionIsNotInShadow(t *testing.T) {
	plain := drawn(30, 0.5)
	if got := judge(days(plain, affine(plain, 0.1, 3))); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestSpansAreWhatCanBeJudged(t *testing.T) {
	r := Result{Sessions: make([]Session, 2), Branches: []Branch{{ID: 3, Days: []Day{
		{Judgeable: []bool{true, true, false, true, false, false, true}}, {Reason: "no"},
	}}}}
	got := r.spans()
	want := []spatial.Span{{Lo: 0, Hi: 0.2}, {Lo: 0.3, Hi: 0.4}, {Lo: 0.6, Hi: 0.7}}
	if len(got[0][3]) != 3 || len(got[1][3]) != 0 {
		t.Fatalf("%v", got)
	}
	for i, s := range got[0][3] {
		about(t, "lo", s.Lo, want[i].Lo, 1e-9)
		about(t, "hi", s.Hi, want[i].Hi, 1e-9)
	}
}

func TestStretchesJoinNeighboursOfOneReason(t *testing.T) {
	got := stretches([]string{"a", "a", "", "b", "a"}, 2, 7)
	want := []Exclusion{{2, 7, 0, 0.2, "a"}, {2, 7, 0.3, 0.4, "b"}, {2, 7, 0.4, 0.5, "a"}}
	for i := range got {
		got[i].FromUm, got[i].ToUm = math.Round(got[i].FromUm*10)/10, math.Round(got[i].ToUm*10)/10
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestMedianCorrelation(t *testing.T) {
	about(t, "of the reference", Day{}.medianCorrelation(), 1, 0)
	about(t, "of three", Day{Correlation: []float64{0.9, 0.1, 0.5}}.medianCorrelation(), 0.5, 0)
	if c := (Day{Reason: "x"}).medianCorrelation(); !math.IsNaN(c) {
		t.Errorf("unaligned: %v", c)
	}
}

// What does not match spreads by 3 um, and what is left between two such
// stretches, if short, goes too; other reasons do not spread.
func TestWiden(t *testing.T) {
	why := make([]string, 600)
	why[100], why[250], why[500] = noMatch, noMatch, noMatch
	why[0] = "outside the imaged volume"
	widen(why)
	for i, w := range why {
		want := ""
		switch {
		case i == 0:
			want = "outside the imaged volume"
		case i >= 70 && i <= 280, i >= 470 && i <= 530:
			want = noMatch
		}
		if w != want {
			t.Fatalf("column %d: %q, want %q", i, w, want)
		}
	}
}

// Where less than a third of a branch matches, none of it is judged; other
// reasons stay.
func TestRefuseRemnants(t *testing.T) {
	for bad, judged := range map[int]int{60: 30, 66: 24, 67: 0, 90: 0} {
		why := make([]string, 100)
		for i := range bad {
			why[i] = noMatch
		}
		for i := 90; i < 100; i++ {
			why[i] = "outside the imaged volume"
		}
		refuseRemnants(why)
		n := 0
		for i, w := range why {
			if w == "" {
				n++
			}
			if i >= 90 && w != "outside the imaged volume" {
				t.Fatalf("%d bad: column %d: %q", bad, i, w)
			}
		}
		if n != judged {
			t.Errorf("%d bad: %d judged, want %d", bad, n, judged)
		}
	}
}
