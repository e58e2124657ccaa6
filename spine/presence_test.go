package spine

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"respine/turnover"
)

var plain = PresenceParams{Prior: 0.3, Gain: 0.1, Loss: 0.25, Gap: 1, Base: 0.4, PresentAbove: 0.5, ChangeAbove: 0.35, ChangeWeight: 1}

// evidence is the odds a session's own probability speaks for presence.
func evidence(q, base float64) float64 { return q / (1 - q) * (1 - base) / base }

func TestOneSessionIsBayesRule(t *testing.T) {
	for _, q := range []float64{0.05, 0.4, 0.6, 0.95} {
		odds := 0.3 / 0.7 * evidence(q, 0.4)
		states, post := Decide([]float64{q}, plain)
		about(t, "posterior", post[0], odds/(1+odds), 1e-12)
		if want := post[0] > 0.5; (states[0] == turnover.Present) != want {
			t.Errorf("at %v the state is %v", post[0], states[0])
		}
	}
}

func TestTwoSessionsByHand(t *testing.T) {
	e, f := evidence(0.8, 0.4), evidence(0.3, 0.4)
	pp, pa := 0.3*0.75*e*f, 0.3*0.25*e
	ap, aa := 0.7*0.1*f, 0.7*0.9
	sum := pp + pa + ap + aa
	_, post := Decide([]float64{0.8, 0.3}, plain)
	about(t, "first", post[0], (pp+pa)/sum, 1e-12)
	about(t, "second", post[1], (pp+ap)/sum, 1e-12)
	b := belief{present: post, gain: []float64{0, ap / sum}, loss: []float64{0, pa / sum}}
	if got := b.leastCost(plain); got[0] != (post[0] > 0.5) {
		t.Errorf("calls %v at %v", got, post)
	}
}

// forwardBackward is the same model as a chain over pairs of states.
func forwardBackward(alone []float64, p PresenceParams) []float64 {
	n := len(alone)
	like := func(i, s int) float64 {
		if math.IsNaN(alone[i]) {
			return 1
		}
		q := min(max(alone[i], 0.005), 0.995)
		return []float64{(1 - q) / (1 - p.Base), q / p.Base}[s]
	}
	first := []float64{1 - p.Prior, p.Prior}
	step := [2][2]float64{{1 - p.Gain, p.Gain}, {p.Loss, 1 - p.Loss}}
	gap := func(a, b, c int) float64 {
		if a == c && a != b {
			return p.Gap
		}
		return 1
	}
	if n == 1 {
		a, b := first[0]*like(0, 0), first[1]*like(0, 1)
		return []float64{b / (a + b)}
	}
	fw, bw := make([][2][2]float64, n), make([][2][2]float64, n)
	for a := range 2 {
		for b := range 2 {
			fw[1][a][b] = first[a] * like(0, a) * step[a][b] * like(1, b)
			bw[n-1][a][b] = 1
		}
	}
	for i := 2; i < n; i++ {
		for a := range 2 {
			for b := range 2 {
				for c := range 2 {
					fw[i][b][c] += fw[i-1][a][b] * step[b][c] * gap(a, b, c) * like(i, c)
				}
			}
		}
	}
	for i := n - 2; i >= 1; i-- {
		for a := range 2 {
			for b := range 2 {
				for c := range 2 {
					bw[i][a][b] += step[b][c] * gap(a, b, c) * like(i+1, c) * bw[i+1][b][c]
				}
			}
		}
	}
	out := make([]float64, n)
	for i := 1; i < n; i++ {
		var total, now, before float64
		for a := range 2 {
			for b := range 2 {
				w := fw[i][a][b] * bw[i][a][b]
				total += w
				now += w * float64(b)
				before += w * float64(a)
			}
		}
		out[i] = now / total
		if i == 1 {
			out[0] = before / total
		}
	}
	return out
}

func randomEvidence(rng *rand.Rand, n int) []float64 {
	q := make([]float64, n)
	for i := range q {
		q[i] = rng.Float64()
		if rng.IntN(8) == 0 {
			q[i] = math.NaN()
		}
	}
	return q
}

func TestPosteriorsAgainstForwardBackward(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	p := plain
	p.Gap = 0.4
	for n := 1; n <= stretch; n++ {
		q := randomEvidence(rng, n)
		_, post := Decide(q, p)
		for i, want := range forwardBackward(q, p) {
			about(t, "posterior", post[i], want, 1e-9)
		}
	}
}

// Beyond twelve sessions each is weighed with three neighbours on either side
// at the least, which is nearly the whole chain.
func TestLongStudiesAgreeWithTheWholeChain(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	p := PresenceParams{}.withDefaults()
	var worst float64
	for _, n := range []int{13, 17, 18, 19, 24, 31} {
		for range 5 {
			q := randomEvidence(rng, n)
			states, post := Decide(q, PresenceParams{})
			for i, want := range forwardBackward(q, p) {
				worst = math.Max(worst, math.Abs(post[i]-want))
				if math.IsNaN(q[i]) != (states[i] == turnover.NotJudgeable) {
					t.Fatal("NaN and NotJudgeable are not the same")
				}
			}
		}
	}
	about(t, "largest difference", worst, 0, 0.05)
}

// Without a price on gaps, what cannot be judged says nothing: leaving it out
// at the ends, or in the middle with two steps for one, changes nothing.
func TestWhatCannotBeJudgedSaysNothing(t *testing.T) {
	nan := math.NaN()
	q := []float64{0.9, 0.2, 0.7}
	_, want := Decide(q, plain)
	states, got := Decide([]float64{0.9, 0.2, 0.7, nan, nan}, plain)
	for i := range want {
		about(t, "posterior", got[i], want[i], 1e-12)
	}
	if states[3] != turnover.NotJudgeable || states[4] != turnover.NotJudgeable {
		t.Errorf("states %v", states)
	}
	two := plain // two intervals as one: keep or regain, lose or gain and not
	two.Gain, two.Loss = 0.1*0.75+0.9*0.1, 0.25*0.9+0.75*0.25
	_, want = Decide([]float64{0.9, 0.2}, two)
	_, got = Decide([]float64{0.9, nan, 0.2}, plain)
	about(t, "before the gap", got[0], want[0], 1e-12)
	about(t, "after the gap", got[2], want[1], 1e-12)
}

func TestTheGapPriceIsOnReturningOnly(t *testing.T) {
	half := plain
	half.Gap = 0.5
	for seq := range 8 {
		q := []float64{0.9, 0.1, 0.6}
		ratio := sequenceWeight(seq, q, half) / sequenceWeight(seq, q, plain)
		want := 1.0
		if seq == 0b101 || seq == 0b010 {
			want = 0.5
		}
		about(t, "price", ratio, want, 1e-12)
	}
}

func TestTimeReversal(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	p := PresenceParams{Prior: 0.5, Gain: 0.15, Loss: 0.15, Gap: 0.5}
	for range 20 {
		q := randomEvidence(rng, 6)
		states, post := Decide(q, p)
		slices.Reverse(q)
		back, postBack := Decide(q, p)
		slices.Reverse(back)
		slices.Reverse(postBack)
		if !slices.Equal(states, back) {
			t.Errorf("%v forwards, %v backwards", states, back)
		}
		for i := range post {
			about(t, "posterior", post[i], postBack[i], 1e-12)
		}
	}
}

// The call is the one of greatest worth by the definition, tried one by one.
func TestLeastCostAgainstTheDefinition(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	p := PresenceParams{PresentAbove: 0.45, ChangeAbove: 0.35, ChangeWeight: 0.7}
	for range 50 {
		var b belief
		for i := range 4 {
			b.present = append(b.present, rng.Float64())
			b.gain, b.loss = append(b.gain, 0.5*rng.Float64()*float64(min(i, 1))), append(b.loss, 0.5*rng.Float64()*float64(min(i, 1)))
		}
		worth := func(c []bool) (w float64) {
			for i := range c {
				if c[i] {
					w += b.present[i] - 0.45
				}
				if i > 0 && c[i] != c[i-1] && c[i] {
					w += 0.7 * (b.gain[i] - 0.35)
				}
				if i > 0 && c[i] != c[i-1] && !c[i] {
					w += 0.7 * (b.loss[i] - 0.35)
				}
			}
			return w
		}
		best := math.Inf(-1)
		for k := range 16 {
			best = max(best, worth([]bool{k&1 > 0, k&2 > 0, k&4 > 0, k&8 > 0}))
		}
		about(t, "worth", worth(b.leastCost(p)), best, 1e-12)
	}
}

// What is sure each day stays so, whatever is called a change.
func TestSureSessionsAreCalledAsTheyAre(t *testing.T) {
	const P, A = turnover.Present, turnover.Absent
	for _, c := range [][]turnover.State{{P, P, P, P}, {A, A, A, P}, {P, A, A, A}, {A, A, P, P}} {
		q := make([]float64, len(c))
		for i := range q {
			q[i] = 0.01
			if c[i] == P {
				q[i] = 0.99
			}
		}
		if got, _ := Decide(q, PresenceParams{}); !slices.Equal(got, c) {
			t.Errorf("%v called %v", c, got)
		}
	}
}
