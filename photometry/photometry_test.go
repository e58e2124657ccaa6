package photometry

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// near fails unless got is within tolerance of want.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %v, want %v within %v", what, got, want, tolerance)
	}
}

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// contains fails unless an error says all of some words.
func contains(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("the error %q does not say %q", err, w)
		}
	}
}

func TestChoose(t *testing.T) {
	r := Recording{Channels: []Channel{{Name: "a 415", Nanometres: 415}, {Name: "a 470", Nanometres: 470}, {Name: "raw"}}}
	s, c, err := r.Choose("", "")
	if err != nil || s.Name != "a 470" || c.Name != "a 415" {
		t.Fatalf("chose %q and %v: %v", s.Name, c, err)
	}
	if s, _, err = r.Choose("RAW", ""); err != nil || s.Name != "raw" {
		t.Errorf("by name: %q, %v", s.Name, err)
	}
	_, _, err = r.Choose("b", "")
	contains(t, err, "no channel b", "a 415 (415 nm)")
	_, _, err = r.Choose("", "a 470")
	contains(t, err, "both signal and control", "hint: ")
	two := Recording{Channels: append(r.Channels, Channel{Name: "b 470", Nanometres: 470})}
	_, _, err = two.Choose("", "")
	contains(t, err, "2 channels could be the signal", "--signal")
	_, _, err = Recording{}.Choose("", "")
	contains(t, err, "there are none", "hint: ")
	if _, c, err = (Recording{Channels: r.Channels[1:]}).Choose("", ""); err != nil || c != nil {
		t.Errorf("without control: %v, %v", c, err)
	}
}

func TestLine(t *testing.T) {
	r := Recording{Lines: []Line{{Name: "in0", RiseSec: []float64{1, 2}}, {Name: "in1"}}}
	if l, err := r.Line(""); err != nil || l == nil || l.Name != "in0" {
		t.Fatalf("%v, %v", l, err)
	}
	if l, err := (Recording{}).Line(""); l != nil || err != nil {
		t.Errorf("no lines: %v, %v", l, err)
	}
	_, err := r.Line("x")
	contains(t, err, "no line x", "in0 (2 pulses)")
	r.Lines[1].RiseSec = []float64{3, 4}
	_, err = r.Line("")
	contains(t, err, "2 lines", "--sync")
}
