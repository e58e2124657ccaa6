package main

import (
	"maps"
	"strings"
	"testing"
)

// What `go test -bench` prints, with what its format promises may stand between.
const printed = `goos: linux
goarch: amd64
pkg: respine/img
cpu: A Processor @ 2.00GHz
BenchmarkGaussian-2   	     388	   3100852 ns/op	 338.17 MB/s	      16 B/op	       1 allocs/op
some text of a benchmark's own
BenchmarkOtsu/uint16-2 	 1000000	      1.5e+03 ns/op
PASS
ok  	respine/img	2.345s
pkg: respine/tiff
BenchmarkRead
BenchmarkRead-2       	      10	 100 ns/op	 7 pages/op
`

func TestParse(t *testing.T) {
	got, processor, err := parse(strings.NewReader(printed))
	if err != nil {
		t.Fatal(err)
	}
	if processor != "A Processor @ 2.00GHz" {
		t.Errorf("processor %q", processor)
	}
	want := []benchmark{
		{"respine/img", "Gaussian-2", 388, map[string]float64{"ns/op": 3100852, "MB/s": 338.17, "B/op": 16, "allocs/op": 1}},
		{"respine/img", "Otsu/uint16-2", 1000000, map[string]float64{"ns/op": 1500}},
		{"respine/tiff", "Read-2", 10, map[string]float64{"ns/op": 100, "pages/op": 7}},
	}
	if len(got) != len(want) {
		t.Fatalf("%d benchmarks, want %d: %+v", len(got), len(want), got)
	}
	for i, w := range want {
		g := got[i]
		if g.Package != w.Package || g.Name != w.Name || g.Iterations != w.Iterations || !maps.Equal(g.Figures, w.Figures) {
			t.Errorf("benchmark %d: %+v, want %+v", i, g, w)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"a failure":       printed + "FAIL\trespine/tiff\t0.1s\n",
		"no count":        "BenchmarkA-2 many 3 ns/op\n",
		"no number":       "BenchmarkA-2 3 fast ns/op\n",
		"a failed one":    "--- FAIL: BenchmarkA\n",
		"failed in build": "FAIL respine/img [build failed]\n",
	} {
		if _, _, err := parse(strings.NewReader(text)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
