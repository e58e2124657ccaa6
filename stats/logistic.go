package stats

import "math"

// LogisticFit is a logistic regression; Coef[0] is the intercept.
type LogisticFit struct {
	Coef               []LogisticCoefficient
	LogLikNull, LogLik float64 // with the intercept alone, and at the maximum
	LR                 Omnibus
	N, Events          int
	Clusters           int
	Undetermined       string

	beta []float64
}

// LogisticCoefficient is a log odds ratio with its Wald test, robust where
// clusters were given.
type LogisticCoefficient struct {
	Estimate, SE float64
	Z, P         float64
	Interval     Interval
	Undetermined string
}

// Logistic fits log p/(1-p) = β0 + xᵀβ by Newton's method. Rows of x are
// observations; cluster (nil: independent rows) gives the grouped sandwich of
// Liang & Zeger (1986, doi 10.1093/biomet/73.1.13) with the factor G/(G-1); it
// is too small with fewer than 20 or so clusters. Where a covariate separates
// events from the rest its coefficient is infinite, and said to be.
func Logistic(x [][]float64, event []bool, cluster []int, confidence float64) LogisticFit {
	if len(x) != len(event) || cluster != nil && len(cluster) != len(x) {
		panic("stats: Logistic: slice length mismatch")
	}
	d := newLogisticDesign(x)
	fit := LogisticFit{N: len(x), beta: make([]float64, d.p)}
	for _, e := range event {
		if e {
			fit.Events++
		}
	}
	if fit.Events == 0 || fit.Events == fit.N {
		fit.Undetermined = "all rows have the same outcome"
		fit.LR = Omnibus{Undetermined: fit.Undetermined}
		nan := math.NaN()
		for range d.p {
			fit.Coef = append(fit.Coef, LogisticCoefficient{nan, nan, nan, nan, Interval{nan, nan}, fit.Undetermined})
		}
		return fit
	}
	n, k := float64(fit.N), float64(fit.Events)
	fit.LogLikNull = k*math.Log(k/n) + (n-k)*math.Log((n-k)/n)
	fit.beta[0] = math.Log(k / (n - k))
	runaway, info := d.newton(&fit, event)
	fit.LR = newOmnibus(2*(fit.LogLik-fit.LogLikNull), d.rank-1)
	d.report(&fit, event, cluster, confidenceOr(confidence), runaway, info)
	return fit
}

// Probability returns the fitted probability at covariates x; a coefficient
// without a value counts as the last Newton step left it.
func (fit LogisticFit) Probability(x []float64) float64 {
	eta := fit.beta[0]
	for j, v := range x {
		eta += fit.beta[j+1] * v
	}
	return 1 / (1 + math.Exp(-eta))
}

// logisticDesign is x with a leading one, columns centred and scaled.
type logisticDesign struct {
	n, p, rank int
	x          []float64
	mean, sd   []float64
	aliased    []bool
	floor      []float64
}

func newLogisticDesign(x [][]float64) *logisticDesign {
	d := &logisticDesign{n: len(x), p: 1}
	if d.n > 0 {
		d.p += len(x[0])
	}
	d.x = make([]float64, d.n*d.p)
	d.mean, d.sd = make([]float64, d.p), make([]float64, d.p)
	d.sd[0] = 1
	for j := 1; j < d.p; j++ {
		for _, row := range x {
			d.mean[j] += row[j-1] / float64(d.n)
		}
		for _, row := range x {
			d.sd[j] += (row[j-1] - d.mean[j]) * (row[j-1] - d.mean[j]) / float64(d.n)
		}
		if d.sd[j] = math.Sqrt(d.sd[j]); d.sd[j] <= 1e-14*math.Abs(d.mean[j]) {
			d.sd[j] = 1
		}
	}
	for i, row := range x {
		d.x[i*d.p] = 1
		for j := 1; j < d.p; j++ {
			d.x[i*d.p+j] = (row[j-1] - d.mean[j]) / d.sd[j]
		}
	}
	return d
}

// logLik returns the log likelihood at beta with gradient and information
// (lower triangle).
func (d *logisticDesign) logLik(beta []float64, event []bool, u, info []float64) float64 {
	clear(u)
	clear(info)
	ll := 0.0
	for i := range d.n {
		x := d.x[i*d.p : i*d.p+d.p]
		eta := 0.0
		for j, b := range beta {
			eta += b * x[j]
		}
		// log(1+e^η) without overflow
		e := math.Exp(-math.Abs(eta))
		ll -= math.Max(eta, 0) + math.Log1p(e)
		p := e / (1 + e)
		if eta > 0 {
			p = 1 / (1 + e)
		}
		r := -p
		if event[i] {
			ll += eta
			r++
		}
		w := e / ((1 + e) * (1 + e))
		for j, xj := range x {
			u[j] += r * xj
			wx := w * xj
			row := info[j*d.p:]
			for k := 0; k <= j; k++ {
				row[k] += wx * x[k]
			}
		}
	}
	return ll
}

// newton climbs to the maximum from fit.beta and leaves it there, on the
// caller's scale. It returns which coefficients still ran and the information.
func (d *logisticDesign) newton(fit *LogisticFit, event []bool) (runaway []bool, info []float64) {
	u, info := make([]float64, d.p), make([]float64, d.p*d.p)
	logLik := func(beta, u, info []float64) float64 { return d.logLik(beta, event, u, info) }
	ll := logLik(fit.beta, u, info)
	d.rank, d.aliased, d.floor = aliasedFloors(info, d.p)
	fit.LogLik, _ = climb(fit.beta, ll, u, info, d.floor, logLik)
	for j := 1; j < d.p; j++ {
		fit.beta[j] /= d.sd[j]
		fit.beta[0] -= fit.beta[j] * d.mean[j]
	}
	return runaways(u, info, d.floor), info
}
