package formula

import "slices"

// bracket reads what follows an opening bracket: terms, or a random term.
func (p *parser) bracket(b *block, at int) []uint64 {
	if !p.barAhead() {
		terms := p.sum(b, nil)
		p.expect(")")
		return terms
	}
	if p.inside {
		p.fail(at, "a random term inside another", "")
		return nil
	}
	p.inside = true
	var r bar
	r.terms = sorted(p.sum(&r.block, []uint64{0}))
	r.correlated = !p.accept("||")
	if r.correlated {
		p.expect("|")
	}
	for _, g := range p.groups() {
		r.group = g
		p.out.random = append(p.out.random, r)
	}
	if p.err == nil && len(r.terms) == 0 {
		p.fail(at, "a random term without anything that varies", "write (1 | group)")
	}
	p.expect(")")
	p.inside = false
	return nil
}

// barAhead reports whether a bar comes before the bracket closes.
func (p *parser) barAhead() bool {
	depth := 0
	for _, t := range p.words[p.next:] {
		switch {
		case t.kind != 'o':
		case t.text == "(":
			depth++
		case t.text == ")":
			depth--
		case depth == 0 && (t.text == "|" || t.text == "||"):
			return true
		}
		if depth < 0 {
			break
		}
	}
	return false
}

// groups reads a, a:b, a/b or a mixture: the columns of every grouping.
func (p *parser) groups() [][]string {
	var out [][]string
	var sofar []string
	for {
		t := p.peek()
		if t.kind != 'n' {
			p.unexpected("expected a grouping column")
			return nil
		}
		p.next++
		sofar = append(slices.Clone(sofar), t.text)
		if p.accept(":") {
			continue
		}
		out = append(out, sofar)
		if !p.accept("/") {
			return out
		}
	}
}
