package cell

import (
	"context"
	"sync"
	"sync/atomic"
)

// each calls do(i, worker) for i in [0, n) on at most workers goroutines and
// returns when all are done, or soon after ctx is cancelled, with its error. The
// calls do not depend on each other; worker lets a call keep scratch memory.
func each(ctx context.Context, n, workers int, do func(i, worker int)) error {
	var next atomic.Int64
	var wg sync.WaitGroup
	for w := range max(1, min(workers, n)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				do(i, w)
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}
