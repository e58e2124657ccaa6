package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Sphericity says how far the contrasts of a within effect are from having one
// variance and no correlation, which F needs. Epsilon 1 is sphericity, 1/(levels-1)
// the farthest from it.
type Sphericity struct {
	GreenhouseGeisser float64 // Greenhouse & Geisser 1959, doi 10.1007/BF02289823
	HuynhFeldt        float64 // Huynh & Feldt 1976, doi 10.3102/10769986001001069; may exceed 1, used as at most 1
	Mauchly           Mauchly
}

// Mauchly is the test of sphericity (Mauchly 1940, doi
// 10.1214/aoms/1177731915). With few animals it sees nothing: correct by epsilon
// whatever it says.
type Mauchly struct {
	W, P         float64
	Undetermined string // why there is none; the numbers are then NaN
}

// sphericity of the error matrix of m contrasts with df degrees of freedom:
//
//	GG = (tr E)² / (m tr E²),  HF = ((df+1) m GG - 2) / (m (df - m GG))
func sphericity(e *mat.Dense, df float64) Sphericity {
	m, _ := e.Dims()
	p := float64(m)
	if m == 1 {
		return Sphericity{1, 1, Mauchly{math.NaN(), math.NaN(), "one contrast is always spherical"}}
	}
	trace, square := mat.Trace(e), 0.0
	if trace == 0 {
		return Sphericity{1, 1, Mauchly{math.NaN(), math.NaN(), allEqual}}
	}
	for i := range m {
		for j := range m {
			square += e.At(i, j) * e.At(i, j)
		}
	}
	gg := trace * trace / (p * square)
	hf := 1.0
	if below := p * (df - p*gg); below > 0 {
		hf = ((df+1)*p*gg - 2) / below
	}
	return Sphericity{gg, max(hf, gg), mauchly(e, trace, p, df)}
}

// mauchly refers W = det E/(tr E/p)^p to χ² with Box's term of second order
// (Box 1949; Anderson 2003, section 10.7).
func mauchly(e *mat.Dense, trace, p, df float64) Mauchly {
	if df < p {
		return Mauchly{math.NaN(), math.NaN(), "fewer animals than contrasts"}
	}
	var scaled mat.Dense
	scaled.Scale(p/trace, e)
	log, sign := mat.LogDet(&scaled)
	if sign <= 0 || math.IsInf(log, -1) {
		return Mauchly{math.NaN(), math.NaN(), "the contrasts depend on each other"}
	}
	rho := 1 - (2*p*p+p+2)/(6*p*df)
	omega := (p + 2) * (p - 1) * (p - 2) * (2*p*p*p + 6*p*p + 3*p + 2) / (288 * p * p * df * df * rho * rho)
	x, f := -df*rho*log, p*(p+1)/2-1
	first := chiSquareUpper(x, f)
	return Mauchly{math.Exp(log), first + omega*(chiSquareUpper(x, f+4)-first), ""}
}
