package stats

// hazardRows are the usable bins at risk of all sessions.
type hazardRows struct {
	group  []int
	event  []bool
	state  [][]float64 // spline of the time in the state
	signal [][]float64 // at FirstLag, FirstLag+1, ... LastLag
	first  int
}

func newHazardRows(series []EventSeries, p HazardParams) hazardRows {
	if p.LastLag < p.FirstLag {
		panic("stats: HazardParams: LastLag lies before FirstLag")
	}
	d := hazardRows{first: p.FirstLag}
	var since []float64
	for _, s := range series {
		n := len(s.Signal)
		if len(s.AtRisk) != n || len(s.Event) != n {
			panic("stats: EventSeries: slice length mismatch")
		}
		run := 0
		for t := range n {
			if !s.AtRisk[t] {
				run = 0
				continue
			}
			run++
			if t-p.LastLag < 0 || t-p.FirstLag >= n {
				continue
			}
			lags := make([]float64, 0, p.LastLag-p.FirstLag+1)
			for l := p.FirstLag; l <= p.LastLag; l++ {
				lags = append(lags, s.Signal[t-l])
			}
			if hasNaN(lags) {
				continue
			}
			d.group, d.event = append(d.group, s.Group), append(d.event, s.Event[t])
			d.signal = append(d.signal, lags)
			since = append(since, float64(run-1))
		}
	}
	d.state = restrictedSpline(since)
	return d
}

// withSignal returns the covariates of a model with the signal at lag first.
func (d hazardRows) withSignal(lag int) [][]float64 {
	out := make([][]float64, len(d.event))
	for i := range out {
		out[i] = append([]float64{d.signal[i][lag-d.first]}, d.state[i]...)
	}
	return out
}

// restrictedSpline returns the columns of a cubic spline of x that is linear
// beyond its outer knots, with knots at the 5, 35, 65 and 95 % quantiles
// (Harrell 2001, Regression Modeling Strategies, 2.4.5):
//
//	x, and for every knot t_j but the last two
//	(x-t_j)³₊ - (x-t_{k-1})³₊ (t_k-t_j)/(t_k-t_{k-1}) + (x-t_k)³₊ (t_{k-1}-t_j)/(t_k-t_{k-1}),
//
// over (t_k-t_1)². Knots that coincide are one; with two or fewer x enters as
// it is.
func restrictedSpline(x []float64) [][]float64 {
	var knot []float64
	for _, q := range []float64{0.05, 0.35, 0.65, 0.95} {
		if len(x) == 0 {
			break
		}
		if k := Quantile(x, q); len(knot) == 0 || k > knot[len(knot)-1] {
			knot = append(knot, k)
		}
	}
	out := make([][]float64, len(x))
	for i, v := range x {
		out[i] = append(out[i], v)
		k := len(knot)
		for j := 0; j < k-2; j++ {
			last, before := knot[k-1], knot[k-2]
			c := cubeAbove(v-knot[j]) - cubeAbove(v-before)*(last-knot[j])/(last-before) +
				cubeAbove(v-last)*(before-knot[j])/(last-before)
			out[i] = append(out[i], c/((last-knot[0])*(last-knot[0])))
		}
	}
	return out
}

func cubeAbove(v float64) float64 {
	if v <= 0 {
		return 0
	}
	return v * v * v
}
