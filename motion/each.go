package motion

import (
	"context"
	"sync"
	"sync/atomic"
)

// crew is the goroutines that work on a movie, each with scratch memory of its own.
type crew []*scratch

func newCrew(g geometry, workers int) crew {
	c := make(crew, workers)
	for i := range c {
		c[i] = newScratch(g)
	}
	return c
}

// each calls do for 0 to n-1 and returns the error of the first that failed, in order
// of i.
func (c crew) each(ctx context.Context, n int, do func(i int, s *scratch) error) error {
	var next atomic.Int64
	var group sync.WaitGroup
	var mu sync.Mutex
	failed, first := n, error(nil)
	for _, s := range c[:min(len(c), n)] {
		group.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if err := do(i, s); err != nil {
					mu.Lock()
					if i < failed {
						failed, first = i, err
					}
					mu.Unlock()
					return
				}
			}
		})
	}
	group.Wait()
	if first != nil {
		return first
	}
	return ctx.Err()
}

// divide calls do for 0 to n-1 in one stretch for each goroutine.
func (c crew) divide(n int, do func(from, to int)) {
	var group sync.WaitGroup
	for k := range c {
		group.Go(func() { do(k*n/len(c), (k+1)*n/len(c)) })
	}
	group.Wait()
}
