package turnover

import (
	"math"
	"math/rand/v2"
	"testing"

	"respine/spatial"
)

func seeded(n uint64) *rand.Rand { return rand.New(rand.NewPCG(n, 7)) }

func restoredFixture() Presence {
	other := site(0, 30.5, "...X")
	other.Side = -1
	return daily(
		site(0, 10, "X..."), site(0, 11.5, "..XX"), // restored 1.5 um away in session 2
		site(0, 20, "XX.."), site(0, 23, "...X"), // 3 um: de novo
		site(0, 30, "XX.."), other, // restored across the shaft in session 3
		site(1, 11, "..X."), // other branch: de novo
		site(1, 5, "X..X"),  // its own place, but lost two intervals ago
	)
}

func TestRestoreByHand(t *testing.T) {
	for _, c := range []struct {
		name               string
		params             RestoreParams
		new, lost          [2]int
		restored, deNovo   [2]int
		fractionOfLostLast float64
	}{
		{"default", RestoreParams{}, [2]int{2, 3}, [2]int{2, 2}, [2]int{1, 1}, [2]int{1, 2}, 0.5},
		// the place at 10 um was taken in session 2
		{"any earlier", RestoreParams{AnyEarlier: true}, [2]int{2, 3}, [2]int{2, 3}, [2]int{1, 2}, [2]int{1, 1}, 2.0 / 3},
		{"within the first interval", RestoreParams{LostWithin: &Window{0, 1}}, [2]int{2, 3}, [2]int{2, 1}, [2]int{1, 1}, [2]int{1, 2}, 1},
		{"same side", RestoreParams{Match: spatial.Match{SameSide: true}}, [2]int{2, 3}, [2]int{2, 2}, [2]int{1, 0}, [2]int{1, 3}, 0},
		{"wider", RestoreParams{Match: spatial.Match{RadiusUm: 3.1}}, [2]int{2, 3}, [2]int{2, 2}, [2]int{1, 2}, [2]int{1, 1}, 1},
	} {
		c.params.Draws = 50
		rows := Restore(restoredFixture(), c.params, seeded(1))
		if len(rows) != 2 {
			t.Fatalf("%s: %d rows", c.name, len(rows))
		}
		for i, r := range rows {
			if r.New != c.new[i] || r.Lost != c.lost[i] || r.Restored != c.restored[i] || r.DeNovo != c.deNovo[i] {
				t.Errorf("%s, session %d: new %d lost %d restored %d de novo %d", c.name, r.To, r.New, r.Lost, r.Restored, r.DeNovo)
			}
		}
		if got := rows[1].FractionLost.Value(); math.Abs(got-c.fractionOfLostLast) > rounding {
			t.Errorf("%s: %v of the lost places taken, want %v", c.name, got, c.fractionOfLostLast)
		}
	}
	pair := Restore(restoredFixture(), RestoreParams{Draws: 5}, seeded(1))[1].Pairs[0]
	if pair.SameSide || pair.DistanceUm != 0.5 {
		t.Errorf("pair %+v", pair)
	}
}

// A place taken once is free again after the spine standing there is lost again.
func TestPlaceIsFreeAfterASecondLoss(t *testing.T) {
	p := daily(site(0, 10, "X.X.X"))
	rows := Restore(p, RestoreParams{AnyEarlier: true, Draws: 5}, seeded(2))
	if rows[0].Restored != 1 || rows[2].Restored != 1 {
		t.Errorf("restored %d, %d, %d; want 1, 0, 1", rows[0].Restored, rows[1].Restored, rows[2].Restored)
	}
}

// One place of 4 um on branch 0 (50 um), one new spine: the chance is exact.
func TestRestoreChanceClosedForm(t *testing.T) {
	p := daily(site(0, 20, "X.."), site(0, 40, "..X"), site(0, 30, "XXX"))
	r := Restore(p, RestoreParams{Draws: 9999, AvoidUm: 9}, seeded(3))[0]
	if math.Abs(r.Expected-4.0/50) > rounding {
		t.Errorf("exact chance %v, want 0.08", r.Expected)
	}
	if want := 1 - math.Exp(-4.0/50); math.Abs(r.Formula-want) > rounding {
		t.Errorf("formula %v, want %v", r.Formula, want)
	}
	// sd of the mean 0.003
	if math.Abs(r.Uniform.Mean-4.0/50) > 0.012 || math.Abs(r.Excess+r.Uniform.Mean) > rounding {
		t.Errorf("uniform %v, excess %v", r.Uniform.Mean, r.Excess)
	}
	// 18 um around 30 are forbidden; of [18, 22] three micrometres are left of 32
	if want := 3.0 / 32; math.Abs(r.Avoiding.Mean-want) > 0.012 {
		t.Errorf("avoiding %v, want %v", r.Avoiding.Mean, want)
	}
	if !(r.ExcessInterval.Lo <= r.Excess && r.Excess < r.ExcessInterval.Hi) {
		t.Errorf("excess %v outside %v", r.Excess, r.ExcessInterval)
	}
}

func TestRestoreSaysWhyChanceIsMissing(t *testing.T) {
	p := daily(site(0, 20, "X.."), site(0, 40, "..X"))
	p.Judgeable = nil
	r := Restore(p, RestoreParams{}, seeded(4))[0]
	if r.NoChance == "" || !math.IsNaN(r.Excess) || !math.IsNaN(r.Uniform.Lo) || r.New != 1 {
		t.Errorf("%+v", r)
	}
	if s := SweepRadius(p, RestoreParams{}, nil, seeded(4))[0]; s.NoChance == "" || s.Chance != nil {
		t.Errorf("%+v", s)
	}
	if r := Restore(daily(site(0, 20, "X..")), RestoreParams{}, seeded(4))[0]; r.NoChance != "no new spines" || r.FractionNew.Undefined == "" {
		t.Errorf("%+v", r)
	}
}

func TestSweepRadiusAgreesWithRestore(t *testing.T) {
	p := restoredFixture()
	for i, s := range SweepRadius(p, RestoreParams{Draws: 20}, []float64{1, 2, 3.1}, seeded(5)) {
		for k, radius := range s.RadiusUm {
			r := Restore(p, RestoreParams{Match: spatial.Match{RadiusUm: radius}, Draws: 5}, seeded(5))[i]
			if s.Chance[k].Observed != r.Restored || s.Chance[k].Of != r.New {
				t.Errorf("radius %v: %d of %d, Restore %d of %d", radius, s.Chance[k].Observed, s.Chance[k].Of, r.Restored, r.New)
			}
		}
	}
}

// Of two losses and two new spines at their places, one each is seen twice.
func TestRestoreConfirmedOnly(t *testing.T) {
	p := daily(
		site(0, 10, "XX...."), site(0, 10.5, "....XX"), // both confirmed
		site(0, 20, ".X...."), site(0, 20.5, "....XX"), // the loss is not
		site(0, 30, "XX...."), site(0, 30.5, "....X."), // the new one is not
	)
	all := Restore(p, RestoreParams{AnyEarlier: true, Draws: 5}, seeded(7))[2]
	sure := Restore(p, RestoreParams{AnyEarlier: true, Confirmed: true, Draws: 5}, seeded(7))[2]
	if all.New != 3 || all.Lost != 3 || all.Restored != 3 || sure.New != 2 || sure.Lost != 2 || sure.Restored != 1 {
		t.Errorf("all %d %d %d, confirmed %d %d %d", all.New, all.Lost, all.Restored, sure.New, sure.Lost, sure.Restored)
	}
}
