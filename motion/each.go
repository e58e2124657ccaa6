package motion

import (
	"context"
	"sync"
	"sync/atomic"
)

// each calls do for 0 to n-1 on workers goroutines, each with scratch memory of its
// own, and returns the error of the first that failed, in order of i.
func each(ctx context.Context, n, workers int, g geometry, do func(i int, s *scratch) error) error {
	var next atomic.Int64
	var group sync.WaitGroup
	var mu sync.Mutex
	failed, first := n, error(nil)
	for range min(workers, n) {
		group.Go(func() {
			s := newScratch(g)
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
