package calcium

import "respine/cell"

// Outlines returns the borders of a footprint as closed lines along the edges of
// its pixels, in pixels: pixel (y, x) covers y-½ to y+½ and x-½ to x+½. Pixels
// below a third of the brightest are left outside. Holes have outlines too.
func Outlines(f cell.Footprint) (y, x [][]float64) {
	in := map[[2]int]bool{}
	for _, p := range f {
		if p.Weight >= 1.0/3 {
			in[[2]int{p.Y, p.X}] = true
		}
	}
	next := map[[2]int][][2]int{} // edges from corner to corner, the inside to the right
	var starts [][2]int
	edge := func(a, b [2]int) {
		next[a] = append(next[a], b)
		starts = append(starts, a)
	}
	for _, p := range f {
		r, c := p.Y, p.X
		if !in[[2]int{r, c}] {
			continue
		}
		if !in[[2]int{r - 1, c}] {
			edge([2]int{r, c}, [2]int{r, c + 1})
		}
		if !in[[2]int{r, c + 1}] {
			edge([2]int{r, c + 1}, [2]int{r + 1, c + 1})
		}
		if !in[[2]int{r + 1, c}] {
			edge([2]int{r + 1, c + 1}, [2]int{r + 1, c})
		}
		if !in[[2]int{r, c - 1}] {
			edge([2]int{r + 1, c}, [2]int{r, c})
		}
	}
	for _, s := range starts {
		var ly, lx []float64
		for at := s; len(next[at]) > 0; {
			ly, lx = append(ly, float64(at[0])-0.5), append(lx, float64(at[1])-0.5)
			to := next[at][0]
			next[at] = next[at][1:]
			at = to
		}
		if ly != nil {
			y, x = append(y, append(ly, ly[0])), append(x, append(lx, lx[0]))
		}
	}
	return y, x
}
