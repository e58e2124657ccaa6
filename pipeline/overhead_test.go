package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"respine/executor"
	"respine/store"
)

// BenchmarkOverhead does three steps of next to no work on each of 200 recordings:
// what remembering a step costs beside doing it.
func BenchmarkOverhead(b *testing.B) {
	const recordings = 200
	var steps []Step
	for _, name := range []string{"one", "two", "three"} {
		steps = append(steps, Step{Name: name, Version: 1, Do: func(_ context.Context, j Job) error {
			return os.WriteFile(filepath.Join(j.Dir, "t.csv"), []byte(j.Params), 0o666)
		}})
	}
	n := 0
	for b.Loop() {
		st, err := store.Open(filepath.Join(b.TempDir(), fmt.Sprint(n)))
		if err != nil {
			b.Fatal(err)
		}
		s := Study{Store: st, steps: steps}
		var works []*Work
		for i := range recordings {
			w := &Work{Step: "one", Unit: "first", Params: i}
			then := &Work{Step: "two", Unit: "second", Inputs: []Input{s.resultOf(w)}}
			works = append(works, w, then, &Work{Step: "three", Unit: "third", Inputs: []Input{s.resultOf(then)}})
		}
		d := doer{store: st, steps: steps, workers: 1, say: func(string, string) {}}
		pieces, err := d.all(context.Background(), works, Options{Workers: 2})
		if err != nil {
			b.Fatal(err)
		}
		for _, p := range pieces {
			if p.State != string(executor.Done) {
				b.Fatal(p.Err)
			}
		}
		n += len(pieces)
		st.Close()
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(n), "ms/step")
}
