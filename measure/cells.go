package measure

import (
	"math"

	"respine/scored"
	"respine/study"
)

// movie is what is known of a calcium movie beside its events.
type movie struct {
	seconds, chance float64
	cells           int
}

// movie reads a session's movie. Tables with a row a cell have the seconds in
// every row; the cells are counted.
func (a animal) movie(at study.Hours) (movie, bool) {
	t := a.set.Rows("movies", a.id, at)
	if t == nil || t.Len() == 0 {
		return movie{}, false
	}
	m := movie{seconds: scored.Numbers(t, "seconds")[0], chance: math.NaN()}
	if t.Has("cell_id") {
		m.cells = t.Len()
	}
	if x := scored.Numbers(t, "chance_per_min"); x != nil {
		m.chance = x[0]
	}
	return m, true
}

const noMovie = "no calcium movie scored in that session"

// eventRate is synchronous events per minute; a movie without rows of events had
// none.
func eventRate(a animal, at []study.Hours) Value {
	m, ok := a.movie(at[0])
	if !ok {
		return undefined(noMovie)
	}
	n := 0
	if t := a.set.Rows("ensemble_events", a.id, at[0]); t != nil {
		n = t.Len()
	}
	return Value{Sum: float64(n), Of: m.seconds / 60, Counts: Counts{Cells: m.cells, Items: n}}
}

// eventExcess is that rate less the one of the same cells shifted against each
// other in time, which the table must bring: it needs the traces.
func eventExcess(a animal, at []study.Hours) Value {
	v := eventRate(a, at)
	if v.Undefined != "" {
		return v
	}
	m, _ := a.movie(at[0])
	if math.IsNaN(m.chance) {
		return undefined("the rate by chance is not in the table (movies, chance_per_min)")
	}
	v.Sum, v.Of = v.X()-m.chance, 1
	return v
}

// participation is the mean share of cells in an event: of the active ones, as
// packages that find cells by their activity write it, since silent ones are not
// known.
func participation(a animal, at []study.Hours) Value {
	t := a.set.Rows("ensemble_events", a.id, at[0])
	if t == nil || t.Len() == 0 {
		return undefined("no synchronous events in that session")
	}
	m, _ := a.movie(at[0])
	v := Value{Of: float64(t.Len()), Counts: Counts{Cells: m.cells, Items: t.Len()}}
	for _, x := range scored.Numbers(t, "participation") {
		v.Sum += x
		v.Rows = append(v.Rows, Row{Y: x, Of: 1})
	}
	return v
}

// stain is PSD95 of a session: summed intensity, number of puncta, and what they
// were counted on.
type stain struct {
	intensity, puncta, on float64
	images                int
}

// stain adds up the puncta of the imaged branches, or of images weighed alike.
func (a animal) stain(at study.Hours) (stain, string) {
	if t := a.set.Rows("images", a.id, at); t != nil && a.reads("images") {
		s := stain{images: t.Len(), on: float64(t.Len())}
		each := scored.Numbers(t, "intensity")
		for i, d := range scored.Numbers(t, "density_per_um2") {
			s.puncta += d
			s.intensity += d * each[i]
		}
		return s, ""
	}
	t := a.set.Rows("puncta", a.id, at)
	if t == nil || !a.reads("puncta") {
		return stain{}, "no PSD95 scored in that session"
	}
	s := stain{puncta: float64(t.Len()), images: t.Len()}
	for _, x := range scored.Numbers(t, "intensity") {
		s.intensity += x
	}
	for _, b := range a.branches() {
		s.on += b.lengthUm
	}
	if s.on == 0 {
		return s, "the length of the imaged dendrite is not known (table branches)"
	}
	return s, ""
}

func stained(of func(stain) (sum, over float64)) func(animal, []study.Hours) Value {
	return func(a animal, at []study.Hours) Value {
		s, why := a.stain(at[0])
		if why != "" {
			return undefined(why)
		}
		v := share(1, 1, "")
		v.Sum, v.Of = of(s)
		v.Counts.Items = s.images
		return v
	}
}

func psd95(a animal, at []study.Hours) Value {
	return stained(func(s stain) (float64, float64) { return s.intensity, s.on })(a, at)
}

func psd95Density(a animal, at []study.Hours) Value {
	return stained(func(s stain) (float64, float64) { return s.puncta, s.on })(a, at)
}

func psd95Intensity(a animal, at []study.Hours) Value {
	return stained(func(s stain) (float64, float64) { return s.intensity, s.puncta })(a, at)
}
