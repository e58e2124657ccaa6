package img

import (
	"math"
	"testing"
)

func TestBilinearIsThatOfScipy(t *testing.T) {
	m, oracle := oracleImage(t), readOracle(t)
	at := oracle["bilinear at"]
	for i, want := range oracle["bilinear"] {
		wantNear(t, []float32{Bilinear(m, at[2*i], at[2*i+1])}, []float64{want}, floatTolerance)
	}
}

func TestTrilinearIsThatOfScipy(t *testing.T) {
	s, oracle := oracleStack(t), readOracle(t)
	at := oracle["trilinear at"]
	for i, want := range oracle["trilinear"] {
		got := Trilinear(s, at[3*i], at[3*i+1], at[3*i+2])
		wantNear(t, []float32{got}, []float64{want}, floatTolerance)
	}
}

func TestSamplesOutsideAndNowhere(t *testing.T) {
	s := noiseStack(1, 2, 3, 4)
	inf := math.Inf(1)
	if got := Trilinear(s, inf, -inf, inf); got != s.At(1, 0, 3) {
		t.Errorf("far corner is %v, want %v", got, s.At(1, 0, 3))
	}
	for _, p := range [][3]float64{{math.NaN(), 0, 0}, {0, math.NaN(), 0}, {0, 0, math.NaN()}} {
		if got := Trilinear(s, p[0], p[1], p[2]); !isNaN(got) {
			t.Errorf("at %v is %v, want NaN", p, got)
		}
	}
}
