package photometry

import (
	"math"
	"testing"
)

// interleaved is a signal that is linear in time, and a control half a period later.
func interleaved(n int, rate float64) (s, c Channel) {
	s.Name, c.Name = "s", "c"
	for i := range n {
		at := 100 + float64(i)/rate
		s.Sec, s.Value = append(s.Sec, at), append(s.Value, 3+0.01*at)
		c.Sec, c.Value = append(c.Sec, at+0.5/rate), append(c.Value, 7-0.02*(at+0.5/rate))
	}
	return s, c
}

// TestTraceInterpolates: linear channels are exact at the times of the signal.
func TestTraceInterpolates(t *testing.T) {
	s, c := interleaved(600, 30)
	x, err := NewTrace(s, &c, Params{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "rate", x.RateHz, 30, 1e-9)
	for i := 1; i < len(x.Signal)-2; i++ {
		near(t, "signal", x.Signal[i], 3+0.01*x.At(i), 1e-9)
		near(t, "control", x.Control[i], 7-0.02*x.At(i), 1e-9)
	}
}

// TestTraceFolds: a fast recording is averaged down, and a linear one stays itself.
func TestTraceFolds(t *testing.T) {
	s, c := interleaved(20000, 1000)
	x, err := NewTrace(s, &c, Params{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "rate", x.RateHz, 1000./17, 1e-6)
	for i := 1; i < len(x.Signal)-2; i++ {
		near(t, "signal", x.Signal[i], 3+0.01*x.At(i), 1e-9)
	}
}

// TestTraceKeepsGaps: where frames were dropped there is no value, and what follows
// stays at its time.
func TestTraceKeepsGaps(t *testing.T) {
	s, c := interleaved(900, 30)
	cut := func(x Channel) Channel {
		x.Sec = append(append([]float64(nil), x.Sec[:300]...), x.Sec[360:]...)
		x.Value = append(append([]float64(nil), x.Value[:300]...), x.Value[360:]...)
		return x
	}
	s, c = cut(s), cut(c)
	x, err := NewTrace(s, &c, Params{})
	if err != nil {
		t.Fatal(err)
	}
	missing := 0
	for i, v := range x.Signal {
		if math.IsNaN(v) {
			missing++
			continue
		}
		near(t, "signal", v, 3+0.01*x.At(i), 1e-9)
	}
	if missing < 58 || missing > 61 {
		t.Errorf("%d samples missing of 60 dropped", missing)
	}
}

func TestTraceRefuses(t *testing.T) {
	good, other := interleaved(600, 30)
	for _, c := range []struct {
		name  string
		alter func(s, c *Channel)
		words []string
	}{
		{"back in time", func(s, _ *Channel) { s.Sec[10] = s.Sec[5] }, []string{"sample 11", "hint: "}},
		{"no time", func(s, _ *Channel) { s.Sec[10] = math.NaN() }, []string{"sample 11 has no time"}},
		{"empty channel", func(s, _ *Channel) {
			for i := range s.Value {
				s.Value[i] = math.NaN()
			}
		}, []string{"have no value", "hint: "}},
		{"flat", func(s, _ *Channel) {
			for i := range s.Value {
				s.Value[i] = 1
			}
		}, []string{"never changes"}},
		{"another session", func(_, c *Channel) {
			for i := range c.Sec {
				c.Sec[i] += 1000
			}
		}, []string{"share only", "hint: "}},
		{"too short", func(s, _ *Channel) { s.Sec, s.Value = s.Sec[:50], s.Value[:50] }, []string{"share only"}},
	} {
		s, d := Channel{Name: "s", Sec: append([]float64(nil), good.Sec...), Value: append([]float64(nil), good.Value...)}, Channel{Name: "c", Sec: append([]float64(nil), other.Sec...), Value: append([]float64(nil), other.Value...)}
		c.alter(&s, &d)
		if c.name == "too short" {
			_, err := NewTrace(s, nil, Params{})
			contains(t, err, "too few")
			continue
		}
		_, err := NewTrace(s, &d, Params{})
		contains(t, err, c.words...)
	}
}
