package swc

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

// A soma, a stem that forks, and a second cell, with the usual header.
const example = `# ORIGINAL_SOURCE respine
#  SCALE 1.0 1.0 1.0
1 1 0 0 0 5 -1
2 3 0.5 -10 1e-3 1 1
3 3 0 -20 0 0.5 2

4 3 -5 -30 0 0.25 3
5 3 5 -30 0 0.25 3
7 4 100 0 0 3 -1 extra
`

var exampleNodes = []Node{
	{1, 1, 0, 0, 0, 5, -1},
	{2, 3, 0.5, -10, 0.001, 1, 1},
	{3, 3, 0, -20, 0, 0.5, 2},
	{4, 3, -5, -30, 0, 0.25, 3},
	{5, 3, 5, -30, 0, 0.25, 3},
	{7, 4, 100, 0, 0, 3, -1},
}

func TestRead(t *testing.T) {
	for name, text := range map[string]string{
		"unix":    example,
		"windows": "\ufeff" + strings.ReplaceAll(example, "\n", "\r\n"),
		"old Mac": strings.ReplaceAll(example, "\n", "\r"),
		"tabs":    strings.ReplaceAll(example, "1 1 0 0 0 5 -1", "\t1\t1 0 0 0 5 -1"),
	} {
		f, err := Read(strings.NewReader(text), "cell.swc")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !reflect.DeepEqual(f.Nodes, exampleNodes) {
			t.Errorf("%s: read %v", name, f.Nodes)
		}
		if want := []string{" ORIGINAL_SOURCE respine", "  SCALE 1.0 1.0 1.0"}; !reflect.DeepEqual(f.Comments, want) {
			t.Errorf("%s: comments %q, want %q", name, f.Comments, want)
		}
	}
}

// Wherever the input happens to be cut, the line of an error is the same.
func TestLinesAreCountedOverAnyLineEnd(t *testing.T) {
	for _, end := range []string{"\n", "\r\n", "\r"} {
		text := "#" + end + end + "1 1 0 0 0 5 -1" + end + "x" + end
		_, err := Read(iotest.OneByteReader(strings.NewReader(text)), "c.swc")
		if err == nil || !strings.HasPrefix(err.Error(), "c.swc: line 4: ") {
			t.Errorf("%q: error %v", end, err)
		}
	}
}

func TestWrite(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, File{Comments: []string{" one"}, Nodes: exampleNodes[:2]}); err != nil {
		t.Fatal(err)
	}
	want := "# one\n1 1 0 0 0 5 -1\n2 3 0.5 -10 0.001 1 1\n"
	if b.String() != want {
		t.Errorf("wrote %q, want %q", b.String(), want)
	}
}

func TestWriteRefusesWhatIsNoTree(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, File{Nodes: exampleNodes[1:]}); err == nil || b.Len() > 0 {
		t.Errorf("wrote %q, %v", b.String(), err)
	}
}

func TestReadErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   "c.swc: no nodes",
		"# only\n":                           "c.swc: no nodes",
		"1 1 0 0 0 5\n":                      "c.swc: line 1: 6 columns, not 7",
		"#\n1.5 1 0 0 0 5 -1\n":              `c.swc: line 2: id "1.5" is not a whole number`,
		"1 1 0 y 0 5 -1\n":                   `c.swc: line 1: y "y" is not a number`,
		"1 1 0 0 NaN 5 -1\n":                 `c.swc: line 1: z "NaN" is not a number`,
		"1 1 0 0 0 5 root\n":                 `c.swc: line 1: parent "root" is not a whole number`,
		"-2 1 0 0 0 5 -1\n":                  "c.swc: line 1: node -2: ids start at 0",
		"1 1 0 0 0 5 -1\n\n1 1 0 0 0 5 -1\n": "c.swc: line 3: node 1 comes twice",
		"1 1 0 0 0 5 -1\n2 1 0 0 0 5 3\n":    "c.swc: line 2: node 2: its parent 3 is not there",
		"1 1 0 0 0 5 -1\n2 1 0 0 0 5 2\n":    "c.swc: line 2: node 2 is its own ancestor",
		"0 1 0 0 0 5 4\n3 1 0 0 0 5 4\n4 1 0 0 0 5 3\n": "c.swc: line 1: node 4 is its own ancestor",
		strings.Repeat("x", 2<<20):                      "c.swc: bufio.Scanner: token too long",
	} {
		_, err := Read(strings.NewReader(text), "c.swc")
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.40q: error %v, want %q", text, err, want)
		}
	}
}

// What is read is written and read again unchanged, and its paths hold every
// edge once.
func FuzzRead(f *testing.F) {
	f.Add([]byte(example))
	f.Add([]byte("2 0 1 1 1 1 1\r\n1 0 0 0 0 1e300 -1"))
	f.Fuzz(func(t *testing.T, text []byte) {
		first, err := Read(bytes.NewReader(text), "f")
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := Write(&b, first); err != nil {
			t.Fatal(err)
		}
		again, err := Read(&b, "f")
		if err != nil || !reflect.DeepEqual(first, again) {
			t.Errorf("%q reads again as %v, %v", text, again, err)
		}
		checkPaths(t, first.Nodes)
	})
}
