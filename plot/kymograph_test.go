package plot

import (
	"image"
	"math"
	"testing"

	"respine/img"
)

// strip is a straightened dendrite of n columns with heads at (along, lateral).
func strip(n int, heads ...point) img.Image {
	m := img.NewImage(n, 61)
	for i := range n {
		for j := range 61 {
			along, lateral := float64(i)*0.1, float64(j-30)*0.1
			v := 10 + 200*math.Exp(-lateral*lateral/0.3)
			for _, h := range heads {
				v += 150 * math.Exp(-(math.Pow(along-h.x, 2)+math.Pow(lateral-h.y, 2))/0.08)
			}
			m.Pix[i*61+j] = float32(v)
		}
	}
	return m
}

func sampleKymograph() Kymograph {
	open := make([]bool, 300)
	for i := range open {
		open[i] = i < 200 || i >= 260
	}
	return Kymograph{
		Title: "branch 7 · 30 µm", StepUm: 0.1, RowUm: 20,
		Days: []StripDay{
			{Name: "first.tif", Day: 0, Strip: strip(300, point{5, -1.2}, point{11, 1.4}, point{22, 1.3})},
			{Name: "lost.tif", Day: 2, Reason: "not the field of view of the reference session"},
			{Name: "last.tif", Day: 4.5, Strip: strip(300, point{5.2, -1.2}, point{8, 1.3}, point{26.5, -1.5}), Judgeable: open},
		},
		Spines: []Followed{
			{ID: "s0", Seen: []Seen{Present, NotJudgeable, Present}, AlongUm: []float64{5, math.NaN(), 5.2}, LateralUm: []float64{-1.2, math.NaN(), -1.2}},
			{ID: "s1", Seen: []Seen{Absent, NotJudgeable, Present}, AlongUm: []float64{8, 8, 8}, LateralUm: []float64{1.3, 1.3, 1.3}},
			{ID: "s2", Seen: []Seen{Present, NotJudgeable, Absent}, AlongUm: []float64{11, 11, 11}, LateralUm: []float64{1.4, 1.4, 1.4}},
			{ID: "s3", Seen: []Seen{Present, NotJudgeable, NotJudgeable}, AlongUm: []float64{22, 22, 22}, LateralUm: []float64{1.3, 1.3, 1.3}},
			{ID: "s4", Filopodium: true, Seen: []Seen{Absent, NotJudgeable, Present}, AlongUm: []float64{26.5, 26.5, 26.5}, LateralUm: []float64{-1.5, -1.5, -1.5}},
		},
	}
}

func TestKymographGolden(t *testing.T) {
	k := sampleKymograph()
	k.IDs = true
	golden(t, "kymograph", k.Draw())
}

// Two rows of 15 um, 14 px to the um; each day shows 2.5 um either side, 5 px
// apart; 44 px above, 34 px of ruler.
func TestKymographMarksStandWhereTheSpinesAre(t *testing.T) {
	k := sampleKymograph()
	m := k.Draw()
	left := k.layout(newFaces()).left
	at := func(row, day int, along, lateral float64) image.Point {
		return image.Pt(left+int((along-15*float64(row))*14), 44+row*(3*75+34)+day*75+int((lateral+2.5)*14))
	}
	count := func(p image.Point, c Colour, reach int) int {
		n := 0
		for y := p.Y - reach; y <= p.Y+reach; y++ {
			for x := p.X - reach; x <= p.X+reach; x++ {
				if shadeDistance(m.At(x, y), c) < 40 {
					n++
				}
			}
		}
		return n
	}
	for _, c := range []struct {
		name     string
		p        image.Point
		colour   Colour
		reach    int
		at, most int
	}{
		{"s0 first", at(0, 0, 5, -1.2), Green, 9, 30, 200},
		{"s0 last", at(0, 2, 5.2, -1.2), Green, 9, 30, 200},
		{"s1 before", at(0, 0, 8, 1.3), SkyBlue, 9, 0, 0},
		{"s1 last", at(0, 2, 8, 1.3), SkyBlue, 11, 40, 200},
		{"s2 gone", at(0, 2, 11, 1.4), Vermilion, 7, 15, 100},
		{"s2 gone, open", at(0, 2, 11, 1.4), Vermilion, 1, 0, 0},
		{"s1 last, open", at(0, 2, 8, 1.3), SkyBlue, 3, 0, 0},
		{"s3 in the second row", at(1, 0, 22, 1.3), Green, 9, 30, 200},
		{"s3 not judged", at(1, 2, 22, 1.3), 0xBDBDBD, 9, 15, 250},
		{"s4 first", at(1, 0, 26.5, -1.5), SkyBlue, 9, 0, 0},
		{"s4 last", at(1, 2, 26.5, -1.5), SkyBlue, 13, 20, 300},
	} {
		if n := count(c.p, c.colour, c.reach); n < c.at || n > c.most {
			t.Errorf("%s: %d pixels of %v around %v, want %d to %d", c.name, n, c.colour, c.p, c.at, c.most)
		}
	}
}

// The brightest column of the picture is the shaft, and a head is where its
// strip has it.
func TestStripsAreInTheirPlace(t *testing.T) {
	k := sampleKymograph()
	k.NoMarks = true
	m := k.Draw()
	left := k.layout(newFaces()).left
	grey := func(x, y int) uint8 { return m.RGBAAt(x, y).R }
	shaft, head := 44+35, 44+54 // 2.5 and 2.5+1.4 um
	if grey(left+100, shaft) < 245 {
		t.Errorf("no shaft: %d", grey(left+100, shaft))
	}
	if here, there := grey(left+11*14, head), grey(left+12*14, head); here < there+60 {
		t.Errorf("head %d, beside it %d", here, there)
	}
}

func TestHatchedWhereNothingCanBeJudged(t *testing.T) {
	k := sampleKymograph()
	got := k.closedStretches(2)
	if len(got) != 1 || math.Abs(got[0].lo-20) > 1e-9 || math.Abs(got[0].hi-26) > 1e-9 {
		t.Errorf("closed %v, want 20 to 26 um", got)
	}
	k.Days[0].Strip = strip(280)
	if got := k.closedStretches(0); len(got) != 1 || math.Abs(got[0].lo-28) > 1e-9 || math.Abs(got[0].hi-30) > 1e-9 {
		t.Errorf("a strip 2 um short is closed at %v", got)
	}
	k.Days[0].Judgeable = make([]bool, 280)
	if got := k.closedStretches(0); len(got) != 2 || got[0] != (stretch{0, 28}) {
		t.Errorf("nothing judgeable: %v", got)
	}
}

func TestRowsShareTheBranchEvenly(t *testing.T) {
	for _, c := range []struct {
		columns, rows int
		row           float64
	}{{480, 1, 0}, {552, 1, 0}, {553, 2, 0}, {100, 1, 0}, {1500, 3, 0}, {1520, 4, 0}, {1000, 10, 10}} {
		k := Kymograph{StepUm: 0.1, RowUm: c.row, Days: []StripDay{{Strip: img.NewImage(c.columns, 91)}}}
		g := k.layout(newFaces())
		if len(g.rows) != c.rows || math.Abs(g.rows[len(g.rows)-1].hi-float64(c.columns)*0.1) > 1e-9 {
			t.Errorf("%d columns: rows %v", c.columns, g.rows)
		}
	}
}

func TestKymographPanicsOnMismatch(t *testing.T) {
	for name, spoil := range map[string]func(*Kymograph){
		"step":      func(k *Kymograph) { k.StepUm = 0 },
		"states":    func(k *Kymograph) { k.Spines[1].Seen = k.Spines[1].Seen[:2] },
		"positions": func(k *Kymograph) { k.Spines[1].AlongUm = nil },
		"judgeable": func(k *Kymograph) { k.Days[2].Judgeable = make([]bool, 3) },
	} {
		k := sampleKymograph()
		spoil(&k)
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			k.Draw()
		}()
	}
	Kymograph{StepUm: 0.1}.Draw() // no sessions: a picture with a title
}
