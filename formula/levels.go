package formula

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// newBlockCoder fixes levels and columns from the rows used.
func newBlockCoder(bl block, b binding, c Coding) (blockCoder, error) {
	k := blockCoder{block: bl, levels: make([][]string, len(bl.vars)), coding: make([]Contrast, len(bl.vars))}
	for i, v := range bl.vars {
		if !b.isCategory(v) {
			continue
		}
		column := v.columns(nil)[0]
		levels, err := b.levels(column, c.Levels[column])
		if err != nil {
			return blockCoder{}, err
		}
		k.levels[i], k.coding[i] = levels, c.Contrasts[column]
	}
	k.full = k.fullRank()
	k.from = []int{0}
	for j, t := range k.terms {
		k.names = append(k.names, k.termNames(t, k.full[j])...)
		k.from = append(k.from, len(k.names))
	}
	return k, nil
}

// levels returns the levels of a column among the used rows, in the order
// asked for, else numbers rising and text by the alphabet.
func (b binding) levels(name string, order []string) ([]string, error) {
	cells := b.texts(name)
	present := slices.Compact(slices.Sorted(slices.Values(cells)))
	if order == nil {
		slices.SortStableFunc(present, func(a, b string) int {
			x, errX := strconv.ParseFloat(a, 64)
			y, errY := strconv.ParseFloat(b, 64)
			if errX != nil || errY != nil {
				return strings.Compare(a, b)
			}
			switch {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return 0
		})
		return present, nil
	}
	for i, c := range cells {
		if !slices.Contains(order, c) {
			return nil, b.wrongAt(i, fmt.Sprintf("%s is %q, which is not among its levels", name, c), near(c, order, "the levels given are "+strings.Join(order, ", ")))
		}
	}
	var out []string
	for _, l := range order {
		if slices.Contains(present, l) && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out, nil
}

// fullRank says which categories of every term need a column per level rather
// than contrasts: those whose margin no earlier term holds (Chambers & Hastie
// 1992, Statistical Models in S, p. 38), and the first one of a model without
// an intercept.
func (k blockCoder) fullRank() []uint64 {
	out := make([]uint64, len(k.terms))
	for j, t := range k.terms {
		for i := range k.vars {
			if t>>i&1 == 0 || k.levels[i] == nil {
				continue
			}
			rest := t &^ (1 << i)
			held := rest == 0 || slices.ContainsFunc(k.terms[:j], func(earlier uint64) bool { return rest&^earlier == 0 })
			if !held {
				out[j] |= 1 << i
			}
		}
	}
	if slices.Contains(k.terms, 0) {
		return out
	}
	for j, t := range k.terms {
		for i := range k.vars {
			if t>>i&1 == 1 && k.levels[i] != nil {
				out[j] |= 1 << i
				return out
			}
		}
	}
	return out
}

// termNames lists the columns of a term, the first variable running fastest.
func (k blockCoder) termNames(term, full uint64) []string {
	names := []string{""}
	for i, v := range k.vars {
		if term>>i&1 == 0 {
			continue
		}
		var longer []string
		for _, suffix := range k.suffixes(i, full>>i&1 == 1) {
			for _, n := range names {
				if n != "" {
					n += ":"
				}
				longer = append(longer, n+v.String()+suffix)
			}
		}
		names = longer
	}
	if term == 0 {
		return []string{"(Intercept)"}
	}
	return names
}

// suffixes are what the columns of a variable add to its name.
func (k blockCoder) suffixes(i int, full bool) []string {
	levels := k.levels[i]
	switch {
	case levels == nil:
		return []string{""}
	case full:
		return levels
	case k.coding[i] == Treatment:
		return levels[1:]
	}
	out := make([]string, len(levels)-1)
	for j := range out {
		out[j] = strconv.Itoa(j + 1)
	}
	return out
}

// width counts the columns of a variable.
func (k blockCoder) width(i int, full bool) int {
	switch {
	case k.levels[i] == nil:
		return 1
	case full:
		return len(k.levels[i])
	}
	return len(k.levels[i]) - 1
}
