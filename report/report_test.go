package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"html"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"respine/table"
)

var update = flag.Bool("update", false, "write the golden page anew; then look at it")

// sampleTables are tables as respine writes them, of a made-up presence table
// of three branches in four sessions.
func sampleTables(t *testing.T) []*table.Table {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.csv")
	if err != nil || len(paths) < 10 {
		t.Fatalf("%d tables in testdata, %v", len(paths), err)
	}
	var out []*table.Table
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		s, err := table.ReadCSV(bytes.NewReader(b), strings.TrimSuffix(filepath.Base(path), ".csv"))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

func tinyPNG(t *testing.T, w, h int) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = uint8(i * i >> 3)
	}
	m.Set(0, 0, color.White)
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sampleInput(t *testing.T) SpinesInput {
	return SpinesInput{
		Title: "Mouse 1 <apical> & tuft", Tables: sampleTables(t), RestoredUm: 2,
		Overlays: []Picture{{Name: "m1 day 0", Caption: "Session 0.", Data: tinyPNG(t, 8, 6)}},
		Kymographs: []Picture{{Name: "Branch 3", Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><script>alert(2)</script></svg>`)},
			{Name: `"Branch" 7`, Data: tinyPNG(t, 4, 4)}},
		Warnings:   []string{"m1_day4.tif: 1 % of voxels are saturated"},
		Parameters: []Fact{{"restored within", "2 µm"}, {"seed", "1"}},
		Inputs:     []File{{Name: "m1_day0.tif", Bytes: 73400320, SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Note: "reference"}},
		Provenance: []Fact{{"program", "respine 0.0.0"}},
	}
}

func write(t *testing.T, in SpinesInput) string {
	t.Helper()
	var b bytes.Buffer
	if err := Spines(&b, in); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestReportGolden(t *testing.T) {
	got := write(t, sampleInput(t))
	const path = "testdata/report.html"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		at := 0
		for at < min(len(got), len(want)) && got[at] == want[at] {
			at++
		}
		t.Errorf("the page differs from %s from byte %d on:\n%s", path, at, got[max(0, at-80):min(len(got), at+200)])
	}
}

// The page loads nothing: every address in it is a data URI or a place on the
// page, but for the name of the SVG language.
func TestReportIsSelfContained(t *testing.T) {
	page := html.UnescapeString(write(t, sampleInput(t)))
	if strings.Count(page, "data:image/png;base64,") != 2 || strings.Count(page, "data:image/svg+xml;base64,") != 1 {
		t.Error("the pictures are not in the page")
	}
	for _, m := range regexp.MustCompile(`(?i)\b(?:src|href|action|data|srcset|poster)\s*=\s*"([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if !strings.HasPrefix(m[1], "data:image/") && !strings.HasPrefix(m[1], "#") {
			t.Errorf("points outside: %s", m[0])
		}
	}
	rest := strings.ReplaceAll(page, `xmlns="http://www.w3.org/2000/svg"`, "")
	for _, bad := range []string{"http:", "https:", "url(", "@import", "<link", "<iframe", "ZgotmplZ"} {
		if strings.Contains(rest, bad) {
			t.Errorf("the page has %q", bad)
		}
	}
	if !strings.Contains(page, `default-src 'none'; img-src data:; style-src 'unsafe-inline'`) {
		t.Error("no content security policy")
	}
	if strings.Contains(write(t, sampleInput(t)), "<script") {
		t.Error("the page has a script")
	}
	for _, c := range citations() {
		if !strings.Contains(c, "doi:10.") {
			t.Errorf("%s has no doi", c)
		}
	}
}

// node is an element of the page with the text in it.
type node struct {
	name, class, text string
	inside            []*node
}

// parse reads the page as a tree and fails the test when tags do not match.
func parse(t *testing.T, page string) *node {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	root := &node{}
	open := []*node{root}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch v := token.(type) {
		case xml.StartElement:
			n := &node{name: v.Name.Local}
			for _, a := range v.Attr {
				if a.Name.Local == "class" || a.Name.Local == "id" {
					n.class = a.Value
				}
			}
			top := open[len(open)-1]
			top.inside = append(top.inside, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			for _, n := range open {
				n.text += string(v)
			}
		}
	}
	if len(open) != 1 {
		t.Fatalf("%s is not closed", open[len(open)-1].name)
	}
	return root
}

// all returns the elements of a name below a node.
func (n *node) all(name string) []*node {
	var out []*node
	for _, c := range n.inside {
		if c.name == name {
			out = append(out, c)
		}
		out = append(out, c.all(name)...)
	}
	return out
}

func (n *node) section(t *testing.T, id string) *node {
	t.Helper()
	for _, s := range n.all("section") {
		if s.class == id {
			return s
		}
	}
	t.Fatalf("no section %s", id)
	return nil
}

// cells returns the k-th table of a section as text, the header first.
func (n *node) cells(k int) [][]string {
	var out [][]string
	for _, row := range n.all("table")[k].all("tr") {
		var line []string
		for _, c := range append(row.all("th"), row.all("td")...) {
			line = append(line, strings.Join(strings.Fields(c.text), " "))
		}
		out = append(out, line)
	}
	return out
}

func TestTextIsEscaped(t *testing.T) {
	tree := parse(t, write(t, sampleInput(t)))
	if got := tree.all("h1")[0].text; got != "Mouse 1 <apical> & tuft" {
		t.Errorf("title reads %q", got)
	}
	if got := tree.section(t, "measured").text; !strings.Contains(got, "m1_day12 <b>late</b>.tif") {
		t.Error("a file name with markup is not shown as it is")
	}
	if got := tree.section(t, "exclusions").text; !strings.Contains(got, "rejected: <script>alert(1)</script> & smeared") {
		t.Error("a reason with markup is not shown as it is")
	}
	if n := len(tree.all("script")) + len(tree.section(t, "measured").all("b")); n != 0 {
		t.Errorf("%d elements came from the data", n)
	}
}

func TestReportFailsWithItsWriter(t *testing.T) {
	r, w := io.Pipe()
	r.Close()
	if err := Spines(w, SpinesInput{}); err == nil || !strings.HasPrefix(err.Error(), "report: ") {
		t.Errorf("error %v", err)
	}
}
