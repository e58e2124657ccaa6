package motion

import "math"

// Valid returns the pixels of the reference that at least share (0 to 1) of the good
// frames show. With tiles a pixel counts as shown where the frame would show it at
// the farthest shift of its tiles.
func (r *Result) Valid(share float64) []bool {
	// Every frame shows a rectangle: its corners are counted, and summed up.
	w := r.W + 1
	count := make([]int32, (r.H+1)*w)
	used := 0
	for i, s := range r.Shifts {
		if s.Bad != Good {
			continue
		}
		used++
		loY, hiY, loX, hiX := r.extremes(i)
		y0, y1 := clampTo(math.Ceil(-loY), r.H), clampTo(math.Floor(float64(r.H-1)-hiY)+1, r.H)
		x0, x1 := clampTo(math.Ceil(-loX), r.W), clampTo(math.Floor(float64(r.W-1)-hiX)+1, r.W)
		if y0 < y1 && x0 < x1 {
			count[y0*w+x0]++
			count[y0*w+x1]--
			count[y1*w+x0]--
			count[y1*w+x1]++
		}
	}
	valid := make([]bool, r.H*r.W)
	for y := range r.H {
		for x := range r.W {
			k := y*w + x
			if x > 0 {
				count[k] += count[k-1]
			}
			if y > 0 {
				count[k] += count[k-w]
			}
			if x > 0 && y > 0 {
				count[k] -= count[k-w-1]
			}
			valid[y*r.W+x] = used > 0 && float64(count[k]) >= share*float64(used)
		}
	}
	return valid
}

func clampTo(v float64, n int) int { return int(max(0, min(v, float64(n)))) }

// extremes returns the least and greatest shift within a frame, along y and x. What
// is within a thousandth of a whole pixel counts as whole, as in Corrected.
func (r *Result) extremes(i int) (loY, hiY, loX, hiX float64) {
	y, x := float64(r.Shifts[i].Y), float64(r.Shifts[i].X)
	loY, hiY, loX, hiX = y, y, x, x
	for k := range r.Grid.Len() {
		dy, dx := r.Local(i, k)
		loY, hiY, loX, hiX = min(loY, y+dy), max(hiY, y+dy), min(loX, x+dx), max(hiX, x+dx)
	}
	return loY + subpixel, hiY - subpixel, loX + subpixel, hiX - subpixel
}
