// Package power tells how often a study of some size would support a claim: it
// lives simulated studies by the twin, lets a scorer err, and judges the tables
// by the same code that judges a laboratory's. Under a preset in which the claim
// is true that is power, under one in which it is false the rate of false
// positives; both with the interval their number of runs leaves.
//
// What it tells is as good as the twin: effects that were fitted to the text of
// a study, and a spread between animals that was assumed, give a power that is
// assumed. Normal is the short way, from components of variance somebody states.
package power

import (
	"context"
	"fmt"
	"slices"

	"respine/claim"
	"respine/random"
	"respine/rater"
	"respine/scope"
	"respine/scored"
	"respine/stats"
	"respine/study"
	"respine/table"
	"respine/twin"
)

// Design is what is to be simulated.
type Design struct {
	Claims  claim.Set
	Judged  []string // claims to be judged, one by one
	Study   study.Study
	Twin    twin.Params
	Scoring rater.Errors
	Animals []int // per arm, each size of study to be told
	Runs    int   // simulated studies
	Seed    uint64
	Workers int // animals at a time; their number changes no result
}

// Result is what became of one claim in all runs of one size of study.
type Result struct {
	Claim    string
	Animals  int // per arm
	Runs     int
	Verdicts map[claim.Verdict]int
	Share    float64        // of runs that supported it
	Interval stats.Interval // 95 %, Wilson's
	Naive    int            // runs in which the naive analysis supports it, -1 where there is none
}

// Run simulates and judges. Sizes are told of the same animals: those of a smaller
// study are the first of a larger one's. It is an error when the study lacks an
// arm or session that a claim needs. Cancelled, it returns what the finished runs
// show beside the error.
func Run(ctx context.Context, d Design, told func(done, of int)) ([]Result, error) {
	needs := d.Claims.Needs(d.Study, d.Judged)
	if len(needs.Missing) > 0 {
		return nil, fmt.Errorf("the study has not what the claims need: %s\nhint: add it to the manifest; nothing is simulated otherwise", needs.Missing[0])
	}
	largest := slices.Max(d.Animals)
	results := d.empty()
	for run := range d.Runs {
		data, err := d.live(ctx, needs, run, largest)
		if ctx.Err() != nil && run > 0 {
			return shares(results), ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		for i := range results {
			r := &results[i]
			small := data.Without(func(a study.Animal) bool { return number(a.ID) > r.Animals })
			found := claim.Judge(d.Claims, small, claim.Params{Seed: d.Seed, Only: []string{r.Claim}, Alone: true})
			r.Runs++
			r.Verdicts[found[0].Verdict]++
			r.naive(d.Claims, small)
		}
		told(run+1, d.Runs)
	}
	return shares(results), nil
}

// shares fills in what the runs that were finished show.
func shares(results []Result) []Result {
	for i := range results {
		r := &results[i]
		r.Share = float64(r.Verdicts[claim.Supported]) / float64(r.Runs)
		r.Interval = stats.Wilson(r.Verdicts[claim.Supported], r.Runs, stats.DefaultConfidence)
	}
	return results
}

func (d Design) empty() []Result {
	var out []Result
	for _, id := range d.Judged {
		for _, n := range d.Animals {
			out = append(out, Result{Claim: id, Animals: n, Verdicts: map[claim.Verdict]int{}, Naive: -1})
		}
	}
	return out
}

// live simulates one study, with the arms and sessions that are needed, and
// scores it.
func (d Design) live(ctx context.Context, needs claim.Needs, run, animals int) (*scored.Set, error) {
	s := d.Study
	s.Animals, s.Recordings, s.Tables = nil, nil, nil
	s.Sessions = slices.DeleteFunc(slices.Clone(s.Sessions), func(v study.Session) bool { return !slices.Contains(needs.Sessions, v.ID) })
	for _, arm := range needs.Arms {
		for i := range animals {
			s.Animals = append(s.Animals, study.Animal{ID: fmt.Sprintf("%s-%d", arm, i+1), Arm: arm})
		}
	}
	tables := make([][]*table.Table, len(s.Animals))
	seed := random.New(d.Seed, uint64(run)).Uint64(0)
	err := scope.SimulateStudy(ctx, s, d.Twin, seed, d.Workers, func(i int, m scope.StudyMouse) error {
		tables[i] = rater.Tables(m, d.Scoring, random.New(seed, ofScorer))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return rater.Set(s, tables)
}

// ofScorer keeps the draws of the scorer apart from those of the mice.
const ofScorer = 0x5c0e

// number is the rank of an animal within its arm, which ends its name.
func number(id string) int {
	n, at := 0, 1
	for i := len(id) - 1; i >= 0 && id[i] != '-'; i-- {
		n += int(id[i]-'0') * at
		at *= 10
	}
	return n
}
