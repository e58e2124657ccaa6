package turnover

import (
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"respine/table"
)

// The real dendrites of PyMapManager-Data rr30a, sessions 0 to 3: the counts
// of dynamics.csv were made from the same marks by another program.
func rr30aTruth(t *testing.T) string {
	t.Helper()
	root := os.Getenv("RESPINE_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "data")
	}
	dir := filepath.Join(root, "spines", "rr30a", "truth")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("SKIPPED, 1 real data set absent: %v", err)
	}
	return dir
}

func readRR30a(t *testing.T, name string, schema ...table.Column) *table.Table {
	t.Helper()
	tab, err := table.ReadFile(filepath.Join(rr30aTruth(t), name), schema...)
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

// rr30aPresence builds the presence table from the expert's marks; a spine
// whose place lies outside a neighbouring session's trace is not judgeable there.
func rr30aPresence(t *testing.T) Presence {
	spines := readRR30a(t, "spines.csv", table.Int("session", ""), table.String("spine_id", ""), table.Int("segment_id", ""),
		table.Int("side", ""), table.Float("pos_from_pivot_um", ""), table.Int("bad", ""),
		table.Float("judgeable_prev", ""), table.Float("judgeable_next", ""))
	p := Presence{Sessions: []Session{{0}, {4.099}, {6.991}, {8.02}}}
	number := map[string]int{}
	for r := range spines.Len() {
		if spines.Ints("bad")[r] == 1 {
			continue
		}
		id, s := spines.Strings("spine_id")[r], int(spines.Ints("session")[r])
		i, ok := number[id]
		if !ok {
			i = len(p.Sites)
			number[id] = i
			p.Sites = append(p.Sites, Site{Spine: id, Branch: int(spines.Ints("segment_id")[r]), Side: int(spines.Ints("side")[r]),
				PositionUm: spines.Floats("pos_from_pivot_um")[r], States: states("....")})
		}
		st := p.Sites[i].States
		st[s] = Present
		if s > 0 && spines.Floats("judgeable_prev")[r] == 0 && st[s-1] == Absent {
			st[s-1] = NotJudgeable
		}
		if s < 3 && spines.Floats("judgeable_next")[r] == 0 {
			st[s+1] = NotJudgeable
		}
	}
	return p
}

// nbOfRR30a names the one row whose n_b is not kept + gained: the file left
// out, from n_b only, a spine marked in both sessions whose place in session 2
// lies just outside the trace of session 1. What is seen in both is kept here.
var nbOfRR30a = map[[2]int]bool{{1, 0}: true}

func TestRR30aDynamics(t *testing.T) {
	p := rr30aPresence(t)
	want := readRR30a(t, "dynamics.csv")
	rows := map[[2]int]Interval{}
	number := func(column string, r int) float64 { // whole numbers or not
		for _, c := range want.Columns() {
			if c.Name == column && c.Kind == table.KindInt {
				return float64(want.Ints(column)[r])
			}
		}
		return want.Floats(column)[r]
	}
	for _, pair := range [][2]int{{0, 1}, {1, 2}, {2, 3}} {
		q := p
		q.JudgeableUm = []map[int]float64{{}, {}, {}, {}}
		for r := range want.Len() {
			if int(number("session_a", r)) == pair[0] { // the lengths are an input here
				q.JudgeableUm[pair[0]][int(number("segment_id", r))] = number("length_um", r)
				q.JudgeableUm[pair[1]][int(number("segment_id", r))] = number("length_um", r)
			}
		}
		for _, v := range Intervals(q, Spine) {
			if v.From == pair[0] {
				rows[[2]int{v.From, v.Branch}] = v
			}
		}
	}
	for r := range want.Len() {
		v, ok := rows[[2]int{int(number("session_a", r)), int(number("segment_id", r))}]
		if !ok {
			t.Fatalf("row %d is missing", r)
		}
		for column, c := range map[string]struct{ got, step float64 }{
			"n_a": {float64(v.NA), 0}, "n_b": {float64(v.NB), 0}, "kept": {float64(v.Kept), 0},
			"lost": {float64(v.Lost), 0}, "gained": {float64(v.Gained), 0},
			"formation_pct":   {100 * v.Formation.Value(), 0.01},
			"elimination_pct": {100 * v.Elimination.Value(), 0.01},
			"turnover_ratio":  {v.Turnover.Value(), 0.0001},
			"density_a":       {v.DensityA.Value(), 0.0001}, "density_b": {v.DensityB.Value(), 0.0001},
		} {
			if nbOfRR30a[[2]int{v.From, v.Branch}] && (column == "n_b" || column == "turnover_ratio" || column == "density_b") {
				continue
			}
			// the file is rounded to step, and so is the length behind a density
			tolerance := c.step/2 + 1e-9
			if strings.HasPrefix(column, "density") {
				tolerance += c.got * 0.005 / number("length_um", r)
			}
			if math.Abs(c.got-number(column, r)) > tolerance {
				t.Errorf("sessions %d-%d segment %d: %s %s, file %v", v.From, v.To, v.Branch, column,
					strconv.FormatFloat(c.got, 'g', 6, 64), number(column, r))
			}
		}
	}
}
