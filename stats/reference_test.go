package stats

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

const (
	// closedForm bounds the relative difference of two ways to add up the same
	// numbers and of the tails of t, F and χ², in this and in R.
	closedForm = 1e-12
	// searched is for values that R finds by a search it stops at 1e-9 or so.
	searched = 1e-7
	// loose is for fisher.test, whose searches stop within 1.2e-4 of the odds ratio
	// or of its inverse: 0.7 % of 622. TestFisherTeaByHand says whose digits are right.
	loose = 1e-2
)

// close reports agreement relative to the size of want, absolute below one
// thousandth.
func agrees(got, want, tolerance float64) bool {
	return got == want || math.Abs(got-want) <= tolerance*max(math.Abs(want), 1e-3)
}

func check(t *testing.T, name string, got, want, tolerance float64) {
	t.Helper()
	if !agrees(got, want, tolerance) {
		t.Errorf("%s = %.15g, want %.15g (off by %.1e)", name, got, want, math.Abs(got-want))
	}
}

// answers is a file of reference values.
type answers map[string]any

func readAnswers(t *testing.T, path string) answers {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	a := answers{}
	if err := json.Unmarshal(b, &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// classical holds the answers of testdata/classical.R.
func classical(t *testing.T) answers { return readAnswers(t, "testdata/classical.json") }

func (a answers) at(keys ...string) any {
	var v any = map[string]any(a)
	for _, k := range keys {
		m, ok := v.(map[string]any)
		if !ok || m[k] == nil {
			panic("no reference value " + k)
		}
		v = m[k]
	}
	return v
}

func (a answers) num(keys ...string) float64    { return toNum(a.at(keys...)) }
func (a answers) nums(keys ...string) []float64 { return toNums(a.at(keys...)) }
func (a answers) rows(keys ...string) [][]float64 {
	var out [][]float64
	for _, r := range a.at(keys...).([]any) {
		out = append(out, toNums(r))
	}
	return out
}

// table returns the objects of a list.
func (a answers) table(keys ...string) []answers {
	var out []answers
	for _, r := range a.at(keys...).([]any) {
		out = append(out, r.(map[string]any))
	}
	return out
}

func toNum(v any) float64 {
	switch v := v.(type) {
	case float64:
		return v
	case string:
		if v == "NA" {
			return math.NaN()
		}
		f, err := strconv.ParseFloat(v, 64)
		if err != nil {
			panic(err)
		}
		return f
	case []any:
		return toNum(v[0])
	}
	panic("not a number")
}

func toNums(v any) []float64 {
	var out []float64
	for _, x := range v.([]any) {
		out = append(out, toNum(x))
	}
	return out
}

func toInts(x []float64) []int {
	out := make([]int, len(x))
	for i, v := range x {
		out[i] = int(v)
	}
	return out
}

// readCells reads the columns of a CSV file as they are.
func readCells(t *testing.T, path string) map[string][]string {
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
	cols := map[string][]string{}
	for _, row := range rows[1:] {
		for i, cell := range row {
			cols[rows[0][i]] = append(cols[rows[0][i]], cell)
		}
	}
	return cols
}

// toFloats reads a column of numbers.
func toFloats(text []string) []float64 {
	out := make([]float64, len(text))
	for i, s := range text {
		out[i], _ = strconv.ParseFloat(s, 64)
	}
	return out
}

// levels numbers the values of a column in the order of names.
func levels(text []string, names ...string) []int {
	out := make([]int, len(text))
	for i, s := range text {
		out[i] = -1
		for k, n := range names {
			if s == n {
				out[i] = k
			}
		}
		if out[i] < 0 {
			panic("unnamed level " + s)
		}
	}
	return out
}

// split puts values into groups 0, 1, 2, ...
func split(x []float64, level []int) [][]float64 {
	var out [][]float64
	for i, l := range level {
		for len(out) <= l {
			out = append(out, nil)
		}
		out[l] = append(out[l], x[i])
	}
	return out
}

// gaussians draws n values with mean and standard deviation.
func gaussians(rng *rand.Rand, n int, mean, sd float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = mean + sd*rng.NormFloat64()
	}
	return x
}

// drawn draws values with spread for laws: whole thousandths, so that a shift
// is nearly exact.
func drawn(t *rapid.T, name string, least, most int) []float64 {
	x := rapid.SliceOfN(rapid.IntRange(-5000, 5000), least, most).Draw(t, name)
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v) / 1000
	}
	out[0] += 7 // never all equal
	return out
}

// moved returns a·x + b.
func moved(x []float64, a, b float64) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = a*v + b
	}
	return out
}
