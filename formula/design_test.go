package formula

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"respine/table"
)

// rounding allows for functions of the C library that differ in the last digits
// from ours, on values up to a hundred, printed to 15 digits.
const rounding = 1e-12

func read(t *testing.T, text string) *table.Table {
	t.Helper()
	tab, err := table.ReadCSV(strings.NewReader(strings.ReplaceAll(text, " ", "\n")), "spines")
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

func design(t *testing.T, text string, tab *table.Table, c Coding) Design {
	t.Helper()
	f, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	d, err := f.Design(tab, c)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The matrices are R's model.matrix, written by testdata/make_design.R.
func TestDesignIsThatOfR(t *testing.T) {
	tab, err := table.ReadFile("testdata/design.csv")
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile("testdata/design.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []struct {
		Formula string
		Names   []string
		Rows    [][]float64
	}
	if err := json.NewDecoder(bytes.NewReader(b)).Decode(&all); err != nil || len(all) < 20 {
		t.Fatal(len(all), err)
	}
	for _, want := range all {
		d := design(t, want.Formula, tab, Coding{})
		if got := d.coder.fixed.names; !slices.Equal(got, want.Names) {
			t.Errorf("%s: columns %q, R has %q", want.Formula, got, want.Names)
			continue
		}
		x, err := d.coder.fixed.matrix(binding{table: tab, rows: d.Rows})
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range want.Rows {
			for j, w := range row {
				if got := x.At(i, j); math.Abs(got-w) > rounding*math.Max(1, math.Abs(w)) {
					t.Errorf("%s: row %d, %s is %v, R has %v", want.Formula, i, want.Names[j], got, w)
				}
			}
		}
		if n := len(d.Names) + len(d.Aliased); n != len(want.Names) {
			t.Errorf("%s: %d columns kept or aliased, not %d", want.Formula, n, len(want.Names))
		}
	}
}

const spines = "animal,branch,arm,day,lost,n,len m1,a,veh,1,2,5,1.5 m1,b,veh,2,0,3,2.5 m2,a,ket,1,1,1,0.5 m2,a,ket,2,NA,4,3 m3,,ket,4,1,2,2 m3,b,ket,4,2,4,NA m3,b,ket,2,2,4,1"

func TestDesignLeavesOutRowsWithTheirReason(t *testing.T) {
	d := design(t, "lost/n ~ arm + offset(log(n)) + (1 + day | animal/branch)", read(t, spines), Coding{Levels: map[string][]string{"arm": {"veh", "cort", "ket"}}})
	if !slices.Equal(d.Rows, []int{0, 1, 2, 5, 6}) || !slices.Equal(d.Left, []Omission{{3, "lost"}, {4, "branch"}}) {
		t.Errorf("rows %v, left out %v", d.Rows, d.Left)
	}
	if !slices.Equal(d.Y, []float64{2, 0, 1, 2, 2}) || !slices.Equal(d.Trials, []float64{5, 3, 1, 4, 4}) || d.Offset[1] != math.Log(3) {
		t.Errorf("response %v of %v, offset %v", d.Y, d.Trials, d.Offset)
	}
	if !slices.Equal(d.Names, []string{"(Intercept)", "armket"}) {
		t.Errorf("names %v", d.Names)
	}
	g := d.Groups[1]
	if len(d.Groups) != 2 || g.Name != "animal:branch" || !slices.Equal(g.Levels, []string{"m1:a", "m1:b", "m2:a", "m3:b"}) || !slices.Equal(g.Of, []int{0, 1, 2, 3, 3}) {
		t.Errorf("groups %+v", d.Groups)
	}
	if !slices.Equal(g.Names, []string{"(Intercept)", "day"}) || !slices.Equal(g.Z.RawRowView(3), []float64{1, 4}) || !g.Correlated {
		t.Errorf("random effects %v, row %v", g.Names, g.Z.RawRowView(3))
	}
}

func TestSuccessesOfTrials(t *testing.T) {
	tab := read(t, "lost,kept,n,ok 1,2,3,true 0,4,4,false")
	d := design(t, "cbind(lost, kept) ~ 1", tab, Coding{})
	if !slices.Equal(d.Y, []float64{1, 0}) || !slices.Equal(d.Trials, []float64{3, 4}) {
		t.Errorf("%v of %v", d.Y, d.Trials)
	}
	if d := design(t, "ok ~ 1", tab, Coding{}); !slices.Equal(d.Y, []float64{1, 0}) || d.Trials != nil {
		t.Errorf("%v of %v", d.Y, d.Trials)
	}
	if d := design(t, "I(lost/n) ~ 1", tab, Coding{}); d.Trials != nil || d.Y[0] != 1.0/3 {
		t.Errorf("%v of %v", d.Y, d.Trials)
	}
}

func TestDesignErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"len ~ amr", "table spines has no column amr, which len ~ amr names\nhint: did you mean arm?"},
		{"len ~ x + arm", "it has animal, branch"},
		{"len ~ log(arm)", "column arm holds text, and log(arm) needs numbers"},
		{"arm ~ day", "column arm holds text, and arm needs numbers"},
		{"len ~ log(day - 1)", "row 1: the predictor log(day - 1) is not a finite number"},
		{"len ~ I(day * 1e200)", "row 1: the predictor I(day * 1e+200) is not a finite number below 1e150\nhint: leave such rows out of the table, or take another scale"},
		{"n/lost ~ 1", "row 1: n/lost is no count of successes among trials\nhint: I(n/lost) is the plain ratio"},
		{"len ~ 1 + (1 | cage)", "no column cage"},
	} {
		f, err := Parse(c.text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = f.Design(read(t, spines), Coding{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.text, err, c.want)
		}
	}
	f, _ := Parse("len ~ arm")
	if _, err := f.Design(read(t, spines), Coding{Levels: map[string][]string{"arm": {"veh", "kte"}}}); err == nil || !strings.Contains(err.Error(), `row 3: arm is "ket", which is not among its levels`) {
		t.Error(err)
	}
	if _, err := f.Design(read(t, "arm,len ,1 a,NA"), Coding{}); err == nil || !strings.Contains(err.Error(), "no row has all of the values") {
		t.Error(err)
	}
}

func TestEncodeCodesFurtherRowsAlike(t *testing.T) {
	tab := read(t, spines)
	d := design(t, "len ~ arm * day + (1 | animal)", tab, Coding{})
	again, err := d.Encode(tab.Filter(func(r int) bool { return r == 0 || r == 6 }))
	if err != nil || !slices.Equal(again.X.RawRowView(1), d.X.RawRowView(5)) || !slices.Equal(again.Groups[0].Of, []int{0, 2}) {
		t.Errorf("%+v, %v", again, err)
	}
	fresh, err := d.Encode(read(t, "animal,arm,day m9,ket,3 m1,veh,1"))
	if err != nil || !slices.Equal(fresh.Groups[0].Of, []int{-1, 0}) || len(d.Groups[0].Levels) != 3 {
		t.Errorf("%+v, %v", fresh.Groups, err)
	}
	if _, err := d.Encode(read(t, "animal,arm,day m9,kte,3")); err == nil || !strings.Contains(err.Error(), "did you mean ket?") {
		t.Error(err)
	}
}

// Names of levels may hold the colon that joins them.
func TestGroupsWithColonsStayApart(t *testing.T) {
	d := design(t, "y ~ 1 + (1 | a:b)", read(t, "a,b,y p:q,r,1 p,q:r,2"), Coding{})
	if len(d.Groups[0].Levels) != 2 {
		t.Errorf("levels %q", d.Groups[0].Levels)
	}
}
