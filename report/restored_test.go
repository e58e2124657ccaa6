package report

import (
	"math"
	"strings"
	"testing"
)

func TestVerdict(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		uniform, avoiding float64
		want              string
	}{
		{0.01, 0.03, "That is more than chance gives (p = 0.010, 0.030 when placed away from standing spines)."},
		{0.0005, 0.0004, "That is more than chance gives (p < 0.001, < 0.001 when placed away from standing spines)."},
		{0.01, nan, "That is more than chance gives (p = 0.010)."},
		{0.03, 0.2, "Whether that is more than chance depends on where chance may place spines (p = 0.030, 0.20 when placed away from standing spines)."},
		{0.2, 0.03, "Whether that is more than chance depends on where chance may place spines (p = 0.20, 0.030 when placed away from standing spines)."},
		{0.05, nan, "That is not shown to be more than chance gives (p = 0.050)."},
		{0.6, 0.7, "That is not shown to be more than chance gives (p = 0.60, 0.70 when placed away from standing spines)."},
		{nan, nan, "Whether that is more than chance was not tested."},
	} {
		if got := verdict(c.uniform, c.avoiding); got != c.want {
			t.Errorf("%g, %g: %s", c.uniform, c.avoiding, got)
		}
	}
}

// The sentences of testdata/restored.csv, read off its two rows.
func TestRestoredSentences(t *testing.T) {
	var got []string
	for _, p := range parse(t, write(t, sampleInput(t))).section(t, "restored").all("p") {
		if p.class == "finding" {
			got = append(got, strings.ReplaceAll(p.text, "\u00a0", " "))
		}
	}
	want := []string{
		"On day 8, 1 of 2 new spines (50 %, 95 % interval 9.5 % to 91 %) stood nearer than 2 µm to one of 7 spines lost before. Chance alone would give 20 % (0 % to 50 % in 95 % of random placements). That is not shown to be more than chance gives (p = 0.38, 0.42 when placed away from standing spines).",
		"On day 12, 5 of 6 new spines (83 %, 95 % interval 44 % to 97 %) stood nearer than 2 µm to one of 7 spines lost before. Chance alone would give 35 % (0 % to 67 % in 95 % of random placements). That is more than chance gives (p = 0.010, 0.030 when placed away from standing spines).",
	}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("findings:\n%s", strings.Join(got, "\n"))
	}
}
