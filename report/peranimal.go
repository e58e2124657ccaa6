package report

import (
	"cmp"
	"fmt"
	"html/template"
	"math"
	"slices"

	"respine/plot"
)

// quantity is what is shown as a number an animal and session: the mean of the rows
// that tell of them, or their value where there is one.
type quantity struct {
	name, unit string
	tables     []string
	value      func(r rows, i int) float64 // NaN where a row has none
}

// quantities are those shown, where their tables are there.
func quantities() []quantity {
	column := func(name string) func(rows, int) float64 {
		return func(r rows, i int) float64 { return r.number(name, i) }
	}
	return []quantity{
		{"Immobility in the last 240 s", "s", []string{"suspension_tests"}, func(r rows, i int) float64 {
			if r.text("excluded", i) != "" {
				return math.NaN()
			}
			return r.number("last_immobile_s", i)
		}},
		{"Transients of photometry in a recording", "", []string{"photometry_quality"}, func(r rows, i int) float64 {
			if i > 0 && r.text("animal", i) == r.text("animal", i-1) && r.text("session", i) == r.text("session", i-1) {
				return math.NaN() // by another pipeline; the first is the one that is judged
			}
			return r.number("transients", i)
		}},
		{"Sucrose preference", "%", []string{"preference"}, column("preference_percent")},
		{"PSD95 puncta", "1/µm²", []string{"images", "psd95"}, column("density_per_um2")},
		{"PSD95 puncta in stacks", "1/µm³", []string{"images", "psd95"}, column("density_per_um3")},
		{"PSD95 intensity of puncta", "", []string{"images", "psd95"}, column("intensity")},
		{"Synchronous events", "1/min", []string{"movies", "movie"}, func(r rows, i int) float64 {
			if s := r.number("seconds", i); s > 0 {
				return 60 * r.number("events", i) / s
			}
			return math.NaN()
		}},
	}
}

const perAnimalText = "What was measured, or came in tables scored otherwise, before anything is compared: a point an animal and session, and in numbers the mean over the animals of an arm ± their standard deviation. Of several images of an animal in a session the point is the mean. The claims decide; an arm that lies apart here is no test."

// spot is what an animal has in a session.
type spot struct {
	animal, session string
	sum, n          float64
}

// perAnimal shows every quantity by session and arm.
func (in StudyInput) perAnimal(s source) []block {
	var out []block
	for _, q := range quantities() {
		if spots := s.spots(q); len(spots) > 0 {
			out = append(out, block{Charts: []template.HTML{in.spotChart(q, spots)}}, block{Grid: in.spotGrid(q, spots)})
		}
	}
	if out == nil {
		return []block{missing("No table of sucrose preference, PSD95 images, immobility, transients or calcium movies is there.")}
	}
	return append([]block{paragraph(perAnimalText)}, out...)
}

// spots are the values of a quantity. Of an animal and session that several tables
// tell of, the first counts: what was measured stands before what was given.
func (s source) spots(q quantity) []spot {
	var out []spot
	at := map[[2]string]int{}
	for _, t := range s.tables {
		if t == nil || !slices.Contains(q.tables, t.Name) || !t.Has("animal") || !t.Has("session") {
			continue
		}
		r, first := rows{t}, len(out)
		for i := range r.Len() {
			k := [2]string{r.text("animal", i), r.text("session", i)}
			x := q.value(r, i)
			if j, ok := at[k]; math.IsNaN(x) || ok && j < first {
				continue
			} else if !ok {
				at[k] = len(out)
				out = append(out, spot{animal: k[0], session: k[1]})
			}
			out[at[k]].sum += x
			out[at[k]].n++
		}
	}
	return out
}

// order is that of sessions in time; those the manifest does not know come last.
func (in StudyInput) order(spots []spot) []string {
	var out []string
	for _, v := range spots {
		if !slices.Contains(out, v.session) {
			out = append(out, v.session)
		}
	}
	hour := func(session string) float64 {
		for _, m := range in.Moments {
			if m.Session == session {
				return m.Hour
			}
		}
		return math.Inf(1)
	}
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(hour(a), hour(b)) })
	return out
}

// armsOf are the arms of the design that have a value, and "" for animals in none.
func (in StudyInput) armsOf(spots []spot) []string {
	var out []string
	has := func(arm string) bool {
		return slices.ContainsFunc(spots, func(v spot) bool { return in.arm(v.animal) == arm })
	}
	for _, a := range in.Arms {
		if has(a.ID) {
			out = append(out, a.ID)
		}
	}
	if has("") {
		out = append(out, "")
	}
	return out
}

// values are those of an arm in a session, with what is told of each.
func (in StudyInput) values(spots []spot, session, arm string) (x []float64, tips []string) {
	for _, v := range spots {
		if v.session == session && in.arm(v.animal) == arm {
			x = append(x, v.sum/v.n)
			tips = append(tips, fmt.Sprintf("%s, %s: %s", v.animal, session, digits(v.sum/v.n, 3)))
		}
	}
	return x, tips
}

// spotChart draws a point an animal, arms side by side within a session.
func (in StudyInput) spotChart(q quantity, spots []spot) template.HTML {
	sessions, arms := in.order(spots), in.armsOf(spots)
	c := plot.Chart{Title: q.name, XLabel: "session", YLabel: unitOf(q.name, q.unit), XFrom: -0.5, XTo: float64(len(sessions)) - 0.5}
	for i, name := range sessions {
		c.XTicks = append(c.XTicks, plot.Tick{At: float64(i), Label: in.moment(name)})
	}
	for k, arm := range arms {
		v := plot.Series{Name: armName(arm), Colour: colours[k%len(colours)], Shape: []plot.Shape{plot.Disc, plot.Square}[k/len(colours)%2], Tips: []string{}}
		for i, name := range sessions {
			at := float64(i) + 0.8*(float64(k)+0.5)/float64(len(arms)) - 0.4
			x, tips := in.values(spots, name, arm)
			for j := range x {
				put(&v, at, x[j], math.NaN(), math.NaN(), tips[j])
			}
		}
		v.Lo, v.Hi = nil, nil
		c.Series = append(c.Series, v)
	}
	return drawn(c)
}

// moment is the hour of a session, its name where that is not known.
func (in StudyInput) moment(session string) string {
	for _, m := range in.Moments {
		switch {
		case m.Session != session:
		case math.Abs(m.Hour) >= 72:
			return digits(m.Hour/24, 3) + " d"
		default:
			return digits(m.Hour, 3) + " h"
		}
	}
	return session
}

func armName(arm string) string { return cmp.Or(arm, "no arm known") }

// spotGrid has a row a session and a column an arm.
func (in StudyInput) spotGrid(q quantity, spots []spot) *grid {
	g := &grid{Caption: unitOf(q.name, q.unit) + ": mean ± standard deviation of animals.", Head: []string{"Session"}, Words: []bool{true}}
	arms := in.armsOf(spots)
	for _, arm := range arms {
		g.Head = append(g.Head, armName(arm))
	}
	for _, name := range in.order(spots) {
		row := []cell{{Main: name}}
		if at := in.moment(name); at != name {
			row[0].Small = at
		}
		for _, arm := range arms {
			x, _ := in.values(spots, name, arm)
			row = append(row, meanCell(x))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// meanCell is a mean with the standard deviation, of n - 1, and n animals.
func meanCell(x []float64) cell {
	if len(x) == 0 {
		return cell{Main: none}
	}
	n, mean, square := float64(len(x)), 0.0, 0.0
	for _, v := range x {
		mean += v / n
	}
	for _, v := range x {
		square += (v - mean) * (v - mean)
	}
	c := cell{Main: digits(mean, 3), Small: fmt.Sprintf("n = %d", len(x))}
	if len(x) > 1 {
		c.Main += " ± " + digits(math.Sqrt(square/(n-1)), 2)
	}
	return c
}
