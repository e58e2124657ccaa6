package formula

import (
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// code fixes the coding of the fixed effects and writes X.
func (d *Design) code(f Formula, b binding, c Coding) error {
	fixed, err := newBlockCoder(f.fixed, b, c)
	if err != nil {
		return err
	}
	all, err := fixed.matrix(b)
	if err != nil {
		return err
	}
	kept, of := independent(all)
	d.coder = coder{formula: f, fixed: fixed, kept: kept, means: b.means(f.fixed.vars)}
	for c, name := range fixed.names {
		if combination, out := of[c]; out {
			d.Aliased = append(d.Aliased, Alias{name, append(combination, make([]float64, len(kept)-len(combination))...)})
		} else {
			d.Names = append(d.Names, name)
		}
	}
	for j, t := range fixed.terms {
		from, _ := slices.BinarySearch(kept, fixed.from[j])
		to, _ := slices.BinarySearch(kept, fixed.from[j+1])
		d.Terms = append(d.Terms, Term{Name: fixed.name(t), From: from, To: to, Columns: fixed.columns(t)})
	}
	d.X = d.coder.keep(all)
	d.Offset, err = b.offset(f.offsets)
	return err
}

// columns lists the table columns a term reads.
func (b block) columns(term uint64) (names []string) {
	for i, v := range b.vars {
		if term>>i&1 == 1 {
			names = v.columns(names)
		}
	}
	return names
}

// keep copies the columns that stand in X.
func (c coder) keep(all *mat.Dense) *mat.Dense {
	if len(c.kept) == 0 {
		return &mat.Dense{}
	}
	n, _ := all.Dims()
	x := mat.NewDense(n, len(c.kept), nil)
	for r := range n {
		from, to := all.RawRowView(r), x.RawRowView(r)
		for j, k := range c.kept {
			to[j] = from[k]
		}
	}
	return x
}

func (b binding) offset(parts []expr) ([]float64, error) {
	if len(parts) == 0 {
		return nil, nil
	}
	sum := make([]float64, len(b.rows))
	for _, e := range parts {
		v, err := b.numbers(e, false)
		if err != nil {
			return nil, err
		}
		for i := range sum {
			sum[i] += v[i]
		}
	}
	return sum, nil
}

// means averages the columns of numbers that the variables read.
func (b binding) means(vars []expr) map[string]float64 {
	out := map[string]float64{}
	for _, v := range vars {
		if b.isCategory(v) {
			continue
		}
		for _, name := range v.columns(nil) {
			read, sum := b.reader(name), 0.0
			for _, r := range b.rows {
				sum += read(r)
			}
			out[name] = sum / float64(len(b.rows))
		}
	}
	return out
}

// group codes the random terms.
func (d *Design) group(f Formula, b binding, c Coding) error {
	for _, r := range f.random {
		k, err := newBlockCoder(r.block, b, c)
		if err != nil {
			return err
		}
		g := Group{Name: strings.Join(r.group, ":"), Correlated: r.correlated || len(k.names) == 1, Names: k.names, coder: k, columns: r.group}
		if g.Z, err = k.matrix(b); err != nil {
			return err
		}
		g.assign(b, true)
		d.Groups = append(d.Groups, g)
	}
	return nil
}

// assign sets the level of every row, adding levels not seen before if asked.
func (g *Group) assign(b binding, add bool) {
	cells := make([][]string, len(g.columns))
	for i, name := range g.columns {
		cells[i] = b.texts(name)
	}
	number := make(map[string]int, len(g.Levels))
	for i, k := range g.keys {
		number[k] = i
	}
	g.Of = make([]int, len(b.rows))
	parts := make([]string, len(cells))
	for r := range g.Of {
		for i := range cells {
			parts[i] = cells[i][r]
		}
		key := parts[0]
		if len(parts) > 1 {
			key = strings.Join(parts, "\x00") // a level may hold a colon
		}
		level, seen := number[key]
		switch {
		case !seen && add:
			level = len(g.Levels)
			number[key] = level
			g.keys = append(g.keys, key)
			g.Levels = append(g.Levels, strings.Join(parts, ":"))
		case !seen:
			level = -1
		}
		g.Of[r] = level
	}
}

// encode writes X, Z, offset and groups of other rows.
func (d *Design) encode(b binding) error {
	all, err := d.coder.fixed.matrix(b)
	if err != nil {
		return err
	}
	d.X = d.coder.keep(all)
	if d.Offset, err = b.offset(d.coder.formula.offsets); err != nil {
		return err
	}
	d.Groups = slices.Clone(d.Groups)
	for i := range d.Groups {
		g := &d.Groups[i]
		if g.Z, err = g.coder.matrix(b); err != nil {
			return err
		}
		g.assign(b, false)
	}
	return nil
}
