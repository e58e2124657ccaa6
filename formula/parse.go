package formula

import (
	"fmt"
	"slices"
	"strconv"
)

// Parse reads a formula such as "logvol ~ arm * day + (1 | animal/branch)".
// Errors give the position, counted in letters from 1.
func Parse(text string) (Formula, error) {
	words, err := scan(text)
	if err != nil {
		return Formula{}, err
	}
	p := &parser{text: text, words: words}
	f := p.formula()
	if p.err != nil {
		return Formula{}, p.err
	}
	return f, nil
}

// parser reads words from left to right and remembers the first mistake.
type parser struct {
	text   string
	words  []token
	next   int
	err    error
	out    Formula
	inside bool // a random term: no bars, no offsets
}

func (p *parser) peek() token { return p.words[p.next] }

// accept takes the next word if it is the operator.
func (p *parser) accept(op string) bool {
	if t := p.peek(); t.kind == 'o' && t.text == op {
		p.next++
		return true
	}
	return false
}

func (p *parser) fail(at int, cause, hint string) {
	if p.err == nil {
		p.err = wrong(p.text, at, cause, hint)
	}
	p.next = len(p.words) - 1
}

func (p *parser) expect(op string) {
	if !p.accept(op) {
		p.unexpected("expected " + op)
	}
}

func (p *parser) unexpected(cause string) {
	t := p.peek()
	found := strconv.Quote(t.text)
	if t.kind == 0 {
		found = "the end"
	}
	p.fail(t.at, cause+", found "+found, "")
}

func (p *parser) formula() Formula {
	p.out.response = p.response()
	if !p.accept("~") {
		p.fail(p.peek().at, "expected ~ after the response", "write response ~ predictors, as in formed ~ arm + (1 | animal)")
	}
	p.out.fixed.terms = p.sum(&p.out.fixed, []uint64{0})
	if p.err == nil && p.peek().kind != 0 {
		p.unexpected("expected the end")
	}
	p.out.fixed.terms = sorted(p.out.fixed.terms)
	return p.out
}

func (p *parser) response() response {
	if t := p.peek(); t.kind == 'n' && t.text == "cbind" {
		p.next++
		p.expect("(")
		a := p.arith()
		p.expect(",")
		b := p.arith()
		p.expect(")")
		return response{value: a, other: &b, pair: true}
	}
	e := p.arith()
	if e.op == "/" && e.args[0].op == "name" && e.args[1].op == "name" {
		return response{value: e.args[0], other: &e.args[1]}
	}
	return response{value: e}
}

// sum reads terms joined by + and -, beginning with those of have.
func (p *parser) sum(b *block, have []uint64) []uint64 {
	terms := slices.Clone(have)
	minus := p.accept("-")
	if !minus {
		p.accept("+")
	}
	for {
		at := p.peek()
		if at.kind == '0' && (at.text == "0" || at.text == "1") {
			p.next++
			terms = change(terms, []uint64{0}, minus != (at.text == "0"))
		} else {
			terms = change(terms, p.product(b), minus)
		}
		switch {
		case p.err != nil:
			return nil
		case p.accept("+"):
			minus = false
		case p.accept("-"):
			minus = true
		default:
			return terms
		}
	}
}

// change adds terms or takes them out, keeping the order.
func change(terms, by []uint64, out bool) []uint64 {
	for _, t := range by {
		i := slices.Index(terms, t)
		switch {
		case out && i >= 0:
			terms = slices.Delete(terms, i, i+1)
		case !out && i < 0:
			terms = append(terms, t)
		}
	}
	return terms
}

// product reads a*b and a/b, which bind less than a:b.
func (p *parser) product(b *block) []uint64 {
	left := p.cross(b)
	for p.err == nil {
		switch {
		case p.accept("*"):
			right := p.cross(b)
			left = change(change(left, right, false), crossed(left, right), false)
		case p.accept("/"):
			all := uint64(0)
			for _, t := range left {
				all |= t
			}
			left = change(left, crossed([]uint64{all}, p.cross(b)), false)
		default:
			return left
		}
	}
	return nil
}

func (p *parser) cross(b *block) []uint64 {
	left := p.power(b)
	for p.accept(":") {
		left = crossed(left, p.power(b))
	}
	return left
}

func crossed(left, right []uint64) []uint64 {
	var out []uint64
	for _, l := range left {
		for _, r := range right {
			out = change(out, []uint64{l | r}, false)
		}
	}
	return out
}

// power reads (a + b)^2: the terms of up to so many variables.
func (p *parser) power(b *block) []uint64 {
	base := p.atom(b)
	if !p.accept("^") {
		return base
	}
	t := p.peek()
	n, err := strconv.Atoi(t.text)
	if err != nil || n < 1 || n > 9 {
		p.fail(t.at, "expected a small whole number after ^", "a square of a number is written I(x^2)")
		return nil
	}
	p.next++
	if len(base) == 1 {
		p.fail(t.at, "the power of a single term is the term itself", "a square of a number is written I(x^2)")
	}
	out := base
	for range n - 1 {
		out = sorted(change(slices.Clone(out), crossed(out, base), false))
	}
	return out
}

// atom reads a variable, a bracket, an offset or a random term.
func (p *parser) atom(b *block) []uint64 {
	t := p.peek()
	switch {
	case t.kind == 'o' && t.text == "(":
		p.next++
		return p.bracket(b, t.at)
	case t.kind == 'n' && t.text == "offset" && p.words[p.next+1].text == "(":
		p.next += 2
		if p.inside {
			p.fail(t.at, "an offset inside a random term", "")
		}
		p.out.offsets = append(p.out.offsets, p.arith())
		p.expect(")")
		return nil
	case t.kind == 'n':
		v := p.primary()
		if len(b.vars) == 63 && p.err == nil {
			p.fail(t.at, "more than 63 variables", "")
		}
		if p.err != nil {
			return nil
		}
		return []uint64{b.variable(v)}
	case t.kind == '0':
		p.fail(t.at, fmt.Sprintf("the number %s is no term", t.text), "arithmetic is written in I(), as in I(x^2)")
		return nil
	}
	p.unexpected("expected a column")
	return nil
}
