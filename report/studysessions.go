package report

import (
	"fmt"
	"html/template"
	"math"
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
	ethogramText = "Tail suspension, a line an animal with its arm. Blue is immobile; strokes below are transients of photometry. Before the dashed line, 240 s from the end, behaviour is shown but does not count for the time immobile."
	rasterText   = "Events in which many cells fired together, a line a movie with the number of its events. A stroke is as high as the share of cells that took part."
)

// ethograms shows when animals were immobile, and their transients.
func (in StudyInput) ethograms(s source) []block {
	r, why := s.find([]string{"bouts", "bout"}, "animal", "session", "state", "from_s", "to_s")
	if why != "" {
		return []block{missing(why + " Without bouts no ethogram can be drawn.")}
	}
	r = r.where(func(i int) bool { return in.chosen(r.text("animal", i)) })
	events, noEvents := s.find([]string{"transients", "photometry_event"}, "animal", "session", "onset_s")
	onsets := map[string][]float64{}
	if noEvents == "" {
		for i := range events.Len() {
			k := events.text("animal", i) + "/" + events.text("session", i)
			onsets[k] = append(onsets[k], events.number("onset_s", i))
		}
	}
	var out []template.HTML
	for _, session := range r.GroupBy("session") {
		one := rows{session.Rows}
		e := plot.Ethogram{Title: "Tail suspension, session " + one.text("session", 0), State: "immobile"}
		for _, animal := range one.GroupBy("animal") {
			a := rows{animal.Rows}
			id := a.text("animal", 0)
			l := plot.Animal{Name: id + " " + in.arm(id), Transients: onsets[id+"/"+a.text("session", 0)]}
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
	return []block{paragraph(ethogramText + in.limited()), {Wide: out}}
}

// scoredSec is the end of the test that is scored (Can et al. 2012, doi
// 10.3791/3769).
const scoredSec = 240

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
			m.Lines = append(m.Lines, v)
		}
		out = append(out, template.HTML(m.SVG()))
	}
	return []block{paragraph(rasterText + in.limited()), {Wide: out}}
}
