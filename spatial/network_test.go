package spatial

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// oracle returns the path of a shared reference file, or skips the test.
func oracle(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "shared", "oracles", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED, reference file absent: %v", err)
	}
	return path
}

func readJSON(t *testing.T, path string, v any) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatal(err)
	}
}

// readCSV returns the columns of a file of numbers and words.
func readCSV(t *testing.T, path string) map[string][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cols := map[string][]string{}
	for _, row := range rows[1:] {
		for i, cell := range row {
			cols[rows[0][i]] = append(cols[rows[0][i]], cell)
		}
	}
	return cols
}

func numbers(t *testing.T, cells []string) []float64 {
	t.Helper()
	out := make([]float64, len(cells))
	for i, c := range cells {
		v, err := strconv.ParseFloat(c, 64)
		if err != nil {
			t.Fatal(err)
		}
		out[i] = v
	}
	return out
}

// readNetwork reads what make_spatial.R wrote: vertices and edges numbered
// from 1, points as edge and share along it.
func readNetwork(t *testing.T, vertices, edges, points string) (Network, []On, []string) {
	t.Helper()
	v, e, p := readCSV(t, vertices), readCSV(t, edges), readCSV(t, points)
	x, y := numbers(t, v["x"]), numbers(t, v["y"])
	from, to := numbers(t, e["from"]), numbers(t, e["to"])
	var xy [][]float64
	for i := range x {
		xy = append(xy, []float64{x[i], y[i]})
	}
	var joined [][2]int
	for i := range from {
		joined = append(joined, [2]int{int(from[i]) - 1, int(to[i]) - 1})
	}
	seg, along := numbers(t, p["seg"]), numbers(t, p["tp"])
	var on []On
	for i := range seg {
		on = append(on, On{int(seg[i]) - 1, along[i]})
	}
	return Straight(xy, joined), on, p["type"]
}

func allNear(t *testing.T, name string, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d values, want %d", name, len(got), len(want))
		return
	}
	for i := range got {
		if got[i] != want[i] && !near(got[i], want[i], tolerance) {
			t.Errorf("%s[%d] = %.15g, want %.15g", name, i, got[i], want[i])
		}
	}
}

// A triangle with sides 3, 4, 5, a tail of 2 at the corner between 3 and 4, and
// an edge apart: everything by hand.
func triangle() Network {
	return Network{Vertices: 6, Edges: []Edge{{0, 1, 3}, {1, 2, 5}, {2, 0, 4}, {0, 3, 2}, {4, 5, 1}}}
}

func TestNetworkDistancesByHand(t *testing.T) {
	n := triangle()
	tail, onFive, near1, apart := On{3, 0.5}, On{1, 0.2}, On{1, 0.1}, On{4, 0.5}
	d := n.DistancesUm([]On{tail, onFive}, []On{tail, onFive, near1, apart})
	inf := math.Inf(1)
	allNear(t, "from the tail", d[0], []float64{0, 1 + 3 + 1, 1 + 3 + 0.5, inf}, rounding)
	allNear(t, "from the long side", d[1], []float64{5, 0, 0.5, inf}, rounding)
	allNear(t, "nearest", n.NearestUm([]On{tail, onFive, near1, apart}), []float64{4.5, 0.5, 0.5, inf}, rounding)
	allNear(t, "cross nearest", n.CrossNearestUm([]On{tail}, []On{onFive, near1}), []float64{4.5}, rounding)
	if n.LengthUm() != 15 {
		t.Errorf("length %v", n.LengthUm())
	}
}

// Two ways along one loop edge: the way round may be the shorter one.
func TestNetworkLoops(t *testing.T) {
	n := Network{Vertices: 2, Edges: []Edge{{0, 1, 10}, {0, 1, 1}, {1, 1, 6}}}
	d := n.DistancesUm([]On{{0, 0.05}, {2, 0.1}}, []On{{0, 0.95}, {2, 0.9}})
	allNear(t, "round the other side", d[0], []float64{0.5 + 1 + 0.5, 0.5 + 1 + 0.6}, rounding)
	allNear(t, "through the vertex of its own loop", d[1], []float64{0.6 + 0.5, 1.2}, rounding)
}

// spatstatTolerance allows for 15 digits written and sums in another order.
const spatstatTolerance = 1e-9

func TestSimplenetAgreesWithSpatstat(t *testing.T) {
	n, points, _ := readNetwork(t, oracle(t, "simplenet_vertices.csv"), oracle(t, "simplenet_edges.csv"), "testdata/simplenet_points.csv")
	var want struct {
		Length  float64   `json:"total_length"`
		Nearest []float64 `json:"nndist"`
		Row     []float64 `json:"pairdist_row1"`
		None    curve     `json:"K_none"`
		Ang     curve     `json:"K_ang"`
	}
	readJSON(t, oracle(t, "spatial_simplenet.json"), &want)
	allNear(t, "length", []float64{n.LengthUm()}, []float64{want.Length}, spatstatTolerance)
	allNear(t, "nearest", n.NearestUm(points), want.Nearest, spatstatTolerance)
	allNear(t, "distances", n.DistancesUm(points[:1], points)[0], want.Row, spatstatTolerance)
	allNear(t, "K", n.K(points, want.None.R, Uncorrected).Value, want.None.Est, spatstatTolerance)
	allNear(t, "corrected K", n.K(points, want.Ang.R, Corrected).Value, want.Ang.Est, spatstatTolerance)
}

type curve struct{ R, Est []float64 }

// 566 spines of three types on 640 vertices. spatstat leaves one coincident
// pair out of K; taken at distance 0 it adds 2L/(n(n-1)) to the plain curve and
// a third of that to the corrected one, because it stands where three branches
// meet.
func TestDendriteAgreesWithSpatstat(t *testing.T) {
	n, points, types := readNetwork(t, oracle(t, "dendrite_vertices.csv"), oracle(t, "dendrite_edges.csv"), oracle(t, "dendrite_points.csv"))
	var want struct {
		Length    float64   `json:"total_length_um"`
		Mean      float64   `json:"nn_mean"`
		First     []float64 `json:"nn_first10"`
		None      curve     `json:"K_none"`
		Ang       curve     `json:"K_ang"`
		CrossNone curve     `json:"Kcross_none"`
		CrossAng  curve     `json:"Kcross_ang"`
		Cross     struct {
			Mean  float64
			First []float64 `json:"first10"`
		} `json:"nncross_mushroom_to_thin"`
	}
	readJSON(t, oracle(t, "spatial_dendrite.json"), &want)
	of := map[string][]On{}
	for i, p := range points {
		of[types[i]] = append(of[types[i]], p)
	}
	nearest := n.NearestUm(points)
	cross := n.CrossNearestUm(of["mushroom"], of["thin"])
	allNear(t, "length", []float64{n.LengthUm()}, []float64{want.Length}, spatstatTolerance)
	allNear(t, "mean nearest", []float64{mean(nearest)}, []float64{want.Mean}, spatstatTolerance)
	allNear(t, "nearest", nearest[:10], want.First, spatstatTolerance)
	allNear(t, "mean cross nearest", []float64{mean(cross)}, []float64{want.Cross.Mean}, spatstatTolerance)
	allNear(t, "cross nearest", cross[:10], want.Cross.First, spatstatTolerance)

	coincident := 2 * n.LengthUm() / (566 * 565)
	allNear(t, "K", n.K(points, want.None.R, Uncorrected).Value, plus(want.None.Est, coincident), spatstatTolerance)
	allNear(t, "corrected K", n.K(points, want.Ang.R, Corrected).Value, plus(want.Ang.Est, coincident/3), spatstatTolerance)
	allNear(t, "cross K", n.CrossK(of["mushroom"], of["thin"], want.CrossNone.R, Uncorrected).Value, want.CrossNone.Est, spatstatTolerance)
	allNear(t, "corrected cross K", n.CrossK(of["mushroom"], of["thin"], want.CrossAng.R, Corrected).Value, want.CrossAng.Est, spatstatTolerance)
}

func plus(x []float64, by float64) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = v + by
	}
	return out
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}
