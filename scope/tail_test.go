package scope

import (
	"math"
	"slices"
	"strings"
	"testing"

	"respine/random"
)

// quiet is a camera that adds nothing to the picture.
var quiet = TailCamera{WallGrey: 185}

// hung is one mouse, small and cheap to film.
func hung(a TailAnimal, camera TailCamera) *TailTest {
	return Hang(TailVideo{Width: 200, Height: 240, RateHz: 30, Animals: []TailAnimal{a}, Camera: camera}, random.New(11))
}

// restless alternates rest and movement and ends with rest.
var restless = []TailBout{
	{2, 5, TailStruggling}, {5, 17, TailImmobile}, {17, 18, TailStruggling}, {20, 23, TailClimbing}, {23, 36, TailImmobile},
}

func TestStates(t *testing.T) {
	a := TailAnimal{StartSec: 10, Bouts: restless}.orDefaults()
	for sec, want := range map[float64]TailState{
		8.49: TailAbsent, 8.51: TailHandled, 9.99: TailHandled, 10: TailImmobile, 11.99: TailImmobile, 12: TailStruggling,
		14.99: TailStruggling, 15: TailImmobile, 27.5: TailStruggling, 28.5: TailImmobile, 31: TailClimbing, 45.99: TailImmobile, 46: TailAbsent,
	} {
		if got := a.stateAt(sec); got != want {
			t.Errorf("at %v s: %v, want %v", sec, got, want)
		}
	}
}

// TestPassiveSwingDecays: after a struggle the angle of the centre of mass
// swings on with the slow mode's period and falls with SwingTauSec.
func TestPassiveSwingDecays(t *testing.T) {
	for _, tau := range []float64{2, 4} {
		a := TailAnimal{Bouts: restless, SwingTauSec: tau}
		test := hung(a, quiet)
		var angle []float64
		for _, p := range test.poses[0][6*30 : 16*30] {
			angle = append(angle, p.swing.tail)
		}
		at := rises(angle)
		w, _ := test.video.Animals[0].pendulum().modes()
		near(t, "period", (at[4]-at[0])/4/30, 2*math.Pi/w[0], 0.01)
		var early, late float64
		for i := range 30 {
			early, late = max(early, math.Abs(angle[i])), max(late, math.Abs(angle[i+8*30]))
		}
		// Peaks fall between frames: a tenth of a period of 0.7 s loses 5 %.
		near(t, "decay over 8 s", math.Log(early/late), 8/tau, 0.1*8/tau)
	}
}

// TestStrugglesSetSwinging: the median mouse swings on by several degrees, none
// whirls round.
func TestStrugglesSetSwinging(t *testing.T) {
	var after []float64
	for seed := range uint64(15) {
		v := TailVideo{Width: 16, Height: 16, Animals: []TailAnimal{{Bouts: []TailBout{{0, 4, TailStruggling}, {4, 6, TailImmobile}}}}}
		largest := 0.0
		for i, p := range Hang(v, random.New(seed)).poses[0] {
			if math.Abs(p.swing.tail) > math.Pi/2 {
				t.Errorf("seed %d: the tail stands at %.2f rad", seed, p.swing.tail)
			}
			if i > 4*30 {
				largest = max(largest, math.Abs(p.swing.tail))
			}
		}
		after = append(after, largest)
	}
	slices.Sort(after)
	if m := after[7]; m < 0.07 || m > 0.25 {
		t.Errorf("the median swing after a struggle is %.3f rad, want 0.07 to 0.25", m)
	}
}

func TestRestIsStillAndStruggleIsNot(t *testing.T) {
	poses := hung(TailAnimal{Bouts: restless}, quiet).poses[0]
	for i, p := range poses {
		still := p.bend == 0 && p.limbs == [4]float64{} && p.vigour == 0
		switch {
		case p.state == TailImmobile && !still:
			t.Fatalf("frame %d: an immobile mouse moves: %+v", i, p)
		case p.state == TailStruggling && poses[i-1].state == TailStruggling && still: // a bout starts from rest
			t.Fatalf("frame %d: a struggling mouse is still", i)
		}
	}
}

func TestTwitchesAreRareAndSmall(t *testing.T) {
	n := 0
	test := hung(TailAnimal{TestSec: 300, TwitchHz: 0.2}, quiet)
	poses := test.poses[0]
	for i, p := range poses {
		if p.twitching && !poses[i-1].twitching {
			n++
		}
		for _, l := range p.limbs {
			if math.Abs(l) > 1.2 || (l != 0) != p.twitching {
				t.Fatalf("frame %d: limb %v, twitching %v", i, l, p.twitching)
			}
		}
	}
	// 300 seconds with chance 0.2: 60 with standard deviation 7.
	near(t, "twitches", float64(n), 60, 4*7)
}

// TestClimbing: the body folds up along the tail and falls back.
func TestClimbing(t *testing.T) {
	a := TailAnimal{Bouts: []TailBout{{1, 5, TailClimbing}, {5, 30, TailImmobile}}}
	poses := hung(a, quiet).poses[0]
	for i := 2*30 + 15; i < 145; i++ {
		if fold := math.Abs(poses[i].swing.body - poses[i].swing.tail); fold < 2 || fold > math.Pi+0.3 {
			t.Fatalf("at %.1f s the body is folded by %.2f rad", float64(i)/30, fold)
		}
		if s := poses[i].swing; math.Abs(s.body) < math.Pi/2 {
			t.Fatalf("at %.1f s the nose points down", float64(i)/30)
		}
	}
	if s := poses[29*30].swing; math.Abs(s.body) > 0.1 || math.Abs(s.tail) > 0.1 {
		t.Errorf("24 s later the mouse hangs at %+v", s)
	}
}

// TestSpinSettles: the twisted tail turns back to where it faces; twice the
// twist turns it elsewhere.
func TestSpinSettles(t *testing.T) {
	poses := hung(TailAnimal{Bouts: restless, SwingTauSec: 2}, quiet).poses[0]
	var moving, calm float64
	for i := range 60 {
		moving = max(moving, math.Abs(poses[3*30+i].spin-poses[3*30+i-1].spin))
		calm = max(calm, math.Abs(poses[34*30+i].spin-poses[34*30+i-1].spin))
	}
	if a, b := poses[4*30].spin, hung(TailAnimal{Bouts: restless, Twist: 2, SwingTauSec: 2}, quiet).poses[0][4*30].spin; math.Abs(a-b) < 0.05 {
		t.Errorf("turned to %.3f rad, with twice the twist to %.3f", a, b)
	}
	if moving < 0.03 || calm > 0.1*moving {
		t.Errorf("turns by %.4f rad a frame in a struggle, %.4f after rest", moving, calm)
	}
}

func TestNamesAndLength(t *testing.T) {
	v := Hang(TailVideo{Width: 64, Height: 64, Animals: []TailAnimal{{TestSec: 3}, {StartSec: 5, TestSec: 4, Name: "m7"}}}, random.New(1))
	if got := v.Video().Animals; got[0].Name != "animal-1" || got[1].Name != "m7" {
		t.Errorf("names %q and %q", got[0].Name, got[1].Name)
	}
	if v.Frames() != 300 || v.Video().Seconds != 10 {
		t.Errorf("%d frames, want 300: a second after the last test", v.Frames())
	}
}

func TestBadBoutsPanic(t *testing.T) {
	for want, bouts := range map[string][]TailBout{
		"after 5":     {{0, 5, TailImmobile}, {4, 6, TailStruggling}},
		"ToSec:1":     {{2, 1, TailImmobile}},
		"State:absen": {{0, 1, TailAbsent}},
	} {
		func() {
			defer func() {
				if r := recover(); r == nil || !strings.Contains(r.(string), want) {
					t.Errorf("%v: panic %v, want %q", bouts, r, want)
				}
			}()
			hung(TailAnimal{Bouts: bouts}, quiet)
		}()
	}
}
