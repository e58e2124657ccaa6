package stats

import "math"

// Dissociated is the comparison of what one intervention does in two tests of
// the same animals, in units of the spread of the control arm.
type Dissociated struct {
	First, Second Test // treated less control in each test, control standard deviations
	// Interaction is First less Second: the only number that speaks of a
	// dissociation. One effect significant and the other not is none (Nieuwenhuis
	// et al. 2011, doi 10.1038/nn.2886).
	Interaction Test
	// Removable says that both effects are shown and point the same way: then a
	// monotone change of one scale can make or unmake the interaction (Loftus 1978,
	// doi 10.3758/BF03197461).
	Removable bool
}

// Dissociate compares the effect of treated[i] on first[i] and second[i], one
// row an animal. Each test is divided by its standard deviation s in the control
// arm, turned by the caller so that a like effect has a like sign. With z the
// scaled values, d = z₁-z₂ and n₀ controls:
//
//	Interaction = mean d(treated) - mean d(control)
//	SE² = Σ var(d)/n over arms + (δ₁² + δ₂² - 2δ₁δ₂r²)/(2(n₀-1))
//
// The last term is what not knowing s adds when there are effects δ to be
// scaled (r: correlation of the tests in the control arm; normal values), with
// n₀-1 degrees of freedom in Satterthwaite's sum. First and Second carry δ²/(2(n₀-1))
// alike.
func Dissociate(treated []bool, first, second []float64, confidence float64) Dissociated {
	if len(first) != len(treated) || len(second) != len(treated) {
		panic("stats: slice length mismatch")
	}
	x, y := byArm(treated, first), byArm(treated, second)
	reason := lacking(x[0], x[1], y[0], y[1])
	_, vx := meanVariance(x[0])
	_, vy := meanVariance(y[0])
	if reason == "" && (vx == 0 || vy == 0) {
		reason = "no spread in the control arm: nothing to scale by"
	}
	if reason != "" {
		u := undetermined(reason)
		return Dissociated{First: u, Second: u, Interaction: u}
	}
	zx, zy := scaled(x, math.Sqrt(vx)), scaled(y, math.Sqrt(vy))
	d := [2][]float64{differences(zx[0], zy[0]), differences(zx[1], zy[1])}
	dx, dy := meanOfArm(zx[1])-meanOfArm(zx[0]), meanOfArm(zy[1])-meanOfArm(zy[0])
	r := pearson(zx[0], zy[0])
	out := Dissociated{
		First:       scaledTest(zx, dx*dx, confidence),
		Second:      scaledTest(zy, dy*dy, confidence),
		Interaction: scaledTest(d, dx*dx+dy*dy-2*dx*dy*r*r, confidence),
	}
	a, b := out.First.Interval, out.Second.Interval
	out.Removable = a.Lo > 0 && b.Lo > 0 || a.Hi < 0 && b.Hi < 0
	return out
}

// scaledTest tests arm 1 less arm 0 with the variance that estimating the scale
// adds: scale/(2(n₀-1)).
func scaledTest(arms [2][]float64, scale, confidence float64) Test {
	parts, dfs := make([]float64, 3), make([]float64, 3)
	for i, a := range arms {
		_, v := meanVariance(a)
		parts[i], dfs[i] = v/float64(len(a)), float64(len(a)-1)
	}
	dfs[2] = dfs[0]
	parts[2] = max(scale, 0) / (2 * dfs[0])
	estimate := meanOfArm(arms[1]) - meanOfArm(arms[0])
	variance, df := satterthwaite(parts, dfs)
	if variance == 0 {
		u := undetermined(allEqual)
		u.Estimate = estimate
		return u
	}
	return NewTest(estimate, math.Sqrt(variance), df, confidence)
}

// byArm splits values into control and treated.
func byArm(treated []bool, x []float64) (arms [2][]float64) {
	for i, v := range x {
		k := 0
		if treated[i] {
			k = 1
		}
		arms[k] = append(arms[k], v)
	}
	return arms
}

func scaled(arms [2][]float64, unit float64) (out [2][]float64) {
	for i, a := range arms {
		for _, v := range a {
			out[i] = append(out[i], v/unit)
		}
	}
	return out
}

func meanOfArm(x []float64) float64 {
	m, _ := meanVariance(x)
	return m
}

// pearson returns Pearson's r; 0 when one of them does not vary.
func pearson(x, y []float64) float64 {
	mx, vx := meanVariance(x)
	my, vy := meanVariance(y)
	if vx == 0 || vy == 0 {
		return 0
	}
	sum := 0.0
	for i := range x {
		sum += (x[i] - mx) * (y[i] - my)
	}
	return sum / (float64(len(x)-1) * math.Sqrt(vx*vy))
}
