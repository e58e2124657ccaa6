package spine

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"

	"respine/convnet"
)

// FitParams sets how a classifier is trained. The zero value means the
// defaults.
type FitParams struct {
	Nets    int    // networks averaged; 3
	Steps   int    // updates of each; 600
	Seed    uint64 // of all randomness
	Workers int    // goroutines; 2
	// Report hears what is being trained and how it goes.
	Report func(line string)
}

func (p FitParams) withDefaults() FitParams {
	p.Nets = cmp.Or(p.Nets, 3)
	p.Steps = cmp.Or(p.Steps, 600)
	p.Workers = cmp.Or(p.Workers, 2)
	if p.Report == nil {
		p.Report = func(string) {}
	}
	return p
}

// Fitted is a trained classifier with its like trained without one dendrite
// each, for scoring on dendrites the classifier has not seen.
type Fitted struct {
	Classifier
	LeftOut map[string]Classifier
}

// Fit trains a classifier. For every named dendrite a twin is trained without
// it; what the twins say of the dendrites they have not seen calibrates
// probabilities. A twin is calibrated on the other dendrites only. Examples
// without a name, such as simulated ones, are trained on but never left out;
// if no example has a name, Fit fails.
func Fit(ctx context.Context, examples []Example, p FitParams) (Fitted, error) {
	p = p.withDefaults()
	var names []string
	for _, e := range examples {
		if e.Dendrite != "" && !slices.Contains(names, e.Dendrite) {
			names = append(names, e.Dendrite)
		}
	}
	if len(names) < 2 {
		return Fitted{}, fmt.Errorf("spine: %d marked dendrites, at least 2 are needed to train and calibrate\nhint: mark another dendrite, or simulate several", len(names))
	}
	f := Fitted{LeftOut: map[string]Classifier{}}
	said := map[string][]call{}
	for i, name := range names {
		seen, unseen := split(examples, name)
		nets, err := p.train(ctx, seen, fmt.Sprintf("without %s", name), uint64(i+1))
		if err != nil {
			return Fitted{}, err
		}
		c := Classifier{Nets: nets, Slope: 1}
		for _, e := range unseen {
			said[name] = append(said[name], c.calls(e)...)
		}
		f.LeftOut[name] = c
	}
	nets, err := p.train(ctx, examples, "all dendrites", 0)
	if err != nil {
		return Fitted{}, err
	}
	f.Classifier = Classifier{Nets: nets}
	f.Intercept, f.Slope = calibrate(said, "")
	for _, name := range names {
		c := f.LeftOut[name]
		c.Intercept, c.Slope = calibrate(said, name)
		f.LeftOut[name] = c
	}
	return f, nil
}

func split(examples []Example, name string) (seen, unseen []Example) {
	for _, e := range examples {
		if e.Dendrite == name {
			unseen = append(unseen, e)
		} else {
			seen = append(seen, e)
		}
	}
	return seen, unseen
}

func (p FitParams) train(ctx context.Context, examples []Example, what string, stream uint64) ([]convnet.Net, error) {
	var nets []convnet.Net
	for n := range p.Nets {
		var sum float64
		r := convnet.Recipe{Steps: p.Steps, Workers: p.Workers, Report: func(step int, loss float64) {
			if sum += loss; step%100 == 99 {
				p.Report(fmt.Sprintf("%s, network %d of %d: step %d of %d, loss %.4f", what, n+1, p.Nets, step+1, p.Steps, sum/100))
				sum = 0
			}
		}}
		net, err := TrainNet(ctx, examples, r, rand.New(rand.NewPCG(p.Seed, stream<<8|uint64(n))))
		if err != nil {
			return nil, err
		}
		nets = append(nets, net)
	}
	return nets, nil
}

// call is one candidate on a dendrite the networks have not seen.
type call struct {
	heat float64
	hit  bool
}

// matchUm is how near a candidate must be to a marked head to be right.
const matchUm = 1.0

// calls lists the candidates on an example, and whether each is right.
func (c Classifier) calls(e Example) []call { return matched(peaks(c.heatMap(e.volume)), e.heads) }

// matched matches peaks with heads, the highest peaks first, one to one. Peaks
// at ignored heads are left out.
func matched(found []peak, heads []target) []call {
	found = slices.Clone(found)
	slices.SortStableFunc(found, func(a, b peak) int { return cmp.Compare(b.heat, a.heat) })
	taken := make([]bool, len(heads))
	var out []call
	for _, p := range found {
		best, at := matchUm/CellUm, -1
		for i, h := range heads {
			if d := math.Hypot(p.column-h.column, p.row-h.row); d <= best && !taken[i] {
				best, at = d, i
			}
		}
		if at >= 0 {
			taken[at] = true
			if heads[at].ignore {
				continue
			}
		}
		out = append(out, call{p.heat, at >= 0})
	}
	return out
}

// calibrate fits the logistic curve from the logit of a peak's height to its
// chance of being right, on every dendrite but one.
func calibrate(said map[string][]call, but string) (intercept, slope float64) {
	var x []float64
	var y []bool
	for _, name := range slices.Sorted(maps.Keys(said)) {
		if name == but {
			continue
		}
		for _, c := range said[name] {
			x = append(x, logit(c.heat))
			y = append(y, c.hit)
		}
	}
	return fitLogistic(x, y)
}
