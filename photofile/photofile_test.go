package photofile

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"respine/photometry"
	"respine/random"
	"respine/scope"
)

// write puts a file into a folder of its own.
func write(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func rendered(p scope.Photometry) scope.FibreRecording {
	a := scope.FibreActivity{BinSec: 0.02, RateHz: slices.Repeat([]float32{2, 2, 2, 8}, 750)}
	return scope.RecordFibre(a, p, random.New(1))
}

// TestRoundTrip: what the rendered recorder wrote is read as it was, in both formats, with
// its pulses; the first frame, of all lamps, is left out and told.
func TestRoundTrip(t *testing.T) {
	r := rendered(scope.Photometry{Interleaved: true, Clock: scope.FibreClock{OffsetSec: 12}})
	var np, plain strings.Builder
	if err := r.WriteNeurophotometrics(&np); err != nil {
		t.Fatal(err)
	}
	if err := r.CSV().WriteCSV(&plain); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"np.csv": np.String(), "plain.csv": plain.String(), "bom.csv": "\ufeff" + strings.ReplaceAll(plain.String(), "\n", "\r\n"), "semicolons.csv": strings.ReplaceAll(plain.String(), ",", ";")} {
		got := open1(t, write(t, name, []byte(text)))
		s, c, err := got.Choose("", "")
		if err != nil {
			t.Fatal(err)
		}
		digits := 1e-5 // plain tables have six digits
		if name == "np.csv" {
			digits = 1e-6
			if len(got.Notes) != 1 || !strings.Contains(got.Notes[0], "1 of") {
				t.Errorf("notes %q", got.Notes)
			}
		}
		if len(s.Sec) != len(r.SignalSec) {
			t.Fatalf("%s: %d samples, want %d", name, len(s.Sec), len(r.SignalSec))
		}
		for i := range s.Sec {
			if math.Abs(s.Sec[i]-r.SignalSec[i]) > 10*digits || math.Abs(s.Value[i]-r.Signal[i]) > digits || math.Abs(c.Value[i]-r.Control[i]) > digits {
				t.Fatalf("%s: sample %d: %v %v %v, want %v %v %v", name, i, s.Sec[i], s.Value[i], c.Value[i], r.SignalSec[i], r.Signal[i], r.Control[i])
			}
		}
		l, err := got.Line("")
		if err != nil || l == nil || len(l.RiseSec) != len(r.Pulses) {
			t.Errorf("%s: line %v, %v, want %d pulses", name, l, err, len(r.Pulses))
		}
	}
}

// np is a file of Neurophotometrics with a row a frame.
func np(header, format string, rows int, scale float64) []byte {
	var b strings.Builder
	b.WriteString(header + "\n")
	for i := range rows {
		fmt.Fprintf(&b, format+"\n", i, float64(i)*scale, 1+i%2, 0.02+0.001*float64(i%7))
	}
	return []byte(b.String())
}

// TestUnits: the same clock in seconds and in milliseconds, inferred and recorded; the
// older Flags carry the light in their lowest bits.
func TestUnits(t *testing.T) {
	const header = "FrameCounter,Timestamp,LedState,Region0G"
	for _, c := range []struct {
		header, unit string
		format       string
		scale        float64
	}{{header, "s", "%d,%.6f,%d,%.6f", 1. / 60}, {header, "ms", "%d,%.3f,%d,%.6f", 1000. / 60}, {"FrameCounter,Timestamp,Flags,0G", "s", "%d,%.6f,%d,%.6f", 1. / 60}} {
		text := np(c.header, c.format, 600, c.scale)
		if strings.Contains(c.header, "Flags") {
			text = []byte(strings.NewReplacer(",1,", ",17,", ",2,", ",18,").Replace(string(text)))
		}
		r := open1(t, write(t, "a.csv", text))
		if !strings.HasPrefix(r.TimeUnit, c.unit+", inferred") || math.Abs(r.Channels[0].Sec[2]-4./60) > 1e-5 || len(r.Channels) != 2 {
			t.Errorf("%s: unit %q, third sample at %v s, %d channels", c.header, r.TimeUnit, r.Channels[0].Sec[2], len(r.Channels))
		}
	}
}

// TestErrors: what is wrong is told with the place, and what to do.
func TestErrors(t *testing.T) {
	good := string(np("FrameCounter,Timestamp,LedState,Region0G", "%d,%.6f,%d,%.6f", 300, 1./60))
	lines := strings.Split(strings.TrimSpace(good), "\n")
	swap := slices.Clone(lines)
	swap[50], swap[120] = swap[120], swap[50]
	for _, c := range []struct {
		name, file, text string
		words            []string
	}{
		{"cut off", "a.csv", good[:len(good)-14], []string{"line 301 has 2 cells", "hint: "}},
		{"reordered", "a.csv", strings.Join(swap, "\n"), []string{"line 52", "does not come after", "hint: "}},
		{"no time", "a.csv", strings.Replace(good, "Timestamp", "Frame", 1), []string{"no column timestamp", "FrameCounter, Frame"}},
		{"no light", "a.csv", strings.Replace(good, "LedState", "Led", 1), []string{"LedState or Flags"}},
		{"no region", "a.csv", strings.Replace(good, "Region0G", "Mean", 1), []string{"no column of a region"}},
		{"all lamps", "a.csv", strings.NewReplacer(",1,0", ",7,0", ",2,0", ",7,0").Replace(good), []string{"no frame has a single light"}},
		{"words", "a.csv", strings.Replace(good, "0.022000", "n.d.", 1), []string{"line 4, column Region0G", "n.d."}},
		{"empty", "a.csv", "", []string{"empty"}},
		{"names alone", "a.csv", "time_s,signal_470\n", []string{"no rows"}},
		{"no names", "a.csv", "0.1,1,2\n0.2,2,3\n", []string{"no names of columns", "hint: "}},
		{"no column of times", "a.csv", "a,b\n1,2\n2,3\n", []string{"no column of times", "hint: "}},
		{"a word in plain", "a.csv", "time_s,signal_470\n0,1\n0.05,x\n0.1,2\n", []string{"line 3", `"x"`}},
		{"times that stand", "a.csv", "time_s,signal_470\n0,1\n0,1\n0,2\n0,3\n", []string{"do not rise"}},
		{"doric without values", "a.csv", "---,Analog In.\nTime(s),AIn-1 - Dem (AOut-1)\n0,\n0.1,\n", []string{"no channel has values"}},
		{"UTF-16", "a.csv", "\xff\xfet\x00", []string{"UTF-16", "hint: "}},
		{"HDF5", "a.doric", "", []string{"HDF5", "hint: "}},
		{"unknown", "a.xyz", "", []string{"no photometry format", "hint: "}},
		{"header of ppd", "a.ppd", "\xff\xff{", []string{"within its header"}},
		{"no ppd", "a.ppd", "\x02\x00xx1234", []string{"no JSON", "hint: "}},
		{"index", "a.tsq", "abc", []string{"no records"}},
	} {
		_, err := Open(write(t, c.file, []byte(c.text)))
		if err == nil {
			t.Errorf("%s: no error", c.name)
			continue
		}
		for _, w := range c.words {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s: %q does not say %q", c.name, err, w)
			}
		}
	}
	if _, err := Open("nowhere.csv"); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("%v", err)
	}
}

// TestDoric: rows without a value are no samples of a channel, an output that was off is a
// note, a pulse at the very end counts.
func TestDoric(t *testing.T) {
	var b strings.Builder
	b.WriteString("---,Analog In.,Analog In.,Analog In.,Digital I/O,\nTime(s),AIn-1 - Dem (AOut-1),AIn-1 - Dem (AOut-2),AIn-2 - Dem (AOut-3),DI/O-1,\n")
	for i := range 400 {
		a, c := fmt.Sprint(1+i%5), ""
		if i%2 == 1 {
			a, c = "", fmt.Sprint(3+i%7)
		}
		fmt.Fprintf(&b, "%.4f,%s,%s,,%d,\n", float64(i)/100, a, c, []int{0, 1}[map[bool]int{true: 1}[i >= 100 && i < 110 || i == 399]])
	}
	r := open1(t, write(t, "d.csv", []byte(b.String())))
	if len(r.Channels) != 2 || len(r.Channels[0].Sec) != 200 || r.Channels[1].Sec[0] != 0.01 {
		t.Fatalf("%+v", r.Channels)
	}
	if len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "AOut-3") {
		t.Errorf("notes %q", r.Notes)
	}
	if l := r.Lines[0].RiseSec; !slices.Equal(l, []float64{1, 3.99}) {
		t.Errorf("pulses at %v", l)
	}
	if _, _, err := r.Choose("", ""); err == nil || !strings.Contains(err.Error(), "AIn-1 - Dem (AOut-2)") {
		t.Errorf("which light an output drove is not in the file, but: %v", err)
	}
}

// ppd makes a file of pyPhotometry.
func ppd(header string, words ...uint16) []byte {
	b := binary.LittleEndian.AppendUint16(nil, uint16(len(header)))
	b = append(b, header...)
	for _, w := range words {
		b = binary.LittleEndian.AppendUint16(b, w)
	}
	return b
}

// TestPPDVersions: channels by turns in old files; light on and off by turns in pulsed
// ones from 1.1 on, and the difference is what counts. The lowest bit is a line.
func TestPPDVersions(t *testing.T) {
	volts := 0.1
	old := open1(t, write(t, "a.ppd", ppd(`{"mode":"1 colour time div.","sampling_rate":130,"volts_per_division":[0.1,0.2],"version":0.3}`,
		10<<1, 20<<1, 11<<1|1, 21<<1, 12<<1|1, 22<<1, 13<<1, 23<<1|1, 14<<1)))
	s, c, err := old.Choose("", "")
	if err != nil || !slices.Equal(s.Value, []float64{10 * volts, 11 * volts, 12 * volts, 13 * volts}) || c.Value[1] != 21*2*volts {
		t.Fatalf("%v %v %v", s.Value, c, err)
	}
	if len(old.Notes) != 1 || !strings.Contains(old.Notes[0], "2 bytes") {
		t.Errorf("notes %q", old.Notes)
	}
	if !slices.Equal(old.Lines[0].RiseSec, []float64{1. / 130}) || !slices.Equal(old.Lines[1].RiseSec, []float64{3. / 130}) {
		t.Errorf("lines %v", old.Lines)
	}
	pulsed := open1(t, write(t, "b.ppd", ppd(`{"mode":"2EX_1EM_pulsed","sampling_rate":130,"volts_per_division":[1],"version":"1.1","n_analog_signals":2,"n_digital_signals":2,"ADC_max_value":1000}`,
		500<<1, 100<<1, 300<<1|1, 50<<1, 990<<1, 100<<1, 310<<1, 50<<1, 520<<1|1, 100<<1, 320<<1, 50<<1)))
	if s, c, _ = pulsed.Choose("", ""); !slices.Equal(s.Value, []float64{400, 890, 420}) || !slices.Equal(c.Value, []float64{250, 260, 270}) {
		t.Errorf("%v %v", s.Value, c.Value)
	}
	if !strings.Contains(strings.Join(pulsed.Notes, ""), "saturated") {
		t.Errorf("notes %q", pulsed.Notes)
	}
}

// record makes one record of a TDT index.
func record(size, kind int, name string, channel int, sec float64, offset uint64, format int, rate float32) []byte {
	le := binary.LittleEndian
	b := le.AppendUint32(nil, uint32(size))
	b = le.AppendUint32(b, uint32(kind))
	b = append(b, name...)
	b = le.AppendUint16(b, uint16(channel))
	b = le.AppendUint16(b, 0)
	b = le.AppendUint64(b, math.Float64bits(sec))
	b = le.AppendUint64(b, offset)
	b = le.AppendUint32(b, uint32(format))
	return le.AppendUint32(b, math.Float32bits(rate))
}

// tank makes an index and its samples: two blocks of eight floats each, a second of
// nothing between the second and a third.
func tank() (index, samples []byte) {
	const start = 5000.0
	index = slices.Concat(record(0, 0, "\x00\x00\x00\x00", 0, 7, 0, 0, 0), record(0, 34817, "\x01\x00\x00\x00", 0, start, 0, 0, 0))
	for i, sec := range []float64{0, 0.08, 1.16} {
		index = append(index, record(18, tdtStream, "465A", 1, start+sec, uint64(32*i), 0, 100)...)
		index = append(index, record(14, tdtStream, "405A", 1, start+sec, uint64(96+16*i), 2, 100)...)
		for k := range 8 {
			samples = binary.LittleEndian.AppendUint32(samples, math.Float32bits(float32(10*i+k)))
		}
	}
	for i := range 24 {
		samples = binary.LittleEndian.AppendUint16(samples, uint16(int16(-i)))
	}
	index = append(index, record(10, tdtStrobeOn, "PC0/", 0, start+0.5, math.Float64bits(1), 4, 0)...)
	return index, samples
}

func TestTank(t *testing.T) {
	index, samples := tank()
	dir := t.TempDir()
	put := func(name string, b []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("b.tsq", index)
	put("b.tev", samples)
	r := open1(t, dir)
	s, c, err := r.Choose("", "")
	if err != nil || len(s.Value) != 24 || len(c.Value) != 24 || s.Value[9] != 11 || c.Value[23] != -23 {
		t.Fatalf("%v %v %v", s, c, err)
	}
	if math.Abs(s.Sec[15]-0.15) > 1e-9 || math.Abs(s.Sec[16]-1.16) > 1e-9 {
		t.Errorf("times %v", s.Sec)
	}
	if l, err := r.Line("pc0/"); err != nil || !slices.Equal(l.RiseSec, []float64{0.5}) {
		t.Errorf("%v %v", l, err)
	}
	put("b.tev", samples[:100])
	if _, err := Open(filepath.Join(dir, "b.tsq")); err == nil || !strings.Contains(err.Error(), "beyond the end of the .tev") {
		t.Errorf("%v", err)
	}
}

func TestGroup(t *testing.T) {
	got := Group([]string{"d/x_415_a.csv", "d/y.csv", "d/x_470_a.csv", "e/x_470_a.csv"})
	if len(got) != 3 || len(got[0]) != 2 || got[1][0] != "d/y.csv" {
		t.Errorf("%v", got)
	}
	animal, session := Names([][]string{{"r/m1/tail-3h/photometry.csv"}, {"r/m2/tail-3h/photometry.csv"}})
	if animal[1] != "m2" || session[1] != "tail-3h" {
		t.Errorf("%v %v", animal, session)
	}
	animal, session = Names([][]string{{"d/FP_DAY1_C66_F3_415_Signal.CSV"}, {"d/FP_DAY1_C69_M0_415_Signal.CSV"}})
	if animal[0] != "C66_F3" || animal[1] != "C69_M0" || session[0] != "" {
		t.Errorf("%v %v", animal, session)
	}
}

func FuzzRead(f *testing.F) {
	index, _ := tank()
	f.Add(index)
	f.Add(ppd(`{"mode":"1 colour","sampling_rate":130,"volts_per_division":[1],"version":"1.1","n_analog_signals":2,"n_digital_signals":2}`, 1, 2, 3, 4, 5, 6, 7, 8))
	f.Add(np("FrameCounter,Timestamp,LedState,Region0G", "%d,%.6f,%d,%.6f", 20, 1./60))
	f.Add([]byte("---,a\nTime(s),AIn-1,\n0,1,\n1,,\n2,2,\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		check := func(r photometry.Recording, err error) {
			if err != nil {
				return
			}
			for _, c := range r.Channels {
				if len(c.Sec) != len(c.Value) {
					t.Errorf("%s: %d times and %d values", c.Name, len(c.Sec), len(c.Value))
				}
			}
		}
		check(readPPD(b))
		if s, err := readSheet(bufio.NewReader(bytes.NewReader(b))); err == nil {
			check(s.recording())
		}
		if records, _, err := readIndex(b); err == nil {
			c, err := streams(records, b)
			check(photometry.Recording{Channels: c, Lines: strobes(records)}, err)
		}
	})
}
