package formula

import (
	"gonum.org/v1/gonum/mat"

	"respine/table"
)

// Contrast says how the levels of a category become columns of X.
type Contrast int

// Treatment columns compare each level with the first. Sum columns compare each
// level but the last with the mean over levels, equal weights.
const (
	Treatment Contrast = iota
	Sum
)

// Coding says how categories are coded; the zero Coding is treatment contrasts
// with levels in alphabetical order, numbers in factor() in rising order.
type Coding struct {
	Levels    map[string][]string // order of the levels of a column, the reference first
	Contrasts map[string]Contrast
}

// Design is a table's rows coded by a formula: n rows, p fixed-effect columns.
// Slices of length n run over the rows used.
type Design struct {
	Formula  string
	Table    string     // name of the table
	Rows     []int      // rows of the table used
	Left     []Omission // rows left out, with the reason
	Response string
	Y        []float64  // response; successes where Trials is not nil
	Trials   []float64  // nil unless the response is successes of trials
	Offset   []float64  // nil without one
	X        *mat.Dense // n x p; columns that follow from earlier ones are left out
	Names    []string   // p names, as R writes them: "(Intercept)", "armket", "armket:day"
	Terms    []Term
	Aliased  []Alias // columns left out of X
	Groups   []Group // random terms in the order written, nesting expanded
	coder    coder
}

// Omission is a row without a value the model needs.
type Omission struct {
	Row    int
	Column string
}

// Term is a term of the fixed effects and its columns From..To-1 of X; none are
// left where all of them follow from earlier terms.
type Term struct {
	Name     string
	From, To int
	Columns  []string // of the table
}

// Alias is a fixed-effect column that is a linear combination of the columns
// before it on the rows used, as an empty cell of a crossed design makes one:
// the sum of Of[j] times column j of X.
type Alias struct {
	Name string
	Of   []float64
}

// Group is one random term.
type Group struct {
	Name       string     // "animal", "animal:branch"
	Levels     []string   // "a1", "a1:b2"; in the order of first appearance
	Of         []int      // level of every row; -1 for one that was not fitted
	Z          *mat.Dense // n x q, a column of ones for an intercept
	Names      []string   // q names
	Correlated bool       // (1 + x | g) against (1 + x || g)
	coder      blockCoder
	columns    []string
	keys       []string // of the levels
}

// Design codes the rows of a table. A row with a missing number, or with an
// empty or NA text, in a column the formula names is left out and listed. An
// error names a column that is not there or of the wrong kind, a value that a
// function has no answer for, a level that Coding does not list, successes that
// exceed their trials, and a table without a usable row.
func (f Formula) Design(t *table.Table, c Coding) (Design, error) {
	b := binding{table: t}
	if err := b.check(f); err != nil {
		return Design{}, err
	}
	d := Design{Formula: f.String(), Table: t.Name, Response: f.response.String()}
	d.Rows, d.Left = b.complete(f.columns())
	if len(d.Rows) == 0 {
		return Design{}, b.wrong("no row has all of the values that " + d.Formula + " needs")
	}
	b.rows = d.Rows
	if err := d.respond(f.response, b); err != nil {
		return Design{}, err
	}
	if err := d.code(f, b, c); err != nil {
		return Design{}, err
	}
	return d, d.group(f, b, c)
}

// Encode codes the rows of another table as d was coded: same columns, same
// levels. Its response is not read. Rows of a group that d has not seen have -1
// in Group.Of.
func (d Design) Encode(t *table.Table) (Design, error) {
	b := binding{table: t}
	f := d.coder.formula
	f.response = response{value: expr{op: "number"}}
	if err := b.check(f); err != nil {
		return Design{}, err
	}
	out := d
	out.Table, out.Y, out.Trials = t.Name, nil, nil
	out.Rows, out.Left = b.complete(f.columns())
	if len(out.Rows) == 0 {
		return Design{}, b.wrong("no row has all of the values that " + d.Formula + " needs")
	}
	b.rows = out.Rows
	err := out.encode(b)
	return out, err
}

// respond reads the response.
func (d *Design) respond(r response, b binding) (err error) {
	if d.Y, err = b.numbers(r.value, true); err != nil || r.other == nil {
		return err
	}
	if d.Trials, err = b.numbers(*r.other, true); err != nil {
		return err
	}
	for i, y := range d.Y {
		n := d.Trials[i]
		if r.pair {
			n += y
			d.Trials[i] = n
		}
		if y < 0 || n < y || n <= 0 {
			return b.wrongAt(i, d.Response+" is no count of successes among trials", "I("+d.Response+") is the plain ratio")
		}
	}
	return nil
}

// columns lists every column of the table that the formula reads.
func (f Formula) columns() []string {
	names := f.response.value.columns(nil)
	if f.response.other != nil {
		names = f.response.other.columns(names)
	}
	for _, v := range f.fixed.vars {
		names = v.columns(names)
	}
	for _, o := range f.offsets {
		names = o.columns(names)
	}
	for _, r := range f.random {
		for _, v := range r.vars {
			names = v.columns(names)
		}
		names = expr{args: nameExprs(r.group)}.columns(names)
	}
	return names
}

func nameExprs(names []string) []expr {
	out := make([]expr, len(names))
	for i, n := range names {
		out[i] = expr{op: "name", name: n}
	}
	return out
}
