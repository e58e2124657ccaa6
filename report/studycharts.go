package report

import (
	"fmt"
	"html/template"
	"math"
	"slices"

	"respine/plot"
)

// arm returns the arm of an animal, "" if the design does not say.
func (in StudyInput) arm(animal string) string {
	for _, a := range in.Arms {
		if slices.Contains(a.Animals, animal) {
			return a.ID
		}
	}
	return ""
}

// sweeps shows, for every arm and interval, the restored share at every radius and
// what chance gives: means over animals.
func (in StudyInput) sweeps(s source) []block {
	r, why := s.find([]string{"restored_sweep"}, "animal", "session_to", "radius_um", "new", "restored", "chance_mean", "chance_lo", "chance_hi")
	if why != "" {
		return []block{missing(why + " Tables scored by hand have no sweep; the claims about restored spines are judged all the same.")}
	}
	type key struct{ arm, to string }
	type sums struct{ seen, chance, lo, hi, n float64 }
	all, order, radii := map[key]map[float64]*sums{}, []key{}, []float64{}
	for _, g := range r.GroupBy("animal", "session_to", "radius_um") { // all fields of an animal
		one := rows{g.Rows}
		k := key{in.arm(one.text("animal", 0)), one.text("session_to", 0)}
		if all[k] == nil {
			all[k] = map[float64]*sums{}
			order = append(order, k)
		}
		um, n := one.number("radius_um", 0), one.sum("new")
		if !(n > 0) {
			continue
		}
		if !slices.Contains(radii, um) {
			radii = append(radii, um)
		}
		v := all[k][um]
		if v == nil {
			v = &sums{}
			all[k][um] = v
		}
		v.seen += one.sum("restored") / n
		v.chance += one.sum("chance_mean") / n
		v.lo += one.sum("chance_lo") / n
		v.hi += one.sum("chance_hi") / n
		v.n++
	}
	slices.Sort(radii)
	var charts []template.HTML
	for _, k := range order {
		seen := plot.Series{Name: "restored", Style: plot.Joined, Colour: plot.Vermilion}
		chance := plot.Series{Name: "chance (95 % of one animal)", Style: plot.Joined, Thin: true, Dashed: true, Colour: plot.Blue}
		animals := 0.0
		for _, um := range radii {
			if v := all[k][um]; v != nil {
				animals = math.Max(animals, v.n)
				put(&seen, um, v.seen/v.n, 0, 0, percent(v.seen/v.n))
				put(&chance, um, v.chance/v.n, v.lo/v.n, v.hi/v.n, "")
			}
		}
		if len(seen.X) == 0 {
			continue
		}
		seen.Lo, seen.Hi, chance.Tips = nil, nil, nil
		charts = append(charts, drawn(plot.Chart{Title: fmt.Sprintf("%s, new at %s", k.arm, k.to), XLabel: fmt.Sprintf("restored within, µm (mean of %g animals)", animals), YLabel: "of new spines",
			Percent: true, YMax: 1, XTo: seen.X[len(seen.X)-1] * 1.03, Series: []plot.Series{chance, seen}}))
	}
	if charts == nil {
		return []block{missing("No interval has new spines after lost ones.")}
	}
	return []block{paragraph("The mean over animals of the share of new spines that stand nearer than the radius to a spine lost in the interval before, and of what chance would give each of them."), {Charts: charts}}
}

// sizes says how many animals and spines a line is of: of every animal those judged on
// the day that judged most.
func sizes(judged map[string]map[float64]float64) string {
	spines := 0.0
	for _, days := range judged {
		most := 0.0
		for _, n := range days {
			most = math.Max(most, n)
		}
		spines += most // whole numbers: no order of adding changes the sum
	}
	return plural(len(judged), "animal", "animals") + ", " + plural(int(spines), "spine", "spines")
}

// survivals shows how many spines of the first session, and of the new ones, are
// still there, an arm a line: means over animals.
func (in StudyInput) survivals(s source) []block {
	r, why := s.find([]string{"survival"}, "animal", "spines", "session_start", "days", "judged", "present")
	if why != "" {
		return []block{missing(why + " Tables scored by hand are judged without it.")}
	}
	type key struct{ what, arm string }
	type mean struct{ sum, n float64 }
	all, order := map[key]map[float64]*mean{}, []key{}
	judged := map[key]map[string]map[float64]float64{} // spines of an animal, all its fields
	for _, g := range r.GroupBy("animal", "spines", "session_start", "days") {
		one := rows{g.Rows}
		k := key{one.text("spines", 0) + " of " + one.text("session_start", 0), in.arm(one.text("animal", 0))}
		if all[k] == nil {
			all[k] = map[float64]*mean{}
			order = append(order, k)
		}
		of := one.sum("judged")
		if !(of > 0) {
			continue
		}
		days, animal := one.number("days", 0), one.text("animal", 0)
		if judged[k] == nil {
			judged[k] = map[string]map[float64]float64{}
		}
		if judged[k][animal] == nil {
			judged[k][animal] = map[float64]float64{}
		}
		judged[k][animal][days] += of
		if all[k][days] == nil {
			all[k][days] = &mean{}
		}
		all[k][days].sum += one.sum("present") / of
		all[k][days].n++
	}
	var titles []string
	for _, k := range order {
		if !slices.Contains(titles, k.what) {
			titles = append(titles, k.what)
		}
	}
	var charts []template.HTML
	for _, title := range titles {
		c := plot.Chart{Title: "Spines: " + title, XLabel: "days since then", YLabel: "still present", Percent: true, YMax: 1}
		for _, k := range order {
			if k.what != title {
				continue
			}
			v := plot.Series{Name: fmt.Sprintf("%s: %s", k.arm, sizes(judged[k])), Style: plot.Joined, Colour: colours[len(c.Series)%len(colours)], X: []float64{0}, Y: []float64{1}}
			var days []float64
			for d := range all[k] {
				days = append(days, d)
			}
			slices.Sort(days)
			for _, d := range days {
				v.X, v.Y = append(v.X, d), append(v.Y, all[k][d].sum/all[k][d].n)
				c.XTo = math.Max(c.XTo, d*1.05)
			}
			if len(days) > 0 {
				c.Series = append(c.Series, v)
			}
		}
		if len(c.Series) > 0 {
			charts = append(charts, drawn(c))
		}
	}
	if charts == nil {
		return []block{missing("No spines were followed.")}
	}
	return []block{paragraph("Of the spines standing in a session, or new in it, the share still there later: means over the animals measured from stacks. A line is of the animals and spines named with it; arms without are not drawn."), {Charts: charts}}
}
