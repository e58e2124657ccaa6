package formula

import (
	"fmt"
	"maps"
	"strings"
)

// Means returns the marginal mean at every level of a category, as At does,
// with the other values given.
func (d Design) Means(column string, at map[string]any) ([]Linear, error) {
	levels := d.coder.levels(column)
	if levels == nil {
		return nil, fmt.Errorf("formula: %s is no category of the fixed effects\nhint: %s", column,
			near(column, d.coder.predictors(), "they hold "+strings.Join(d.coder.predictors(), ", ")+"; factor() makes categories of numbers"))
	}
	var out []Linear
	for _, l := range levels {
		values := map[string]any{}
		maps.Copy(values, at)
		values[column] = l
		m, err := d.At(values)
		if err != nil {
			return nil, err
		}
		m.Name = l
		out = append(out, m)
	}
	return out, nil
}

// Pairs returns the difference of the marginal means of every two levels of a
// category, the later level minus the earlier one: "ket - veh".
func (d Design) Pairs(column string, at map[string]any) ([]Linear, error) {
	means, err := d.Means(column, at)
	if err != nil {
		return nil, err
	}
	var out []Linear
	for i, a := range means {
		for _, b := range means[i+1:] {
			l := b.Minus(a)
			l.Name = b.Name + " - " + a.Name
			out = append(out, l)
		}
	}
	return out, nil
}

// Coefficients returns the combination that picks each fixed effect, under its
// name.
func (d Design) Coefficients() []Linear {
	out := make([]Linear, len(d.Names))
	for i, name := range d.Names {
		out[i] = Linear{name, make([]float64, len(d.Names))}
		out[i].Weights[i] = 1
	}
	return out
}

// Term returns the coefficients of one term, which are all nought when the term
// has no effect. In a model with interactions what that says of a main effect
// depends on the contrasts: under Treatment the effect at the reference of the
// others, under Sum the effect averaged over them (type III).
func (d Design) Term(name string) ([]Linear, error) {
	names := make([]string, len(d.Terms))
	for i, t := range d.Terms {
		if t.Name == name {
			return d.Coefficients()[t.From:t.To], nil
		}
		names[i] = t.Name
	}
	return nil, fmt.Errorf("formula: %s has no term %s\nhint: %s", d.Formula, name, near(name, names, "the terms are "+strings.Join(names, ", ")))
}
