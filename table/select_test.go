package table

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestFilterKeepsRowsInOrder(t *testing.T) {
	s := sample()
	odd := s.Filter(func(r int) bool { return r%2 == 1 })
	if got := odd.Ints("spine"); !slices.Equal(got, []int64{s.Ints("spine")[1], -1}) {
		t.Errorf("spine is %v", got)
	}
	if !slices.Equal(odd.Columns(), s.Columns()) {
		t.Error("Filter changed the columns")
	}
	if none := s.Filter(func(int) bool { return false }); none.Len() != 0 {
		t.Errorf("%d rows kept, not 0", none.Len())
	}
	odd.Strings("side")[0] = "changed"
	if !same(s, sample()) {
		t.Error("a filtered table shares memory with its source")
	}
}

func TestSelectOrdersColumns(t *testing.T) {
	s := sample().Select("side", "position_um")
	want := []Column{String("side", ""), Float("position_um", "um")}
	if !slices.Equal(s.Columns(), want) || s.Len() != 4 || s.Floats("position_um")[0] != 0.1 {
		t.Errorf("selected %+v with %d rows", s.Columns(), s.Len())
	}
}

func TestGroupByFirstAppearance(t *testing.T) {
	s := New("s", String("branch", ""), Int("session", ""), Float("x_um", "um"))
	s.Append("b", 1, 0.0)
	s.Append("a", 1, 1.0)
	s.Append("b", 0, 2.0)
	s.Append("b", 1, 3.0)
	var keys [][]string
	var xs [][]float64
	for _, g := range s.GroupBy("branch", "session") {
		keys = append(keys, g.Key)
		xs = append(xs, g.Rows.Floats("x_um"))
	}
	if want := [][]string{{"b", "1"}, {"a", "1"}, {"b", "0"}}; !reflect.DeepEqual(keys, want) {
		t.Errorf("keys are %v, want %v", keys, want)
	}
	if want := [][]float64{{0, 3}, {1}, {2}}; !reflect.DeepEqual(xs, want) {
		t.Errorf("rows are %v, want %v", xs, want)
	}
}

// Groups are a partition: every row is in exactly one, and all its cells agree
// with the key.
func TestGroupByPartitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := New("s", String("a", ""), String("b", ""), Int("row", ""))
		part := rapid.StringMatching("[a:1,]{0,2}")
		for r := range rapid.IntRange(0, 20).Draw(t, "rows") {
			s.Append(part.Draw(t, "a"), part.Draw(t, "b"), r)
		}
		seen := make([]int, s.Len())
		keys := make(map[[2]string]bool)
		for _, g := range s.GroupBy("a", "b") {
			key := [2]string{g.Key[0], g.Key[1]}
			if keys[key] {
				t.Fatalf("key %q comes twice", key)
			}
			keys[key] = true
			for r, row := range g.Rows.Ints("row") {
				seen[row]++
				if g.Rows.Strings("a")[r] != key[0] || g.Rows.Strings("b")[r] != key[1] {
					t.Fatalf("row %d is in group %q", row, key)
				}
			}
		}
		for row, n := range seen {
			if n != 1 {
				t.Fatalf("row %d is in %d groups", row, n)
			}
		}
	})
}
