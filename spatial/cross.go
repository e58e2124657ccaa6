package spatial

import "math/rand/v2"

// Crossed is a labelled branch and places on it that stay where they are: new
// points among all points, and the places lost before.
type Crossed struct {
	Labelled
	PlacesUm []float64
}

// CrossClusterings asks whether labelled points stand near the places, against
// shuffling the labels among the points of the branch or of the animal: the
// mean distance to the nearest place of the branch, and cross-K. It is another
// null for restored spines than N3 to N5: it takes the places of all points as
// given, zones between them and all, and asks only which of them are new.
// Where a branch has no place, its points count with its length.
func CrossClusterings(animals [][]Crossed, s Shuffling, rng *rand.Rand) Clustered {
	var all []drawn
	for _, branches := range animals {
		all = append(all, crossClustering(branches, s, child(rng)))
	}
	return overAnimals(all, s.radii())
}

func crossClustering(branches []Crossed, s Shuffling, rng *rand.Rand) drawn {
	var rows []Labelled
	places, tells := 0, false
	for _, b := range branches {
		rows = append(rows, b.Labelled)
		places += len(b.PlacesUm)
		k := count(b.Lost)
		tells = tells || s.How == AcrossBranches || len(b.PlacesUm) > 0 && k > 0 && k < len(b.Lost)
	}
	l := newLabels(rows, s)
	d := drawn{Clustering: Clustering{Lost: l.total, Of: len(l.x), P: 1, KP: 1}}
	switch {
	case places == 0:
		d.Undetermined = "no places to stand near"
	case d.Lost == 0:
		d.Undetermined = "no point has the label"
	case d.Lost == d.Of:
		d.Undetermined = "all points have the label: every label set is the same"
	case !tells:
		d.Undetermined = "no branch with a place has points with the label and without"
	}
	if d.Undetermined != "" {
		return d
	}
	near, within := nearPlaces(branches, l)
	measure := func(pairs []float64) float64 {
		clear(pairs)
		sum := 0.0
		for i, on := range l.label {
			if on == 0 {
				continue
			}
			sum += near[i]
			for r := range pairs {
				pairs[r] += within[r][i]
			}
		}
		return sum / float64(l.total)
	}
	perPair := l.pathUm / float64(d.Lost*places)
	return d.permute(l.radii, perPair, s.draws(), func() { l.draw(rng) }, measure)
}

// nearPlaces returns, for every point, the distance to the nearest place of its
// branch, and by radius how many lie within it.
func nearPlaces(branches []Crossed, l *labels) (near []float64, within [][]float64) {
	within = make([][]float64, len(l.radii))
	for r := range within {
		within[r] = make([]float64, len(l.x))
	}
	near = make([]float64, len(l.x))
	for b, branch := range branches {
		for i := l.first[b]; i < l.first[b+1]; i++ {
			near[i] = branch.LengthUm
			for _, place := range branch.PlacesUm {
				d := apart(l.x[i], place)
				near[i] = min(near[i], d)
				for r, radius := range l.radii {
					if d <= radius {
						within[r][i]++
					}
				}
			}
		}
	}
	return near, within
}
