package twin

import (
	"context"
	"math"
	"slices"
	"sync"
)

// Design is a simulated study.
type Design struct {
	Arms   []Arm
	Mice   int    // per arm
	Seed   uint64 // of all mice
	Claims []Claim
	// Paired lives the same mice through every arm, which no laboratory can;
	// otherwise every arm has mice of its own.
	Paired  bool
	Workers int // mice at a time; 0 means 1. Their number changes no bit
}

// Finding is what a simulated study found on one claim.
type Finding struct {
	Claim
	Estimate
	MarginWidth float64 // for a claim of no difference, NaN otherwise
	Verdict     Verdict
	Because     string    // why it is undetermined
	Each        []float64 // where the same mice live every arm: the difference in each of them, NaN where it has none
}

// Verdict is what an estimate makes of a claim.
type Verdict int

// The verdicts.
const (
	Undetermined Verdict = iota
	Supported
	Refuted
)

func (v Verdict) String() string { return [...]string{"undetermined", "supported", "refuted"}[v] }

// Run simulates the arms that the claims need and judges every claim.
func Run(ctx context.Context, p Params, d Design) ([]Finding, error) {
	if p == (Params{}) {
		p = Default()
	}
	arms := d.needed(p)
	values := make([][][]Value, len(arms)) // arm, claim, mouse
	for a := range arms {
		values[a] = make([][]Value, len(d.Claims))
		for c := range d.Claims {
			values[a][c] = make([]Value, d.Mice)
		}
	}
	jobs := d.jobs(arms)
	err := each(len(jobs), max(1, d.Workers), func(j int) error {
		var protocols []Protocol
		for _, a := range jobs[j].arms {
			protocols = append(protocols, arms[a].Protocol)
		}
		mice, err := SimulateArms(ctx, p, protocols, d.Seed, jobs[j].animal)
		if err != nil {
			return err
		}
		for i, a := range jobs[j].arms {
			for c, claim := range d.Claims {
				if claim.Arm == arms[a].ID || claim.Against == arms[a].ID {
					values[a][c][jobs[j].mouse] = claim.Measure(mice[i])
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return d.judge(arms, values), nil
}

// job is one animal with the arms it lives through.
type job struct {
	animal, mouse int
	arms          []int
}

// jobs returns the same animals for all arms, or other ones for each.
func (d Design) jobs(arms []Arm) []job {
	var out []job
	for i := range d.Mice {
		together := job{animal: i + 1, mouse: i}
		for a, arm := range arms {
			together.arms = append(together.arms, a)
			if !d.Paired {
				out = append(out, job{animal: i + 1 + max(d.Mice, 1000)*number(arm.ID), mouse: i, arms: []int{a}})
			}
		}
		if d.Paired {
			out = append(out, together)
		}
	}
	return out
}

// number returns a number of its own for every short name.
func number(name string) int {
	n := 0
	for _, b := range []byte(name) {
		n = n<<8 | int(b)
	}
	return n
}

// needed returns the arms that a claim speaks of, with the sessions it reads.
func (d Design) needed(p Params) []Arm {
	var out []Arm
	for _, a := range d.Arms {
		if slices.ContainsFunc(d.Claims, func(c Claim) bool { return c.Arm == a.ID || c.Against == a.ID }) {
			if read := Reads(a.ID, d.Claims); read != nil {
				a.Protocol = a.Protocol.Keep(p, read)
			}
			out = append(out, a)
		}
	}
	return out
}

// each calls do for every job, some at a time, and returns the first error by
// job number.
func each(jobs, workers int, do func(int) error) error {
	errs := make([]error, jobs)
	next := make(chan int)
	var group sync.WaitGroup
	for range min(workers, jobs) {
		group.Go(func() {
			for j := range next {
				errs[j] = do(j)
			}
		})
	}
	for j := range jobs {
		next <- j
	}
	close(next)
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (d Design) judge(arms []Arm, values [][][]Value) []Finding {
	at := func(id string) int { return slices.IndexFunc(arms, func(a Arm) bool { return a.ID == id }) }
	var out []Finding
	effect := map[string]float64{}
	for c, claim := range d.Claims {
		f := Finding{Claim: claim, MarginWidth: math.NaN()}
		a, b := at(claim.Arm), at(claim.Against)
		switch {
		case a < 0 || claim.Against != "" && b < 0:
			f.Estimate = unknownEstimate(0, 0, "an arm is missing")
		case claim.Against == "":
			f.Estimate = oneSample(values[a][c], claim.Reference)
			f.Each = d.each(values[a][c], nil, claim.Reference)
		default:
			f.Estimate = difference(values[a][c], values[b][c], d.Paired)
			f.Each = d.each(values[a][c], values[b][c], 0)
		}
		effect[claim.ID] = f.Difference
		out = append(out, f)
	}
	for i := range out {
		out[i].weigh(effect)
	}
	return out
}

// each is the difference in every mouse, from its own value in the other arm or
// from a number; nil where the arms have mice of their own.
func (d Design) each(x, y []Value, reference float64) []float64 {
	if !d.Paired {
		return nil
	}
	out := make([]float64, len(x))
	for i := range x {
		if out[i] = x[i].X() - reference; y != nil {
			out[i] = x[i].X() - y[i].X()
		}
	}
	return out
}

// weigh gives the verdict. A difference is supported when its 95 % interval
// lies on the side claimed and refuted when it lies on the other. No difference
// is supported when the 90 % interval lies within half the effect that sets the
// margin, and refuted when the 95 % interval excludes zero and the estimate lies
// beyond the margin; not being significant supports nothing.
func (f *Finding) weigh(effect map[string]float64) {
	if f.Undefined != "" {
		f.Because = f.Undefined
		return
	}
	if f.Sign != 0 {
		switch side := float64(f.Sign); {
		case side*f.Lo > 0 && side*f.Hi > 0:
			f.Verdict = Supported
		case side*f.Lo < 0 && side*f.Hi < 0:
			f.Verdict = Refuted
		default:
			f.Because = "the interval includes no difference"
		}
		return
	}
	margin, known := effect[f.Margin]
	if !known || math.IsNaN(margin) {
		f.Because = "the effect that sets the margin was not measured"
		return
	}
	f.MarginWidth = math.Abs(margin) / 2
	switch {
	case f.Lo90 > -f.MarginWidth && f.Hi90 < f.MarginWidth:
		f.Verdict = Supported
	case (f.Lo > 0 || f.Hi < 0) && math.Abs(f.Difference) > f.MarginWidth:
		f.Verdict = Refuted
	default:
		f.Because = "the interval is wider than the margin"
	}
}
