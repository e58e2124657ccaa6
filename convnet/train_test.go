package convnet

import (
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// planted is a task: find plus signs of five bright pixels amid single bright
// pixels and noise. The target is one at the centre of each plus sign, and these
// pixels count ten times, since they are few.
func planted(rng *rand.Rand, _ int) (x, target, weight Volume) {
	const h, w = 12, 32
	x, target, weight = NewVolume(1, h, w), NewVolume(1, h, w), NewVolume(1, h, w)
	for i := range x.Pix {
		x.Pix[i] = float32(0.1 * rng.NormFloat64())
		weight.Pix[i] = 1
		if rng.IntN(8) == 0 {
			x.Pix[i]++
		}
	}
	for range 3 {
		at := (1+rng.IntN(h-2))*w + 1 + rng.IntN(w-2)
		target.Pix[at], weight.Pix[at] = 1, 10
		for _, d := range []int{0, 1, -1, w, -w} {
			x.Pix[at+d] = 1
		}
	}
	return x, target, weight
}

// tiny is a network just large enough for plus signs.
func tiny(rng *rand.Rand) Net {
	n := New(1, 8, rng)
	last := n.Layers[len(n.Layers)-1]
	return Net{[]Layer{n.Layers[0], n.Layers[5], last}}
}

func TestTrainingFindsAPlantedDetector(t *testing.T) {
	rng := source(1)
	var losses []float64
	recipe := Recipe{Steps: 300, Batch: 8, Rate: 0.02, Drop: -1, Workers: 2,
		Report: func(_ int, loss float64) { losses = append(losses, loss) }}
	start := tiny(rng)
	n, err := Train(context.Background(), start, recipe, planted, rng)
	if err != nil {
		t.Fatal(err)
	}
	if len(losses) != 300 {
		t.Fatalf("%d losses reported, want 300", len(losses))
	}
	var found, all, wrong int
	for i := range 40 {
		x, target, _ := planted(rng, i)
		for p, z := range n.Forward(x).Pix {
			switch {
			case target.Pix[p] == 1:
				all++
				if z > 0 {
					found++
				}
			case z > 0:
				wrong++
			}
		}
	}
	// Plus signs arise by chance at 8^-5 of the pixels and at more where signs
	// overlap, so that a perfect detector is a little wrong too.
	if found < all*95/100 || wrong > all*10/100 {
		t.Errorf("found %d of %d, and %d wrong", found, all, wrong)
	}
	if first, last := losses[0], losses[299]; last > first/10 {
		t.Errorf("loss went from %v to %v", first, last)
	}
}

// short trains a few steps with dropout.
func short(t *testing.T, k kernels, workers int) (Net, []float64) {
	t.Helper()
	rng := source(7)
	tr := NewTrainer(New(1, 8, rng), Recipe{Steps: 4, Batch: 5, Drop: 0.3, Workers: workers})
	tr.kernel = k
	var losses []float64
	for range 4 {
		batch := make([]Sample, 5)
		for i := range batch {
			batch[i].X, batch[i].Target, batch[i].Weight = planted(rng, i)
		}
		losses = append(losses, tr.Step(batch, rng))
	}
	return tr.Net(), losses
}

func TestTrainingIsTheSameForAnyWorkersAndPath(t *testing.T) {
	want, wantLosses := short(t, plain(), 1)
	for _, k := range available() {
		for _, workers := range []int{1, 2, 3, 9} {
			got, losses := short(t, k, workers)
			if !reflect.DeepEqual(got, want) || !slices.Equal(losses, wantLosses) {
				t.Errorf("%s with %d workers differs", k.name, workers)
			}
		}
	}
}

func TestTrainerLeavesItsNetworkAlone(t *testing.T) {
	rng := source(1)
	n := New(1, 8, rng)
	before, _ := n.clone()
	if _, err := Train(context.Background(), n, Recipe{Steps: 2, Batch: 2}, planted, rng); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(n, before) {
		t.Error("Train changed the network it began with")
	}
	tr := NewTrainer(n, Recipe{})
	tr.Net().Layers[0].W[0] = 99
	if tr.params[0] == 99 {
		t.Error("Net shares weights with the trainer")
	}
}

func TestBatchesMayChangeShape(t *testing.T) {
	rng := source(2)
	tr := NewTrainer(New(1, 4, rng), Recipe{})
	for _, w := range []int{30, 17, 30} {
		s := Sample{noise(1, 1, 6, w), uniform(2, 1, 6, w), uniform(3, 1, 6, w)}
		if loss := tr.Step([]Sample{s, s}, rng); math.IsNaN(loss) {
			t.Errorf("width %d: loss is %v", w, loss)
		}
	}
	wantPanic(t, "sample", func() {
		tr.Step([]Sample{{X: noise(1, 1, 6, 9)}, {X: noise(1, 1, 6, 8)}}, rng)
	})
}

// Channels are dropped in layers 3 to 5 of the 7 of a detector, one in ten, and
// the rest makes up for them.
func TestThinDropsChannelsOfTheSecondHalf(t *testing.T) {
	tr, rng := NewTrainer(New(1, 16, source(1)), Recipe{}), source(2)
	var sum, dropped, draws float64
	for range 2000 {
		keep := tr.thin(rng)
		for i, factors := range keep {
			if want := map[int]int{3: 16, 4: 16, 5: 16}[i]; len(factors) != want {
				t.Fatalf("layer %d has %d factors, want %d", i, len(factors), want)
			}
			for _, f := range factors {
				draws++
				sum += float64(f)
				if f == 0 {
					dropped++
				}
			}
		}
	}
	// 96000 draws: four standard errors of the fraction are 0.004.
	if math.Abs(dropped/draws-0.1) > 0.004 || math.Abs(sum/draws-1) > 0.005 {
		t.Errorf("dropped %v, mean factor %v", dropped/draws, sum/draws)
	}
	if keep := NewTrainer(New(1, 16, source(1)), Recipe{Drop: -1}).thin(rng); keep[3] != nil {
		t.Error("Drop below 0 still drops")
	}
}

func TestTrainStops(t *testing.T) {
	n := New(1, 4, source(1))
	ctx, cancel := context.WithCancel(context.Background())
	recipe := Recipe{Steps: 100, Batch: 1, Report: func(step int, _ float64) {
		if step == 2 {
			cancel()
		}
	}}
	calls := 0
	count := func(rng *rand.Rand, n int) (x, target, weight Volume) {
		if n != calls {
			t.Errorf("sample %d asked for, want %d", n, calls)
		}
		calls++
		return planted(rng, n)
	}
	if _, err := Train(ctx, n, recipe, count, source(1)); err != context.Canceled || calls != 3 {
		t.Errorf("error %v after %d samples, want cancelled after 3", err, calls)
	}
	poison := func(rng *rand.Rand, n int) (x, target, weight Volume) {
		x, target, weight = planted(rng, n)
		x.Pix[5] = float32(math.NaN())
		return x, target, weight
	}
	_, err := Train(context.Background(), n, recipe, poison, source(1))
	if err == nil || !strings.Contains(err.Error(), "hint:") || !strings.Contains(err.Error(), "step 0") {
		t.Errorf("error %v, want one about step 0 with a hint", err)
	}
}

func TestRecipeChecksItsFractions(t *testing.T) {
	n := New(1, 4, source(1))
	wantPanic(t, "Drop 1", func() { NewTrainer(n, Recipe{Drop: 1}) })
	wantPanic(t, "Warm 1", func() { NewTrainer(n, Recipe{Warm: 1}) })
	wantPanic(t, "no layers", func() { NewTrainer(Net{}, Recipe{}) })
}
