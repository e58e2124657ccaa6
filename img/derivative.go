package img

// GaussianDerivative sets dst to the derivative of src, smoothed by a Gaussian
// of sigmaY and sigmaX pixels, of order orderY (0, 1 or 2) along y and orderX
// along x, in grey values per pixel to those powers. It correlates with the
// derivatives of the Gaussian itself, as scipy.ndimage.gaussian_filter with
// order=(orderY, orderX) and mode="nearest"; the kernels are cut at 4 sigma, so
// for sigma < 1 the second derivative of a constant is not quite 0. dst may be
// src.
func GaussianDerivative(dst, src Image, sigmaY, sigmaX float64, orderY, orderX int) {
	mustMatch(dst, src)
	var s separable
	s.filter(kernel, dst, src, gaussianWeights(sigmaY, orderY), gaussianWeights(sigmaX, orderX))
}

// Hessian2D returns the second derivatives of m smoothed by a Gaussian of sigma
// pixels, by GaussianDerivative. A bright line has a strongly negative
// derivative across it; a bright blob in both directions.
func Hessian2D(m Image, sigma float64) (yy, xy, xx Image) {
	yy, xy, xx = NewImage(m.H, m.W), NewImage(m.H, m.W), NewImage(m.H, m.W)
	GaussianDerivative(yy, m, sigma, sigma, 2, 0)
	GaussianDerivative(xy, m, sigma, sigma, 1, 1)
	GaussianDerivative(xx, m, sigma, sigma, 0, 2)
	return yy, xy, xx
}

func mustMatch(dst, src Image) {
	if dst.H != src.H || dst.W != src.W {
		panic("img: images of different size")
	}
}
