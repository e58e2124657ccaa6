package twin

import (
	"respine/random"
	"respine/spatial"
)

// change counts spines of the imaged branches between two hours.
func (m Mouse) change(from, to float64) (before, lost, gained float64) {
	for _, i := range m.imagedLives() {
		a, b := m.Lives[i].At(from), m.Lives[i].At(to)
		switch {
		case a && !b:
			lost++
		case b && !a:
			gained++
		}
		if a {
			before++
		}
	}
	return before, lost, gained
}

// Elimination returns the share of spines standing at one hour and not at a
// later one.
func (m Mouse) Elimination(from, to float64) Value {
	n, lost, _ := m.change(from, to)
	return ratio(lost, n, "no spine stood")
}

// Formation returns new spines over those standing at the start.
func (m Mouse) Formation(from, to float64) Value {
	n, _, gained := m.change(from, to)
	return ratio(gained, n, "no spine stood")
}

// Density returns spines per um of imaged branch.
func (m Mouse) Density(hour float64) Value {
	n, _, _ := m.change(hour, hour)
	return ratio(n, float64(len(m.Imaged))*m.Wiring.LengthUm, "no branch imaged")
}

// BirthsPerHour returns spines born between two hours on all branches, per hour.
func (m Mouse) BirthsPerHour(from, to float64) Value {
	n := 0.0
	for _, l := range m.Lives {
		if l.Born >= from && l.Born < to {
			n++
		}
	}
	return ratio(n, to-from, "no time")
}

// BirthNearness returns the mean distance from a new spine to the nearest other
// new one, over what exchanging them among the contacts of their branch that were
// vacant gives: below 1 when new spines stand together. The vacant contacts are
// truth no instrument sees.
func (m Mouse) BirthNearness(from, to float64) Value {
	n := m.Wiring.PerBranch
	rows := make([]spatial.Labelled, len(m.Imaged))
	taken, born := make([]bool, m.Wiring.Len()), make([]bool, m.Wiring.Len())
	for _, l := range m.Lives {
		taken[l.Contact] = taken[l.Contact] || l.At(from)
		born[l.Contact] = born[l.Contact] || l.At(to) && !l.At(from)
	}
	count := 0
	for i, b := range m.Imaged {
		rows[i].LengthUm = m.Wiring.LengthUm
		for k := b * n; k < (b+1)*n; k++ {
			if taken[k] {
				continue
			}
			rows[i].PositionsUm = append(rows[i].PositionsUm, m.Wiring.PositionUm[k])
			rows[i].Lost = append(rows[i].Lost, born[k])
			if born[k] {
				count++
			}
		}
	}
	if count < 2 {
		return undefined("fewer than two new spines")
	}
	c := spatial.LostClustering(rows, spatial.WithinBranch, 199, random.New(restorationSeed, uint64(m.Animal), 2).Rand())
	if c.Undetermined != "" {
		return undefined(c.Undetermined)
	}
	return ratio(c.MeanUm, c.NullMeanUm, "no new spines")
}

// PSD95 returns the summed intensity of the puncta per um of imaged branch,
// which is what expression in a section amounts to.
func (m Mouse) PSD95(hour float64) Value {
	return m.of(PunctaSession, hour, func(r Recording) Value {
		sum := 0.0
		for _, p := range r.Puncta {
			sum += p.Intensity
		}
		return ratio(sum, float64(len(m.Imaged))*m.Wiring.LengthUm, "no branch imaged")
	})
}

// AgeLoss returns the share of the spines standing at one hour that are gone at
// a later one, of those born within some hours before the first or of the others.
func (m Mouse) AgeLoss(hour, later, withinHours float64, young bool) Value {
	n, lost := 0.0, 0.0
	for _, l := range m.Lives {
		if l.At(hour) && (hour-l.Born < withinHours) == young {
			n++
			if !l.At(later) {
				lost++
			}
		}
	}
	return ratio(lost, n, "no such spine")
}
