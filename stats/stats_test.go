package stats

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// rounding allows for different orders of the same sums.
const rounding = 1e-12

// readColumns reads a CSV file of numbers; "Inf" and "NA" are numbers here.
func readColumns(t *testing.T, path string) map[string][]float64 {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cols := map[string][]float64{}
	for _, row := range rows[1:] {
		for i, cell := range row {
			v, err := strconv.ParseFloat(cell, 64)
			if cell == "NA" {
				v, err = math.NaN(), nil
			}
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			cols[rows[0][i]] = append(cols[rows[0][i]], v)
		}
	}
	return cols
}

// oracle returns the path of a shared reference file, or skips the test.
func oracle(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "shared", "oracles", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED, reference file absent: %v", err)
	}
	return path
}

func near(a, b, tolerance float64) bool {
	return a == b || math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= tolerance
}

func TestConfidenceIsChecked(t *testing.T) {
	for _, c := range []float64{0, 1, -0.5, math.NaN()} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("confidence %v was accepted", c)
				}
			}()
			Wilson(1, 2, c)
		}()
	}
}

func TestIntervalContains(t *testing.T) {
	iv := Interval{1, 2}
	if !iv.Contains(1) || !iv.Contains(2) || iv.Contains(0.99) || iv.Contains(math.NaN()) {
		t.Error("Contains does not include exactly [1, 2]")
	}
}
