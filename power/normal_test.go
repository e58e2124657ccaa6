package power

import (
	"math"
	"math/rand/v2"
	"testing"
)

// tolerance is four standard errors of a share of 10,000 runs.
const tolerance = 0.02

// TestNormalAgreesWithTables: two-sample t, two-sided 5 %. n per arm for 80 %
// power: 26 at d = 0.8, 17 at d = 1 (Cohen 1988, table 2.4.1). Equivalence with a
// true difference of none: 20 per arm at 1 SD gives 0.86, at 1.5 SD 10 per arm
// 0.88.
func TestNormalAgreesWithTables(t *testing.T) {
	for _, c := range []struct {
		in   Components
		want float64
	}{
		{Components{Effect: 0.8, SD: 1, Animals: 26}, 0.807},
		{Components{Effect: -1, SD: 1, Animals: 17}, 0.807},
		{Components{Effect: 1, SD: 0.6, SDBelow: 1.6, Below: 4, Animals: 17}, 0.807}, // 0.36 + 2.56/4 = 1
		{Components{Effect: 1, SD: 1, Animals: 17, Equal: true}, 0.025},
		{Components{SD: 1, Margin: 1, Animals: 20}, 0.86},
		{Components{SD: 1, Margin: 1.5, Animals: 10}, 0.88},
	} {
		share, interval := Normal(c.in, rand.New(rand.NewPCG(1, 2)))
		if math.Abs(share-c.want) > tolerance || !interval.Contains(share) {
			t.Errorf("%+v: %.3f, want %.3f", c.in, share, c.want)
		}
	}
}
