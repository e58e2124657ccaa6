package convnet

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"testing"
)

// oracle is testdata/oracle.json, written by testdata/oracle.py.
type oracle struct {
	Spec                    []Layer
	H, W, Steps             int
	Rate, Warm, Decay, Loss float64
	Params                  []float32
	X, Target, Weight       [][]float32
	Forward                 [][]float64
	Gradient                []float64
	Losses, Trained         []float64
	Schedule                []float64
}

func readOracle(t *testing.T) (oracle, Net, []Sample) {
	t.Helper()
	data, err := os.ReadFile("testdata/oracle.json")
	if err != nil {
		t.Fatal(err)
	}
	var o oracle
	if err := json.Unmarshal(data, &o); err != nil {
		t.Fatal(err)
	}
	n := Net{o.Spec}
	rest := o.Params
	for i := range n.Layers {
		l := &n.Layers[i]
		weights := l.In * l.Out * l.taps()
		l.W, l.B, rest = rest[:weights], rest[weights:weights+l.Out], rest[weights+l.Out:]
	}
	var batch []Sample
	for i := range o.X {
		v := func(c int, pix []float32) Volume { return Volume{c, o.H, o.W, pix} }
		batch = append(batch, Sample{v(3, o.X[i]), v(1, o.Target[i]), v(1, o.Weight[i])})
	}
	return o, n, batch
}

// Tolerances for float32 sums of some hundred products of order one, against
// float64; training amplifies the difference, as AdamW divides by the size of
// small gradients.
const (
	forwardTolerance = 2e-5
	gradTolerance    = 1e-6
	trainedTolerance = 3e-6
)

func wantNear(t *testing.T, what string, got []float32, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, want %d", what, len(got), len(want))
	}
	for i := range got {
		if !(math.Abs(float64(got[i])-want[i]) <= tolerance) {
			t.Fatalf("%s: value %d is %v, want %v", what, i, got[i], want[i])
		}
	}
}

func TestForwardMatchesScipy(t *testing.T) {
	o, n, batch := readOracle(t)
	for _, k := range available() {
		for i, s := range batch {
			wantNear(t, k.name, n.forward(k, s.X).Pix, o.Forward[i], forwardTolerance)
		}
	}
}

func TestLossMatchesJax(t *testing.T) {
	o, n, batch := readOracle(t)
	var sum float64
	for _, s := range batch {
		sum += CrossEntropy(n.Forward(s.X), s.Target, s.Weight)
	}
	sum /= float64(len(batch) * o.H * o.W)
	if math.Abs(sum-o.Loss) > gradTolerance {
		t.Errorf("loss %v, want %v", sum, o.Loss)
	}
}

func TestGradientMatchesJax(t *testing.T) {
	o, n, batch := readOracle(t)
	for _, k := range available() {
		tr := NewTrainer(n, Recipe{Drop: -1})
		tr.kernel = k
		_, grad := tr.gradient(batch, keepAll(n, len(batch)))
		for i, g := range grad {
			grad[i] = g / float32(len(batch)*o.H*o.W)
		}
		wantNear(t, k.name, grad, o.Gradient, gradTolerance)
	}
}

// keepAll drops no channel of any sample.
func keepAll(n Net, samples int) [][][]float32 {
	keep := make([][][]float32, samples)
	for i := range keep {
		keep[i] = make([][]float32, len(n.Layers))
	}
	return keep
}

func TestTrainingMatchesOptax(t *testing.T) {
	o, n, batch := readOracle(t)
	tr := NewTrainer(n, Recipe{Steps: o.Steps, Rate: o.Rate, Warm: o.Warm, Decay: o.Decay, Drop: -1})
	rng := rand.New(rand.NewPCG(1, 1))
	for step, want := range o.Losses {
		if got := tr.Step(batch, rng); math.Abs(got-want) > trainedTolerance {
			t.Errorf("loss of step %d is %v, want %v", step, got, want)
		}
	}
	_, params := tr.Net().clone()
	wantNear(t, "parameters", params, o.Trained, trainedTolerance)
}

func TestOneCycleMatchesOptax(t *testing.T) {
	o, _, _ := readOracle(t)
	for step, want := range o.Schedule {
		if got := OneCycle(step, o.Steps, o.Rate, o.Warm); math.Abs(got-want) > 1e-12 {
			t.Errorf("rate of step %d is %v, want %v", step, got, want)
		}
	}
}
