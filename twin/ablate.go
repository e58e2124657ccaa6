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

// kept is the share of its effect a claim keeps when it is not broken. On the same
// mice the noise is the same, and any trace of an effect has an interval without
// zero; a claim that lost half its effect is no longer the claim.
const kept = 0.5

// broken reports whether a claim supported before is so no more: by its verdict,
// or because half its effect is gone.
func broken(before, without Finding) bool {
	if without.Verdict != Supported {
		return true
	}
	return before.Sign != 0 && math.Abs(without.Difference) < kept*math.Abs(before.Difference)
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
		findings, err := Run(ctx, a.Params(p), d)
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
