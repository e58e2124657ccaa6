package report

import (
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"

	"respine/plot"
)

// drawnPerArm is how many animals of an arm have a line in a chart of a session:
// enough to see what the numbers are made of.
const drawnPerArm = 3

// chosen returns whether an animal is among the first of its arm, which those of
// the manifest are; those it does not know are all drawn.
func (in StudyInput) chosen(animal string) bool {
	for _, a := range in.Arms {
		for i, id := range a.Animals {
			if id == animal {
				return i < drawnPerArm
			}
		}
	}
	return true
}

// limited says of which animals lines are drawn, if not of all.
func (in StudyInput) limited() string {
	for _, a := range in.Arms {
		if len(a.Animals) > drawnPerArm {
			return fmt.Sprintf(" Lines are of the first %d animals of every arm in the manifest; the tables have all of them.", drawnPerArm)
		}
	}
	return ""
}

const (
	ethogramText = "Tail suspension, a line an animal with its arm. Blue is immobile. Before the dashed line, 240 s from the end, behaviour is shown but does not count for the time immobile."
	strokeText   = " Strokes below a line are transients of photometry, of the session itself or of one at the same hour."
	rasterText   = "Events in which many cells fired together, a line a movie with the number of its events. A stroke is as high as the share of cells that took part."
)

// together are the names of the sessions at the hour of one, itself first: photometry
// has names of its own.
func (in StudyInput) together(session string) []string {
	out := []string{session}
	i := slices.IndexFunc(in.Moments, func(m Moment) bool { return m.Session == session })
	for _, m := range in.Moments {
		if i >= 0 && m.Hour == in.Moments[i].Hour && m.Session != session {
			out = append(out, m.Session)
		}
	}
	return out
}

// onsets are those of the transients of photometry, by animal and session.
func (s source) onsets() map[string][]float64 {
	out := map[string][]float64{}
	r, why := s.find([]string{"transients", "photometry_event"}, "animal", "session", "onset_s")
	if why != "" {
		return out
	}
	for i := range r.Len() {
		k := r.text("animal", i) + "/" + r.text("session", i)
		out[k] = append(out[k], r.number("onset_s", i))
	}
	return out
}

// ethograms shows when animals were immobile, and their transients.
func (in StudyInput) ethograms(s source) []block {
	r, why := s.find([]string{"bouts", "bout"}, "animal", "session", "state", "from_s", "to_s")
	if why != "" {
		return []block{missing(why + " Without bouts no ethogram can be drawn.")}
	}
	r = r.where(func(i int) bool { return in.chosen(r.text("animal", i)) })
	onsets, text := s.onsets(), ethogramText
	var out []template.HTML
	for _, session := range r.GroupBy("session") {
		one := rows{session.Rows}
		e := plot.Ethogram{Title: "Tail suspension, session " + one.text("session", 0), State: "immobile"}
		for _, animal := range one.GroupBy("animal") {
			a := rows{animal.Rows}
			id := a.text("animal", 0)
			l := plot.Animal{Name: id + " " + in.arm(id)}
			for _, name := range in.together(a.text("session", 0)) {
				if at := onsets[id+"/"+name]; at != nil {
					l.Transients, text = at, ethogramText+strokeText
					break
				}
			}
			for i := range a.Len() {
				e.Seconds = math.Max(e.Seconds, a.number("to_s", i))
				if strings.EqualFold(strings.TrimSpace(a.text("state", i)), "immobile") { // as claims read it
					l.Bouts = append(l.Bouts, [2]float64{a.number("from_s", i), a.number("to_s", i)})
				}
			}
			e.Lines = append(e.Lines, l)
		}
		e.From = math.Max(0, e.Seconds-scoredSec)
		out = append(out, template.HTML(e.SVG()))
	}
	return []block{paragraph(text + in.limited()), {Wide: out}}
}

// scoredSec is the end of the test that is scored (Can et al. 2012, doi
// 10.3791/3769).
const scoredSec = 240

// movieSeconds is how long movies are, by animal and session: their frames at their
// rate or, where these are not told, the seconds that could be used.
func (s source) movieSeconds() map[string]float64 {
	out := map[string]float64{}
	for _, t := range s.tables {
		if t == nil || t.Name != "movies" && t.Name != "movie" || !t.Has("animal") || !t.Has("session") {
			continue
		}
		r := rows{t}
		for i := range r.Len() {
			k := r.text("animal", i) + "/" + r.text("session", i)
			for _, v := range []float64{r.number("seconds", i), r.number("frames", i) / r.number("rate_hz", i)} {
				if v > out[k] && !math.IsInf(v, 0) { // not for NaN
					out[k] = v
				}
			}
		}
	}
	return out
}

// rasters shows when synchronous events took place.
func (in StudyInput) rasters(s source) []block {
	r, why := s.find([]string{"ensemble_events", "ensemble_event"}, "animal", "session", "participation")
	if why != "" {
		return []block{missing(why)}
	}
	at := "peak_s"
	for _, name := range []string{"onset_s", "from_s", "time_s"} {
		if r.Has(name) {
			at = name
		}
	}
	if !r.Has(at) {
		return []block{missing("The events have no times.")}
	}
	r = r.where(func(i int) bool { return in.chosen(r.text("animal", i)) })
	lengths := s.movieSeconds()
	var out []template.HTML
	for _, session := range r.GroupBy("session") {
		one := rows{session.Rows}
		m := plot.Raster{Title: "Synchronous events, session " + one.text("session", 0)}
		for _, animal := range one.GroupBy("animal") {
			k := rows{animal.Rows}
			v := plot.Movie{Name: k.text("animal", 0) + " " + in.arm(k.text("animal", 0))}
			for i := range k.Len() {
				v.At, v.Share = append(v.At, k.number(at, i)), append(v.Share, k.number("participation", i))
				m.Seconds = math.Max(m.Seconds, k.number(at, i))
			}
			m.Seconds = math.Max(m.Seconds, lengths[k.text("animal", 0)+"/"+k.text("session", 0)])
			m.Lines = append(m.Lines, v)
		}
		out = append(out, template.HTML(m.SVG()))
	}
	return []block{paragraph(rasterText + in.limited()), {Wide: out}}
}
