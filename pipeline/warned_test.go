package pipeline

import (
	"slices"
	"strings"
	"testing"

	"respine/behavior"
	"respine/table"
)

// Warnings of a movie are told with its recording, what several say alike once, and
// other tables not at all.
func TestWarned(t *testing.T) {
	key := []table.Column{table.String("animal", ""), table.String("session", ""), table.String("warning", "")}
	movies, bottles := table.New("movie_warnings", key...), table.New("sucrose_warnings", key...)
	movies.Append("m22", "ca-24h", otherwise("frames a second", 30, 10))
	bottles.Append("m11", "drink", "no blank")
	bottles.Append("m12", "drink", "no blank")
	other := table.New("bouts", key...)
	other.Append("m11", "tail", "none")
	want := []string{"m22 ca-24h: 30 frames a second in the manifest; the file says 10", "m11 drink, m12 drink: no blank"}
	if got := warned([]*table.Table{movies, other, bottles}); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for _, v := range [][2]float64{{0, 10}, {10, 0}, {10.05, 10}} {
		if got := otherwise("x", v[0], v[1]); got != "" {
			t.Errorf("%v: %q", v, got)
		}
	}
}

// The limits of what is compared: 8 frames a second and 240 s are enough, less is not;
// one frame may be missing.
func TestNotComparable(t *testing.T) {
	for _, c := range []struct {
		hz, sec float64
		want    string
	}{
		{8, 360, ""}, {7.9, 360, "frames a second"}, {2, 120, "frames a second"},
		{10, 240, ""}, {10, 239.95, ""}, {10, 239.5, "240 s"}, {30, 120, "the film shows 120 s of the test, shorter than its last 240 s"},
	} {
		r := behavior.Result{StartSec: 5, EndSec: 5 + c.sec, Trace: behavior.Trace{Sec: []float64{5, 5 + 1/c.hz, 5 + 2/c.hz}}}
		if got := notComparable(r, behavior.Params{}); !strings.Contains(got, c.want) || (got == "") != (c.want == "") {
			t.Errorf("%g Hz, %g s: %q, want %q", c.hz, c.sec, got, c.want)
		}
	}
}
