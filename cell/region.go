package cell

import "respine/img"

// connected returns the pixels that reach (y, x) by steps along rows and columns
// over pixels of at least a level.
func connected(m img.Image, y, x int, level float32) []bool {
	inside := make([]bool, m.H*m.W)
	queue := []int{y*m.W + x}
	inside[queue[0]] = true
	for len(queue) > 0 {
		i := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, j := range beside(i, m.H, m.W) {
			if j >= 0 && !inside[j] && m.Pix[j] >= level {
				inside[j] = true
				queue = append(queue, j)
			}
		}
	}
	return inside
}

// beside returns the four neighbours of a pixel, -1 beyond the border.
func beside(i, h, w int) [4]int {
	out := [4]int{-1, -1, -1, -1}
	if i >= w {
		out[0] = i - w
	}
	if i < (h-1)*w {
		out[1] = i + w
	}
	if i%w > 0 {
		out[2] = i - 1
	}
	if i%w < w-1 {
		out[3] = i + 1
	}
	return out
}

// fillHoles adds what inside encloses: the nuclei of ring-shaped cells.
func fillHoles(inside []bool, h, w int) {
	outside := make([]bool, h*w)
	var queue []int
	reach := func(i int) {
		if !inside[i] && !outside[i] {
			outside[i] = true
			queue = append(queue, i)
		}
	}
	for y := range h {
		reach(y * w)
		reach(y*w + w - 1)
	}
	for x := range w {
		reach(x)
		reach((h-1)*w + x)
	}
	for len(queue) > 0 {
		i := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, j := range beside(i, h, w) {
			if j >= 0 {
				reach(j)
			}
		}
	}
	for i := range inside {
		inside[i] = !outside[i]
	}
}
