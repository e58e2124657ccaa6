package spine

import (
	"math"
	"testing"

	"respine/dendrite"
)

// seenAt is the shape at a head's place, without a classifier.
func seenAt(t dendrite.Strip, p Place) Shape {
	v := newView(t, Classifier{})
	c := v.columnOf(p)
	return v.shape(c, p.Side, p.LateralUm, v.edge[c])
}

// A Gaussian is 2.3548 sigma wide at half its height; strips are smoothed by
// 0.12 um, which adds in squares.
func TestHeadWidthOfAGaussian(t *testing.T) {
	for _, sigma := range []float64{0.2, 0.3, 0.4} {
		b := head(-1, 10, 2)
		b.sigma = sigma
		s := seenAt(drawn(20, 0, b), b.Place)
		about(t, "width", s.HeadWidthUm, 2.3548*math.Hypot(sigma, 0.12), 0.03)
		if s.Merged || s.Filopodium {
			t.Errorf("sigma %v: %+v", sigma, s)
		}
	}
}

// The edge of a Gaussian shaft is where it has fallen to half; the tip lies
// HeadInsetUm beyond the head.
func TestLengthGoesFromTheEdgeToTheTip(t *testing.T) {
	b := head(1, 10, 2)
	s := seenAt(drawn(20, 0, b), b.Place)
	edge := math.Sqrt(2*math.Ln2) * math.Hypot(0.35, 0.12)
	about(t, "length", s.LengthUm, 2+HeadInsetUm-edge, dendrite.StepUm)
	about(t, "brightness", s.Brightness, 0.6, 0.06)
	if s := seenAt(drawn(20, 0), Place{Side: 1, PositionUm: 10, LateralUm: 0}); s.LengthUm != 0 && s.LengthUm > HeadInsetUm {
		t.Errorf("a spine within the shaft is %v um long", s.LengthUm)
	}
}

func TestAFilopodiumIsLongAndHeadless(t *testing.T) {
	var thin []bump
	for r := 0.4; r <= 3.1; r += 0.1 {
		b := head(1, 10, r)
		b.sigma, b.amp = 0.2, 0.4
		thin = append(thin, b)
	}
	at := Place{Side: 1, PositionUm: 10, LateralUm: 3}
	if s := seenAt(drawn(20, 0, thin...), at); !s.Filopodium || math.IsNaN(s.NeckWidthUm) {
		t.Errorf("long and thin: %+v", s)
	}
	knob := head(1, 10, 3)
	knob.sigma = 0.35
	if s := seenAt(drawn(20, 0, append(thin, knob)...), at); s.Filopodium {
		t.Errorf("with a head: %+v", s)
	}
	if s := seenAt(drawn(20, 0, thin[:12]...), Place{Side: 1, PositionUm: 10, LateralUm: 1.5}); s.Filopodium {
		t.Errorf("short: %+v", s)
	}
	if s := seenAt(drawn(20, 0, head(1, 10, 0.9)), Place{Side: 1, PositionUm: 10, LateralUm: 0.9}); !math.IsNaN(s.NeckWidthUm) {
		t.Errorf("a stubby spine has a neck of %v um", s.NeckWidthUm)
	}
}

func TestTwoHeadsInOneAreMerged(t *testing.T) {
	a, b := head(1, 9.6, 2), head(1, 10.4, 2)
	a.sigma, b.sigma = 0.5, 0.5
	if s := seenAt(drawn(20, 0, a, b), Place{Side: 1, PositionUm: 10, LateralUm: 2}); !s.Merged {
		t.Errorf("%+v", s)
	}
}
