package scope

import (
	"math"
	"testing"

	"respine/random"
)

// TestTablesAgree: frames and bouts tell of the same seconds, for every animal
// with its own start.
func TestTablesAgree(t *testing.T) {
	test := Hang(TailVideo{Width: 64, Height: 64, RateHz: 50, Animals: []TailAnimal{
		{Name: "a", StartSec: 3, TestSec: 30, Bouts: restless}, {Name: "b", StartSec: 7.5, Bouts: restless}}}, random.New(2))
	all := test.Tables()
	animals, bouts, frames := all[0], all[1], all[2]
	if animals.Len() != 2 || animals.Floats("end_s")[0] != 33 || animals.Floats("end_s")[1] != 43.5 {
		t.Errorf("ends at %v s", animals.Floats("end_s"))
	}
	seconds := map[string]float64{}
	for i, name := range frames.Strings("animal") {
		seconds[name+frames.Strings("state")[i]] += 1. / 50
		at := math.Atan2(math.Sin(frames.Floats("swing_rad")[i]), math.Cos(frames.Floats("swing_rad")[i]))
		if math.Abs(at) > math.Pi || frames.Floats("time_s")[i] != float64(frames.Ints("frame")[i])/50 {
			t.Fatalf("row %d: angle %v, time %v", i, at, frames.Floats("time_s")[i])
		}
	}
	want, censored := map[string]float64{}, 0
	var last float64
	for i, name := range bouts.Strings("animal") {
		from, to := bouts.Floats("from_s")[i], bouts.Floats("to_s")[i]
		want[name+bouts.Strings("state")[i]] += to - from
		if i > 0 && name == bouts.Strings("animal")[i-1] && (from != last || bouts.Strings("state")[i] == bouts.Strings("state")[i-1]) {
			t.Errorf("bout %d begins at %v s, the one before ended at %v", i, from, last)
		}
		last = to
		if bouts.Bools("censored")[i] {
			censored++
			if name == "a" && to != 33 || name == "b" && to != 43.5 {
				t.Errorf("bout to %v s of %s is censored", to, name)
			}
		}
	}
	if censored != 2 {
		t.Errorf("%d bouts are censored, want each animal's last", censored)
	}
	for k, w := range map[string]float64{"astruggling": 4, "bclimbing": 3, "ahandled": handSec, "bimmobile": 29, "aimmobile": 23} {
		near(t, "seconds in frames: "+k, seconds[k], w, 0.05)
		if k != "ahandled" {
			near(t, "seconds in bouts: "+k, want[k], w, 1e-9)
		}
	}
}
