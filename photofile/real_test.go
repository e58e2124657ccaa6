package photofile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"respine/photometry"
	"respine/table"
)

// real returns a real file, or skips loudly.
func real(t *testing.T, name ...string) string {
	t.Helper()
	dir := os.Getenv("RESPINE_DATA")
	if dir == "" {
		dir = "../../shared/data"
	}
	path := filepath.Join(append([]string{dir, "behavior"}, name...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("REAL PHOTOMETRY FILE %s NOT TESTED: it is not there", filepath.Join(name...))
	}
	return path
}

func open1(t *testing.T, paths ...string) photometry.Recording {
	t.Helper()
	r, err := Open(paths...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestRealPPD: as many samples as the file's bytes hold, and the first of them by hand from
// its first word, 0x597a: 11453 divisions of 0.00010122 V.
func TestRealPPD(t *testing.T) {
	r := open1(t, real(t, "ppd", "m17-R-2018-12-12-090409.ppd"))
	if len(r.Channels) != 2 || len(r.Channels[0].Value) != 474192 || len(r.Lines) != 2 {
		t.Fatalf("%d channels of %d samples, %d lines", len(r.Channels), len(r.Channels[0].Value), len(r.Lines))
	}
	if _, _, err := r.Choose("", ""); err == nil || !strings.Contains(err.Error(), "--signal") {
		t.Errorf("two colours: which is the signal nobody knows, but: %v", err)
	}
	if s, c, err := r.Choose("analog_1", "analog_2"); err != nil || c == nil || s.Value[0] != 11453*0.00010122 {
		t.Errorf("%v, first value %v", err, s.Value[0])
	}
}

// TestRealNeurophotometrics: two files, a light each, are one recording of 905 s.
func TestRealNeurophotometrics(t *testing.T) {
	stem := "FP_FSTTracked_DAY1_Vglut_flp_C66_F3_"
	r := open1(t, real(t, "fst_photometry", "photometry", stem+"415_Signal.CSV"), real(t, "fst_photometry", "photometry", stem+"470_Signal.CSV"))
	s, c, err := r.Choose("", "")
	if err != nil || s.Nanometres != 470 || c.Nanometres != 415 {
		t.Fatalf("%+v %v", r.Channels, err)
	}
	if s.Sec[0] != 275.403616 || s.Value[0] != 0.0354440516249947 || c.Value[0] != 0.023320981 || len(s.Sec) != 27153 {
		t.Errorf("the first lines are not as in the files")
	}
	if !strings.HasPrefix(r.TimeUnit, "s, inferred") {
		t.Errorf("unit %q", r.TimeUnit)
	}
	if l, err := r.Line(""); l != nil || err != nil {
		t.Errorf("no line ever goes up, but %v, %v", l, err)
	}
}

func TestRealPlain(t *testing.T) {
	r := open1(t, real(t, "npm_csv", "example.csv"))
	s, c, err := r.Choose("", "")
	if err != nil || s.Name != "MeanInt_470nm" || c.Name != "MeanInt_410nm" || s.Sec[0] != 0.05 || c.Sec[0] != 0.1 {
		t.Errorf("%v %v %v", s.Name, c, err)
	}
}

// TestRealTank: the strobes are at the onsets that another program exported.
func TestRealTank(t *testing.T) {
	r := open1(t, real(t, "tdt"))
	if len(r.Channels) != 0 || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "405R, 490R") {
		t.Errorf("%d channels, notes %q", len(r.Channels), r.Notes)
	}
	other, err := table.ReadFile(real(t, "tdt", "BehData.csv"), table.String("Event", ""), table.Float("Onset", "s"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]float64{}
	for i, e := range other.Strings("Event") {
		name := strings.Replace(e, "PAB_", "PAB/ ", 1)
		want[name] = append(want[name], other.Floats("Onset")[i])
	}
	const rounded = 1e-4 // the export has four decimals
	for name, sec := range want {
		l, err := r.Line(name)
		if err != nil || len(l.RiseSec) != len(sec) {
			t.Fatalf("%s: %v, %v", name, l, err)
		}
		for i := range sec {
			if d := l.RiseSec[i] - sec[i]; d > rounded || d < -rounded {
				t.Errorf("%s: strobe at %v s, want %v", name, l.RiseSec[i], sec[i])
			}
		}
	}
}

// TestRealLabels: the share of immobility of every animal is within a point of what was
// counted by another program from the same frames.
func TestRealLabels(t *testing.T) {
	for animal, percent := range map[string]float64{"C66_F3": 43.5, "C69_M0": 63.2, "C70_F3": 56.0, "C72_M2": 58.0, "C76_M0": 33.9} {
		all, err := ReadBouts(real(t, "fst_photometry", "labels", "Vglut_flp_"+animal+"_all_event_probability.csv"))
		if err != nil {
			t.Fatal(err)
		}
		still, whole := 0.0, 0.0
		for _, b := range all[0].Bouts {
			whole += b.ToSec - b.FromSec
			if b.State == "immobile" {
				still += b.ToSec - b.FromSec
			}
		}
		const points = 1.2 // bouts below a second are joined in another order
		if d := 100*still/whole - percent; d > points || d < -points {
			t.Errorf("%s: %.1f %% immobile, want %v", animal, 100*still/whole, percent)
		}
	}
}
