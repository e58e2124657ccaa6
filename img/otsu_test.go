package img

import (
	"math"
	"testing"
)

func TestOtsuIsTheBestOfAllSplits(t *testing.T) {
	wantNear(t, []float32{Otsu(oracleImage(t).Pix)}, readOracle(t)["otsu"], floatTolerance)
}

func TestOtsuOfTwoLevelsAndOfOne(t *testing.T) {
	if got := Otsu([]float32{2, 10, 2, 10, 10}); !(got >= 2 && got < 10) {
		t.Errorf("threshold between 2 and 10 is %v", got)
	}
	if got := Otsu([]float32{7, 7}); got != 7 {
		t.Errorf("threshold of one level is %v, want 7", got)
	}
	if got := Otsu([]float32{1, float32(math.Inf(1))}); !isNaN(got) {
		t.Errorf("threshold with an infinity is %v, want NaN", got)
	}
}
