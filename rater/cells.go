package rater

import (
	"fmt"
	"math"

	"respine/table"
	"respine/twin"
)

// chanceDraws is how often the cells of a movie are shifted against each other.
const chanceDraws = 2

// movies is a row a calcium movie, with the rate of synchronous events by chance.
func (s sheet) movies() *table.Table {
	t := s.table("movies", table.Float("seconds", "s"), table.Float("chance_per_min", "1/min"))
	for _, r := range s.recordings(twin.CalciumSession) {
		t.Append(s.m.Name, s.session(r), r.Activity.Seconds, s.m.ChancePerMin(r, chanceDraws, s.draws(ofChance, r)))
	}
	return t
}

func (s sheet) events() *table.Table {
	t := s.table("ensemble_events", table.Float("from_s", "s"), table.Float("to_s", "s"), table.Float("participation", ""))
	for _, r := range s.recordings(twin.CalciumSession) {
		key := s.draws(ofEvents, r)
		for i, e := range r.Ensemble {
			if key.Uniform(uint64(i)) >= s.how.MissEvent {
				t.Append(s.m.Name, s.session(r), e.StartSec, e.EndSec, r.Activity.Participation(e))
			}
		}
	}
	return t
}

// imageUm is how wide a strip along a dendrite an image of PSD95 shows.
const imageUm = 2

// images is PSD95, an image a dendrite: puncta per area, and their brightness.
func (s sheet) images() *table.Table {
	t := s.table("images", table.String("image", ""), table.Float("density_per_um2", "1/um2"), table.Float("intensity", ""))
	area := s.m.Wiring.LengthUm * imageUm
	for _, r := range s.recordings(twin.PunctaSession) {
		key := s.draws(ofSections, r)
		gain := math.Exp(s.how.SectionLog * key.Normal(0))
		sum, n := map[int]float64{}, map[int]float64{}
		for i, v := range r.Puncta {
			b := s.m.Wiring.Branch(s.m.Lives[v.Life].Contact)
			sum[b] += gain * v.Intensity * math.Exp(s.how.PunctumLog*key.Normal(uint64(1+i)))
			n[b]++
		}
		for _, b := range s.m.Imaged {
			mean := 0.0
			if n[b] > 0 {
				mean = sum[b] / n[b]
			}
			t.Append(s.m.Name, s.session(r), fmt.Sprint(b), n[b]/area, mean)
		}
	}
	return t
}
