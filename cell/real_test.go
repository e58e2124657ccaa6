package cell

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"respine/recording"
	"respine/score"
)

// suite2pF1 is the best that Suite2p 0.14.0 reaches by centres on the whole field of
// which this movie is a part, with scale, diameter and threshold varied and without
// its classifier. The labels mark silent cells and miss active ones, so that a high
// F1 is not attainable by activity, and what they call false need not be.
const suite2pF1 = 0.21

// TestALabelledRealMovie: the recording, which is registered to whole pixels, tells
// neither rate nor size of a pixel. 8 frames a second and cells 10 pixels wide are
// assumed. What bench/cells --labelled prints has motion undone first.
func TestALabelledRealMovie(t *testing.T) {
	root := os.Getenv("RESPINE_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "data")
	}
	dir := filepath.Join(root, "calcium", "neurofinder_labelled")
	b, err := os.ReadFile(filepath.Join(dir, "regions.json"))
	if err != nil {
		t.Skipf("NO LABELLED MOVIE; CELLS OF REAL MOVIES ARE NOT TESTED: %v", err)
	}
	var labels struct {
		Regions []struct {
			Fraction float64  `json:"fraction_inside"`
			YX       [][2]int `json:"yx"`
		} `json:"regions"`
	}
	if err := json.Unmarshal(b, &labels); err != nil {
		t.Fatal(err)
	}
	var truth, found []score.Region
	for _, l := range labels.Regions {
		r := score.Region{Ignored: l.Fraction < 0.5}
		for _, p := range l.YX {
			r.Pixels = append(r.Pixels, score.RegionPixel{Y: p[0], X: p[1], Weight: 1})
		}
		truth = append(truth, r)
	}
	m, err := recording.OpenMovie(filepath.Join(dir, "movie_256x160x600_u16.tif"))
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	_, all, err := Find(context.Background(), m, Params{RateHz: 8, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range Keep(all, 0.5) {
		var s score.Region
		for _, p := range c.Footprint {
			s.Pixels = append(s.Pixels, score.RegionPixel{Y: p.Y, X: p.X, Weight: float64(p.Weight)})
		}
		found = append(found, s)
	}
	centres, _ := score.Regions(found, truth, score.RegionParams{Overlap: -1})
	both, _ := score.Regions(found, truth, score.RegionParams{})
	t.Logf("centres within 5 px: F1 %.3f (precision %.2f, recall %.2f); overlapping by half as well: %.3f (%.2f, %.2f)",
		centres.F1, centres.Precision, centres.Recall, both.F1, both.Precision, both.Recall)
	if !(float64(centres.F1) > suite2pF1) {
		t.Errorf("F1 %.3f by centres, no better than %g", centres.F1, suite2pF1)
	}
}
