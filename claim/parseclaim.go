package claim

import (
	"fmt"
	"slices"
	"strings"

	"respine/measure"
	"respine/spelling"
	"respine/study"
	"respine/yamltree"
)

func (r *parser) group(e yamltree.Entry) {
	called, path := "group "+e.Name, "/groups/"+e.Name
	r.c.Put(path, e.Place)
	f := r.mapping(e.Value, path, called, []string{"given", "probe", "light", "arms"})
	g := Group{ID: e.Name}
	for _, n := range r.texts(f, "given", called) {
		switch n.Text {
		case "nothing":
		case "anything":
			g.Anything = true
		default:
			kinds := names(study.ManipulationKinds())
			if !slices.Contains(kinds, n.Text) {
				r.c.At(n.Place, fmt.Sprintf("%s: nothing given is called %q", called, n.Text), spelling.Suggest(n.Text, append(kinds, "nothing", "anything")))
				continue
			}
			g.Given = append(g.Given, study.ManipulationKind(n.Text))
		}
	}
	g.Probe = study.Probe(r.chosen(f, "probe", called, names(study.Probes())))
	if s := r.text(f, "light", called); s != "" {
		at, err := study.ParseHours(s)
		if err != nil {
			r.c.Err(f["light"].Place, fmt.Errorf("%s: %w", called, err))
		}
		g.Light = at
	}
	for _, n := range r.texts(f, "arms", called) {
		g.Arms = append(g.Arms, n.Text)
	}
	lit := slices.Contains(g.Given, study.Photoactivation)
	switch {
	case f != nil && f["given"].Kind == yamltree.IsNothing && len(g.Arms) == 0:
		r.c.At(e.Place, called+": neither given nor arms", "say what its animals were given, or name arms")
	case lit && (g.Probe == "" || g.Light == 0):
		r.c.At(e.Place, called+": photoactivation without probe or light", "say probe: AS-PaRAC1 and light: 24 h")
	}
	r.set.Groups = append(r.set.Groups, g)
}

// partKeys are those of a part; a claim of one part has them itself.
var partKeys = []string{"measure", "other", "at", "from", "table", "says", "arm", "against", "reference", "control", "margin", "margin of", "share", "value", "adjust", "unit", "test", "smallest", "paper"}

func (r *parser) claim(e yamltree.Entry) {
	called, path := "claim "+e.Name, "/claims/"+e.Name
	r.c.Put(path, e.Place)
	c := Claim{ID: e.Name}
	r.name(e, called)
	own := []string{"statement", "family", "holds", "parts", "caveats", "weaker", "premise", "inference", "needs"}
	f := r.mapping(e.Value, path, called, append(own, partKeys...), "smallest", "paper")
	r.need(f, path, called, "statement", "family")
	if _, twice := r.set.Claim(c.ID); twice {
		r.c.At(e.Place, called+" is here a second time", "give it another name")
	}
	c.Statement, c.Family, c.Weaker = r.text(f, "statement", called), r.text(f, "family", called), r.text(f, "weaker", called)
	c.Premise, c.Needs = r.text(f, "premise", called), r.text(f, "needs", called)
	if f["measure"].Kind != yamltree.IsNothing {
		c.Parts = append(c.Parts, r.part(f, c.ID, path, called))
		c.Holds = Formula{op: "name", name: c.ID}
	}
	for _, p := range f["parts"].Entries {
		below := path + "/parts/" + p.Name
		r.c.Put(below, p.Place)
		r.name(p, called+", part "+p.Name)
		pf := r.mapping(p.Value, below, called+", "+p.Name, partKeys, "smallest", "paper")
		c.Parts = append(c.Parts, r.part(pf, c.ID+"."+p.Name, below, called+", "+p.Name))
	}
	c.Holds = r.formula(f, "holds", called, c, c.Holds)
	c.Inference = r.formula(f, "inference", called, c, Formula{})
	for _, n := range f["caveats"].Items {
		cf := r.mapping(n, path, called+", caveat", []string{"unless", "text", "weaker"})
		c.Caveats = append(c.Caveats, Caveat{c.full(r.text(cf, "unless", called)), r.text(cf, "text", called), cf["weaker"].Text == "true"})
	}
	if f != nil && c.Holds.op == "" && c.Inference.op == "" && c.Premise == "" {
		r.c.At(e.Place, called+": nothing says when it holds", "give it a measure, parts with holds, a premise or an inference")
	}
	r.set.Claims = append(r.set.Claims, c)
}

// name notes names that formulas cannot tell: those of several words, of a part of
// something else, or of what joins names.
func (r *parser) name(e yamltree.Entry, called string) {
	if strings.ContainsAny(e.Name, ".() \t") || slices.Contains([]string{"", "and", "or", "not"}, e.Name) {
		r.c.At(e.Place, called+": no name for a claim or part", "one word without . ( ) and none of and, or, not")
	}
}

// full is the whole name of a part of the claim, or of what is not its part.
func (c Claim) full(name string) string {
	if slices.ContainsFunc(c.Parts, func(p Part) bool { return p.ID == c.ID+"."+name }) {
		return c.ID + "." + name
	}
	return name
}

func (r *parser) formula(f fields, key, called string, c Claim, otherwise Formula) Formula {
	s := r.text(f, key, called)
	if s == "" {
		return otherwise
	}
	out, err := parseFormula(s)
	if err != nil {
		r.c.Err(f[key].Place, fmt.Errorf("%s: %w", called, err))
		return otherwise
	}
	return out.renamed(c.full)
}

// part reads one test.
func (r *parser) part(f fields, id, path, called string) Part {
	p := Part{ID: id}
	r.need(f, path, called, "measure", "at", "says", "arm")
	p.Measure = r.measure(f, "measure", called)
	if f["other"].Kind != yamltree.IsNothing {
		p.Other = r.measure(f, "other", called)
	}
	for _, n := range r.texts(f, "adjust", called) {
		if m, ok := measure.Named(n.Text); ok {
			p.Adjust = append(p.Adjust, m)
		} else {
			r.c.At(n.Place, fmt.Sprintf("%s: no measure is called %q", called, n.Text), spelling.Suggest(n.Text, measure.Names()))
		}
	}
	p.At = r.moments(f, "at", called)
	if from := r.moments(f, "from", called); len(from) > 0 {
		p.From = &from[0]
	}
	if either := p.Measure.Either(); either != nil {
		p.Table = r.chosen(f, "table", called, either)
	} else if n, given := f["table"]; given {
		r.c.At(n.Place, fmt.Sprintf("%s, table: %s is read from one set of tables only", called, p.Measure.Name), "leave table: out")
	}
	p.Says = Word(r.chosen(f, "says", called, names(Words())))
	p.Arm, p.Against, p.Reference = r.text(f, "arm", called), r.text(f, "against", called), r.text(f, "reference", called)
	p.MarginOf = r.text(f, "margin of", called)
	if two := r.texts(f, "control", called); len(two) == 2 {
		p.Control = [2]string{two[0].Text, two[1].Text}
	} else if len(two) > 0 {
		r.c.At(f["control"].Place, called+", control: not two groups", "write the two groups whose difference sets the margin, as in control: [stressed, healthy]")
	}
	p.Margin, p.Share, p.Value = r.orZero(f, "margin", called), r.orZero(f, "share", called), r.orZero(f, "value", called)
	if _, given := f["share"]; given && !(p.Share > 0 && p.Share <= 1) {
		r.c.At(f["share"].Place, called+", share: not above 0 and up to 1", "0.5 is the half that is taken where nothing is said")
	}
	p.Smallest, p.Paper = r.number(f, "smallest", called), r.number(f, "paper", called)
	r.chosen(f, "unit", called, []string{"animal"})
	test := r.chosen(f, "test", called, []string{"means", "mixed", "binomial"})
	p.Mixed = test == "mixed" || test == "binomial" // the older name, of models of shares
	return p
}

// orZero is a number, or 0 where there is none.
func (r *parser) orZero(f fields, key, called string) float64 {
	if v := r.number(f, key, called); v != nil {
		return *v
	}
	return 0
}

func (r *parser) measure(f fields, key, called string) measure.Measure {
	m, _ := measure.Named(r.chosen(f, key, called, measure.Names()))
	return m
}

func (r *parser) moments(f fields, key, called string) []When {
	var out []When
	for _, n := range r.texts(f, key, called) {
		w, err := parseWhen(n.Text)
		if err != nil {
			r.c.Err(n.Place, fmt.Errorf("%s: %w", called, err))
			continue
		}
		out = append(out, w)
	}
	return out
}

// names turns typed names into plain ones.
func names[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, one := range all {
		out[i] = string(one)
	}
	return out
}
