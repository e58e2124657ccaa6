package cell

import (
	"math"

	"respine/img"
)

// Places at which the border of a body is looked for.
const (
	rays          = 32
	rayStep       = 0.05 // of the usual radius
	acrossStep    = 0.2  // of the usual radius, on either side of the border
	nearestBody   = 0.55 // of the usual radius
	farthest      = 1.6
	leastAcrossPx = 0.7
	bendSteps     = 2 // by which the border may move from one ray to the next
)

// outline returns the border of the body around a place: its distance along each of
// rays directions, such that brightness falls outwards along it as much as possible,
// and the mean fall. The image is smoothed by the caller. Going around once
// finds where the border begins and ends alike; going around again closes it.
func outline(m img.Image, y, x, radius float64) (border [rays]float64, fall float64) {
	step, across := rayStep*radius, max(leastAcrossPx, acrossStep*radius)
	n := int((farthest-nearestBody)/rayStep) + 1
	gain := make([][]float64, rays)
	for a := range gain {
		gain[a] = make([]float64, n)
		sin, cos := math.Sincos(2 * math.Pi * float64(a) / rays)
		for j := range gain[a] {
			r := nearestBody*radius + step*float64(j)
			in := float64(img.Bilinear(m, y+(r-across)*sin, x+(r-across)*cos))
			out := float64(img.Bilinear(m, y+(r+across)*sin, x+(r+across)*cos))
			if d := in - out; d == d {
				gain[a][j] = d
			}
		}
	}
	path := roundTrip(gain)
	for a, j := range path {
		border[a] = nearestBody*radius + step*float64(j)
		fall += gain[a][j] / rays
	}
	return border, fall
}

// roundTrip returns the closed path of largest gain over the rays: dynamic
// programming over two turns, of which the middle is taken.
func roundTrip(gain [][]float64) [rays]int {
	n := len(gain[0])
	best := make([]float64, n)
	from := make([][]int, 2*rays)
	for a := range 2 * rays {
		next := make([]float64, n)
		from[a] = make([]int, n)
		for j := range next {
			at := j
			for i := max(0, j-bendSteps); i <= min(n-1, j+bendSteps); i++ {
				if best[i] > best[at] {
					at = i
				}
			}
			from[a][j] = at
			next[j] = best[at] + gain[a%rays][j]
		}
		best = next
	}
	end := 0
	for j, v := range best {
		if v > best[end] {
			end = j
		}
	}
	var path [rays]int
	for a := 2*rays - 1; a >= rays/2; a-- {
		if a < rays+rays/2 {
			path[a%rays] = end
		}
		end = from[a][end]
	}
	return path
}

// within returns the pixels of a field inside a border around a place.
func within(border [rays]float64, y, x float64, h, w int) []int {
	far := 0.0
	for _, r := range border {
		far = max(far, r)
	}
	var out []int
	for iy := max(0, int(y-far)); iy <= min(h-1, int(y+far)+1); iy++ {
		for ix := max(0, int(x-far)); ix <= min(w-1, int(x+far)+1); ix++ {
			ry, rx := float64(iy)-y, float64(ix)-x
			turn := math.Atan2(ry, rx) / (2 * math.Pi) * rays
			if turn < 0 {
				turn += rays
			}
			a := int(turn) % rays
			f := turn - math.Floor(turn)
			if math.Hypot(ry, rx) <= border[a]*(1-f)+border[(a+1)%rays]*f {
				out = append(out, iy*w+ix)
			}
		}
	}
	return out
}
