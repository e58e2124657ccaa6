package spine

import (
	"encoding/json"
	"math"
	"os"
	"testing"
)

// testdata/logistic.json is scipy's minimum of the same penalised likelihood;
// testdata/logistic.py made it.
func TestFitLogisticAgainstScipy(t *testing.T) {
	raw, err := os.ReadFile("testdata/logistic.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name string
		X    []float64
		Y    []bool
		A, B float64
	}
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 5 {
		t.Fatalf("%d cases", len(cases))
	}
	for _, c := range cases {
		a, b := fitLogistic(c.X, c.Y)
		about(t, c.Name+": intercept", a, c.A, 1e-4*(1+math.Abs(c.A)))
		about(t, c.Name+": slope", b, c.B, 1e-4*(1+math.Abs(c.B)))
	}
}

func TestFitOfNothingIsThePull(t *testing.T) {
	if a, b := fitLogistic(nil, nil); a != 0 || b != 1 {
		t.Errorf("%v + %v x", a, b)
	}
}

func TestLogitIsTheInverse(t *testing.T) {
	for _, p := range []float64{0.001, 0.2, 0.5, 0.97} {
		about(t, "there and back", logistic(logit(p)), p, 1e-12)
	}
	for _, p := range []float64{-1, 0, 1, 2} {
		if x := logit(p); math.IsInf(x, 0) || math.IsNaN(x) {
			t.Errorf("logit %v of %v", x, p)
		}
	}
}
