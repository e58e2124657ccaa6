package convnet

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
)

// Sample is one window to learn from: its input, and for every output pixel
// the target in [0, 1] and how much it counts.
type Sample struct {
	X, Target, Weight Volume
}

// Source returns sample n of the training, counted from 0. All randomness comes
// from rng. Samples of one batch have one shape.
type Source func(rng *rand.Rand, n int) (x, target, weight Volume)

// Recipe says how to train. The zero Recipe stands for the defaults in
// parentheses.
type Recipe struct {
	Steps   int     // updates of the weights (500)
	Batch   int     // samples of an update (16)
	Rate    float64 // peak learning rate of the one-cycle schedule (3e-3)
	Warm    float64 // fraction of the steps before the peak (0.15)
	Decay   float64 // weight decay of AdamW, biases excepted (1e-3); below 0: none
	Drop    float64 // chance to drop a channel, see Trainer (0.1); below 0: none
	Workers int     // goroutines (1); the result does not depend on it
	// Report, if set, hears the loss of every step.
	Report func(step int, loss float64)
}

func (r Recipe) withDefaults() Recipe {
	number := func(v *float64, standard float64) {
		if *v == 0 {
			*v = standard
		}
		*v = max(*v, 0)
	}
	count := func(v *int, standard int) {
		if *v <= 0 {
			*v = standard
		}
	}
	count(&r.Steps, 500)
	count(&r.Batch, 16)
	count(&r.Workers, 1)
	number(&r.Rate, 3e-3)
	number(&r.Warm, 0.15)
	number(&r.Decay, 1e-3)
	number(&r.Drop, 0.1)
	if r.Warm >= 1 || r.Drop >= 1 {
		panic(fmt.Sprintf("convnet: Recipe with Warm %g and Drop %g, want below 1", r.Warm, r.Drop))
	}
	return r
}

// Train returns net as it is after all steps of the recipe; net itself stays.
// It asks next for one sample after the other. It fails if ctx ends or the
// loss is no longer a number.
func Train(ctx context.Context, net Net, r Recipe, next Source, rng *rand.Rand) (Net, error) {
	t := NewTrainer(net, r)
	batch := make([]Sample, t.recipe.Batch)
	for step := range t.recipe.Steps {
		if err := ctx.Err(); err != nil {
			return Net{}, err
		}
		for i := range batch {
			batch[i].X, batch[i].Target, batch[i].Weight = next(rng, step*len(batch)+i)
		}
		loss := t.Step(batch, rng)
		if math.IsNaN(loss) || math.IsInf(loss, 0) {
			return Net{}, fmt.Errorf("convnet: loss of training step %d is %g; "+
				"hint: look for NaN among the inputs, or lower the learning rate from %g",
				step, loss, t.recipe.Rate)
		}
		if t.recipe.Report != nil {
			t.recipe.Report(step, loss)
		}
	}
	return t.Net(), nil
}

// Trainer trains a network batch by batch. During training, but not in
// Forward, each output channel of the layers in the second half of the
// network, the last layer excepted, is zero with chance p = Drop in each
// sample and otherwise multiplied by 1/(1-p) (Tompson et al. 2015,
// doi:10.1109/CVPR.2015.7298664).
type Trainer struct {
	recipe Recipe
	kernel kernels
	net    Net       // its weights are parts of params
	params []float32 // layer by layer, weights before biases
	decay  []float64 // of each parameter
	adam   *adamW
	tapes  []*tape     // one for each worker
	grads  [][]float32 // one for each sample of the batch
}

// NewTrainer returns a trainer of a copy of net.
func NewTrainer(net Net, r Recipe) *Trainer {
	if err := net.check(); err != nil {
		panic("convnet: " + err.Error())
	}
	t := &Trainer{recipe: r.withDefaults(), kernel: kernel}
	t.net, t.params = net.clone()
	for _, l := range net.Layers {
		for range l.W {
			t.decay = append(t.decay, t.recipe.Decay)
		}
		t.decay = append(t.decay, make([]float64, len(l.B))...)
	}
	t.adam = newAdamW(len(t.params))
	return t
}

// Net returns a copy of the network as it is now.
func (t *Trainer) Net() Net {
	n, _ := t.net.clone()
	return n
}

// Step updates the weights once, against the gradient of the batch, and returns
// the loss before: the cross-entropy summed over the batch and divided by its
// number of pixels. Random is only which channels are dropped.
func (t *Trainer) Step(batch []Sample, rng *rand.Rand) float64 {
	keep := make([][][]float32, len(batch))
	for i := range batch {
		t.mustFit(batch[i], batch[0])
		keep[i] = t.thin(rng)
	}
	loss, grad := t.gradient(batch, keep)
	pixels := float64(len(batch) * len(batch[0].Target.Pix))
	for i := range grad {
		grad[i] = float32(float64(grad[i]) / pixels)
	}
	rate := OneCycle(min(t.adam.step, t.recipe.Steps-1), t.recipe.Steps, t.recipe.Rate, t.recipe.Warm)
	t.adam.update(t.params, grad, rate, t.decay)
	return loss / pixels
}

// mustFit panics unless s suits the network and has the shape of like.
func (t *Trainer) mustFit(s, like Sample) {
	s.X.mustHold("input", t.net.Layers[0].In)
	s.X.mustMatch("sample", like.X)
}

// thin draws the factors of the channels of every layer for one sample.
func (t *Trainer) thin(rng *rand.Rand) [][]float32 {
	n := len(t.net.Layers)
	keep := make([][]float32, n)
	if t.recipe.Drop == 0 {
		return keep
	}
	for i := n / 2; i < n-1; i++ {
		keep[i] = make([]float32, t.net.Layers[i].Out)
		for c := range keep[i] {
			if rng.Float64() >= t.recipe.Drop {
				keep[i][c] = float32(1 / (1 - t.recipe.Drop))
			}
		}
	}
	return keep
}

// gradient returns the loss and gradient summed over the batch in the order of
// the samples, whoever computed them.
func (t *Trainer) gradient(batch []Sample, keep [][][]float32) (float64, []float32) {
	f := t.net.frame(batch[0].X.H, batch[0].X.W)
	learn := newLearner(t.kernel, t.net, f)
	t.makeRoom(len(batch), f)
	losses := make([]float64, len(batch))
	var wg sync.WaitGroup
	for w := range t.tapes {
		wg.Go(func() {
			for i := w; i < len(batch); i += len(t.tapes) {
				losses[i] = learn.gradient(t.grads[i], t.tapes[w], batch[i], keep[i])
			}
		})
	}
	wg.Wait()
	for i := 1; i < len(batch); i++ {
		losses[0] += losses[i]
		for j, g := range t.grads[i] {
			t.grads[0][j] += g
		}
	}
	return losses[0], t.grads[0]
}

// makeRoom sees to a gradient for every sample and a tape for every worker.
func (t *Trainer) makeRoom(samples int, f frame) {
	for len(t.grads) < samples {
		t.grads = append(t.grads, make([]float32, len(t.params)))
	}
	if len(t.tapes) > 0 && t.tapes[0].frame == f {
		return
	}
	t.tapes = nil
	for range t.recipe.Workers {
		t.tapes = append(t.tapes, newTape(t.net, f))
	}
}

// clone copies the network onto one slice of parameters, layer by layer,
// weights before biases.
func (n Net) clone() (Net, []float32) {
	var params []float32
	for _, l := range n.Layers {
		params = append(append(params, l.W...), l.B...)
	}
	c, rest := Net{append([]Layer(nil), n.Layers...)}, params
	take := func(k int) []float32 {
		part := rest[:k:k]
		rest = rest[k:]
		return part
	}
	for i := range c.Layers {
		l := &c.Layers[i]
		l.W, l.B = take(len(l.W)), take(len(l.B))
	}
	return c, params
}
