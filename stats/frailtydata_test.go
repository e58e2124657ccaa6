package stats

import (
	"encoding/csv"
	"os"
	"strconv"
	"testing"
)

// readText returns the columns of a CSV file as text.
func readText(t testing.TB, path string) map[string][]string {
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

func number(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// kidneyData returns the kidney catheter data; "disease" stands for three
// indicator columns against "Other".
func kidneyData(t *testing.T, columns ...string) SurvivalData {
	t.Helper()
	k := readRows(t, "kidney.csv")
	var d SurvivalData
	for i := range k["time"] {
		var x []float64
		for _, c := range columns {
			if c != "disease" {
				x = append(x, number(t, k[c][i]))
				continue
			}
			for _, level := range []string{"GN", "AN", "PKD"} {
				v := 0.0
				if k["disease"][i] == level {
					v = 1
				}
				x = append(x, v)
			}
		}
		d.Time = append(d.Time, number(t, k["time"][i]))
		d.Event = append(d.Event, k["status"][i] == "1")
		d.X = append(d.X, x)
		d.Cluster = append(d.Cluster, int(number(t, k["id"][i])))
	}
	return d
}

// ratsData returns the female rats, treatment as covariate, litter as cluster.
func ratsData(t *testing.T) SurvivalData {
	t.Helper()
	r := readRows(t, "rats.csv")
	var d SurvivalData
	for i := range r["time"] {
		if r["sex"][i] != "f" {
			continue
		}
		d.Time = append(d.Time, number(t, r["time"][i]))
		d.Event = append(d.Event, r["status"][i] == "1")
		d.X = append(d.X, []float64{number(t, r["rx"][i])})
		d.Cluster = append(d.Cluster, int(number(t, r["litter"][i])))
	}
	return d
}
