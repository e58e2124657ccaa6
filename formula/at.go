package formula

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Linear is a linear combination of the fixed effects, one weight a column of
// X: a predicted mean, or a difference of two.
type Linear struct {
	Name    string
	Weights []float64
}

// Minus returns the difference of two combinations, as an interaction contrast
// is the difference of two differences.
func (l Linear) Minus(m Linear) Linear {
	if len(l.Weights) != len(m.Weights) {
		panic("formula: combinations of different designs")
	}
	out := Linear{Name: "(" + l.Name + ") - (" + m.Name + ")", Weights: slices.Clone(l.Weights)}
	for i, w := range m.Weights {
		out.Weights[i] -= w
	}
	return out
}

// estimable is how far a combination may stand from the rows of the design, as
// a share of its largest weight; rounding of a cell mean is far below it.
const estimable = 1e-8

// At returns the weights of the mean at given values of predictors (columns of
// the table; a category takes text, true or false, or a number in factor()).
// Categories that are not given are averaged over their levels with equal
// weights, numbers stand at their mean over the rows used (Searle, Speed &
// Milliken 1980, doi 10.1080/00031305.1980.10483031: population marginal means;
// R's emmeans). The offset is not part of it. An error names an unknown column
// or level, and a mean that the design does not determine, as that of an empty
// cell.
func (d Design) At(values map[string]any) (Linear, error) {
	grid, err := d.coder.grid(values)
	if err != nil {
		return Linear{}, err
	}
	all := make([]float64, len(d.coder.fixed.names))
	row := make([]float64, len(all))
	for _, point := range grid {
		d.coder.point(row, point)
		for i, x := range row {
			all[i] += x / float64(len(grid))
		}
	}
	name := describe(values)
	out, ok := d.reduce(all)
	if !ok {
		return Linear{}, fmt.Errorf("formula: %s does not determine the mean at %s: it involves levels that never occur together\nhint: leave the empty combination out of the question, or the interaction out of the model", d.Formula, name)
	}
	return Linear{name, out}, nil
}

func describe(values map[string]any) string {
	if len(values) == 0 {
		return "overall"
	}
	var parts []string
	for name, v := range values {
		parts = append(parts, fmt.Sprintf("%s %v", name, v))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

// reduce drops the weights of aliased columns, if what they stand for agrees.
func (d Design) reduce(all []float64) ([]float64, bool) {
	kept := make([]float64, len(d.coder.kept))
	for i, c := range d.coder.kept {
		kept[i] = all[c]
	}
	if len(d.Aliased) == 0 {
		return kept, true
	}
	scale := 0.0
	for _, w := range all {
		scale = math.Max(scale, math.Abs(w))
	}
	for _, a := range d.Aliased {
		c := slices.Index(d.coder.fixed.names, a.Name)
		if math.Abs(all[c]-dot(a.Of, kept)) > estimable*scale {
			return nil, false
		}
	}
	return kept, true
}

// levels returns the levels of a column that stands as a category somewhere in
// the fixed effects, nil for any other.
func (c coder) levels(column string) []string {
	for i, v := range c.fixed.vars {
		if c.fixed.levels[i] != nil && v.columns(nil)[0] == column {
			return c.fixed.levels[i]
		}
	}
	return nil
}

// predictors lists the columns of the fixed effects in the order of the formula.
func (c coder) predictors() (names []string) {
	for _, v := range c.fixed.vars {
		names = v.columns(names)
	}
	return names
}

// grid lists the points to average over: the given values, every level of the
// categories left open, and the mean of the numbers left open.
func (c coder) grid(values map[string]any) ([]map[string]string, error) {
	names := c.predictors()
	for _, name := range sortedKeys(values) {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("formula: the fixed effects hold no %s\nhint: %s", name, near(name, names, "they hold "+strings.Join(names, ", ")))
		}
	}
	grid := []map[string]string{{}}
	for _, name := range names {
		options, err := c.options(name, values[name])
		if err != nil {
			return nil, err
		}
		var wider []map[string]string
		for _, point := range grid {
			for _, o := range options {
				next := map[string]string{name: o}
				for k, v := range point {
					next[k] = v
				}
				wider = append(wider, next)
			}
		}
		grid = wider
	}
	return grid, nil
}

func sortedKeys(values map[string]any) []string {
	var names []string
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// options are the values, as text, that a column takes over the grid.
func (c coder) options(name string, given any) ([]string, error) {
	levels := c.levels(name)
	var text string
	switch v := given.(type) {
	case nil:
		if levels != nil {
			return levels, nil
		}
		text = strconv.FormatFloat(c.means[name], 'g', -1, 64)
	case float64:
		text = strconv.FormatFloat(v, 'g', -1, 64)
	default:
		text = fmt.Sprint(v)
	}
	if levels != nil && !slices.Contains(levels, text) {
		return nil, fmt.Errorf("formula: %s has no level %s\nhint: %s", name, text, near(text, levels, "its levels are "+strings.Join(levels, ", ")))
	}
	if _, err := strconv.ParseFloat(text, 64); levels == nil && err != nil && text != "true" && text != "false" {
		return nil, fmt.Errorf("formula: %s takes a number, not %q", name, text)
	}
	return []string{text}, nil
}

// point codes one point of the grid into the columns of the fixed block.
func (c coder) point(dst []float64, at map[string]string) {
	values := make([]value, len(c.fixed.vars))
	number := func(column string) float64 {
		if at[column] == "true" {
			return 1
		}
		x, _ := strconv.ParseFloat(at[column], 64) // checked by options; false is 0
		return x
	}
	for i, v := range c.fixed.vars {
		if c.fixed.levels[i] != nil {
			values[i].level = slices.Index(c.fixed.levels[i], at[v.columns(nil)[0]])
		} else {
			values[i].number = v.eval(number)
		}
	}
	c.fixed.row(dst, values)
}
