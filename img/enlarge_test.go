package img

import "testing"

// Enlarged, an image is what Bilinear says, bit for bit, larger and smaller.
func TestEnlargeIsBilinear(t *testing.T) {
	m := Image{H: 7, W: 9, Pix: noise(1, 63)}
	for _, size := range [][2]int{{28, 36}, {7, 9}, {5, 4}, {31, 10}, {1, 1}} {
		h, w := size[0], size[1]
		rows := 0
		Enlarge(m, h, w, func(y int, row []float32) {
			for x, v := range row {
				if want := Bilinear(m, (float64(y)+0.5)*7/float64(h)-0.5, (float64(x)+0.5)*9/float64(w)-0.5); v != want {
					t.Fatalf("%d x %d: (%d, %d) is %g, want %g", h, w, y, x, v, want)
				}
			}
			rows++
		})
		if rows != h {
			t.Errorf("%d rows of %d", rows, h)
		}
	}
}
