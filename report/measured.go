package report

import (
	"fmt"
	"math"
	"strings"
)

// Names under which tables are found; see SpinesInput.
func dynamicsNames() []string  { return []string{"dynamics", "spine_intervals"} }
func densityNames() []string   { return []string{"density", "spine_density"} }
func survivalNames() []string  { return []string{"survival", "spine_survival"} }
func restoredNames() []string  { return []string{"restored", "spine_restored"} }
func sweepNames() []string     { return []string{"restored_sweep", "spine_restored_sweep"} }
func pairNames() []string      { return []string{"restored_pairs", "spine_restored_pairs"} }
func confirmedNames() []string { return []string{"confirmed", "spine_confirmed"} }

// day is what a reader calls a session.
type day struct {
	name string // of its recording, "" if not known
	day  float64
}

// days returns the sessions by number, from the sessions table or, without
// one, from the densities.
func (s source) days() map[int]day {
	out := map[int]day{}
	if r, why := s.find([]string{"sessions"}, "session", "day"); why == "" {
		for i := range r.Len() {
			out[r.count("session", i)] = day{r.text("recording", i), r.number("day", i)}
		}
		return out
	}
	if r, why := s.find(densityNames(), "session", "day"); why == "" {
		for i := range r.Len() {
			out[r.count("session", i)] = day{"", r.number("day", i)}
		}
	}
	return out
}

// session names a session by its day, and by its number where the day is not
// known.
func (s source) session(k int) string {
	if d, ok := s.days()[k]; ok && !math.IsNaN(d.day) {
		return "day\u00a0" + digits(d.day, 6)
	}
	return fmt.Sprintf("session %d", k)
}

// dayRange writes the first and the last day.
func (s source) dayRange() string {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, d := range s.days() {
		lo, hi = math.Min(lo, d.day), math.Max(hi, d.day)
	}
	switch {
	case !(hi >= lo):
		return ""
	case hi == lo:
		return "day " + digits(lo, 6)
	}
	return fmt.Sprintf("days %s to %s", digits(lo, 6), digits(hi, 6))
}

// headline is the line below the title and the numbers below that.
func headline(s source) (lead string, tiles []tile) {
	add := func(value, name string) { tiles = append(tiles, tile{value, name}) }
	if n := len(s.days()); n > 0 {
		lead = plural(n, "session", "sessions") + ", " + s.dayRange()
		add(fmt.Sprint(n), "sessions")
	}
	if r, why := s.find([]string{"branches"}, "branch_id", "length_um", "session", "judgeable_um"); why == "" {
		ids, length, least, most := map[int]float64{}, 0.0, math.Inf(1), 0.0
		um := map[int]float64{}
		for i := range r.Len() {
			ids[r.count("branch_id", i)] = r.number("length_um", i)
			um[r.count("session", i)] += r.number("judgeable_um", i)
		}
		for _, v := range ids {
			length += v
		}
		for _, v := range um {
			least, most = math.Min(least, v), math.Max(most, v)
		}
		add(fmt.Sprint(len(ids)), "branches")
		add(micrometres(length)+" µm", "of dendrite followed")
		if len(um) > 0 {
			add(between(micrometres(least), micrometres(most))+" µm", "could be judged, by session")
		}
	}
	if r, why := s.find([]string{"spines"}, "kind"); why == "" {
		n := r.ofKind("spine").Len()
		add(fmt.Sprint(n), "spines seen at least once")
		if f := r.Len() - n; f > 0 {
			add(fmt.Sprint(f), "filopodia, counted apart")
		}
	}
	return lead, tiles
}

func between(lo, hi string) string {
	if lo == hi {
		return lo
	}
	return lo + "–" + hi
}

// measured is the table of sessions.
func measured(s source) []block {
	r, why := s.find([]string{"sessions"}, "session", "day")
	if why != "" {
		return []block{missing(why)}
	}
	um := map[int]float64{}
	if b, why := s.find([]string{"branches"}, "session", "judgeable_um"); why == "" {
		for i := range b.Len() {
			um[b.count("session", i)] += b.number("judgeable_um", i)
		}
	}
	g := &grid{Caption: "The sessions, in order of days. The correlation is that of the whole field with the first session.", Words: []bool{false, false, true},
		Head: []string{"Session", "Day", "Recording", "Aligned", "Correlation", "Judgeable µm", "Voxel z × y × x, µm"}}
	for i := range r.Len() {
		k := r.count("session", i)
		voxel := []string{digits(r.number("voxel_z_um", i), 4), digits(r.number("voxel_y_um", i), 4), digits(r.number("voxel_x_um", i), 4)}
		length, ok := um[k]
		if !ok {
			length = math.NaN()
		}
		g.Rows = append(g.Rows, []cell{{Main: fmt.Sprint(k)}, {Main: digits(r.number("day", i), 6)}, {Main: r.text("recording", i)},
			{Main: r.text("aligned", i)}, {Main: fixed(r.number("correlation", i), 2)}, {Main: micrometres(length)}, {Main: strings.Join(voxel, " × ")}})
	}
	return []block{{Grid: g}}
}
