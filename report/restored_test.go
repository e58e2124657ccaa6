package report

import (
	"math"
	"strings"
	"testing"

	"respine/table"
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
		"On day 8, 1 of 2 new spines stood nearer than 2 µm to one of 7 spines lost before. None of them stands within 0.2 µm of the lost place on the same side, as the same spine missed once would. Chance alone would give 0.4 of the 2 (0 to 1 in 95 % of random placements). That is not shown to be more than chance gives (p = 0.38, 0.42 when placed away from standing spines).",
		"On day 12, 5 of 6 new spines stood nearer than 2 µm to one of 7 spines lost before. 2 of 5 restored stand within 0.2 µm of the lost place on the same side: the same spine missed once would look so. Without them, 3 of 4 new spines are restored. Chance alone would give 2.1 of the 6 (0 to 4 in 95 % of random placements). That is more than chance gives (p = 0.010, 0.030 when placed away from standing spines).",
	}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("findings:\n%s", strings.Join(got, "\n"))
	}
}

// Of ten new spines and more, shares are in per cent: 40 new and 16 restored,
// of which 6 may have been missed once, leave 10 of 34.
func TestRestoredSentenceOfMany(t *testing.T) {
	r := table.New("restored", table.Int("session_from", ""), table.Int("session_to", ""), table.Int("new", ""), table.Int("lost_before", ""), table.Int("restored", ""),
		table.Float("fraction_of_new_lo", ""), table.Float("fraction_of_new_hi", ""),
		table.Float("chance_uniform", ""), table.Float("chance_uniform_lo", ""), table.Float("chance_uniform_hi", ""), table.Float("p_uniform", ""))
	r.Append(1, 2, 40, 30, 16, 0.26, 0.55, 0.2, 0.1, 0.3, 0.02)
	pairs := table.New("restored_pairs", table.Int("session_to", ""), table.Float("distance_um", "um"), table.Bool("same_side", ""))
	for i := range 16 {
		pairs.Append(2, 0.04*float64(i), i != 3) // 0, 0.04, ... 0.2, one of them on the other side
	}
	pairs.Append(2, 0.05, true)
	pairs.Append(3, 0.0, true) // of another interval
	s := source{[]*table.Table{r, pairs}}
	got := strings.ReplaceAll(restoredSentence(s, rows{r}, 0, 2), "\u00a0", " ")
	want := "On session 2, 16 of 40 new spines (40 %, 95 % interval 26 % to 55 %) stood nearer than 2 µm to one of 30 spines lost before. " +
		"6 of 16 restored stand within 0.2 µm of the lost place on the same side: the same spine missed once would look so. " +
		"Without them, 10 of 34 new spines (29 %) are restored. " +
		"Chance alone would give 20 % (10 % to 30 % in 95 % of random placements). That is more than chance gives (p = 0.020)."
	if got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}
