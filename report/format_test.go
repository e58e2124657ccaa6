package report

import (
	"math"
	"testing"
)

func TestPercent(t *testing.T) {
	for v, want := range map[float64]string{0: "0 %", 0.0123: "1.2 %", 0.0994: "9.9 %", 0.0996: "10 %", 0.123: "12 %", 1: "100 %", 3.84: "384 %", -0.02: "-2.0 %", math.Inf(1): "–"} {
		if got := percent(v); got != want {
			t.Errorf("percent(%g) = %s, want %s", v, got, want)
		}
	}
	if percent(math.NaN()) != "–" || fixed(math.NaN(), 2) != "–" || digits(math.NaN(), 3) != "–" || probability(math.NaN()) != "–" {
		t.Error("a missing number is not a dash")
	}
}

func TestDigits(t *testing.T) {
	for _, c := range []struct {
		v    float64
		n    int
		want string
	}{{4, 6, "4"}, {4.1, 6, "4.1"}, {0.12, 4, "0.12"}, {1.0 / 3, 3, "0.333"}, {123456, 3, "123000"}, {0, 3, "0"}, {-2.5, 2, "-2.5"}, {1e-9, 3, "1e-09"}, {99.96, 3, "100"}} {
		if got := digits(c.v, c.n); got != c.want {
			t.Errorf("digits(%g, %d) = %s, want %s", c.v, c.n, got, c.want)
		}
	}
}

func TestSmallPrint(t *testing.T) {
	if c := fraction(7, 57, 0.061, 0.232); c.Main != "12 %" || c.Small != "7 of 57" || c.Range != "6.1 % to 23 %" {
		t.Errorf("%+v", c)
	}
	if c := fraction(3, 9, 0.12, 0.65); c != (cell{Main: "3/9"}) {
		t.Errorf("of nine: %+v", c)
	}
	if c := fraction(3, 10, 0.11, 0.6); c.Main != "30 %" {
		t.Errorf("of ten: %+v", c)
	}
	if c := ofMany(0.5, 9, 0.2, 0.8); c != (cell{Main: none}) {
		t.Errorf("a share of nine: %+v", c)
	}
	if s := span(0.8333, 0.8334); s != "83 %" {
		t.Errorf("bounds that read alike: %s", s)
	}
	if c := fraction(0, 0, math.NaN(), math.NaN()); c.Main != "–" || c.Small != "0 of 0" || c.Range != "" {
		t.Errorf("%+v", c)
	}
	for n, want := range map[int64]string{0: "0 B", 1023: "1023 B", 1536: "1.5 KiB", 73400320: "70.0 MiB", 3 << 30: "3.00 GiB"} {
		if got := sized(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
	for p, want := range map[float64]string{0.0004: "< 0.001", 0.001: "0.001", 0.0499: "0.050", 0.25: "0.25", 1: "1.00"} {
		if got := probability(p); got != want {
			t.Errorf("%g is %s, want %s", p, got, want)
		}
	}
	if plural(1, "spine", "spines")+plural(2, "spine", "spines") != "1 spine2 spines" {
		t.Error("plural")
	}
}
