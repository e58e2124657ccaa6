package table

import (
	"bytes"
	"math"
	"os"
	"reflect"
	"strings"
	"testing"
)

// The values stand in foreign.py.
func TestReadParquetFromPandas(t *testing.T) {
	got, err := ReadFile("testdata/foreign.parquet")
	if err != nil {
		t.Fatal(err)
	}
	want := New("foreign", String("animal", ""), Int("day", ""), Float("count", ""),
		Float("shift", ""), Bool("scored", ""), Int("tiny", ""))
	want.Append("m1", -3, 7.0, 0.5, true, 1)
	want.Append("", 0, math.NaN(), math.NaN(), false, 2)
	want.Append("m1", 4, 9.0, math.Inf(1), true, 255)
	if !same(got, want) {
		t.Errorf("read %s", toCSV(t, got))
	}
}

func TestReadParquetErrors(t *testing.T) {
	for file, want := range map[string]string{
		"testdata/date.parquet":   "testdata/date.parquet: column when: holds TIMESTAMP",
		"testdata/nested.parquet": "testdata/nested.parquet: column pixels: holds nested values",
		"testdata/written.py":     "column",
		"testdata/none.parquet":   "no such file",
	} {
		if _, err := ReadFile(file, Int("day", "")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %q, want %q", file, err, want)
		}
	}
}

func TestReadParquetConformsToSchema(t *testing.T) {
	got, err := ReadFile("testdata/foreign.parquet", Float("day", "d"), Optional(Int("cell", "")))
	if err != nil {
		t.Fatal(err)
	}
	if want := []float64{-3, 0, 4}; !reflect.DeepEqual(got.Floats("day"), want) || got.Columns()[1].Unit != "d" {
		t.Errorf("day is %v in %q", got.Floats("day"), got.Columns()[1].Unit)
	}
	for _, c := range []struct {
		column Column
		want   string
	}{
		{Int("count", ""), "column count holds numbers, not whole numbers"},
		{String("day", ""), "column day holds whole numbers, not text"},
		{String("animals", ""), `did you mean "animal"`},
	} {
		_, err := ReadFile("testdata/foreign.parquet", c.column)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %q, want %q", c.column.Name, err, c.want)
		}
	}
}

func TestWholeNumbersAreNotRounded(t *testing.T) {
	s := New("s", Int("i", ""))
	s.Append(1<<53 + 1)
	b := toParquet(t, s)
	_, err := ReadParquet(bytes.NewReader(b), int64(len(b)), "s", Float("i", ""))
	if err == nil || !strings.Contains(err.Error(), "9007199254740993 has too many digits") {
		t.Errorf("error %q", err)
	}
}

// No damage may crash the reader.
func FuzzReadParquet(f *testing.F) {
	for _, file := range []string{"testdata/written.parquet", "testdata/foreign.parquet", "testdata/date.parquet"} {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
		f.Add(b[:len(b)/2])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := ReadParquet(bytes.NewReader(b), int64(len(b)), "t")
		if (s == nil) == (err == nil) {
			t.Errorf("table %v with error %v", s, err)
		}
	})
}
