package study

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseHours(t *testing.T) {
	for text, want := range map[string]Hours{
		"0": 0, "0 h": 0, "3 h": 3, "3h": 3, "-10 d": -240, "−10 d": -240, "+1 day": 24, "2 days": 48, "0.5 d": 12, "-0.5 d": -12,
		"30 min": 0.5, "1.5 hours": 1.5, "day 13": 312, "day -10": -240, "d13": 312, " 24 h ": 24,
	} {
		if got, err := ParseHours(text); err != nil || got != want {
			t.Errorf("ParseHours(%q) = %g, %v; want %g", text, got, err, want)
		}
	}
	for _, text := range []string{"", "3", "h", "3 hr", "3 h 2 min", "1e3 h", "0x3 h", "inf h", "NaN h", "d", "day", "day 1 h", "--3 h", "3. h", strings.Repeat("9", 400) + " h"} {
		if got, err := ParseHours(text); err == nil || !strings.Contains(err.Error(), "\nhint: ") {
			t.Errorf("ParseHours(%q) = %g, %v; want an error with a hint", text, got, err)
		}
	}
}

func TestHoursString(t *testing.T) {
	for h, want := range map[Hours]string{
		0: "0 h", Hours(math.Copysign(0, -1)): "0 h", 3: "3 h", 24: "24 h", 48: "48 h", 96: "4 d", -264: "-11 d", -12: "-12 h", 0.5: "30 min", 0.1: "6 min",
		Hours(math.Nextafter(0.1, 1)): "0.10000000000000002 h", 1.25: "75 min", 100: "100 h", Hours(math.Pi): "3.141592653589793 h",
	} {
		if got := h.String(); got != want {
			t.Errorf("Hours(%g) prints %q, want %q", float64(h), got, want)
		}
	}
}

// hours draws what people write and what they do not.
func hours() *rapid.Generator[Hours] {
	return rapid.OneOf(
		rapid.Map(rapid.IntRange(-400, 400), func(n int) Hours { return Hours(n) }),
		rapid.Map(rapid.IntRange(-600, 600), func(n int) Hours { return Hours(n) / 60 }),
		rapid.Map(rapid.Float64(), func(v float64) Hours { return Hours(v) + 0 }),
	)
}

func TestHoursRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := hours().Draw(t, "hours")
		if got, err := ParseHours(h.String()); err != nil || got != h {
			t.Fatalf("%g prints %q, which reads %g, %v", float64(h), h, float64(got), err)
		}
	})
}

func TestParseInterval(t *testing.T) {
	for text, want := range map[string]Interval{
		"day -10..0": {-240, 0}, "day -10..day 0": {-240, 0}, "d-10..0": {-240, 0}, "-10..0 d": {-240, 0}, "-10 d..0 d": {-240, 0}, "−10 d .. 0": {-240, 0},
		"-10 d..-12 h": {-240, -12}, "0..6 h": {0, 6}, "1..2.5 h": {1, 2.5}, "30 min..1 h": {0.5, 1}, "day 1..48.5 h": {24, 48.5}, "1..-2 h": {}, "0..0": {},
		"3 h": {}, "a..b": {}, "1 h..": {}, "..1 h": {}, "1..2": {}, "day 1..2..3": {}, "1 h..b": {}, "": {},
	} {
		got, err := ParseInterval(text)
		if got != want || (err == nil) != (want != Interval{}) {
			t.Errorf("ParseInterval(%q) = %v, %v; want %v", text, got, err, want)
		}
		if err != nil && !strings.Contains(err.Error(), "\nhint: ") {
			t.Errorf("ParseInterval(%q): no hint: %v", text, err)
		}
	}
}

func interval() *rapid.Generator[Interval] {
	return rapid.Custom(func(t *rapid.T) Interval {
		i := Interval{hours().Draw(t, "from"), hours().Draw(t, "to")}
		if i.From > i.To {
			i.From, i.To = i.To, i.From
		}
		if i.From == i.To {
			i.From -= 24 + Hours(math.Abs(float64(i.From)))
		}
		return i
	}).Filter(func(i Interval) bool { return i.From < i.To })
}

func TestIntervalRoundTrip(t *testing.T) {
	for i, want := range map[Interval]string{{-240, 0}: "day -10..0", {-240, -12}: "-10 d..-12 h", {0, 6}: "0 h..6 h"} {
		if i.String() != want {
			t.Errorf("%g..%g prints %q, want %q", float64(i.From), float64(i.To), i, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		i := interval().Draw(t, "interval")
		if got, err := ParseInterval(i.String()); err != nil || got != i {
			t.Fatalf("%v prints %q, which reads %v, %v", i, i.String(), got, err)
		}
	})
}

// TestOverlaps against the definition: some moment inside lies in both.
func TestOverlaps(t *testing.T) {
	small := rapid.Map(rapid.IntRange(0, 6), func(n int) Hours { return Hours(n) })
	rapid.Check(t, func(t *rapid.T) {
		a := Interval{small.Draw(t, "a"), 0}
		a.To = a.From + 1 + small.Draw(t, "for")
		b := Interval{small.Draw(t, "b"), 0}
		b.To = b.From + 1 + small.Draw(t, "for")
		want := false
		for m := Hours(0.5); m < 20; m++ {
			want = want || a.From < m && m < a.To && b.From < m && m < b.To
		}
		if a.Overlaps(b) != want || b.Overlaps(a) != want {
			t.Fatalf("%v and %v: %v", a, b, a.Overlaps(b))
		}
	})
}
