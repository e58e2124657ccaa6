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
var ups = []scope.TailBout{{FromSec: 0, ToSec: 5, State: scope.TailStruggling}, {FromSec: 10, ToSec: 13, State: scope.TailStruggling},
	{FromSec: 19, ToSec: 23, State: scope.TailStruggling}}

// leastKappa: three struggles in 26 s at 10 Hz have five edges, and one frame off
// at each costs 0.04; a body goes on moving for 0.2 s beside. plainLess is by how
// much the difference of pixels must be worse in the mouse that swings.
const (
	leastKappa = 0.8
	plainLess  = 0.1
)

func TestRenderedFilm(t *testing.T) {
	hung := scope.TailAnimal{TestSec: 26, StartSec: 2, Bouts: ups}
	swinging, corded := hung, hung
	swinging.SwingTauSec, swinging.Vigour = 10, 1.2
	corded.Wire = true
	flicker := scope.TailCamera{WallGrey: 185, NoiseSD: 4, Vignette: 0.2, Flicker: 0.06, MainsHz: 101, RollingSec: 0.02, Drift: 0.05}
	for _, f := range []struct {
		name   string
		animal scope.TailAnimal
		camera scope.TailCamera
	}{{"swinging", swinging, scope.TailCamera{}}, {"cord and flicker", corded, flicker}} {
		t.Run(f.name, func(t *testing.T) {
			results, test := scored(t, scope.TailVideo{Width: 240, Height: 240, RateHz: 10, Animals: []scope.TailAnimal{f.animal}, Camera: f.camera}, 3)
			r := results[0]
			if math.Abs(r.StartSec-2) > 0.2 {
				t.Errorf("the test starts at %.2f s, want 2", r.StartSec)
			}
			truth := truly(test, 0)
			g := Agree(Immobility(r.Bouts), truth, 2, 28)
			if !(g.Kappa > leastKappa) {
				t.Errorf("kappa %.3f, want more than %g", g.Kappa, leastKappa)
			}
			plain := Agree(Immobility(Score([]Trace{r.Trace}, Params{Method: Plain})[0].Bouts), truth, 2, 28)
			if f.name == "swinging" && !(g.Kappa-plain.Kappa > plainLess) {
				t.Errorf("kappa %.3f, of the difference of pixels %.3f", g.Kappa, plain.Kappa)
			}
			t.Logf("kappa %.3f, of the difference of pixels %.3f", g.Kappa, plain.Kappa)
		})
	}
}
