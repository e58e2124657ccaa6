package glmm

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/mat"
	"respine/formula"
)

// frame is a CSV file by column, as text.
type frame map[string][]string

func readFrame(t testing.TB, path string) frame {
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
	out := frame{}
	for _, row := range rows[1:] {
		for i, cell := range row {
			out[rows[0][i]] = append(out[rows[0][i]], cell)
		}
	}
	return out
}

func (f frame) numbers(t testing.TB, column string) []float64 {
	t.Helper()
	out := make([]float64, len(f[column]))
	for i, s := range f[column] {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		out[i] = v
	}
	return out
}

// is returns the indicator of a level.
func (f frame) is(column, level string) []float64 {
	out := make([]float64, len(f[column]))
	for i, s := range f[column] {
		if s == level {
			out[i] = 1
		}
	}
	return out
}

// intercepts is the term (1 | column).
func (f frame) intercepts(column string) formula.Group { return intercept(column, f[column]) }

// column is a fixed effect.
type column struct {
	name   string
	values []float64
}

// designOf puts a design together without a table.
func designOf(y, trials []float64, columns []column, groups ...formula.Group) *formula.Design {
	d := &formula.Design{Response: "y", Y: y, Trials: trials, Groups: groups, Rows: count(len(y))}
	if len(columns) > 0 {
		d.X = mat.NewDense(len(y), len(columns), nil)
	}
	for j, c := range columns {
		d.Names = append(d.Names, c.name)
		d.X.SetCol(j, c.values)
	}
	return d
}

func times2(a, b []float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		out[i] = a[i] * b[i]
	}
	return out
}

func readJSON(t testing.TB, path string, into any) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatal(err)
	}
}
