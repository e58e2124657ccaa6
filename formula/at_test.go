package formula

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func approx(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Abs(x-y) <= rounding })
}

const crossed2x3 = "arm,sex,depth_um,y ket,f,10,1 ket,m,20,3 sham,f,40,4 sham,m,30,9 veh,f,20,5 veh,m,60,2 veh,m,30,1"

func TestAtAveragesOverWhatIsLeftOpen(t *testing.T) {
	d := design(t, "y ~ arm * sex + depth_um", read(t, crossed2x3), Coding{})
	// (Intercept) armsham armveh sexm depth_um armsham:sexm armveh:sexm
	l, err := d.At(map[string]any{"arm": "veh"})
	if err != nil || !approx(l.Weights, []float64{1, 0, 1, 0.5, 30, 0, 0.5}) || l.Name != "arm veh" {
		t.Errorf("%+v, %v", l, err)
	}
	l, err = d.At(map[string]any{"arm": "sham", "sex": "m", "depth_um": 25})
	if err != nil || !approx(l.Weights, []float64{1, 1, 0, 1, 25, 1, 0}) {
		t.Errorf("%+v, %v", l, err)
	}
	pairs, err := d.Pairs("arm", nil)
	if err != nil || len(pairs) != 3 || pairs[2].Name != "veh - sham" || !approx(pairs[2].Weights, []float64{0, -1, 1, 0, 0, -0.5, 0.5}) {
		t.Errorf("%+v, %v", pairs, err)
	}
	m, _ := d.Pairs("arm", map[string]any{"sex": "m"})
	f, _ := d.Pairs("arm", map[string]any{"sex": "f"})
	if x := m[0].Minus(f[0]); !approx(x.Weights, []float64{0, 0, 0, 0, 0, 1, 0}) || x.Name != "(sham - ket) - (sham - ket)" {
		t.Errorf("%+v", x)
	}
}

// A marginal mean does not depend on how categories are coded: weights times
// least-squares coefficients agree between the codings.
func TestMeansDoNotDependOnContrasts(t *testing.T) {
	tab := read(t, crossed2x3+" ket,f,35,2 sham,m,12,8")
	var all [][]float64
	for _, c := range []Coding{{}, {Contrasts: map[string]Contrast{"arm": Sum, "sex": Sum}}, {Levels: map[string][]string{"arm": {"veh", "ket", "sham"}}}} {
		d := design(t, "y ~ arm * sex + log(depth_um)", tab, c)
		var beta mat.VecDense
		if err := beta.SolveVec(d.X, mat.NewVecDense(len(d.Y), d.Y)); err != nil {
			t.Fatal(err)
		}
		var got []float64
		for _, arm := range []string{"ket", "sham", "veh"} {
			l, err := d.At(map[string]any{"arm": arm})
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, dot(l.Weights, beta.RawVector().Data))
		}
		all = append(all, got)
	}
	const solved = 1e-9 // coefficients from a QR of condition about 100
	for _, other := range all[1:] {
		for i := range other {
			if math.Abs(other[i]-all[0][i]) > solved {
				t.Errorf("means %v and %v", other, all[0])
			}
		}
	}
}

func TestSumContrastsAverageToTheIntercept(t *testing.T) {
	d := design(t, "y ~ arm", read(t, crossed2x3), Coding{Contrasts: map[string]Contrast{"arm": Sum}})
	if !slices.Equal(d.Names, []string{"(Intercept)", "arm1", "arm2"}) {
		t.Errorf("names %v", d.Names)
	}
	l, err := d.At(nil)
	if err != nil || !approx(l.Weights, []float64{1, 0, 0}) {
		t.Errorf("%+v, %v", l, err)
	}
}

// veh has no females: the interaction loses a column, means that need it are
// refused, and the others stand.
func TestEmptyCells(t *testing.T) {
	d := design(t, "y ~ sex * arm", read(t, "arm,sex,y ket,f,1 ket,m,3 sham,f,4 sham,m,9 veh,m,2 veh,m,1"), Coding{})
	if len(d.Aliased) != 1 || d.Aliased[0].Name != "sexm:armveh" || len(d.Names) != 5 {
		t.Fatalf("aliased %+v, names %v", d.Aliased, d.Names)
	}
	if _, err := d.At(map[string]any{"arm": "veh"}); err == nil || !strings.Contains(err.Error(), "does not determine the mean at arm veh") {
		t.Error(err)
	}
	if l, err := d.At(map[string]any{"arm": "veh", "sex": "m"}); err != nil || len(l.Weights) != 5 {
		t.Error(l, err)
	}
	if _, err := d.Pairs("arm", map[string]any{"sex": "m"}); err != nil {
		t.Error(err)
	}
}

// A kept column and its alias agree on every row, whatever was planted.
func TestIndependentFindsWhatWasPlanted(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	x := mat.NewDense(30, 6, nil)
	for i := range 30 {
		for j := range 6 {
			x.Set(i, j, rng.NormFloat64())
		}
		x.Set(i, 3, 2*x.At(i, 0)-x.At(i, 2)+1e4*x.At(i, 1))
	}
	kept, of := independent(x)
	if !slices.Equal(kept, []int{0, 1, 2, 4, 5}) {
		t.Fatalf("kept %v", kept)
	}
	for i, want := range []float64{2, 1e4, -1} {
		if math.Abs(of[3][i]-want) > 1e-8 { // twelve digits of the largest
			t.Errorf("combination %v", of[3])
		}
	}
}

func TestAtErrors(t *testing.T) {
	d := design(t, "y ~ arm + depth_um", read(t, crossed2x3), Coding{})
	for _, c := range []struct {
		at   map[string]any
		want string
	}{
		{map[string]any{"amr": "ket"}, "hold no amr\nhint: did you mean arm?"},
		{map[string]any{"arm": "vhe"}, "arm has no level vhe\nhint: did you mean veh?"},
		{map[string]any{"depth_um": "deep"}, `depth_um takes a number, not "deep"`},
	} {
		if _, err := d.At(c.at); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v", c.at, err)
		}
	}
	if _, err := d.Means("depth_um", nil); err == nil || !strings.Contains(err.Error(), "no category") {
		t.Error(err)
	}
	if _, err := d.Term("am"); err == nil || !strings.Contains(err.Error(), "did you mean arm?") {
		t.Error(err)
	}
	if l, err := d.Term("arm"); err != nil || len(l) != 2 || l[1].Name != "armveh" {
		t.Error(l, err)
	}
}

// A number in factor() is given as a number, and averaged over its levels.
func TestFactorOfNumbers(t *testing.T) {
	d := design(t, "y ~ factor(day)", read(t, "day,y 10,1 2,2 4,3 10,2"), Coding{})
	if !slices.Equal(d.Names, []string{"(Intercept)", "factor(day)4", "factor(day)10"}) {
		t.Errorf("names %v", d.Names)
	}
	l, err := d.At(map[string]any{"day": 10})
	if err != nil || !approx(l.Weights, []float64{1, 0, 1}) {
		t.Error(l, err)
	}
}
