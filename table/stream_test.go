package table

import (
	"bytes"
	"math"
	"testing"
)

// A table written in pieces reads as the same table written at once.
func TestStreamReadsAsOneTable(t *testing.T) {
	columns := []Column{Int("cell_id", ""), Float("dff", "%"), Bool("used", ""), String("why", "")}
	whole := New("traces", columns...)
	var buffer bytes.Buffer
	s := NewStream(&buffer, "traces", columns...)
	for cell := range 3 {
		piece := New("traces", columns...)
		for f := range 1500 * cell { // the first is empty, the others longer than a batch
			v := float64(f) / 7
			if f%5 == 0 {
				v = math.NaN()
			}
			for _, to := range []*Table{piece, whole} {
				to.Append(cell, v, f%2 == 0, "x")
			}
		}
		if err := s.Write(piece); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := ReadParquet(bytes.NewReader(buffer.Bytes()), int64(buffer.Len()), "traces", columns...)
	if err != nil {
		t.Fatal(err)
	}
	var a, b bytes.Buffer
	if err := got.WriteCSV(&a); err != nil {
		t.Fatal(err)
	}
	if err := whole.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	if got.Len() != 4500 || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Errorf("%d rows, and not those of the whole", got.Len())
	}
	if u := got.Columns()[1].Unit; u != "%" {
		t.Errorf("the unit is %q", u)
	}
}

func TestStreamRefusesOtherColumns(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a piece with other columns was taken")
		}
	}()
	s := NewStream(&bytes.Buffer{}, "t", Int("a", ""))
	s.Write(New("t", Int("b", "")))
}
