package table

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const sampleCSV = `position_um,side,spine,judgeable,aspect
0.1,left,7,true,1
,"a ""quoted"", cell
of two lines",9223372036854775807,false,-Inf
-1e-300,,-9223372036854775808,true,1e+21
123456.789,Größe µm 樹突,-1,false,-0
`

func toCSV(t interface{ Fatal(...any) }, s *Table) []byte {
	var b bytes.Buffer
	if err := s.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWriteCSV(t *testing.T) {
	if got := string(toCSV(t, sample())); got != sampleCSV {
		t.Errorf("wrote\n%s\nwant\n%s", got, sampleCSV)
	}
}

func TestReadCSVReadsWhatWasWritten(t *testing.T) {
	got, err := ReadCSV(strings.NewReader(sampleCSV), "sample", sample().Columns()...)
	if err != nil || !same(got, sample()) {
		t.Errorf("read %+v, %v", got, err)
	}
	// Inference finds the same kinds; only units are unknown.
	got, err = ReadCSV(strings.NewReader(sampleCSV), "sample")
	if err != nil || got.Floats("position_um")[3] != 123456.789 || got.Ints("spine")[3] != -1 ||
		got.Bools("judgeable")[0] != true || !math.IsInf(got.Floats("aspect")[1], -1) {
		t.Errorf("inferred %+v, %v", got, err)
	}
}

// anyTable draws tables of any columns and rows.
var anyTable = rapid.Custom(func(t *rapid.T) *Table {
	name := rapid.StringMatching(`[a-z][a-z ,"_]{0,5}[a-z]`)
	names := rapid.SliceOfNDistinct(name, 1, 5, rapid.ID[string]).Draw(t, "names")
	columns := make([]Column, len(names))
	for i, n := range names {
		columns[i] = Column{
			Name: n,
			Unit: rapid.SampledFrom([]string{"", "um", "s"}).Draw(t, "unit"),
			Kind: Kind(rapid.IntRange(0, 3).Draw(t, "kind")),
		}
	}
	s := New("any", columns...)
	for range rapid.IntRange(0, 12).Draw(t, "rows") {
		row := make([]any, len(columns))
		for i, c := range columns {
			switch c.Kind {
			case KindInt:
				row[i] = rapid.Int64().Draw(t, "int")
			case KindFloat:
				row[i] = math.Float64frombits(rapid.Uint64().Draw(t, "float"))
			case KindBool:
				row[i] = rapid.Bool().Draw(t, "bool")
			default: // CRLF inside a cell is the one text CSV does not keep
				row[i] = strings.ReplaceAll(rapid.String().Draw(t, "text"), "\r\n", "\n")
			}
		}
		s.Append(row...)
	}
	return s
})

// roundedTable is the table with its real numbers rounded.
func roundedTable(s *Table) *Table {
	all := make([]int, s.Len())
	for i := range all {
		all[i] = i
	}
	r := s.rows(all)
	for _, c := range r.columns {
		for i, f := range c.floats {
			c.floats[i] = rounded(f)
		}
	}
	return r
}

func TestCSVRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyTable.Draw(t, "table")
		text := toCSV(t, s)
		got, err := ReadCSV(bytes.NewReader(text), "any", s.Columns()...)
		if err != nil || !same(got, roundedTable(s)) {
			t.Fatalf("%q reads as %+v, %v", text, got, err)
		}
	})
}

// What is read differs from what was written by half a unit of the last digit
// at most, and is written as the same bytes again.
func TestCSVKeepsSixDigits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := math.Float64frombits(rapid.Uint64().Draw(t, "float"))
		if rapid.Bool().Draw(t, "ordinary") {
			f = rapid.Float64Range(-1e5, 1e5).Draw(t, "f")
		}
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return
		}
		s := New("s", Float("f", ""))
		s.Append(f)
		text := toCSV(t, s)
		got, err := ReadCSV(bytes.NewReader(text), "s", s.Columns()...)
		if err != nil {
			t.Fatal(err)
		}
		half := math.Max(5.0000001e-6*math.Abs(f), 5e-324)
		if math.Abs(f) >= 1000 {
			half = math.Max(0.00050000001, 1e-15*math.Abs(f))
		}
		if d := math.Abs(got.Floats("f")[0] - f); d > half {
			t.Fatalf("%g is written as %g", f, got.Floats("f")[0])
		}
		if again := toCSV(t, got); !bytes.Equal(again, text) {
			t.Fatalf("%q is written again as %q", text, again)
		}
	})
}

func TestDigitsOfCSV(t *testing.T) {
	for _, c := range []struct {
		f    float64
		want string
	}{{0.36666666666666664, "0.366667"}, {12.3456789, "12.3457"}, {999.99949, "999.999"}, {999.9996, "1000"}, {1234.56789, "1234.568"},
		{45321.75, "45321.75"}, {20240130, "20240130"}, {0.1, "0.1"}, {-2.0 / 3, "-0.666667"}, {1.0 / 3e6, "3.33333e-07"}, {0, "0"}, {math.MaxFloat64, "1.7976931348623157e+308"}} {
		if got := formatFloat(rounded(c.f)); got != c.want {
			t.Errorf("%v is written %s, want %s", c.f, got, c.want)
		}
	}
}
