package stats

import "gonum.org/v1/gonum/mat"

// Covariances of least squares coefficients that do not trust the model of the
// errors: (XᵀX)⁻¹ M (XᵀX)⁻¹ with the middle M from the residuals. They are
// right for many clusters; with few (below about 20) use CR2 with its degrees
// of freedom, or WildCluster. They are nil without a fit and with fewer than two
// clusters; Contrast then says so.

// HC3 allows every row a variance of its own: M = Σ xxᵀ e²/(1-h)² (MacKinnon &
// White 1985, doi 10.1016/0304-4076(85)90158-7). A row with leverage 1 fits
// itself and carries no information; it counts as zero.
func (fit LinearFit) HC3() [][]float64 {
	if fit.Undetermined != "" {
		return nil
	}
	n, _ := fit.x.Dims()
	return fit.sandwich(n, func(i int) []float64 {
		u := 0.0
		if left := 1 - fit.Leverage[i]; left > 1e-10 {
			u = fit.Residuals[i] / left
		}
		return fit.score([]int{i}, []float64{u})
	})
}

// CR0 allows any dependence within clusters: M = Σ (X_gᵀe_g)(X_gᵀe_g)ᵀ (Liang &
// Zeger 1986, doi 10.1093/biomet/73.1.13). It is too small with few clusters.
func (fit LinearFit) CR0(cluster []int) [][]float64 {
	groups := fit.clusters(cluster)
	if groups == nil {
		return nil
	}
	return fit.sandwich(len(groups), func(g int) []float64 {
		return fit.score(groups[g], pick(fit.Residuals, groups[g]))
	})
}

// CR1 is CR0·G/(G-1)·(n-1)/(n-p), as in Stata; refer it to t with G-1 degrees
// of freedom.
func (fit LinearFit) CR1(cluster []int) [][]float64 {
	groups := fit.clusters(cluster)
	if groups == nil {
		return nil
	}
	n, p := fit.x.Dims()
	g := float64(len(groups))
	factor := g / (g - 1) * float64(n-1) / float64(n-p)
	return scaledRows(dense(fit.CR0(cluster)), factor)
}

// NeweyWest allows rows, in order of time, to depend on each other up to lag
// rows apart, with weights falling to zero (Newey & West 1987, doi
// 10.2307/1913610): M = Γ₀ + Σ (1 - l/(lag+1))(Γ_l + Γ_lᵀ).
func (fit LinearFit) NeweyWest(lag int) [][]float64 {
	if fit.Undetermined != "" {
		return nil
	}
	n, p := fit.x.Dims()
	if lag < 0 || lag >= n {
		panic("stats: a lag lies between 0 and the number of rows")
	}
	middle := mat.NewDense(p, p, nil)
	for l := 0; l <= lag; l++ {
		weight := 1 - float64(l)/float64(lag+1)
		for i := l; i < n; i++ {
			a := mat.NewVecDense(p, fit.score([]int{i}, []float64{fit.Residuals[i]}))
			b := mat.NewVecDense(p, fit.score([]int{i - l}, []float64{fit.Residuals[i-l]}))
			middle.RankOne(middle, weight, a, b)
			if l > 0 {
				middle.RankOne(middle, weight, b, a)
			}
		}
	}
	return fit.around(middle)
}

// sandwich sums the outer products of n scores.
func (fit LinearFit) sandwich(n int, score func(i int) []float64) [][]float64 {
	_, p := fit.x.Dims()
	middle := mat.NewDense(p, p, nil)
	for i := range n {
		s := mat.NewVecDense(p, score(i))
		middle.RankOne(middle, 1, s, s)
	}
	return fit.around(middle)
}

func (fit LinearFit) around(middle *mat.Dense) [][]float64 {
	var cov mat.Dense
	cov.Product(fit.bread, middle, fit.bread)
	return scaledRows(&cov, 1)
}

// score returns Σ x_i·u_i over rows.
func (fit LinearFit) score(rows []int, u []float64) []float64 {
	_, p := fit.x.Dims()
	s := make([]float64, p)
	for k, i := range rows {
		for j, v := range fit.x.RawRowView(i) {
			s[j] += v * u[k]
		}
	}
	return s
}

// clusters returns the rows of every cluster, clusters in rising order; nil
// without a fit and with fewer than two.
func (fit LinearFit) clusters(cluster []int) [][]int {
	if fit.Undetermined != "" {
		return nil
	}
	if n, _ := fit.x.Dims(); len(cluster) != n {
		panic("stats: slice length mismatch")
	}
	groups := rowsByGroup(cluster)
	if len(groups) < 2 {
		return nil
	}
	return groups
}

func pick(x []float64, rows []int) []float64 {
	out := make([]float64, len(rows))
	for k, i := range rows {
		out[k] = x[i]
	}
	return out
}
