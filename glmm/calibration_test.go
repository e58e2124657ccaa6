package glmm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"respine/formula"
)

// nest draws survived or not of spines within branches within animals, with a
// treatment between animals.
type nest struct {
	animals, branches, spines int
	intercept, effect         float64
	animalSD, branchSD        float64
}

func (s nest) draw(rng *rand.Rand) *formula.Design {
	var y, ket []float64
	var animal, branch []string
	for a := range s.animals {
		arm := float64(a % 2)
		u := s.animalSD * rng.NormFloat64()
		for b := range s.branches {
			v := s.branchSD * rng.NormFloat64()
			for range s.spines {
				p := logistic(s.intercept + s.effect*arm + u + v)
				hit := 0.0
				if rng.Float64() < p {
					hit = 1
				}
				y = append(y, hit)
				ket = append(ket, arm)
				animal = append(animal, fmt.Sprint(a))
				branch = append(branch, fmt.Sprint(a, "_", b))
			}
		}
	}
	return designOf(y, nil, []column{{"(Intercept)", ones(len(y))}, {"ket", ket}}, intercept("animal", animal), intercept("branch", branch))
}

// tests are the p values of the treatment.
type tests struct {
	naive, wald, student, chi, f float64
	converged                    bool
}

func (s nest) tests(t *testing.T, rng *rand.Rand) tests {
	d := s.draw(rng)
	must := func(d *formula.Design) *Result {
		r, err := Fit(*d, Params{})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	full := must(d)
	null, plain := *d, *d
	null.Names = d.Names[:1]
	plain.Groups = nil
	none := must(&null)
	c, err := LikelihoodRatio(full, none)
	if err != nil {
		t.Fatal(err)
	}
	e, n := full.Effects(0.95)[1], must(&plain).Effects(0.95)[1]
	return tests{n.P, e.P, e.PT, c.P, c.PF, full.Converged && none.Converged}
}

// share returns the part of values below alpha, and ks their largest distance
// from the uniform distribution.
func share(p []float64, alpha float64) float64 {
	n := 0
	for _, x := range p {
		n += boolInt(x < alpha)
	}
	return float64(n) / float64(len(p))
}

func ks(p []float64) float64 {
	s := slices.Sorted(slices.Values(p))
	far := 0.0
	for i, x := range s {
		far = max(far, math.Abs(x-float64(i)/float64(len(s))), math.Abs(x-float64(i+1)/float64(len(s))))
	}
	return far
}

// TestNestedNull: no effect, 8 animals of 4 branches of 10 spines. The test by t
// on the degrees of freedom between animals holds its level; the normal
// distribution and χ² do not, and spines taken for independent fail badly.
func TestNestedNull(t *testing.T) {
	runs := 1000
	if testing.Short() {
		runs = 150
	}
	s := nest{animals: 8, branches: 4, spines: 10, intercept: -0.5, animalSD: 0.5, branchSD: 0.5}
	rng := rand.New(rand.NewPCG(7, 7))
	var naive, wald, student, chi, f []float64
	for range runs {
		x := s.tests(t, rng)
		naive, wald, student = append(naive, x.naive), append(wald, x.wald), append(student, x.student)
		chi, f = append(chi, x.chi), append(f, x.f)
		if !x.converged {
			t.Error("a fit did not converge")
		}
	}
	t.Logf("%d runs, rejected at 5 %%: pseudo-replicated %.3f, Wald z %.3f, LRT χ² %.3f, LRT F %.3f, Wald t %.3f; KS of t %.3f, of z %.3f, of F %.3f, of χ² %.3f", runs,
		share(naive, .05), share(wald, .05), share(chi, .05), share(f, .05), share(student, .05), ks(student), ks(wald), ks(f), ks(chi))
	sd := math.Sqrt(0.05 * 0.95 / float64(runs))
	if got := share(student, 0.05); math.Abs(got-0.05) > 3*sd {
		t.Errorf("Wald's t rejects %.3f of true nulls at 5 %%", got)
	}
	// 1.63/√n is the 1 % point of the Kolmogorov-Smirnov distance; 0.02 is for the
	// quarter of fits that put the spread between animals at zero, whose p are a
	// little large.
	if d := ks(student); d > 1.63/math.Sqrt(float64(runs))+0.02 {
		t.Errorf("p of Wald's t is %.3f from uniform", d)
	}
	if got := share(f, 0.05); got > 0.05+3*sd {
		t.Errorf("the F form of the likelihood-ratio test rejects %.3f", got)
	}
	if got := share(wald, 0.05); got < 0.05+3*sd && !testing.Short() {
		t.Errorf("Wald's z rejects %.3f: the warning of the documentation is out of date", got)
	}
	if got := share(naive, 0.05); got < 0.15 {
		t.Errorf("the pseudo-replicated test rejects %.3f: this simulation has no nesting", got)
	}
}

// TestCoverage: a treatment with a known effect, 12 animals. Intervals by t and
// by profile likelihood against F cover what they should; those by the normal
// distribution do not, and those of independent spines not at all.
func TestCoverage(t *testing.T) {
	runs := 600
	if testing.Short() {
		runs = 150
	}
	s := nest{animals: 12, branches: 4, spines: 10, intercept: -0.5, effect: 0.8, animalSD: 0.5, branchSD: 0.5}
	rng := rand.New(rand.NewPCG(101, 7))
	var naive, z, student, profile []float64 // 1 - p of the truth
	for range runs {
		d := s.draw(rng)
		plain := *d
		plain.Groups = nil
		r, err := Fit(*d, Params{})
		if err != nil {
			t.Fatal(err)
		}
		g, err := Fit(plain, Params{})
		if err != nil {
			t.Fatal(err)
		}
		e, n := r.Effects(0.95)[1], g.Effects(0.95)[1]
		q := (e.Hi - e.Estimate) / e.SE
		off := math.Abs(e.Estimate - s.effect)
		naive = append(naive, math.Abs(n.Estimate-s.effect)/n.SE/1.96)
		z, student = append(z, off/e.SE/1.96), append(student, off/e.SE/q)
		profile = append(profile, (r.heldAt(1, s.effect)-r.Deviance)/(q*q))
	}
	t.Logf("%d runs, 95 %% intervals that hold the truth: pseudo-replicated %.3f, normal %.3f, t %.3f, profile with F %.3f", runs, share(naive, 1), share(z, 1), share(student, 1), share(profile, 1))
	chance := 2 * math.Sqrt(0.95*0.05/float64(runs))
	for name, p := range map[string][]float64{"t": student, "profile": profile} {
		if c := share(p, 1); c < 0.93-chance || c > 0.97+chance {
			t.Errorf("intervals by %s cover %.3f", name, c)
		}
	}
	if c := share(naive, 1); c > 0.9 {
		t.Errorf("pseudo-replicated intervals cover %.3f: this simulation has no nesting", c)
	}
}

// TestBootstrapNull: the simulated test holds its level where χ² does not.
func TestBootstrapNull(t *testing.T) {
	runs, draws := 60, 39
	if testing.Short() {
		runs = 20
	}
	s := nest{animals: 6, branches: 3, spines: 8, intercept: -0.5, animalSD: 0.7, branchSD: 0.5}
	rng := rand.New(rand.NewPCG(3, 9))
	var p []float64
	for range runs {
		d := s.draw(rng)
		null := *d
		null.Names = d.Names[:1]
		r0, err0 := Fit(null, Params{})
		r1, err1 := Fit(*d, Params{})
		if err0 != nil || err1 != nil {
			t.Fatal(err0, err1)
		}
		b, err := Bootstrap(r1, r0, draws, rng)
		if err != nil {
			t.Fatal(err)
		}
		if b.Draws+b.Lost != draws {
			t.Errorf("%d draws and %d lost of %d", b.Draws, b.Lost, draws)
		}
		p = append(p, b.P)
	}
	t.Logf("%d runs of %d draws: rejected at 10 %% %.3f, KS %.3f", runs, draws, share(p, 0.1001), ks(p))
	// P has steps of 1/40 of its own.
	if d := ks(p); d > 1.63/math.Sqrt(float64(runs))+0.025 {
		t.Errorf("p of the bootstrap is %.3f from uniform", d)
	}
}
