package table

import (
	"slices"
	"strings"
	"testing"
)

// TestTruthsAsPeopleWriteThem, in a column that is declared to hold them; others
// keep their numbers.
func TestTruthsAsPeopleWriteThem(t *testing.T) {
	got, err := ReadCSV(strings.NewReader("present,n\n1,1\n0,0\nyes,1\nNo,0\nTrue,1\nfALSE,0\n"), "t", Bool("present", ""))
	if err != nil {
		t.Fatal(err)
	}
	if want := []bool{true, false, true, false, true, false}; !slices.Equal(got.Bools("present"), want) || got.Columns()[1].Kind != KindInt {
		t.Errorf("%v, %v", got.Bools("present"), got.Columns()[1].Kind)
	}
	if _, err := ReadCSV(strings.NewReader("present\nmaybe\n"), "t", Bool("present", "")); err == nil {
		t.Error("maybe is a truth")
	}
}
