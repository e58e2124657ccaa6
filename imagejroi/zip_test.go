package imagejroi

import (
	"archive/zip"
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite testdata/written.zip")

const written = "testdata/written.zip"

func TestWriteZipAndReadFile(t *testing.T) {
	var b bytes.Buffer
	if err := WriteZip(&b, set()[:10]); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(written, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(written)
	if err != nil || !bytes.Equal(b.Bytes(), golden) {
		t.Errorf("bytes differ from written.zip (%v); after checking, run with -update and then written.py", err)
	}
	want := set()[:10]
	want[4].Name = "0005"
	got, err := ReadFile(written)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v, %v", got, err)
	}
}

func TestEntryNames(t *testing.T) {
	var b bytes.Buffer
	rois := []ROI{}
	for _, name := range []string{"s", "S", "s-1", "", "a/b:c", "s"} {
		rois = append(rois, ROI{Name: name, Kind: Points, Points: []Point{{1, 1}}})
	}
	if err := WriteZip(&b, rois); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range z.File {
		got = append(got, f.Name)
	}
	want := []string{"s.roi", "S-1.roi", "s-1-1.roi", "0004.roi", "a_b_c.roi", "s-2.roi"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("entries %q, want %q", got, want)
	}
}

func TestReadFileErrorsCarryThePath(t *testing.T) {
	dir := t.TempDir()
	roi := filepath.Join(dir, "x.roi")
	if err := os.WriteFile(roi, []byte("Iout"), 0o644); err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(dir, "bad.ZIP")
	empty := filepath.Join(dir, "empty.zip")
	for path, name := range map[string]string{bad: "in/x.roi", empty: "x.txt"} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		if _, err := z.Create(name); err != nil {
			t.Fatal(err)
		}
		z.Close()
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]string{
		roi:                          roi + ": not an ImageJ ROI",
		bad:                          bad + ": in/x.roi: not an ImageJ ROI",
		empty:                        empty + ": no .roi entries",
		filepath.Join(dir, "no.roi"): "no.roi: no such file",
		filepath.Join(dir, "no.zip"): "no.zip: no such file",
		filepath.Join("zip_test.go"): "zip_test.go: not an ImageJ ROI",
	} {
		if _, err := ReadFile(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

func TestReadFileNamesAfterTheFile(t *testing.T) {
	b, err := Encode(ROI{Kind: Oval, Bounds: Bounds{1, 1, 2, 2}})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "0012-0034.roi")
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := ReadFile(path); err != nil || got[0].Name != "0012-0034" {
		t.Errorf("read %+v, %v", got, err)
	}
}

// written.txt is what roifile sees in written.zip; it was read by eye against
// set().
func TestRoifileReadsWhatWasWritten(t *testing.T) {
	python := os.Getenv("PYTHON")
	if python == "" {
		python = "python3"
	}
	if exec.Command(python, "-c", "import roifile").Run() != nil {
		t.Skipf("SKIPPED: %s has no roifile; written.txt stands unchecked (set PYTHON to one that has)", python)
	}
	got, err := exec.Command(python, "testdata/written.py", written).Output()
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/written.txt")
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("roifile reads\n%s\nwant\n%s", got, want)
	}
}
