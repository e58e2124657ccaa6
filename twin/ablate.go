package twin

import (
	"context"
	"slices"
)

// Outcome is what became of the claims without a mechanism.
type Outcome struct {
	Ablation Ablation
	Findings []Finding // without it
	Broken   []string  // IDs of claims supported with it and not without
	Must     []string  // IDs of claims that had to break
	Missing  []string  // had to break and did not
	Beside   []string  // broke without having to; neighbours in the chain of causes among them
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
		o := Outcome{Ablation: a}
		o.Findings, err = Run(ctx, a.Params(p), d)
		if err != nil {
			return nil, nil, err
		}
		must := a.Breaks()
		for i, f := range o.Findings {
			if whole[i].Verdict != Supported {
				continue
			}
			due, broken := slices.Contains(must, f.ID), f.Verdict != Supported
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
		out = append(out, o)
	}
	return whole, out, nil
}
