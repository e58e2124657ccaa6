package claim

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"respine/spelling"
	"respine/yamltree"
)

// Parse reads a declaration. Name stands in front of every problem, as in
// claims.yaml:12:5. All problems come back at once, in the order of the lines.
// The Set is the zero value if Problems.Err is not nil.
func Parse(text []byte, name string) (Set, yamltree.Problems) {
	c := yamltree.Collect(name)
	root, ok := c.Parse(text)
	if !ok {
		return Set{}, c.Problems()
	}
	r := parser{c: c}
	r.file(root)
	if c.Problems().Err() == nil {
		r.check()
	}
	if c.Problems().Err() != nil {
		return Set{}, c.Problems()
	}
	return r.set, c.Problems()
}

// parser reads a tree into a set.
type parser struct {
	c   *yamltree.Collector
	set Set
}

// fields is what stands under the keys of a mapping.
type fields map[string]yamltree.Node

// mapping returns the fields of a mapping whose keys are known, and notes the
// others. A key with nothing behind it counts as absent where it may be null.
func (r *parser) mapping(n yamltree.Node, path, called string, known []string, nullable ...string) fields {
	if n.Kind != yamltree.IsMapping {
		r.c.At(n.Place, fmt.Sprintf("%s: %s, not a set of keys", called, n.Kind), "its keys are "+strings.Join(known, ", "))
		return nil
	}
	out := fields{}
	for _, e := range n.Entries {
		r.c.Put(path+"/"+e.Name, e.Place)
		switch {
		case !slices.Contains(known, e.Name):
			r.c.At(e.Place, fmt.Sprintf("%s: unknown key %q", called, e.Name), spelling.Suggest(e.Name, known))
		case e.Value.Kind == yamltree.IsNothing && slices.Contains(nullable, e.Name), e.Value.Kind == yamltree.IsNoted:
		case e.Value.Kind == yamltree.IsNothing:
			r.c.At(e.Place, fmt.Sprintf("%s: nothing behind %s", called, e.Name), "")
		default:
			out[e.Name] = e.Value
		}
	}
	return out
}

// need notes a key that is missing.
func (r *parser) need(f fields, path, called string, names ...string) {
	for _, name := range names {
		if _, ok := f[name]; !ok && f != nil {
			r.c.On(path, fmt.Sprintf("%s: %q is missing", called, name), "")
		}
	}
}

// text reads a single value, "" where there is none.
func (r *parser) text(f fields, name, called string) string {
	n, ok := f[name]
	if !ok {
		return ""
	}
	if n.Kind != yamltree.IsScalar || strings.TrimSpace(n.Text) == "" {
		r.c.At(n.Place, fmt.Sprintf("%s, %s: %s, not a single value", called, name, n.Kind), "")
		return ""
	}
	return n.Text
}

// texts reads one value or a list of some.
func (r *parser) texts(f fields, name, called string) []yamltree.Node {
	n, ok := f[name]
	switch {
	case !ok:
		return nil
	case n.Kind == yamltree.IsScalar:
		return []yamltree.Node{n}
	case n.Kind != yamltree.IsList:
		r.c.At(n.Place, fmt.Sprintf("%s, %s: %s, not a value or a list of some", called, name, n.Kind), "")
		return nil
	}
	for _, item := range n.Items {
		if item.Kind != yamltree.IsScalar {
			r.c.At(item.Place, fmt.Sprintf("%s, %s: %s, not a single value", called, name, item.Kind), "")
			return nil
		}
	}
	return n.Items
}

// number reads a number above zero, nil where there is none.
func (r *parser) number(f fields, name, called string) *float64 {
	n, ok := f[name]
	if !ok {
		return nil
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(n.Text), 64)
	if n.Kind != yamltree.IsScalar || err != nil || v != v || v-v != 0 {
		r.c.At(n.Place, fmt.Sprintf("%s, %s: %q is no number", called, name, n.Text), "write a number in the unit of the measure, or null where it is not known")
		return nil
	}
	return &v
}

// chosen reads one of some names.
func (r *parser) chosen(f fields, name, called string, of []string) string {
	s := r.text(f, name, called)
	if s != "" && !slices.Contains(of, s) {
		r.c.At(f[name].Place, fmt.Sprintf("%s: no %s is called %q", called, name, s), spelling.Suggest(s, of))
		return ""
	}
	return s
}

// file reads the whole declaration.
func (r *parser) file(root yamltree.Node) {
	f := r.mapping(root, "", "the declaration", []string{"name", "groups", "claims"})
	r.need(f, "", "the declaration", "name", "groups", "claims")
	r.set.Name = r.text(f, "name", "the declaration")
	for _, e := range f["groups"].Entries {
		r.group(e)
	}
	for _, e := range f["claims"].Entries {
		r.claim(e)
	}
	if f != nil && len(f["claims"].Entries) == 0 {
		r.c.On("/claims", "claims: there are none", "begin each with its name and a colon")
	}
}
