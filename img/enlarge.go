package img

// Enlarge calls do with row after row of m brought to h rows and w columns: pixel
// (y, x) is Bilinear at ((y+1/2)H/h - 1/2, (x+1/2)W/w - 1/2). do must not keep the row.
func Enlarge(m Image, h, w int, do func(y int, row []float32)) {
	type place struct {
		i, j int
		frac float32
	}
	at := func(k, n, of int) (p place) {
		p.i, p.j, p.frac = neighbours((float64(k)+0.5)*float64(of)/float64(n)-0.5, of)
		return p
	}
	columns := make([]place, w)
	for x := range columns {
		columns[x] = at(x, w, m.W)
	}
	across := func(dst []float32, y int) {
		row := m.Row(y)
		for x, c := range columns {
			dst[x] = lerp(row[c.i], row[c.j], c.frac)
		}
	}
	// Several rows in turn lie between the same two.
	above, below, row := make([]float32, w), make([]float32, w), make([]float32, w)
	from, to := -1, -1
	for y := range h {
		p := at(y, h, m.H)
		if p.i == to {
			above, below = below, above
			from, to = to, -1
		}
		if p.i != from {
			across(above, p.i)
			from = p.i
		}
		if p.j != to {
			across(below, p.j)
			to = p.j
		}
		for x, v := range above {
			row[x] = lerp(v, below[x], p.frac)
		}
		do(y, row)
	}
}
