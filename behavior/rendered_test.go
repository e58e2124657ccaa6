package behavior

import (
	"io"
	"math"
	"testing"

	"respine/random"
	"respine/scope"
)

// rendered is a film drawn frame by frame as it is asked for.
type rendered struct {
	test *scope.TailTest
	at   int
}

func (r *rendered) Next(dst []uint8) (float64, error) {
	if r.at >= r.test.Frames() {
		return 0, io.EOF
	}
	r.test.Frame(dst, r.at)
	r.at++
	return float64(r.at-1) / r.test.Video().RateHz, nil
}

// scored renders a film, surveys it and scores it.
func scored(t *testing.T, v scope.TailVideo, seed uint64) ([]Result, *scope.TailTest) {
	t.Helper()
	test := scope.Hang(v, random.New(seed))
	v = test.Video()
	var samples [][]uint8
	for i := range 24 {
		pix := make([]uint8, v.Width*v.Height)
		test.Frame(pix, i*test.Frames()/24)
		samples = append(samples, pix)
	}
	s, err := Survey(samples, v.Width, v.Height, SurveyParams{Animals: len(v.Animals)})
	if err != nil {
		t.Fatal(err)
	}
	traces, err := Follow(t.Context(), &rendered{test: test}, s)
	if err != nil {
		t.Fatal(err)
	}
	return Score(traces, Params{}), test
}

// truly are the immobile stretches of an animal of the film.
func truly(test *scope.TailTest, animal int) []Stretch {
	a := test.Video().Animals[animal]
	bouts := test.Tables()[1]
	var out []Stretch
	for i, name := range bouts.Strings("animal") {
		if name == a.Name && bouts.Strings("state")[i] == "immobile" {
			out = append(out, Stretch{bouts.Floats("from_s")[i], bouts.Floats("to_s")[i]})
		}
	}
	return out
}

// ups are struggles of the lengths of a mouse, for a short test.
var ups = []scope.TailBout{{FromSec: 0, ToSec: 6, State: scope.TailStruggling}, {FromSec: 12, ToSec: 15, State: scope.TailStruggling},
	{FromSec: 22, ToSec: 28, State: scope.TailStruggling}, {FromSec: 33, ToSec: 36, State: scope.TailStruggling}, {FromSec: 42, ToSec: 44, State: scope.TailStruggling}}

// leastKappa is below what the issue asks of whole tests, 0.9: these have 48 s, and
// each change costs 0.1 s of blur by LagSec and smoothing.
const leastKappa = 0.85

func TestRenderedFilm(t *testing.T) {
	small := scope.TailVideo{Width: 240, Height: 240, RateHz: 15}
	for name, v := range map[string]scope.TailVideo{
		"easy":     {Animals: []scope.TailAnimal{{TestSec: 48, StartSec: 2, Bouts: ups}}},
		"swinging": {Animals: []scope.TailAnimal{{TestSec: 48, StartSec: 2, Bouts: ups, SwingTauSec: 10, Vigour: 1.2}}},
		"flicker": {Animals: []scope.TailAnimal{{TestSec: 48, StartSec: 2, Bouts: ups}},
			Camera: scope.TailCamera{WallGrey: 185, NoiseSD: 4, Vignette: 0.2, Flicker: 0.06, MainsHz: 101, RollingSec: 0.02, Drift: 0.05}},
		"cord": {Animals: []scope.TailAnimal{{TestSec: 48, StartSec: 2, Bouts: ups, Wire: true}}},
	} {
		t.Run(name, func(t *testing.T) {
			v.Width, v.Height, v.RateHz = small.Width, small.Height, small.RateHz
			results, test := scored(t, v, 3)
			r := results[0]
			if math.Abs(r.StartSec-2) > 0.2 {
				t.Errorf("the test starts at %.2f s, want 2", r.StartSec)
			}
			g := Agree(Immobility(r.Bouts), truly(test, 0), 2, 50)
			t.Logf("kappa %.3f, tolerant %.3f, immobile %.1f s", g.Kappa, g.TolerantKappa, r.Summary.ImmobileSec)
			if !(g.Kappa > leastKappa) {
				t.Errorf("kappa %.3f, want more than %g", g.Kappa, leastKappa)
			}
		})
	}
}
