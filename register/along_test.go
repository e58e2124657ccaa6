package register

import (
	"math"
	"slices"
	"testing"

	"respine/dendrite"
)

// warp is a smooth displacement of up to 1.5 um along and 1.2 across a dendrite
// that lies along x, and two in depth. It stretches the tissue by up to a tenth.
func warp(p dendrite.Point) dendrite.Point {
	return dendrite.Point{
		X: p.X + 1.5*math.Sin(2*math.Pi*p.X/100+1),
		Y: p.Y + 1.2*math.Sin(2*math.Pi*p.X/90-0.5),
		Z: p.Z + 2 + 0.4*math.Sin(2*math.Pi*p.X/40),
	}
}

// reference is the first dendrite of a tissue, straightened.
func reference(t tissue) dendrite.Strip {
	s := t.seen(field(), 1, still)
	return dendrite.Straighten(s, dendrite.NewFrame(dendrite.Branch{Points: t.paths[0]}, dendrite.StepUm).Recentre(s, 0.7, 2))
}

// lying is a tissue of one dendrite across the field, clear of its borders.
func lying(seed uint64) tissue {
	t := randomTissue(seed, 1, fieldUm-8, depthUm)
	p := t.paths[0]
	q := p[len(p)-1]
	turn := Rigid{AngleRad: -math.Atan2(q.Y-p[0].Y, q.X-p[0].X)}
	from := turn.Apply(p[0])
	turn.ShiftX, turn.ShiftY, turn.ShiftZ = 4-from.X, fieldUm/2-from.Y, 6-p[0].Z
	for _, all := range [][]dendrite.Point{p, t.spines} {
		for i := range all {
			all[i] = turn.Apply(all[i])
		}
	}
	return t
}

func TestAlongRecoversAWarp(t *testing.T) {
	var off []float64
	for _, seed := range []uint64{1, 2, 3} {
		tis := lying(seed)
		ref := reference(tis)
		mov := tis.seen(field(), 2, warp)
		l := Along(ref, mov, ref.Frame)
		if l.Frame.Len() != ref.NS || len(l.Correlation) != ref.NS {
			t.Fatal("columns lost")
		}
		var depth float64
		for i := 30; i < ref.NS-30; i++ {
			want, got := warp(ref.Centre[i]), l.Frame.Centre[i]
			off = append(off, math.Hypot(got.X-want.X, got.Y-want.Y))
			depth += math.Abs(got.Z-want.Z) / float64(ref.NS-60)
		}
		near(t, "mean distance in depth", depth, 0, 0.4)
		if c := slices.Sorted(slices.Values(l.Correlation)); c[len(c)/10] < 0.6 {
			t.Errorf("a tenth of the columns correlates below %.2f", c[len(c)/10])
		}
	}
	slices.Sort(off)
	near(t, "median distance", off[len(off)/2], 0, 0.15)
	near(t, "95 % of the distances", off[len(off)*95/100], 0, 0.4)
}

func TestAlongTheSameStackStaysThere(t *testing.T) {
	tis := lying(4)
	ref := reference(tis)
	l := Along(ref, tis.seen(field(), 1, still), ref.Frame)
	for i := range ref.Centre {
		p, q := ref.Centre[i], l.Frame.Centre[i]
		if d := math.Hypot(p.X-q.X, p.Y-q.Y); d > 0.08 || math.Abs(p.Z-q.Z) > 0.3 {
			t.Fatalf("column %d moved by %.2f um, and %.2f in depth", i, d, q.Z-p.Z)
		}
		if l.Correlation[i] < 0.97 {
			t.Fatalf("column %d correlates %.2f", i, l.Correlation[i])
		}
	}
}

// Where the other stack shows another dendrite or nothing, the images do not
// agree, and the correlation says so.
func TestAlongElsewhereCorrelatesLittle(t *testing.T) {
	ref := reference(lying(1))
	other := Along(ref, lying(7).seen(field(), 3, still), ref.Frame)
	same := Along(ref, lying(1).seen(field(), 3, warp), ref.Frame)
	median := func(v []float64) float64 { return slices.Sorted(slices.Values(v))[len(v)/2] }
	if a, b := median(other.Correlation), median(same.Correlation); a > 0.5 || b < a+0.25 {
		t.Errorf("another dendrite correlates %.2f, the same %.2f", a, b)
	}
	for _, c := range Along(ref, field(), ref.Frame).Correlation {
		if c != 0 {
			t.Fatalf("black correlates %v", c)
		}
	}
}

// Half a micrometre on along the branch is five columns.
func TestDisplaceMovesAlongAndAcross(t *testing.T) {
	f := dendrite.NewFrame(dendrite.Branch{Points: []dendrite.Point{{X: 0, Y: 5, Z: 1}, {X: 12, Y: 14, Z: 3}}}, dendrite.StepUm)
	d := displacement{make([]float64, f.Len()), make([]float64, f.Len())}
	for i := range d.along {
		d.along[i], d.across[i] = 0.5, -0.3
	}
	g := displace(f, d)
	for i := range f.Len() - 5 { // the normal of (12, 9) is (-0.6, 0.8)
		near(t, "x", g.Centre[i].X, f.Centre[i+5].X+0.18, 1e-9)
		near(t, "y", g.Centre[i].Y, f.Centre[i+5].Y-0.24, 1e-9)
		near(t, "z", g.Centre[i].Z, f.Centre[i+5].Z, 1e-9)
	}
}

// What the shaft's brightness does along the branch is no landmark.
func TestPatternDoesNotSeeBrightness(t *testing.T) {
	ref := reference(lying(1))
	dim := ref
	dim.Pix = slices.Clone(ref.Pix)
	for i := range dim.Pix {
		dim.Pix[i] *= 0.4
	}
	a, b := pattern(ref), pattern(dim)
	for i := range a.Pix {
		if math.Abs(float64(a.Pix[i]-b.Pix[i])) > 1e-4 {
			t.Fatalf("pixel %d: %v and %v", i, a.Pix[i], b.Pix[i])
		}
	}
}
