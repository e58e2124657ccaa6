package behavior

// kernels are the inner loops over the pixels of a film. All paths do the same
// unfused operations in the same order, so that a film gives the same numbers on
// every machine; the plain table is the definition, the others are tested against
// it, bit for bit.
type kernels struct {
	name string
	// grey sets dst[i] = pix[i].
	grey func(dst []float32, pix []uint8)
	// halve sets dst[i] = (a[2i] + a[2i+1] + b[2i] + b[2i+1]) / 4.
	halve func(dst []float32, a, b []uint8)
	// sum adds x[i] up in lane i%8.
	sum func(sums *[lanes]float32, x []float32)
	// apart counts where x and y differ by more than limit.
	apart func(x, y []float32, limit float32) int
	// bright counts where x is at least limit.
	bright func(x []float32, limit float32) int
	// below sets bit i%64 of dst[i/64] where (wall[i] - per x[i] - from) scale is
	// more than a half, and clears all others.
	below func(dst []uint64, wall, x []float32, s contrastScale)
	// warp puts the values of an image along a path into u, between pixels by their
	// bilinear mix and 0 outside, and its slopes per pixel into gx and gy.
	warp func(u, gx, gy []float32, m softImage, p path)
	// tally adds what a row says of a motion to t, pixel i in lane i%8.
	tally func(t *tallies, v, u, gx, gy []float32, p path)
}

// lanes is how many strands a sum has.
const lanes = 8

// contrastScale turns grey values into how far a pixel is from wall to animal.
type contrastScale struct{ per, from, scale float32 }

// softImage is a silhouette with room behind its last pixel, for vectors that look
// beyond.
type softImage struct {
	h, w int
	pix  []float32 // h w + room
}

// room is behind the last pixel of a softImage.
const room = 2 * lanes

// path is where the pixels of a row were in the earlier silhouette: the first at
// (x, y), each next one (dx, dy) farther.
type path struct {
	x, y, dx, dy     float32
	pivotX, pivotY   float32
	acrossX, acrossY float32 // direction across the line from pivot to centre, there
	off, step        float32 // of the first pixel from that line, and of each next one
}

// What a row says of a motion: sums over its pixels, of which the first three are
// of what is left, d = v - u, and of what was found, u; the others are of the
// derivatives of u to a shift, a turn about the pivot and a twist.
const (
	sumAbs = iota
	sumSquares
	sumSeen
	sumShiftShift
	sumShiftTurn
	sumShiftTwist
	sumTurnTurn
	sumTurnTwist
	sumTwistTwist
	sumShift
	sumTurn
	sumTwist
	sumsOfRow
)

type tallies [sumsOfRow][lanes]float32

// total adds up the lanes of a sum.
func (t *tallies) total(k int) float64 { return total(&t[k]) }

func total(sums *[lanes]float32) float64 {
	var s float64
	for _, v := range sums {
		s += float64(v)
	}
	return s
}
