package sucrose

import (
	"slices"
	"strings"
)

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}

func (l Licked) find(name string) int {
	return slices.IndexFunc(l.Spouts, func(s SpoutCount) bool { return strings.EqualFold(s.Name, name) })
}

func (l Licked) names() string {
	var out []string
	for _, s := range l.Spouts {
		out = append(out, s.Name)
	}
	return strings.Join(out, ", ")
}

// contents finds the spouts of sucrose and water, -1 if they are not known, and
// notes them: by the names given, else by "suc" and "water" in those of the spouts;
// of two spouts, one being known, the other is the other.
func (l *Licked) contents(p LickParams) (sucrose, water int) {
	by := func(given, word string) int {
		if given != "" {
			return l.find(given)
		}
		return slices.IndexFunc(l.Spouts, func(s SpoutCount) bool { return strings.Contains(strings.ToLower(s.Name), word) })
	}
	sucrose, water = by(p.Sucrose, "suc"), by(p.Water, "water")
	if len(l.Spouts) == 2 && (sucrose < 0) != (water < 0) {
		if sucrose < 0 {
			sucrose = 1 - water
		} else {
			water = 1 - sucrose
		}
	}
	if sucrose == water { // one name fits both, or none
		return -1, -1
	}
	if sucrose >= 0 {
		l.Spouts[sucrose].Content = Sucrose.String()
	}
	if water >= 0 {
		l.Spouts[water].Content = Water.String()
	}
	return sucrose, water
}
