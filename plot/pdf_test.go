package plot

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func TestPDFGolden(t *testing.T) {
	for name, drawing := range map[string][]byte{"chart.pdf": sampleChart().SVG(), "estimation.pdf": sampleEstimation().SVG()} {
		out, err := PDF(drawing)
		if err != nil {
			t.Fatal(err)
		}
		goldenText(t, name, out)
	}
}

// The table of places leads to the objects it names.
func TestPDFPlaces(t *testing.T) {
	out, err := PDF(sampleEstimation().SVG())
	if err != nil {
		t.Fatal(err)
	}
	_, tail, _ := strings.Cut(string(out), "startxref\n")
	at, err := strconv.Atoi(strings.SplitN(tail, "\n", 2)[0])
	if err != nil || !bytes.HasPrefix(out[at:], []byte("xref\n")) {
		t.Fatalf("startxref leads to %.10q, %v", out[at:], err)
	}
	for i, line := range strings.Split(string(out[at:]), "\n")[3:9] {
		place, err := strconv.Atoi(line[:10])
		if want := strconv.Itoa(i+1) + " 0 obj"; err != nil || !bytes.HasPrefix(out[place:], []byte(want)) {
			t.Errorf("object %d at %d is %.10q", i+1, place, out[place:])
		}
	}
}

// Another program reads it: every word of the chart is found where a reader looks.
func TestPDFIsRead(t *testing.T) {
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("NOT TESTED: PDF as another program reads it; there is no pdftotext")
	}
	out, err := PDF(sampleChart().SVG())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "chart.pdf")
	if err := os.WriteFile(path, out, 0o644); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command(reader, path, "-").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	for _, want := range []string{"Survival of <all> & new spines", "still present", "judged", "118"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
}

func TestPDFOfOthers(t *testing.T) {
	for _, drawing := range []string{"", "<svg", `<svg width="10" height="10"><ellipse rx="1"/></svg>`, `<svg width="ten" height="10"/>`} {
		if _, err := PDF([]byte(drawing)); err == nil {
			t.Errorf("%q was turned into a PDF", drawing)
		}
	}
}

func TestWinAnsi(t *testing.T) {
	if got := string(winAnsi("µm – 5 ≥ −1 ☃")); got != "\xb5m \x96 5 >= \x961 ?" {
		t.Errorf("%q", got)
	}
	// "Hello" is 722 + 556 + 222 + 222 + 556 wide
	if got := helvetica([]byte("Hello")); got != 2278 {
		t.Errorf("width %g", got)
	}
}
