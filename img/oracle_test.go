package img

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
)

// readOracle reads testdata/oracle.csv, written by testdata/oracle.py.
func readOracle(t *testing.T) map[string][]float64 {
	t.Helper()
	data, err := os.ReadFile("testdata/oracle.csv")
	if err != nil {
		t.Fatal(err)
	}
	oracle := map[string][]float64{}
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.TrimSpace(line), ",")
		for _, c := range cells[1:] {
			v, err := strconv.ParseFloat(c, 64)
			if err != nil {
				t.Fatal(err)
			}
			oracle[cells[0]] = append(oracle[cells[0]], v)
		}
	}
	return oracle
}

// eachOracle calls check with the answers whose name begins with prefix, and
// the numbers that follow it in the name.
func eachOracle(t *testing.T, prefix string, check func(t *testing.T, params, want []float64)) {
	t.Helper()
	found := 0
	for name, want := range readOracle(t) {
		rest, ok := strings.CutPrefix(name, prefix+" ")
		if !ok || rest == "at" {
			continue
		}
		found++
		t.Run(name, func(t *testing.T) {
			var params []float64
			for _, f := range strings.Fields(rest) {
				v, err := strconv.ParseFloat(f, 64)
				if err != nil {
					t.Fatal(err)
				}
				params = append(params, v)
			}
			check(t, params, want)
		})
	}
	if found == 0 {
		t.Fatalf("no reference answer named %q", prefix)
	}
}

func oracleImage(t *testing.T) Image {
	t.Helper()
	m := NewImage(13, 71)
	for i, v := range readOracle(t)["image 13 71"] {
		m.Pix[i] = float32(v)
	}
	return m
}

func oracleStack(t *testing.T) Stack {
	t.Helper()
	s := NewStack(7, 9, 11, Voxel{Z: 1, Y: 0.12, X: 0.12})
	for i, v := range readOracle(t)["stack 7 9 11"] {
		s.Pix[i] = float32(v)
	}
	return s
}

// floatTolerance allows for sums in float32 where scipy sums in float64,
// relative to the largest value of the input (about 200).
const floatTolerance = 200 * 2e-6

func wantNear(t *testing.T, got []float32, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d values, want %d", len(got), len(want))
	}
	for i := range got {
		if !(math.Abs(float64(got[i])-want[i]) <= tolerance) {
			t.Fatalf("value %d is %v, want %v", i, got[i], want[i])
		}
	}
}

func wantSame(t *testing.T, what string, got, want []float32) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, want %d", what, len(got), len(want))
	}
	for i := range got {
		if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
			t.Fatalf("%s: value %d is %v, want %v bit for bit", what, i, got[i], want[i])
		}
	}
}

func noise(seed uint64, n int) []float32 {
	rng := rand.New(rand.NewPCG(seed, 1))
	v := make([]float32, n)
	for i := range v {
		v[i] = float32(rng.NormFloat64())
	}
	return v
}

func noiseImage(seed uint64, h, w int) Image {
	return Image{H: h, W: w, Pix: noise(seed, h*w)}
}

func noiseStack(seed uint64, d, h, w int) Stack {
	s := NewStack(d, h, w, Voxel{Z: 1, Y: 0.12, X: 0.12})
	copy(s.Pix, noise(seed, d*h*w))
	return s
}

// underEachKernel runs check with every path of this processor in use.
func underEachKernel(t *testing.T, check func(t *testing.T)) {
	before := kernel
	defer func() { kernel = before }()
	for _, k := range available() {
		kernel = k
		t.Run(fmt.Sprint("path ", k.name), check)
	}
}
