package img

import (
	"sync"
	"sync/atomic"
)

// each calls do(i, worker) for i in [0, n) on at most workers goroutines, and
// returns when all are done. The calls must not depend on each other; worker,
// in [0, workers), lets a call keep scratch memory.
func each(n, workers int, do func(i, worker int)) {
	workers = max(1, min(workers, n))
	if workers == 1 {
		for i := range n {
			do(i, 0)
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i, w)
			}
		})
	}
	wg.Wait()
}
