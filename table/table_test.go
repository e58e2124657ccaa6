package table

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// sample holds every kind, and the values that are easily got wrong.
func sample() *Table {
	t := New("sample",
		Float("position_um", "um"), String("side", ""), Int("spine", ""), Bool("judgeable", ""), Float("aspect", ""))
	t.Append(0.1, "left", 7, true, 1.0)
	t.Append(math.NaN(), "a \"quoted\", cell\nof two lines", int64(math.MaxInt64), false, math.Inf(-1))
	t.Append(-1e-300, "", math.MinInt64, true, 1e21)
	t.Append(123456.789, "Größe µm 樹突", -1, false, math.Copysign(0, -1))
	return t
}

// same reports whether two tables are equal, NaN being equal to NaN and 0
// differing from -0.
func same(a, b *Table) bool {
	if a.Name != b.Name || !slices.Equal(a.Columns(), b.Columns()) || a.Len() != b.Len() {
		return false
	}
	for i := range a.columns {
		for r := range a.Len() {
			if a.columns[i].cell(r) != b.columns[i].cell(r) {
				return false
			}
		}
	}
	return true
}

// panics returns what f panics with, "" if it does not.
func panics(f func()) (message string) {
	defer func() {
		if p := recover(); p != nil {
			message = p.(string)
		}
	}()
	f()
	return ""
}

func TestTableHoldsWhatWasAppended(t *testing.T) {
	s := sample()
	if s.Len() != 4 {
		t.Fatalf("%d rows, not 4", s.Len())
	}
	if got := s.Ints("spine"); !slices.Equal(got, []int64{7, math.MaxInt64, math.MinInt64, -1}) {
		t.Errorf("spine is %v", got)
	}
	if got := s.Bools("judgeable"); !slices.Equal(got, []bool{true, false, true, false}) {
		t.Errorf("judgeable is %v", got)
	}
	if got := s.Strings("side")[3]; got != "Größe µm 樹突" {
		t.Errorf("side is %q", got)
	}
	s.Floats("position_um")[0] = 5 // shares memory
	if got := s.Floats("position_um"); got[0] != 5 || !math.IsNaN(got[1]) {
		t.Errorf("position_um is %v", got)
	}
	if !s.Has("side") || s.Has("sides") {
		t.Error("Has is wrong about side or sides")
	}
	if New("t", Optional(Int("i", ""))).Columns()[0].Optional {
		t.Error("a column that is there is called optional")
	}
	if c := s.Columns()[0]; c != (Column{Name: "position_um", Unit: "um", Kind: KindFloat}) {
		t.Errorf("first column is %+v", c)
	}
}

func TestTablePanicsOnCallerMistakes(t *testing.T) {
	for name, c := range map[string]struct {
		do   func()
		want string
	}{
		"no columns":   {func() { New("t") }, "table: t has no columns"},
		"twice":        {func() { New("t", Int("a", ""), Bool("a", "")) }, `table: t has two columns named "a"`},
		"too few":      {func() { sample().Append(1.0) }, "table: sample takes 5 values a row, not 1"},
		"int as float": {func() { sample().Append(1, "", 1, true, 1.0) }, "table: sample.position_um holds numbers, not int"},
		"nil":          {func() { sample().Append(1.0, nil, 1, true, 1.0) }, "table: sample.side holds text, not <nil>"},
		"missing":      {func() { sample().Floats("position") }, `table: sample has no column "position"; it has position_um, side, spine, judgeable, aspect`},
		"wrong kind":   {func() { sample().Ints("side") }, "table: sample.side holds text, not whole numbers"},
		"select":       {func() { sample().Select("x") }, `table: sample has no column "x"`},
		"group":        {func() { sample().GroupBy("x") }, `table: sample has no column "x"`},
	} {
		if got := panics(c.do); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: panics with %q, want %q", name, got, c.want)
		}
	}
}

func TestAppendThatPanicsAddsNothing(t *testing.T) {
	s := sample()
	panics(func() { s.Append(1.0, "left", 1, true, "wide") })
	for _, c := range s.columns {
		if c.len() != 4 {
			t.Errorf("%s has %d rows after a refused Append, not 4", c.Name, c.len())
		}
	}
}
