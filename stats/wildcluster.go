package stats

import (
	"math"
	"math/rand/v2"
)

// WildTest is the answer of a wild cluster bootstrap.
type WildTest struct {
	Estimate  float64
	Statistic float64 // t with the CR1 standard error
	P         float64 // two-sided
	// Least is the smallest P that the number of clusters allows: 2/2^G when all
	// signs are tried, 1/(draws+1) otherwise.
	Least        float64
	Draws        int  // sign patterns tried
	Exact        bool // all 2^G of them
	Undetermined string
}

// WildCluster tests coefficient coef of y on x against null when rows depend on
// each other within few clusters (Cameron, Gelbach & Miller 2008, doi
// 10.1162/rest.90.3.414): the model without the coefficient is fitted, the
// residuals of every cluster keep or change sign together, and the t of CR1 is
// computed anew. When 2^G is at most draws, every pattern of signs is tried and
// rng is not touched. A treatment given to whole clusters of which an arm has
// only a few makes it too careful, never too bold (MacKinnon & Webb 2018).
func WildCluster(x [][]float64, y []float64, cluster []int, coef int, null float64, draws int, rng *rand.Rand) WildTest {
	fit := LeastSquares(x, y)
	groups := rowsByGroup(cluster)
	if fit.Undetermined == "" && len(groups) < 2 {
		fit.Undetermined = fewClusters
	}
	if fit.Undetermined != "" {
		nan := math.NaN()
		return WildTest{nan, nan, nan, nan, 0, false, fit.Undetermined}
	}
	w := newWild(fit, x, y, groups, coef, null)
	t := WildTest{Estimate: fit.Coef[coef], Statistic: w.statistic(y)}
	if fit.Sigma == 0 || math.IsNaN(t.Statistic) {
		nan := math.NaN()
		return WildTest{t.Estimate, nan, nan, nan, 0, false, allEqual}
	}
	g := len(groups)
	t.Exact = g < 30 && 1<<g <= draws
	if t.Draws = draws; t.Exact {
		t.Draws = 1 << g
	}
	signs, extreme := make([]float64, g), 0
	for d := range t.Draws {
		for k := range signs {
			signs[k] = 1
			if t.Exact && d>>k&1 == 1 || !t.Exact && rng.Uint64()>>63 == 1 {
				signs[k] = -1
			}
		}
		// The slack lets a pattern equal to the one seen count as such.
		if math.Abs(w.statistic(w.draw(signs))) >= math.Abs(t.Statistic)*(1-1e-9) {
			extreme++
		}
	}
	if t.P, t.Least = float64(extreme+1)/float64(draws+1), 1/float64(draws+1); t.Exact {
		t.P, t.Least = float64(extreme)/float64(t.Draws), 2/float64(t.Draws)
	}
	return t
}

// wild holds what every draw of a wild cluster bootstrap shares.
type wild struct {
	x      [][]float64
	groups [][]int
	null   float64
	fitted []float64   // under the null
	left   []float64   // residuals under the null
	hat    [][]float64 // p×n: coefficients are hat·y
	along  []float64   // row of hat of the coefficient tested
	coef   int
	y      []float64 // of the current draw
	factor float64   // of CR1
}

func newWild(fit LinearFit, x [][]float64, y []float64, groups [][]int, coef int, null float64) *wild {
	n, p := len(x), len(x[0])
	w := &wild{x: x, groups: groups, null: null, coef: coef, y: make([]float64, n)}
	g := float64(len(groups))
	w.factor = g / (g - 1) * float64(n-1) / float64(n-p)
	w.hat = make([][]float64, p)
	for j := range w.hat {
		w.hat[j] = make([]float64, n)
		for i, row := range x {
			for k, v := range row {
				w.hat[j][i] += fit.bread.At(j, k) * v
			}
		}
	}
	w.along = w.hat[coef]
	// Restricted least squares: β - (XᵀX)⁻¹e_c (β_c - null)/(XᵀX)⁻¹_cc.
	off := (fit.Coef[coef] - null) / fit.bread.At(coef, coef)
	for i, row := range x {
		f := fit.Fitted[i]
		for j, v := range row {
			f -= v * fit.bread.At(j, coef) * off
		}
		w.fitted = append(w.fitted, f)
		w.left = append(w.left, y[i]-f)
	}
	return w
}

// draw returns fitted values with the residuals of every cluster under its sign.
func (w *wild) draw(signs []float64) []float64 {
	for g, rows := range w.groups {
		for _, i := range rows {
			w.y[i] = w.fitted[i] + signs[g]*w.left[i]
		}
	}
	return w.y
}

// statistic returns (coefficient-null)/SE of CR1; NaN when nothing varies.
func (w *wild) statistic(y []float64) float64 {
	coef := make([]float64, len(w.hat))
	for j, row := range w.hat {
		for i, h := range row {
			coef[j] += h * y[i]
		}
	}
	variance := 0.0
	for _, rows := range w.groups {
		s := 0.0
		for _, i := range rows {
			e := y[i]
			for j, v := range w.x[i] {
				e -= v * coef[j]
			}
			s += w.along[i] * e
		}
		variance += s * s
	}
	if variance == 0 {
		return math.NaN()
	}
	return (coef[w.coef] - w.null) / math.Sqrt(variance*w.factor)
}
