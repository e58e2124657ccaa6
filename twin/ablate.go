package twin

import (
	"context"
	"math"
	"slices"
)

// Outcome is what became of the claims without a mechanism.
type Outcome struct {
	Ablation Ablation
	Findings []Finding // without it
	Broken   []string  // IDs of claims supported with it and broken without
	Must     []string  // IDs of claims that had to break
	Missing  []string  // had to break and did not
	Beside   []string  // broke without having to; neighbours in the chain of causes among them
}

// kept is the share of its effect a claim keeps when it is not broken.
const kept = 0.5

// broken reports whether a claim has gone with a mechanism: less than half its
// difference is left, and the change is shown, so that the noise of few mice does
// not break a claim. A claim of no difference is broken when there is one beyond
// the margin it had. On the same mice any trace of an effect has an interval
// without zero, and a noisier network one with it: neither says whether the
// mechanism mattered.
func broken(before, without Finding) bool {
	if without.Undefined != "" {
		return true
	}
	if before.Sign == 0 {
		return math.Abs(without.Difference) > before.MarginWidth && (without.Lo > 0 || without.Hi < 0)
	}
	return without.Difference/before.Difference < kept && weaker(before, without)
}

// weaker reports whether the difference is shown to have become less: in the same
// mice, when the 95 % interval of what each has lost of it lies above zero; in
// others, when the two estimates are further apart than their intervals together.
func weaker(before, without Finding) bool {
	side := math.Copysign(1, before.Difference)
	if len(before.Each) == 0 || len(before.Each) != len(without.Each) {
		return side*(before.Difference-without.Difference) > math.Hypot((before.Hi-before.Lo)/2, (without.Hi-without.Lo)/2)
	}
	var lost []Value
	for i, b := range before.Each {
		if x := side * (b - without.Each[i]); finite(x) {
			lost = append(lost, Value{Sum: x, Of: 1})
		}
	}
	e := oneSample(lost, 0)
	return e.Undefined == "" && e.Lo > 0
}

// Ablate runs a design with every mechanism in place and then without each of
// some, on the same mice. A claim that was not supported to begin with cannot
// break and is in none of the lists.
func Ablate(ctx context.Context, p Params, d Design, ablations []Ablation) (whole []Finding, out []Outcome, err error) {
	if p == (Params{}) {
		p = Default()
	}
	whole, err = Run(ctx, p, d)
	if err != nil {
		return nil, nil, err
	}
	for _, a := range ablations {
		findings, err := Reached(ctx, a.Params(p), d, whole, a.Reaches)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, Compare(whole, a, findings))
	}
	return whole, out, nil
}

// Compare says which claims an ablation broke, given what was found with
// everything in place and without the mechanism.
func Compare(whole []Finding, a Ablation, without []Finding) Outcome {
	o := Outcome{Ablation: a, Findings: without}
	must := a.Breaks()
	for i, f := range without {
		if whole[i].Verdict != Supported {
			continue
		}
		due, broken := slices.Contains(must, f.ID), broken(whole[i], f)
		if due {
			o.Must = append(o.Must, f.ID)
		}
		switch {
		case broken:
			o.Broken = append(o.Broken, f.ID)
			if !due {
				o.Beside = append(o.Beside, f.ID)
			}
		case due:
			o.Missing = append(o.Missing, f.ID)
		}
	}
	return o
}

// Reached runs a design with other constants on the claims they reach, and takes
// the others from what was found before.
func Reached(ctx context.Context, p Params, d Design, before []Finding, reaches func(Claim) bool) ([]Finding, error) {
	if reaches == nil {
		return Run(ctx, p, d)
	}
	out := slices.Clone(before)
	margins := map[string]bool{} // of claims reached are measured as well
	for _, c := range d.Claims {
		margins[c.Margin] = margins[c.Margin] || reaches(c)
	}
	d.Claims = slices.DeleteFunc(slices.Clone(d.Claims), func(c Claim) bool { return !reaches(c) && !margins[c.ID] })
	found, err := Run(ctx, p, d)
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		out[slices.IndexFunc(out, func(o Finding) bool { return o.ID == f.ID })] = f
	}
	return out, nil
}
