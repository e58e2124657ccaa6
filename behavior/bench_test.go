package behavior

import (
	"io"
	"testing"

	"respine/random"
	"respine/scope"
)

// looped hands out a few frames over and over, n in all.
type looped struct {
	frames [][]uint8
	rate   float64
	at, n  int
}

func (l *looped) Next(dst []uint8) (float64, error) {
	if l.at >= l.n {
		return 0, io.EOF
	}
	copy(dst, l.frames[l.at%len(l.frames)])
	l.at++
	return float64(l.at-1) / l.rate, nil
}

// One mouse that swings and struggles, 640 x 480 at 30 Hz; an operation is a frame.
func BenchmarkFollow(b *testing.B) {
	const frames, rate = 96, 30
	hung := scope.TailAnimal{TestSec: frames / rate, SwingTauSec: 10, Vigour: 1.2, Bouts: []scope.TailBout{{FromSec: 0, ToSec: 1.2, State: scope.TailStruggling}}}
	test := scope.Hang(scope.TailVideo{Width: 640, Height: 480, RateHz: rate, Animals: []scope.TailAnimal{hung}}, random.New(3))
	l := &looped{rate: rate, n: b.N}
	var samples [][]uint8
	for i := range frames {
		pix := make([]uint8, 640*480)
		test.Frame(pix, i)
		l.frames = append(l.frames, pix)
		if i%4 == 0 {
			samples = append(samples, pix)
		}
	}
	s, err := Survey(samples, 640, 480, SurveyParams{Animals: 1})
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	if _, err := Follow(b.Context(), l, s); err != nil {
		b.Fatal(err)
	}
}
