package photometry

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"respine/random"
	"respine/scope"
)

// Rendered recordings with the channels exchanged are doubted in the table of quality,
// with and without movement of the fibre, and none that is right; nor one of a fibre
// that shows no calcium.
func TestExchangedChannelsAreDoubted(t *testing.T) {
	for name, p := range map[string]scope.Photometry{"as it comes": {}, "a still fibre": {Fibre: scope.Fibre{JerkSD: 1e-6}}, "a fibre that moves": {Fibre: scope.Fibre{JerkSD: 0.02}}} {
		m := planted("m", 5001, 150, math.NaN(), p)
		if got := doubt(m.Data.Trace); got != "" {
			t.Errorf("%s, as recorded: %s", name, got)
		}
		x := m.Data.Trace
		x.Signal, x.Control = x.Control, x.Signal
		if got := doubt(x); !strings.Contains(got, "exchanged?") || !strings.Contains(got, "--signal") {
			t.Errorf("%s, exchanged: %q", name, got)
		}
	}
	a := scope.FibreActivity{BinSec: 0.02, RateHz: slices.Repeat([]float32{2}, 6000), Movement: slices.Repeat(append(make([]float32, 600), slices.Repeat([]float32{1}, 200)...), 8)[:6000]}
	r := scope.RecordFibre(a, scope.Photometry{}, random.New(1))
	x, err := NewTrace(Channel{Sec: r.SignalSec, Value: r.Signal}, &Channel{Sec: r.ControlSec, Value: r.Control}, Params{})
	if err != nil {
		t.Fatal(err)
	}
	if got := doubt(x); got != "" {
		t.Errorf("no activity: %s", got)
	}
}

// doubt is the note of the first row of quality, after what the fit says.
func doubt(x Trace) string {
	s := Session{Animal: "m", Data: Process(x, nil, Params{}), Clock: OneClock()}
	fit := s.Data.All[0].Note
	r := Analyse([]Session{s}, Params{}, rand.New(rand.NewPCG(1, 0)))
	return strings.TrimPrefix(strings.TrimPrefix(r.quality().Strings("note")[0], fit), "; ")
}

// Reach by hand: of 0 to 100, its cube.
func TestUpOverDown(t *testing.T) {
	x := []float64{math.NaN()}
	for i := range 101 {
		x = append(x, math.Pow(float64(i), 3))
	}
	near(t, "cube", upOverDown(x), (99.*99*99-50*50*50)/(50*50*50-1), 1e-12)
	if v := upOverDown(x[:1]); !math.IsNaN(v) {
		t.Errorf("of nothing: %v", v)
	}
}
