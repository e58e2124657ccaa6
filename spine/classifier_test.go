package spine

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"respine/convnet"
)

func small(n int) Classifier {
	rng := rand.New(rand.NewPCG(7, 7))
	c := Classifier{Intercept: -0.5, Slope: 1.25}
	for range n {
		c.Nets = append(c.Nets, convnet.New(channelCount+1, 4, rng))
	}
	return c
}

func stored(t testing.TB, c Classifier) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := c.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestClassifierRoundTrip(t *testing.T) {
	for _, n := range []int{1, 3} {
		c := small(n)
		got, err := ReadClassifier(bytes.NewReader(stored(t, c)))
		if err != nil || !reflect.DeepEqual(got, c) {
			t.Errorf("%d networks: not what was stored; %v", n, err)
		}
	}
}

func TestClassifierOfADamagedFile(t *testing.T) {
	whole := stored(t, small(2))
	for n := 0; n < len(whole); n += 1 + n/9 {
		if _, err := ReadClassifier(bytes.NewReader(whole[:n])); err == nil {
			t.Errorf("%d bytes of %d make a classifier", n, len(whole))
		}
	}
	if _, err := ReadClassifier(strings.NewReader("not weights at all, though long enough")); err == nil || !strings.Contains(err.Error(), "hint:") {
		t.Errorf("another file: %v", err)
	}
	at := func(off int, v any) []byte {
		b := bytes.Clone(whole)
		var w bytes.Buffer
		binary.Write(&w, binary.LittleEndian, v)
		copy(b[off:], w.Bytes())
		return b
	}
	for name, b := range map[string][]byte{
		"no networks":  at(len(magic), uint32(0)),
		"four billion": at(len(magic), uint32(math.MaxUint32)), "one too many": at(len(magic), uint32(3)),
		"no intercept": at(len(magic)+4, math.NaN()), "endless slope": at(len(magic)+12, math.Inf(1)),
	} {
		if _, err := ReadClassifier(bytes.NewReader(b)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := ReadClassifier(bytes.NewReader(stored(t, small(65)))); err == nil {
		t.Error("65 networks: no error")
	}
	other := Classifier{Nets: []convnet.Net{convnet.New(channelCount, 4, rand.New(rand.NewPCG(1, 1)))}}
	if _, err := ReadClassifier(bytes.NewReader(stored(t, other))); err == nil || !strings.Contains(err.Error(), "channels") {
		t.Errorf("a network of too few channels: %v", err)
	}
}

func FuzzReadClassifier(f *testing.F) {
	whole := stored(f, small(1))
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := ReadClassifier(bytes.NewReader(b))
		if err != nil {
			return
		}
		again, err := ReadClassifier(bytes.NewReader(stored(t, c)))
		if err != nil || !reflect.DeepEqual(c, again) {
			t.Errorf("what was read cannot be stored and read again: %v", err)
		}
	})
}

// log odds 1.25*ln(0.8/0.2) - 0.5
func TestProbabilityIsCalibrated(t *testing.T) {
	x := 1.25*math.Log(4) - 0.5
	about(t, "probability", small(1).Probability(0.8), 1/(1+math.Exp(-x)), 1e-12)
	for _, h := range []float64{0, 1, -1, 2} {
		if p := small(1).Probability(h); !(p > 0 && p < 1) {
			t.Errorf("heat %v has probability %v", h, p)
		}
	}
}

func TestTheDefaultFitsTheProgram(t *testing.T) {
	c := standard(t)
	if len(c.Nets) == 0 || c.Slope <= 0 {
		t.Errorf("%d networks, slope %v: higher peaks must be surer", len(c.Nets), c.Slope)
	}
}
