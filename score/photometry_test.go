package score

import (
	"math"
	"testing"

	"respine/photometry"
	"respine/table"
)

// The error of a lag is the measured one less the true one: of calcium that peaks 1 s
// before each of 30 struggles, and is said to do so 1.5 s before, 0.5 s.
func TestErrorOfALag(t *testing.T) {
	const rate, early, said, bin = 20, 1.0, 1.5, 0.1
	bouts := table.New("bout", table.String("animal", ""), table.Int("session", ""), table.String("state", ""), table.Float("from_s", "s"), table.Float("to_s", "s"))
	sessions := table.New("study_session", table.String("animal", ""), table.String("session_id", ""), table.Int("session", ""))
	sessions.Append("m", "tail", 0)
	dff := make([]float64, 30*10*rate)
	for k := range 30 {
		from, rest := 10*float64(k), 6+float64(k%4)/2
		bouts.Append("m", 0, "immobile", from, from+rest)
		bouts.Append("m", 0, "struggling", from+rest, from+10)
		for i := range dff {
			d := float64(i)/rate - (from + rest - early)
			dff[i] += math.Exp(-d * d / (2 * 0.3 * 0.3))
		}
	}
	truth, measured := t.TempDir(), t.TempDir()
	prediction := table.New("prediction", table.String("animal", ""), table.Float("lead_s", "s"))
	prediction.Append("", said)
	for dir, all := range map[string][]*table.Table{truth: {bouts, sessions}, measured: {prediction}} {
		if err := table.WriteFiles(dir, all...); err != nil {
			t.Fatal(err)
		}
	}
	var film []float64
	for i := range dff {
		film = append(film, float64(i)/rate)
	}
	whole := []photometry.Session{fibreTruth{film: film, dff: dff}.asSession("m", "tail")}
	var r PhotometryResult
	if err := r.lag(measured, truth, whole); err != nil || r.NoLag != "" {
		t.Fatalf("%v %q", err, r.NoLag)
	}
	if math.Abs(float64(r.TrueLag)-early) > bin || math.Abs(float64(r.LagError)-(said-early)) > bin {
		t.Errorf("lag %v, true %v, error %v", r.Lag, r.TrueLag, r.LagError)
	}
}
