package study

import (
	"fmt"
	"strings"

	"respine/yamltree"
)

// words is a list of words; a single one may stand without a list.
type words struct{ p *[]string }

func (v words) read(c *yamltree.Collector, n yamltree.Node, path string) {
	for _, item := range oneOrMore(c, n, path) {
		var one string
		word(&one).read(c, item, path)
		c.Put(join(path, one), item.Place)
		if one != "" {
			*v.p = append(*v.p, one)
		}
	}
	c.Put(path, n.Place)
}

// oneOrMore returns the items of a list, or what stands there without a list.
func oneOrMore(c *yamltree.Collector, n yamltree.Node, path string) []yamltree.Node {
	if n.Kind != yamltree.IsList {
		return []yamltree.Node{n}
	}
	if len(n.Items) == 0 {
		c.At(n.Place, called(path)+": an empty list", "leave the key out, or put something in")
	}
	return n.Items
}

func (v words) empty() bool { return len(*v.p) == 0 }

func (v words) text(string) string {
	if len(*v.p) == 1 {
		return " " + quote((*v.p)[0])
	}
	out := make([]string, len(*v.p))
	for i, one := range *v.p {
		out[i] = quote(one)
	}
	return " [" + strings.Join(out, ", ") + "]"
}

func (v words) schema() map[string]any {
	one := word(nil).schema()
	return map[string]any{"anyOf": []any{one, map[string]any{"type": "array", "items": one, "minItems": 1}}}
}

// voxel is the three sides of a voxel.
type voxel struct{ p *[3]float64 }

func (v voxel) read(c *yamltree.Collector, n yamltree.Node, path string) {
	c.Put(path, n.Place)
	if n.Kind != yamltree.IsList || len(n.Items) != 3 {
		c.At(n.Place, called(path)+": not three numbers", "write depth, height and width in um, such as [1, 0.12, 0.12]")
		return
	}
	for i, item := range n.Items {
		positive(&v.p[i]).read(c, item, path)
	}
	c.Put(path, n.Place)
}

func (v voxel) empty() bool { return *v.p == [3]float64{} }

func (v voxel) text(string) string {
	return fmt.Sprintf(" [%s, %s, %s]", number(v.p[0]), number(v.p[1]), number(v.p[2]))
}

func (v voxel) schema() map[string]any {
	return map[string]any{"type": "array", "items": positive(nil).schema(), "minItems": 3, "maxItems": 3}
}

// manipulations are those of one kind in an arm: one, or a list of some.
type manipulations struct {
	p    *[]Manipulation
	kind ManipulationKind
}

func (v manipulations) read(c *yamltree.Collector, n yamltree.Node, path string) {
	for _, item := range oneOrMore(c, n, path) {
		var m Manipulation
		s := scalar[Manipulation]{p: &m, parse: func(s string) (Manipulation, error) { return ParseManipulation(v.kind, s) }}
		s.read(c, item, path)
		if m == (Manipulation{}) {
			continue
		}
		c.Put(path+"/"+m.String(), item.Place)
		*v.p = append(*v.p, m)
	}
}

// mine are the manipulations of this kind, as they are written.
func (v manipulations) mine() []string {
	var out []string
	for _, m := range *v.p {
		if m.Kind == v.kind {
			out = append(out, m.String())
		}
	}
	return out
}

func (v manipulations) empty() bool { return len(v.mine()) == 0 }

func (v manipulations) text(indent string) string {
	mine := v.mine()
	return words{&mine}.text(indent)
}

func (v manipulations) schema() map[string]any {
	one := map[string]any{"type": "string", "examples": []string{formOf(v.kind).example}}
	return map[string]any{"anyOf": []any{one, map[string]any{"type": "array", "items": one, "minItems": 1}}}
}

// paper is what the paper reports, a number or null for each claim.
type paper struct{ p *[]PaperValue }

func (v paper) read(c *yamltree.Collector, n yamltree.Node, path string) {
	if n.Kind != yamltree.IsMapping {
		c.At(n.Place, fmt.Sprintf("%s: %s, not claims and numbers", called(path), n.Kind), "write C10: null, or the number instead of null")
		return
	}
	for _, e := range n.Entries {
		one := PaperValue{Claim: e.Name}
		below := path + "/" + e.Name
		c.Put(below, e.Place)
		if e.Value.Kind != yamltree.IsNothing {
			var f float64
			scalar[float64]{p: &f, parse: parseNumber}.read(c, e.Value, below)
			c.Put(below, e.Place)
			one.Value = &f
		}
		*v.p = append(*v.p, one)
	}
}

func (v paper) empty() bool { return len(*v.p) == 0 }

func (v paper) text(indent string) string {
	var b strings.Builder
	for _, one := range *v.p {
		value := "null"
		if one.Value != nil {
			value = number(*one.Value)
		}
		fmt.Fprintf(&b, "\n%s  %s: %s", indent, quote(one.Claim), value)
	}
	return b.String()
}

func (v paper) schema() map[string]any {
	properties := map[string]any{}
	for _, preset := range ClaimPresets() {
		for _, id := range ClaimIDs(preset) {
			properties[id] = map[string]any{"type": []string{"number", "null"}}
		}
	}
	return map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
}
