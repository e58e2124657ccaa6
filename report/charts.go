package report

import (
	"fmt"
	"html/template"
	"math"

	"respine/plot"
	"respine/table"
)

// SpineCharts draws the charts of the report as standalone SVG files, for a
// talk or a paper: dynamics, density, survival, and restored by interval. Charts
// whose tables are missing are left out.
func SpineCharts(tables []*table.Table, restoredUm float64) []Picture {
	s := source{tables}
	in := SpinesInput{RestoredUm: restoredUm}
	var out []Picture
	add := func(name string, charts []template.HTML) {
		for i, c := range charts {
			n := name
			if len(charts) > 1 {
				n = fmt.Sprintf("%s-%d", name, i+1)
			}
			out = append(out, Picture{Name: n, Data: []byte(c)})
		}
	}
	if r, why := s.find(dynamicsNames(), "session_from", "day_from", "day_to", "branch_id", "kind", "n_a", "lost", "gained"); why == "" {
		add("dynamics", s.dynamicsChart(r.ofKind("spine").total()))
	}
	if r, why := s.find(densityNames(), "day", "branch_id", "kind", "density_per_um"); why == "" {
		add("density", densityChart(r.ofKind("spine")))
	}
	if r, why := s.find(survivalNames(), "spines", "session_start", "n", "days", "judged", "present"); why == "" {
		add("survival", survivalChart(r))
	}
	if r, why := s.find(restoredNames(), "session_to", "new"); why == "" {
		add("restored", s.restoredCharts(r, in.radiusUm()))
	}
	return out
}

// drawn is a chart for the page. plot escapes every text in it.
func drawn(c plot.Chart) template.HTML { return template.HTML(c.SVG()) }

// dynamicsChart shows formation and elimination by interval, with what is left
// after correction beside them.
func (s source) dynamicsChart(r rows) []template.HTML {
	formed := plot.Series{Name: "formation", Colour: plot.Blue, Lo: []float64{}, Hi: []float64{}}
	gone := plot.Series{Name: "elimination", Colour: plot.Vermilion, Shape: plot.Square, Lo: []float64{}, Hi: []float64{}}
	corrected := plot.Series{Colour: plot.Blue, Shape: plot.Hollow}
	correctedGone := plot.Series{Colour: plot.Vermilion, Shape: plot.Hollow}
	c := plot.Chart{Title: "Formation and elimination by interval", XLabel: "interval, days", YLabel: "% of spines at the start",
		Percent: true, XFrom: -0.5, XTo: float64(r.Len()) - 0.5, Empty: "no spine present at the start of any interval",
		Rows: []plot.Row{{Name: "n start"}, {Name: "gained"}, {Name: "lost"}}}
	for i := range r.Len() {
		x, na, gained, lost := float64(i), r.count("n_a", i), r.count("gained", i), r.count("lost", i)
		fl, fh := formationInterval(gained, na)
		el, eh := eliminationInterval(lost, na)
		put(&formed, x-0.1, share(gained, na), fl, fh, fmt.Sprintf("formation %d of %d", gained, na))
		put(&gone, x+0.1, share(lost, na), el, eh, fmt.Sprintf("elimination %d of %d", lost, na))
		put(&corrected, x-0.2, r.number("formation_corrected", i), 0, 0, "formation, corrected")
		put(&correctedGone, x+0.2, r.number("elimination_corrected", i), 0, 0, "elimination, corrected")
		c.XTicks = append(c.XTicks, plot.Tick{At: x, Label: interval(r, i)})
		for k, n := range []int{na, gained, lost} {
			c.Rows[k].At = append(c.Rows[k].At, plot.Tick{At: x, Label: fmt.Sprint(n)})
		}
	}
	c.Series = []plot.Series{formed, gone}
	if r.Has("formation_corrected") || r.Has("elimination_corrected") {
		corrected.Lo, corrected.Hi, correctedGone.Lo, correctedGone.Hi = nil, nil, nil, nil
		corrected.Name = "corrected for scoring errors"
		c.Series = append(c.Series, corrected, correctedGone)
	}
	return []template.HTML{drawn(c)}
}

func share(n, of int) float64 {
	if of <= 0 {
		return math.NaN()
	}
	return float64(n) / float64(of)
}

func put(s *plot.Series, x, y, lo, hi float64, tip string) {
	s.X, s.Y, s.Lo, s.Hi = append(s.X, x), append(s.Y, y), append(s.Lo, lo), append(s.Hi, hi)
	s.Tips = append(s.Tips, tip)
}

// densityChart shows every branch as a thin line and all together as a thick
// one.
func densityChart(r rows) []template.HTML {
	c := plot.Chart{Title: "Spine density by session", XLabel: "day", YLabel: "spines per µm", Empty: "no dendrite could be judged"}
	for k, g := range r.detail().GroupBy("branch_id") {
		v := line(rows{g.Rows}, "day", "density_per_um")
		v.Thin, v.Colour = true, plot.Grey
		if k == 0 {
			v.Name = "single branches"
		}
		c.Series = append(c.Series, v)
	}
	all := line(r.total(), "day", "density_per_um")
	all.Name, all.Colour = "all branches together", plot.Blue
	c.Series = append(c.Series, all)
	return []template.HTML{drawn(c)}
}

// line is one column over another.
func line(r rows, x, y string) plot.Series {
	s := plot.Series{Style: plot.Joined}
	for i := range r.Len() {
		s.X, s.Y = append(s.X, r.number(x, i)), append(s.Y, r.number(y, i))
	}
	return s
}

// survivalChart shows the spines of the first session and the new ones of
// later sessions.
func survivalChart(r rows) []template.HTML {
	c := plot.Chart{Title: "Survival of spines", XLabel: "days since the spines were first counted", YLabel: "still present",
		Percent: true, YMax: 1, Empty: "no spines to follow"}
	colours := []plot.Colour{plot.Blue, plot.Vermilion, plot.Green, plot.Purple, plot.Orange, plot.SkyBlue}
	shown := curves(r)
	shown = shown[:min(len(shown), len(colours))]
	for _, one := range shown {
		for i := range one.rows.Len() {
			c.XTo = math.Max(c.XTo, one.rows.number("days", i)*1.05)
		}
	}
	for k, one := range shown {
		aside := 0.012 * c.XTo * (float64(k) - float64(len(shown)-1)/2) // so that whiskers do not hide one another
		nan := math.NaN()
		steps := plot.Series{Name: one.name, Style: plot.Steps, Colour: colours[k], X: []float64{0}, Y: []float64{1}, Lo: []float64{nan}, Hi: []float64{nan}}
		seen := plot.Series{Colour: colours[k]}
		judged := plot.Row{Name: one.short, At: []plot.Tick{{At: 0, Label: fmt.Sprint(one.n)}}}
		for i := range one.rows.Len() {
			days := one.rows.number("days", i)
			put(&steps, days, one.rows.number("kaplan_meier", i), one.rows.number("kaplan_meier_lo", i), one.rows.number("kaplan_meier_hi", i), "")
			n, of := one.rows.number("present", i), one.rows.number("judged", i)
			put(&seen, days+aside, n/of, one.rows.number("fraction_lo", i), one.rows.number("fraction_hi", i), parts(n, of)+" still present")
			judged.At = append(judged.At, plot.Tick{At: days, Label: digits(of, 6)})
		}
		steps.Tips = nil
		c.Series = append(c.Series, steps, seen)
		c.Rows = append(c.Rows, judged)
	}
	return []template.HTML{drawn(c)}
}

// restoredCharts shows, for every interval, the restored share at every radius
// beside what chance gives.
func (s source) restoredCharts(r rows, radiusUm float64) []template.HTML {
	sweep, why := s.find(sweepNames(), "session_to", "radius_um", "new", "restored", "chance_mean", "chance_lo", "chance_hi")
	if why != "" {
		return nil
	}
	var out []template.HTML
	for _, g := range sweep.GroupBy("session_to") {
		one := rows{g.Rows}
		seen := plot.Series{Name: "restored", Style: plot.Joined, Colour: plot.Vermilion}
		chance := plot.Series{Name: "chance, placed at random (95 %)", Style: plot.Joined, Thin: true, Dashed: true, Colour: plot.Blue}
		for i := range one.Len() {
			radius, n := one.number("radius_um", i), one.number("new", i)
			if !(n > 0) {
				continue
			}
			put(&seen, radius, one.number("restored", i)/n, 0, 0, fmt.Sprintf("%s within %s µm", parts(one.number("restored", i), n), digits(radius, 3)))
			put(&chance, radius, one.number("chance_mean", i)/n, one.number("chance_lo", i)/n, one.number("chance_hi", i)/n, "")
		}
		seen.Lo, seen.Hi, chance.Tips = nil, nil, nil
		if len(seen.X) == 0 {
			continue
		}
		to := one.count("session_to", 0)
		c := plot.Chart{Title: "Restored among the new spines of " + s.session(to), XLabel: "counted as restored within, µm", YLabel: "of new spines",
			Percent: true, YMax: 1, XTo: seen.X[len(seen.X)-1] * 1.03, Series: []plot.Series{chance, seen}, Empty: "no new spines"}
		c.Series = append(c.Series, s.analytic(r, to, radiusUm)...)
		out = append(out, drawn(c))
	}
	return out
}

// analytic marks the chance by formula at the radius used.
func (s source) analytic(r rows, to int, radiusUm float64) []plot.Series {
	for i := range r.Len() {
		if r.count("session_to", i) != to {
			continue
		}
		if f := r.number("chance_exact", i); !math.IsNaN(f) {
			return []plot.Series{{Name: "exact expectation on the judgeable path", Colour: plot.Blue, Shape: plot.Hollow, X: []float64{radiusUm}, Y: []float64{f},
				Tips: []string{"exact expectation on the judgeable path: " + percent(f)}}}
		}
	}
	return nil
}
