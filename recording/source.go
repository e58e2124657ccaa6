package recording

import (
	"context"
	"fmt"
	"math"
	"sync"

	"respine/img"
)

// source is a stack that is described but not yet decoded.
type source struct {
	d, h, w  int
	channels int
	bits     int
	top      float32   // largest value of the stored type; NaN when it has none
	voxel    img.Voxel // um; 0 where the file does not tell
	warnings []string
	// read decodes slice z into dst, h*w values. It may be called from
	// several goroutines at once.
	read  func(z int, dst []float32) error
	name  func(z int) string // of a slice, for errors
	close func() error
}

// pixels is what one slice, or all of them, turned out to hold.
type pixels struct {
	bad      int // NaN or infinite
	top      int // at the largest value of the type
	min, max float32
}

func count(pix []float32, top float32) pixels {
	p := pixels{min: pix[0], max: pix[0]}
	for _, v := range pix {
		switch {
		case v-v != 0: // NaN and the infinities alone
			p.bad++
			continue
		case v == top:
			p.top++
		}
		p.min, p.max = min(p.min, v), max(p.max, v)
	}
	return p
}

// load decodes and checks all slices of s into stack, and returns the fraction
// of saturated voxels. Of several faults it reports the first in slice order.
func load(ctx context.Context, path string, s source, stack img.Stack) (saturated float64, err error) {
	const workers = 2 // decoding is rarely what a session waits for; leave cores to the rest
	counts := make([]pixels, s.d)
	faults := make([]error, s.d)
	slices := make(chan int)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for z := range slices {
				pix := stack.Slice(z).Pix
				if faults[z] = s.read(z, pix); faults[z] == nil {
					counts[z] = count(pix, s.top)
				}
			}
		})
	}
	for z := 0; z < s.d && ctx.Err() == nil; z++ {
		slices <- z
	}
	close(slices)
	group.Wait()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	all := pixels{min: counts[0].min, max: counts[0].max}
	for z, c := range counts {
		if faults[z] != nil {
			return 0, faults[z]
		}
		if c.bad > 0 {
			return 0, fmt.Errorf("%s: %d pixels are NaN or infinite", s.name(z), c.bad)
		}
		all.top += c.top
		all.min, all.max = min(all.min, c.min), max(all.max, c.max)
	}
	if all.min == all.max {
		return 0, fmt.Errorf("%s: %w: every voxel is %g", path, ErrBlank, all.min)
	}
	if math.IsNaN(float64(s.top)) {
		return math.NaN(), nil
	}
	return float64(all.top) / float64(len(stack.Pix)), nil
}
