package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// undefinedNaN returns the path of a NaN in a result that does not say it is
// undetermined; "" when there is none. A struct with a filled Undetermined
// field answers for itself and its numbers.
func undefinedNaN(v reflect.Value, path string) string {
	switch v.Kind() {
	case reflect.Float64:
		if math.IsNaN(v.Float()) {
			return path
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if p := undefinedNaN(v.Index(i), fmt.Sprintf("%s[%d]", path, i)); p != "" {
				return p
			}
		}
	case reflect.Struct:
		if u := v.FieldByName("Undetermined"); u.IsValid() && u.String() != "" {
			return ""
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				if p := undefinedNaN(v.Field(i), path+"."+f.Name); p != "" {
					return p
				}
			}
		}
	}
	return ""
}

// Small, tied, separated, empty and constant data: every answer is a number or
// a reason.
func TestNoNaNWithoutAReason(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		n := rapid.IntRange(0, 9).Draw(t, "n")
		levels := rapid.IntRange(1, 4).Draw(t, "levels")
		var d SurvivalData
		x, y := make([]float64, n), make([]float64, n)
		arm, stratum := make([]bool, n), make([]int, n)
		for i := range n {
			d.Time = append(d.Time, float64(rng.IntN(5)))
			d.Event = append(d.Event, rng.IntN(3) > 0)
			x[i], y[i] = float64(rng.IntN(levels)), float64(rng.IntN(levels))
			d.X = append(d.X, []float64{x[i], y[i]})
			d.Cluster = append(d.Cluster, rng.IntN(levels))
			arm[i], stratum[i] = rng.IntN(2) == 0, rng.IntN(2)
		}
		p := PermutationParams{Draws: 20, Statistic: rapid.SampledFrom([]PermutationStatistic{MeanDifference, Studentised}).Draw(t, "statistic")}
		ties := rapid.SampledFrom([]Ties{Efron, Breslow, ExactTies}).Draw(t, "ties")
		weight := rapid.SampledFrom([]RankWeight{LogRankWeight, PetoWeight, GehanWeight}).Draw(t, "weight")
		fit := Cox(d, CoxParams{Ties: ties})
		naive := d
		naive.Cluster = nil
		var results = []any{
			fit, fit.Proportional(), fit.Baseline(), Cox(naive, CoxParams{Ties: ties}),
			SharedFrailty(d, FrailtyParams{}), SharedFrailty(d, FrailtyParams{Distribution: GaussianFrailty}),
			LogRank(d.Time, d.Event, d.Cluster, stratum, weight), LogRankTrend(d.Time, d.Event, x, nil, weight),
			Logistic(d.X, arm, d.Cluster, 0), Logistic(d.X, arm, nil, 0),
			AUC(x, arm, 0), Concordance(d.Time, d.Event, x, 0), Permute(x, arm, stratum, p, rng), SignFlip(x, p, rng),
			PermuteGroups(x, d.Cluster, arm, nil, p, rng), LogRankByGroup(d.Time, d.Event, d.Cluster, arm, nil, p, rng),
			Dissociation(x, y, arm, nil, p, rng), Interaction([2][2][]float64{{x, y}, {y, x}}, p, rng),
			Recovery(x, y, d.Time, RatioParams{Draws: 9}, rng),
			Retained(RetainedGroups{Reference: x, Full: y, Tested: d.Time}, 0.5, RatioParams{Draws: 9}, rng),
			ClusterSignFlip(d.X, TraceParams{}, rng), ClusterPermute(d.X, arm, TraceParams{}, rng), MeanTraceBand(d.X, 0, TraceParams{}, rng),
			HierarchicalMoments(x, Hierarchy{Level: [][]int{d.Cluster}}), BCa(1, x, y, 0),
		}
		km := KaplanMeier(d.Time, d.Event, 0.95)
		results = append(results, km.Quantile(0.5, LogScale, 0), km.RestrictedMean(2, 0), RestrictedMeanDifference(km, km, 2, 0), km.NelsonAalen())
		var counts, places []int
		for i := range n {
			places = append(places, int(d.Time[i]))
			counts = append(counts, rng.IntN(places[i]+1))
		}
		results = append(results, TaroneZ(counts, places), BranchCounts(counts, places, p, rng))
		for _, r := range results {
			v := reflect.ValueOf(r)
			if at := undefinedNaN(v, v.Type().String()); at != "" {
				t.Fatalf("NaN without a reason at %s in %+v", at, r)
			}
		}
	})
}
