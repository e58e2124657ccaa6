package spatial

import (
	"math"
	"slices"
	"testing"
)

func TestReadingByHand(t *testing.T) {
	row := func(x float64, in string) Seen {
		s := Seen{PositionUm: x}
		for _, c := range in {
			s.In = append(s.In, c == '1')
		}
		return s
	}
	b := Scored{Path: []Span{{0, 40}}, Sites: []Seen{
		row(5, "1111"), row(10, "1000"), row(20, "1010"), // missed in the second session, as it seems
		row(11.5, "0011"), row(11.8, "0010"), row(30, "0011"), row(35, "1100"),
	}}
	s := single(0, 0).defaults()
	s.ManyToOne = false
	var r reader
	got := r.read(s, b.Path, branchSites(b, 4))
	// Lost: 10 and 20. New: 11.5, 11.8, 20 and 30; restored one to one 11.5 and
	// 20. Windows of 2 um cover 8 of 40.
	want := reading{present: 4, restored: 2, expected: 4 * 8.0 / 40, stands: [2]float64{1, 1}, of: [2]float64{2, 2}}
	want.kept, want.lost, want.gained = [3]int{2, 1, 3}, [3]int{2, 1, 2}, [3]int{0, 4, 0}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	s.ManyToOne = true
	if got := r.read(s, b.Path, branchSites(b, 4)); got.restored != 3 {
		t.Errorf("many to one: %d restored, want 3", got.restored)
	}
	// Twice each: only what both sessions say counts.
	d := double(0, 0).defaults()
	sites := branchSites(Scored{Sites: []Seen{row(1, "11110111"), row(2, "11000011"), row(3, "11010011"), row(4, "00001111")}}, 8)
	twice := r.read(d, b.Path, sites)
	if twice.lost[0] != 1 || twice.gained[1] != 1 || twice.kept[0] != 1 || twice.gained[2] != 2 || twice.present != 3 {
		t.Errorf("%+v", twice)
	}
}

func TestCoverIsCoverage(t *testing.T) {
	rng := seeded(61)
	for range 200 {
		path := Union([]Span{{rng.Float64() * 5, 5 + 5*rng.Float64()}, {8 + rng.Float64()*8, 12 + 10*rng.Float64()}})
		lost := uniformSites(rng.IntN(6), 25, rng)
		x := positions(lost)
		slices.Sort(x)
		r := 0.2 + 2*rng.Float64()
		total, covered := cover(path, x, r)
		if want := Coverage(path, lost, r); !near(covered/total, want, rounding) {
			t.Fatalf("path %v, places %v, r %v: %v, want %v", path, x, r, covered/total, want)
		}
	}
}

// The linear-time pairing is Restored's: as many pairs, as near.
func TestLinkerIsRestored(t *testing.T) {
	rng := seeded(62)
	var l linker
	for range 1000 {
		a, b := uniformSites(rng.IntN(15), 20, rng), uniformSites(rng.IntN(15), 20, rng)
		r := 0.2 + 2*rng.Float64()
		x, y := ordered(a), ordered(b)
		count, um := 0, 0.0
		taken := map[int]bool{}
		for i, j := range l.pair(x, y, r) {
			if j < 0 {
				continue
			}
			if taken[j] || math.Abs(x[i]-y[j]) >= r {
				t.Fatalf("pair %d, %d is taken or too far", i, j)
			}
			taken[j] = true
			count, um = count+1, um+math.Abs(x[i]-y[j])
		}
		want := 0.0
		pairs := Restored(a, b, Match{RadiusUm: r})
		for _, p := range pairs {
			want += p.DistanceUm
		}
		if count != len(pairs) || !near(um, want, rounding) {
			t.Fatalf("%v and %v within %v: %d pairs of %v um, want %d of %v", x, y, r, count, um, len(pairs), want)
		}
	}
}

// Played without change or error, every branch is scored as it was.
func TestPlayOfAPerfectScorer(t *testing.T) {
	s := single(0, 0)
	s.JitterUm = 1e-9
	s = s.defaults()
	var p player
	first := []float64{1, 1.5, 3, 9}
	sites := p.play(s, []Span{{0, 10}}, first, rates{}, seeded(63))
	if len(sites) != 4 {
		t.Fatalf("%+v", sites)
	}
	for i, v := range sites {
		if v.in != 0b1111 || !near(v.x, first[i], 1e-7) {
			t.Errorf("site %d: %+v", i, v)
		}
	}
	// Points 2 um apart, so that links cannot go wrong: the share missed in
	// between is m(1-m)².
	s = single(0.1, 0).defaults()
	wide := make([]float64, 5000)
	for i := range wide {
		wide[i] = 2 * float64(i)
	}
	flicker := 0
	for _, v := range p.play(s, []Span{{0, 1e4}}, wide, rates{}, seeded(64)) {
		if v.in&0b111 == 0b101 {
			flicker++
		}
	}
	// begin adds the tenth that the first session missed: 5556 points in all.
	if want := 5000 / 0.9 * 0.9 * 0.1 * 0.9; math.Abs(float64(flicker)-want) > 4*math.Sqrt(want)+25 { // and a few links with those added
		t.Errorf("%d flicker, expected %.0f", flicker, want)
	}
}
