package behavior

import "respine/img"

// binFor returns by how many pixels each way frames are averaged before anything
// is measured: to about 240 rows, at which a hanging mouse is 60 px long. It
// takes the noise down with it.
func binFor(width, height int) int {
	const rows, columns = 240, 320
	return max(1, min(height/rows, max(1, width/columns)))
}

// shrink averages blocks of bin x bin pixels of a frame into dst. Rows and
// columns beyond the last whole block are left out.
func (k kernels) shrink(dst img.Image, pix []uint8, width, bin int) {
	switch bin {
	case 1:
		k.grey(dst.Pix, pix)
	case 2:
		for y := range dst.H {
			k.halve(dst.Row(y), pix[2*y*width:], pix[(2*y+1)*width:])
		}
	default:
		per := 1 / float32(bin*bin)
		for y := range dst.H {
			out := dst.Row(y)
			for x := range out {
				sum := uint32(0)
				for dy := range bin {
					for _, v := range pix[(y*bin+dy)*width+x*bin:][:bin] {
						sum += uint32(v)
					}
				}
				out[x] = float32(sum) * per
			}
		}
	}
}
