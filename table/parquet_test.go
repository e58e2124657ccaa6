package table

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"testing"

	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "rewrite testdata/written.parquet")

func toParquet(t interface{ Fatal(...any) }, s *Table) []byte {
	var b bytes.Buffer
	if err := s.WriteParquet(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestParquetRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyTable.Draw(t, "table")
		b := toParquet(t, s)
		got, err := ReadParquet(bytes.NewReader(b), int64(len(b)), "any")
		if err != nil || !same(got, s) {
			t.Fatalf("reads as %+v, %v", got, err)
		}
		if !bytes.Equal(b, toParquet(t, got)) {
			t.Fatal("the same table gave other bytes")
		}
	})
}

// Longer than one batch and one page.
func TestParquetLongTable(t *testing.T) {
	s := New("long", Int("i", ""), Float("x", ""), String("s", ""))
	for i := range 50_001 {
		s.Append(i, float64(i)/3, string(rune('a'+i%26)))
	}
	b := toParquet(t, s)
	got, err := ReadParquet(bytes.NewReader(b), int64(len(b)), "long")
	if err != nil || !same(got, s) {
		t.Fatalf("%d rows, %v", got.Len(), err)
	}
}

const written = "testdata/written.parquet"

// The golden file pins the bytes, so that the oracle below holds for them.
func TestWriteParquetBytes(t *testing.T) {
	b := toParquet(t, sample())
	if *update {
		if err := os.WriteFile(written, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(written)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b, golden) {
		t.Error("bytes differ from written.parquet; after checking, run with -update and then written.py")
	}
}

// written.txt is what pandas and pyarrow see in written.parquet; it was read
// by eye against sample().
func TestPandasReadsWhatWasWritten(t *testing.T) {
	python := os.Getenv("PYTHON")
	if python == "" {
		python = "python3"
	}
	if exec.Command(python, "-c", "import pandas, pyarrow").Run() != nil {
		t.Skipf("SKIPPED: %s has no pandas and pyarrow; written.txt stands unchecked (set PYTHON to one that has)", python)
	}
	got, err := exec.Command(python, "testdata/written.py", written).Output()
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/written.txt")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("pandas reads\n%s\nwant\n%s", got, want)
	}
}
