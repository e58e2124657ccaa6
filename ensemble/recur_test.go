package ensemble

import (
	"math"
	"math/rand/v2"
	"testing"
)

// drawn returns events of the cells of a matrix.
func drawn(rows ...[]int) Result {
	r := Result{}
	for _, row := range rows {
		e := Event{}
		for c, in := range row {
			if in == 1 {
				e.Cells = append(e.Cells, c)
			}
		}
		r.Cells = len(row)
		r.Events = append(r.Events, e)
	}
	return r
}

// sameSums calls f with every matrix that has the row and column sums of m.
func sameSums(rows [][]int, f func([][]int)) {
	cells := len(rows[0])
	left := make([]int, cells)
	for _, row := range rows {
		for c, v := range row {
			left[c] += v
		}
	}
	m := make([][]int, len(rows))
	var fill func(r int)
	fill = func(r int) {
		if r == len(rows) {
			for _, v := range left {
				if v != 0 {
					return
				}
			}
			f(m)
			return
		}
		want := 0
		for _, v := range rows[r] {
			want += v
		}
		for set := range 1 << cells {
			row, n, fits := make([]int, cells), 0, true
			for c := range cells {
				if set>>c&1 == 1 {
					row[c] = 1
					n++
					fits = fits && left[c] > 0
				}
			}
			if n != want || !fits {
				continue
			}
			for c, v := range row {
				left[c] -= v
			}
			m[r] = row
			fill(r + 1)
			for c, v := range row {
				left[c] += v
			}
		}
	}
	fill(0)
}

var small = [][]int{{1, 1, 1, 0, 0, 0}, {1, 1, 0, 0, 1, 0}, {0, 0, 0, 1, 1, 1}, {0, 1, 0, 1, 1, 0}}

// Surrogates visit every matrix with these sums, and equally often: chi square on
// their number less one degrees of freedom, which exceeds its mean by five SDs
// once in a million draws.
func TestTradesVisitEveryMatrixEquallyOften(t *testing.T) {
	const per = 200
	count := map[string]int{}
	key := func(m membership) string {
		var b []byte
		for _, row := range m {
			b = append(b, byte(row[0]))
		}
		return string(b)
	}
	sameSums(small, func(rows [][]int) { count[key(newMembership(drawn(rows...).Events, 6))] = 0 })
	all := len(count)
	newMembership(drawn(small...).Events, 6).walk(per*all, [2]uint64{1, 2}, func(m membership) { count[key(m)]++ })
	if len(count) != all {
		t.Fatalf("%d matrices were visited, and %d have the sums", len(count), all)
	}
	chi := 0.0
	for _, n := range count {
		chi += float64((n-per)*(n-per)) / per
	}
	t.Logf("%d matrices, chi square %.0f", all, chi)
	if df := float64(all - 1); chi > df+5*math.Sqrt(2*df) {
		t.Errorf("chi square %.0f on %g degrees of freedom", chi, df)
	}
}

// Means and P are those of all matrices with these sums, one by one.
func TestRecurrenceIsThatOfAllMatrices(t *testing.T) {
	const tolerance = 0.03 // of 4000 surrogates: four standard errors
	var all []membership
	sameSums(small, func(rows [][]int) { all = append(all, newMembership(drawn(rows...).Events, 6)) })
	squares := func(m membership) (sum float64) {
		m.shared(func(_, n int) { sum += float64(n * n) })
		return sum
	}
	seen := newMembership(drawn(small...).Events, 6)
	mean, reach := make([]float64, 6), 0.0
	for _, m := range all {
		m.shared(func(k, n int) { mean[k] += float64(n) / float64(len(all)) })
		if squares(m) >= squares(seen) {
			reach++
		}
	}
	got := Recur(drawn(small...), RecurParams{Surrogates: 4000}, rand.New(rand.NewPCG(3, 4)))
	if want := reach / float64(len(all)); math.Abs(got.P-want) > tolerance {
		t.Errorf("p %.3f, of all matrices %.3f", got.P, want)
	}
	for k, v := range got.Pairs {
		if math.Abs(v.Chance-mean[k]) > tolerance {
			t.Errorf("events %d and %d share %.3f cells by chance, of all matrices %.3f", v.A, v.B, v.Chance, mean[k])
		}
	}
	if v := got.Pairs[3]; v.A != 1 || v.B != 2 || v.Shared != 1 {
		t.Errorf("pair %+v, want events 1 and 2 with one cell", v)
	}
}

// anyEvents returns events whose cells join with chances of their own and know
// nothing of each other.
func anyEvents(rng *rand.Rand, events, cells int) Result {
	join := make([]float64, cells)
	for c := range join {
		join[c] = 0.6 * rng.Float64() * rng.Float64()
	}
	rows := make([][]int, events)
	for i := range rows {
		rows[i] = make([]int, cells)
		for c := range rows[i] {
			if rng.Float64() < join[c] {
				rows[i][c] = 1
			}
		}
	}
	return drawn(rows...)
}

// Events without memory are linked in a twentieth of sessions: of 100, at most 10
// in 99 % of draws.
func TestEventsWithoutMemoryDoNotRecur(t *testing.T) {
	n := sessions(100)
	linked, low := 0, 0
	for i := range n {
		rng := rand.New(rand.NewPCG(uint64(i), 31))
		r := Recur(anyEvents(rng, 12, 60), RecurParams{Surrogates: 99}, rng)
		if r.Count() > 0 {
			linked++
		}
		if r.P <= 0.05 {
			low++
		}
	}
	t.Logf("of %d: %d linked, %d with p <= 0.05", n, linked, low)
	if most := map[int]int{100: 11, 25: 5}[n]; linked > most || low > most {
		t.Errorf("of %d sessions of unrelated events %d are linked, %d have p <= 0.05", n, linked, low)
	}
}

// Two ensembles of 15 of 80 cells that take turns are two groups; one alone is
// none, whatever it does: that is for Members.
func TestTwoEnsemblesAreTwoGroups(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 32))
	session := func(two bool) (Result, []int) {
		var rows [][]int
		var truth []int
		for range 16 {
			which := 0
			if two && rng.IntN(2) == 1 {
				which = 1
			}
			row := make([]int, 80)
			for c := range row {
				if rng.Float64() < 0.03 || c/15 == which && rng.Float64() < 0.8 {
					row[c] = 1
				}
			}
			rows, truth = append(rows, row), append(truth, which)
		}
		return drawn(rows...), truth
	}
	res, truth := session(true)
	got := Recur(res, RecurParams{}, rng)
	if got.Count() != 2 || got.P > 0.002 {
		t.Errorf("two ensembles: %d groups, p %.3f", got.Count(), got.P)
	}
	of, apart := map[int]int{}, 0
	for i, g := range got.Groups {
		if g < 0 {
			apart++
		} else if _, known := of[g]; !known {
			of[g] = truth[i]
		} else if truth[i] != of[g] {
			t.Errorf("event %d of ensemble %d is in group %d", i, truth[i], g)
		}
	}
	if apart > 2 {
		t.Errorf("%d of %d events are in no group", apart, len(truth))
	}
	res, _ = session(false)
	if got := Recur(res, RecurParams{}, rng); got.P < 0.01 {
		t.Errorf("one ensemble alone has p %.3f; the sums explain it", got.P)
	}
	if got := Recur(Result{Events: make([]Event, 2)}, RecurParams{}, rng); got.Undetermined == "" || got.Count() != 0 {
		t.Error("two events are said to recur or not")
	}
}
