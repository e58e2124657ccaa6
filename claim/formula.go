package claim

import (
	"fmt"
	"slices"
	"strings"
)

// Formula says when a claim holds: names of parts and claims joined by and, or,
// not and parentheses. The zero Formula is empty.
type Formula struct {
	op   string // "name", "and", "or", "not"
	name string
	of   []Formula
}

// Verdict is what data say to a claim.
type Verdict string

// The verdicts. Equivalent is the answer to a claim of a difference where the
// difference was shown to be too small to matter; in formulas it counts as
// refuted. A claim of no difference that was shown is Supported.
const (
	Supported    Verdict = "supported"
	Refuted      Verdict = "refuted"
	Equivalent   Verdict = "equivalent"
	Undetermined Verdict = "undetermined"
	NotTestable  Verdict = "not testable"
	Inferred     Verdict = "inference only"
	Taken        Verdict = "premise"
)

// Verdicts returns them all.
func Verdicts() []Verdict {
	return []Verdict{Supported, Refuted, Equivalent, Undetermined, NotTestable, Inferred, Taken}
}

// Of evaluates the formula. What is false makes an and false whatever else is
// unknown, what is true an or true; beside that what cannot be tested outweighs
// what could not be decided.
func (f Formula) Of(verdict func(name string) Verdict) Verdict {
	switch f.op {
	case "name":
		v := verdict(f.name)
		switch v {
		case Equivalent:
			return Refuted
		case Taken:
			return Supported
		case Inferred:
			return Undetermined
		}
		return v
	case "not":
		switch v := f.of[0].Of(verdict); v {
		case Supported:
			return Refuted
		case Refuted:
			return Supported
		default:
			return v
		}
	case "and":
		return weightiest(f.values(verdict), Refuted, NotTestable, Undetermined, Supported)
	case "or":
		return weightiest(f.values(verdict), Supported, NotTestable, Undetermined, Refuted)
	}
	return Undetermined
}

func (f Formula) values(verdict func(string) Verdict) []Verdict {
	out := make([]Verdict, len(f.of))
	for i, one := range f.of {
		out[i] = one.Of(verdict)
	}
	return out
}

// weightiest returns the first of an order that is among some verdicts.
func weightiest(found []Verdict, order ...Verdict) Verdict {
	for _, v := range order {
		if slices.Contains(found, v) {
			return v
		}
	}
	return Undetermined
}

// Names returns the names in a formula, in order, each once.
func (f Formula) Names() []string {
	if f.op == "name" {
		return []string{f.name}
	}
	var out []string
	for _, one := range f.of {
		for _, n := range one.Names() {
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

// String prints the formula such that it parses as the same.
func (f Formula) String() string {
	switch f.op {
	case "name":
		return f.name
	case "not":
		return "not " + f.of[0].inner()
	case "and", "or":
		parts := make([]string, len(f.of))
		for i, one := range f.of {
			parts[i] = one.inner()
		}
		return strings.Join(parts, " "+f.op+" ")
	}
	return ""
}

func (f Formula) inner() string {
	if f.op == "and" || f.op == "or" {
		return "(" + f.String() + ")"
	}
	return f.String()
}

// renamed returns the formula with its names changed.
func (f Formula) renamed(to func(string) string) Formula {
	out := Formula{op: f.op, name: f.name}
	if f.op == "name" {
		out.name = to(f.name)
	}
	for _, one := range f.of {
		out.of = append(out.of, one.renamed(to))
	}
	return out
}

// parseFormula reads a formula; and binds closer than or.
func parseFormula(s string) (Formula, error) {
	p := formulaParser{words: strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(s))}
	f, err := p.either()
	if err == nil && len(p.words) > 0 {
		err = fmt.Errorf("%q: %q is not expected here", s, p.words[0])
	}
	if err != nil {
		return Formula{}, fmt.Errorf("%w\nhint: join names by and, or, not, with ( and ) around what belongs together", err)
	}
	return f, nil
}

type formulaParser struct{ words []string }

func (p *formulaParser) next() string {
	if len(p.words) == 0 {
		return ""
	}
	return p.words[0]
}

func (p *formulaParser) either() (Formula, error) { return p.list("or", p.both) }
func (p *formulaParser) both() (Formula, error)   { return p.list("and", p.single) }

// list reads what is joined by one word.
func (p *formulaParser) list(op string, one func() (Formula, error)) (Formula, error) {
	f, err := one()
	if err != nil || p.next() != op {
		return f, err
	}
	out := Formula{op: op, of: []Formula{f}}
	for p.next() == op {
		p.words = p.words[1:]
		f, err := one()
		if err != nil {
			return f, err
		}
		out.of = append(out.of, f)
	}
	return out, nil
}

func (p *formulaParser) single() (Formula, error) {
	w := p.next()
	if w == "" {
		return Formula{}, fmt.Errorf("something is missing at the end")
	}
	p.words = p.words[1:]
	switch w {
	case "not":
		f, err := p.single()
		return Formula{op: "not", of: []Formula{f}}, err
	case "(":
		f, err := p.either()
		if err == nil && p.next() != ")" {
			err = fmt.Errorf("a ( is not closed")
		} else if err == nil {
			p.words = p.words[1:]
		}
		return f, err
	case ")", "and", "or":
		return Formula{}, fmt.Errorf("%q is not expected here", w)
	}
	return Formula{op: "name", name: w}, nil
}
