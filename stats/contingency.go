package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// ChiSquare tests whether rows and columns of a table of counts are independent
// (Pearson 1900): Σ (seen-expected)²/expected with (r-1)(c-1) degrees of
// freedom. With yates every distance is shortened by up to one half, as is usual
// for 2×2 (Yates 1934, doi 10.2307/2983604). Expected counts below about five
// want Fisher instead. Counts of spines are not independent within an animal.
func ChiSquare(table [][]int, yates bool) Omnibus {
	rows, cols, n := margins(table)
	if len(rows) < 2 || len(cols) < 2 {
		return Omnibus{Undetermined: "fewer than two rows or columns"}
	}
	for _, m := range append(append([]float64(nil), rows...), cols...) {
		if m == 0 {
			return Omnibus{Undetermined: "a row or column of the table is empty"}
		}
	}
	short := 0.0
	if yates {
		short = 0.5
		for i, row := range table {
			for j, v := range row {
				short = min(short, math.Abs(float64(v)-rows[i]*cols[j]/n))
			}
		}
	}
	x2 := 0.0
	for i, row := range table {
		for j, v := range row {
			e := rows[i] * cols[j] / n
			off := math.Abs(float64(v)-e) - short
			x2 += off * off / e
		}
	}
	return newOmnibus(x2, (len(rows)-1)*(len(cols)-1))
}

// margins returns the sums of rows and columns and of all.
func margins(table [][]int) (rows, cols []float64, n float64) {
	rows = make([]float64, len(table))
	for i, row := range table {
		if i == 0 {
			cols = make([]float64, len(row))
		}
		if len(row) != len(cols) {
			panic("stats: a table has rows of one length")
		}
		for j, v := range row {
			if v < 0 {
				panic("stats: a table holds counts")
			}
			rows[i] += float64(v)
			cols[j] += float64(v)
			n += float64(v)
		}
	}
	return rows, cols, n
}

// McNemar tests whether pairs change more often one way than the other
// (McNemar 1947, doi 10.1007/BF02295996), from the numbers of pairs that changed
// each way. P is the exact binomial one; the estimate is their ratio, the
// conditional odds ratio, with the interval that Clopper & Pearson 1934 (doi
// 10.1093/biomet/26.4.404) give for a share.
func McNemar(forth, back int, confidence float64) OddsRatio {
	zTwoSided(confidence) // checks the range
	if forth < 0 || back < 0 {
		panic("stats: a table holds counts")
	}
	n := forth + back
	if n == 0 {
		return noOdds("no pair changed")
	}
	lower := binomialLower(forth, n)
	upper := binomialLower(back, n)
	share := ClopperPearson(forth, n, confidence)
	odds := func(p float64) float64 { return p / (1 - p) }
	return OddsRatio{
		Estimate: float64(forth) / float64(back),
		Interval: Interval{odds(share.Lo), odds(share.Hi)},
		P:        min(1, 2*min(lower, upper)), PLess: lower, PGreater: upper,
		Least: min(1, 2*math.Pow(0.5, float64(n))),
	}
}

// McNemarChiSquare is the large-sample form, (|forth-back|-1)²/(forth+back) with
// the correction and without it (forth-back)²/(forth+back).
func McNemarChiSquare(forth, back int, corrected bool) Omnibus {
	n := float64(forth + back)
	if n == 0 {
		return Omnibus{Undetermined: "no pair changed"}
	}
	off := math.Abs(float64(forth - back))
	if corrected {
		off = max(0, off-1)
	}
	return newOmnibus(off*off/n, 1)
}

// ClopperPearson returns the exact interval of a proportion, k of n; it covers
// at least what is asked, mostly more. No trials leave everything open.
func ClopperPearson(k, n int, confidence float64) Interval {
	zTwoSided(confidence) // checks the range
	if k < 0 || k > n {
		panic("stats: k successes of n trials")
	}
	tail := (1 - confidence) / 2
	iv := Interval{0, 1}
	if k > 0 {
		iv.Lo = zeroOf(func(p float64) float64 { return mathext.RegIncBeta(float64(k), float64(n-k+1), p) - tail }, 0, 1)
	}
	if k < n {
		iv.Hi = 1 - zeroOf(func(q float64) float64 { return mathext.RegIncBeta(float64(n-k), float64(k+1), q) - tail }, 0, 1)
	}
	return iv
}

// binomialLower returns P(X <= k) of n fair coins.
func binomialLower(k, n int) float64 {
	if k >= n {
		return 1
	}
	return mathext.RegIncBeta(float64(n-k), float64(k+1), 0.5)
}
