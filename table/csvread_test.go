package table

import (
	"bytes"
	"math"
	"reflect"
	"strings"
	"testing"
)

func TestReadCSVInfersKinds(t *testing.T) {
	for _, c := range []struct {
		cells string
		want  Kind
	}{
		{"1,-2,30", KindInt},
		{"0,-0", KindFloat}, // a whole number has no negative zero
		{"1,,3", KindFloat},
		{"1,NA,nan", KindFloat},
		{"1,2.5,1e-3", KindFloat},
		{"+1,.5", KindFloat},
		{"Inf,-Inf", KindFloat},
		{" 1 ,2", KindInt},
		{"true,False,TRUE", KindBool},
		{"true,", KindString},
		{"true,1", KindString},
		{"007,001", KindString},
		{"12345678901234567890,1", KindString}, // a label; a float64 would lose digits
		{"0x1p4,1", KindString},
		{"1_000,1", KindString},
		{"r1,1", KindString},
		{",", KindString},
		{"NA,nan", KindString},
	} {
		text := "before,x\n"
		for cell := range strings.SplitSeq(c.cells, ",") {
			text += "text," + cell + "\n"
		}
		got, err := ReadCSV(strings.NewReader(text), "t")
		if err != nil || got.Columns()[1].Kind != c.want {
			t.Errorf("%q holds %v (%v), want %s", c.cells, got.Columns()[1].Kind, err, c.want)
		}
	}
}

func TestReadCSVAcceptsWindowsFiles(t *testing.T) {
	text := "\xef\xbb\xbf\"animal\", day\r\n\"m,1\",4\r\nm2,\"5\"\r\n"
	got, err := ReadCSV(strings.NewReader(text), "t", String("animal", ""), Int("day", "d"))
	if err != nil {
		t.Fatal(err)
	}
	if a, d := got.Strings("animal"), got.Ints("day"); !reflect.DeepEqual(a, []string{"m,1", "m2"}) || !reflect.DeepEqual(d, []int64{4, 5}) {
		t.Errorf("animal %q, day %v", a, d)
	}
	if got.Columns()[1].Unit != "d" {
		t.Error("the unit of the schema is lost")
	}
}

func TestReadCSVOptionalColumns(t *testing.T) {
	note := Optional(String("note", ""))
	got, err := ReadCSV(strings.NewReader("x\n1\n"), "t", Float("x", ""), note)
	if err != nil || got.Has("note") || got.Floats("x")[0] != 1 {
		t.Errorf("without note: %+v, %v", got, err)
	}
	got, err = ReadCSV(strings.NewReader("x,note\n1,2\n"), "t", Float("x", ""), note)
	if err != nil || got.Strings("note")[0] != "2" {
		t.Errorf("with note: %+v, %v", got, err)
	}
}

func TestReadCSVErrors(t *testing.T) {
	schema := []Column{Float("position_um", "um"), Int("spine", ""), Bool("judgeable", "")}
	for text, want := range map[string]string{
		"":                                   "spines: empty file",
		"position_um,spine,judgeable\n1,2\n": "spines: line 2 has 2 cells, the header has 3",
		"position_um,spine,judgeable\n1,2,true\n\"x\ny\",2,true\n": `spines: line 3, column position_um: "x\ny" is not a number`,
		"position_um,spine,judgeable\n1,2.0,true\n":                `spines: line 2, column spine: "2.0" is not a whole number`,
		"position_um,spine,judgeable\n1,,true\n":                   `spines: line 2, column spine: "" is not a whole number`,
		"position_um,spine,judgeable\n1,2,maybe\n":                 `spines: line 2, column judgeable: "maybe" is neither true nor false`,
		"position_um,spine,spine\n":                                `spines: line 1: two columns are named "spine"`,
		"Position_um,spine,judgeable\n":                            "spines: no column \"position_um\"; it has Position_um, spine, judgeable and needs position_um, spine, judgeable\nhint: did you mean \"Position_um\"",
		"position,spine,judgeable\n":                               "hint: did you mean \"position\"",
		"x,spine,judgeable\n":                                      "spines: no column \"position_um\"; it has x, spine, judgeable and needs position_um, spine, judgeable",
		"position_um;spine;judgeable\n1;2;3\n":                     "hint: the cells are not separated by commas",
		"position_um,spine,judgeable,l\xe4nge\n":                   "spines: line 1, cell 4 is not UTF-8 text",
		"position_um,spine,judgeable\n1,\"2,true\n":                "spines: parse error on line 2",
	} {
		_, err := ReadCSV(strings.NewReader(text), "spines", schema...)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %q, want %q", text, err, want)
		}
	}
}

func TestNoHintWithoutANearName(t *testing.T) {
	_, err := ReadCSV(strings.NewReader("x,y\n"), "t", Int("position_um", ""))
	if err == nil || strings.Contains(err.Error(), "hint") {
		t.Errorf("error %q", err)
	}
}

func TestMissingIsNaN(t *testing.T) {
	got, err := ReadCSV(strings.NewReader("x\nNA\nNaN\n\"\"\n"), "t", Float("x", ""))
	if err != nil || got.Len() != 3 {
		t.Fatalf("%+v, %v", got, err)
	}
	for i, x := range got.Floats("x") {
		if !math.IsNaN(x) {
			t.Errorf("row %d is %g", i, x)
		}
	}
}

// Whatever is read once is written and read again unchanged.
func FuzzReadCSV(f *testing.F) {
	f.Add([]byte(sampleCSV))
	f.Add([]byte("\xef\xbb\xbfa,b\r\n1,NA\r\n"))
	f.Add([]byte("a\n\"\"\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := ReadCSV(bytes.NewReader(text), "t")
		if err != nil {
			return
		}
		again, err := ReadCSV(bytes.NewReader(toCSV(t, s)), "t", s.Columns()...)
		if err != nil || !same(s, again) {
			t.Errorf("%q: %v", text, err)
		}
	})
}
