package formula

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// arith reads a sum of products of powers, as in log(depth_um + 1).
func (p *parser) arith() expr {
	left := p.factors()
	for {
		switch {
		case p.accept("+"):
			left = expr{op: "+", args: []expr{left, p.factors()}}
		case p.accept("-"):
			left = expr{op: "-", args: []expr{left, p.factors()}}
		default:
			return left
		}
	}
}

func (p *parser) factors() expr {
	left := p.signed()
	for {
		switch {
		case p.accept("*"):
			left = expr{op: "*", args: []expr{left, p.signed()}}
		case p.accept("/"):
			left = expr{op: "/", args: []expr{left, p.signed()}}
		default:
			return left
		}
	}
}

func (p *parser) signed() expr {
	if p.accept("-") {
		return expr{op: "neg", args: []expr{p.signed()}}
	}
	base := p.primary()
	if p.accept("^") {
		return expr{op: "^", args: []expr{base, p.signed()}}
	}
	return base
}

// primary reads a number, a column, a call or a bracket.
func (p *parser) primary() expr {
	t := p.peek()
	switch {
	case t.kind == '0':
		p.next++
		v, err := strconv.ParseFloat(t.text, 64)
		if err != nil {
			p.fail(t.at, t.text+" is not a number", "")
		}
		return expr{op: "number", value: v}
	case t.kind == 'n' && p.words[p.next+1].text == "(" && p.words[p.next+1].kind == 'o':
		return p.call(t)
	case t.kind == 'n':
		p.next++
		return expr{op: "name", name: t.text}
	case p.accept("("):
		e := expr{op: "(", args: []expr{p.arith()}}
		p.expect(")")
		return e
	}
	p.unexpected("expected a column or a number")
	return expr{op: "number"}
}

func (p *parser) call(t token) expr {
	if !slices.Contains(functions, t.text) {
		p.fail(t.at, fmt.Sprintf("there is no function %s", t.text), near(t.text, functions, "the functions are "+strings.Join(functions, ", ")))
		return expr{op: "number"}
	}
	p.next += 2
	e := expr{op: "call", name: t.text, args: []expr{p.arith()}}
	p.expect(")")
	if e.isFactor() && e.args[0].op != "name" {
		p.fail(t.at, "factor() takes a column", "")
	}
	return e
}
