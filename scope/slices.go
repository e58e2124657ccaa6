package scope

import (
	"context"
	"encoding/binary"
	"math/rand/v2"

	"golang.org/x/sync/errgroup"
)

// eachSlice calls do(z) for z in [0, n) on at most workers goroutines, until
// all are done or ctx is cancelled.
func eachSlice(ctx context.Context, n, workers int, do func(z int)) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, workers))
	for z := range n {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			do(z)
			return nil
		})
	}
	return g.Wait()
}

// sliceStream returns the random numbers of slice z: independent streams for
// every seed and slice.
func sliceStream(seed uint64, z int) *rand.Rand {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[0:], seed)
	binary.LittleEndian.PutUint64(key[8:], uint64(z))
	return rand.New(rand.NewChaCha8(key))
}
