package claim

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"respine/scored"
	"respine/stats"
	"respine/study"
	"respine/table"
)

// toy is a study of ketamine animals whose spines come and go by chance: new ones
// fall anywhere but on standing ones, and all new ones survive alike. With bias,
// that share of them stands where one was lost, and survives better.
type toy struct {
	animals           int
	miss, falsePerUm  float64 // of the scorer
	bias, betterAlive float64
}

// Of a branch of the toy, and what becomes of its spines.
const (
	toyBranches, toyUm    = 8, 60.0
	toyDensity            = 0.45
	toyLost, toyNew       = 0.2, 0.15 // of standing spines
	toyAlive, toyOldAlive = 0.6, 0.96 // to 5 d
)

// life is a spine: stands from a session up to, not including, another.
type life struct {
	at       float64
	from, to int
}

var toySessions = []study.Session{
	{ID: "0", Kind: study.Spines, At: -264}, {ID: "1", Kind: study.Spines, At: -12}, {ID: "2", Kind: study.Spines, At: 3}, {ID: "3", Kind: study.Spines, At: 12},
	{ID: "4", Kind: study.Spines, At: 24}, {ID: "5", Kind: study.Spines, At: 48}, {ID: "6", Kind: study.Spines, At: 120},
}

// lives draws those of one branch. New spines come after session 3, old ones go
// after session 0.
func (y toy) lives(rng *rand.Rand) []life {
	var all []life
	var lost, standing []float64
	for x := rng.ExpFloat64() / toyDensity; x < toyUm; x += 0.4 + rng.ExpFloat64()/(toyDensity*1.2) {
		l := life{at: x, to: 7}
		if rng.Float64() < toyLost {
			l.to = 1
			lost = append(lost, x)
		} else {
			standing = append(standing, x)
			if rng.Float64() > toyOldAlive {
				l.to = 6
			}
		}
		all = append(all, l)
	}
	for range len(standing) {
		if rng.Float64() > toyNew {
			continue
		}
		l, alive := life{at: toyUm * rng.Float64(), from: 4, to: 7}, toyAlive
		if len(lost) > 0 && rng.Float64() < y.bias {
			l.at, alive = lost[rng.IntN(len(lost))]+0.5*rng.NormFloat64(), toyAlive+y.betterAlive
		}
		if slices.ContainsFunc(standing, func(s float64) bool { return math.Abs(s-l.at) < 0.4 }) || l.at < 0 || l.at > toyUm {
			continue
		}
		if rng.Float64() > alive {
			l.to = 6
		}
		all = append(all, l)
	}
	return all
}

// study scores one study.
func (y toy) study(t testing.TB, seed uint64) *scored.Set {
	rng := rand.New(rand.NewPCG(seed, 11))
	s := study.Study{Name: "toy", Sessions: toySessions, Arms: []study.Arm{{ID: "C", Manipulations: []study.Manipulation{
		{Kind: study.Corticosterone, From: -240, To: 0}, {Kind: study.Ketamine, DoseMgPerKg: 10}}}}}
	rows := table.New("observations", table.String("animal", ""), table.String("session", ""), table.String("spine_id", ""), table.String("branch_id", ""), table.Float("position_um", "um"))
	branches := table.New("branches", table.String("animal", ""), table.String("branch_id", ""), table.Float("length_um", "um"))
	for a := range y.animals {
		id := fmt.Sprint("m", a)
		s.Animals = append(s.Animals, study.Animal{ID: id, Arm: "C"})
		for b := range toyBranches {
			branch := fmt.Sprint(b)
			branches.Append(id, branch, toyUm)
			for i, l := range y.lives(rng) {
				for k := l.from; k < l.to; k++ {
					if rng.Float64() >= y.miss {
						rows.Append(id, fmt.Sprint(k), fmt.Sprint(b, "-", i), branch, l.at)
					}
				}
			}
			for k := range toySessions {
				for x := rng.ExpFloat64() / math.Max(y.falsePerUm, 1e-9); x < toyUm; x += rng.ExpFloat64() / y.falsePerUm {
					rows.Append(id, fmt.Sprint(k), fmt.Sprint(b, "-f", k, "-", x), branch, x)
				}
			}
		}
	}
	data := scored.New(s)
	for _, one := range []*table.Table{rows, branches} {
		if err := data.Add(one.Name, one, one.Name); err != nil {
			t.Fatal(err)
		}
	}
	data.SetErrors(y.miss, y.falsePerUm)
	return data
}

// supported is how many of some studies support restored spines and their
// survival, as judged and as scored alone.
func (y toy) supported(t testing.TB, studies int) (judged, raw map[string]int, mean map[string]float64) {
	set := preset(t)
	judged, raw, mean = map[string]int{}, map[string]int{}, map[string]float64{}
	for k := range studies {
		for _, f := range Judge(set, y.study(t, uint64(k)), Params{Only: []string{"C10", "C12"}}) {
			r := f.Parts[0]
			if f.Verdict == Supported {
				judged[f.Claim.ID]++
			}
			if r.Estimates[0].Interval.Lo > 0 {
				raw[f.Claim.ID]++
			}
			for _, e := range r.Estimates {
				mean[f.Claim.ID+" "+e.Reading.String()] += e.Effect / float64(studies)
			}
		}
	}
	return judged, raw, mean
}

// TestErrorsAloneConfirmNothing: 5 % misses and 0.01 false spines per um on spines
// that come and go by chance. Believed, they make restored spines and their
// survival in nearly every study; judged, in no more than chance allows: the
// share of supported studies is not above 5 % beyond the error of so few. Where a
// third of new spines are restored, and survive better, it is found.
func TestErrorsAloneConfirmNothing(t *testing.T) {
	studies := 40
	if testing.Short() {
		studies = 12
	}
	null := toy{animals: 8, miss: 0.05, falsePerUm: 0.01}
	judged, raw, mean := null.supported(t, studies)
	t.Logf("by chance: judged %v, as scored %v of %d, mean %v", judged, raw, studies, mean)
	for _, id := range []string{"C10", "C12"} {
		if lo := stats.Wilson(judged[id], studies, 0.99).Lo; lo > 0.05 {
			t.Errorf("%s: %d of %d studies support it", id, judged[id], studies)
		}
		if raw[id] < studies*3/4 {
			t.Errorf("%s: as scored only %d of %d studies support it: the trap is not set", id, raw[id], studies)
		}
	}
	real := toy{animals: 8, miss: 0.05, falsePerUm: 0.01, bias: 0.5, betterAlive: 0.35}
	judged, _, mean = real.supported(t, studies/4)
	t.Logf("half restored: judged %v of %d, mean %v", judged, studies/4, mean)
	if judged["C10"] < studies/4*3/4 {
		t.Errorf("C10: only %d of %d studies support what is there", judged["C10"], studies/4)
	}
}
