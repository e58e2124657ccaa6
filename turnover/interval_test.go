package turnover

import (
	"testing"
)

func TestIntervalsByHand(t *testing.T) {
	fil := site(0, 9, ".X")
	fil.Kind = Filopodium
	p := daily(
		site(0, 1, "XX"), site(0, 2, "XX"), site(0, 3, "X."), site(0, 4, ".X"), site(0, 5, ".X"),
		site(0, 6, "X?"), site(0, 7, "?X"), site(0, 8, ".."), fil,
		site(1, 1, ".X"),
	)
	rows := Intervals(p, Spine)
	if len(rows) != 3 {
		t.Fatalf("%d rows, want two branches and the total", len(rows))
	}
	a := rows[0]
	if a.NA != 3 || a.NB != 4 || a.Kept != 2 || a.Lost != 1 || a.Gained != 2 || a.NotJudged != 2 || a.NFirst != 4 {
		t.Errorf("branch 0: %+v", a)
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"formation", a.Formation.Value(), 2.0 / 3}, {"formation of first", a.FormationFirst.Value(), 2.0 / 4},
		{"elimination", a.Elimination.Value(), 1.0 / 3}, {"turnover", a.Turnover.Value(), 3.0 / 7},
		{"density a", a.DensityA.Value(), 3.0 / 50}, {"density b", a.DensityB.Value(), 4.0 / 50},
		{"total formation", rows[2].Formation.Value(), 3.0 / 3}, {"total density", rows[2].DensityB.Value(), 5.0 / 70},
	} {
		if c.got != c.want {
			t.Errorf("%s = %v, want %v", c.name, c.got, c.want)
		}
	}
	if b := rows[1]; b.Formation.Undefined == "" || b.Formation.Value() == b.Formation.Value() || b.Turnover.Value() != 1 {
		t.Errorf("one gained of none: %+v", b)
	}
	if rows[2].Branch != AllBranches || rows[2].NA+rows[2].NB != rows[0].NA+rows[0].NB+rows[1].NA+rows[1].NB {
		t.Errorf("total: %+v", rows[2])
	}
	if f := Intervals(p, Filopodium)[0]; f.Gained != 1 || f.NA != 0 {
		t.Errorf("filopodia: %+v", f)
	}
}

func TestLengthsOnly(t *testing.T) {
	p := daily(site(0, 1, "XX"))
	p.Judgeable = nil
	p.JudgeableUm = []map[int]float64{{0: 10}, {0: 8}}
	if got := Intervals(p, Spine)[0].DensityA.Value(); got != 1.0/8 {
		t.Errorf("density %v, want 1/8 of the shorter length", got)
	}
	p.JudgeableUm = nil
	if r := Intervals(p, Spine)[0].DensityA; r.Undefined == "" {
		t.Error("a density without length must be undefined")
	}
}

func TestDensities(t *testing.T) {
	p := daily(site(0, 1, "XX"), site(0, 2, "?X"), site(1, 3, "X."))
	rows := Densities(p, Spine)
	if len(rows) != 6 {
		t.Fatalf("%d rows", len(rows))
	}
	if r := rows[0]; r.Present != 1 || r.NotJudgeable != 1 || r.PerUm.Value() != 1.0/50 {
		t.Errorf("session 0 branch 0: %+v", r)
	}
	if r := rows[5]; r.Branch != AllBranches || r.Present != 2 || r.PerUm.Value() != 2.0/70 {
		t.Errorf("session 1 total: %+v", r)
	}
}
