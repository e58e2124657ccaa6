package study

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// node is a piece of YAML with its place: a scalar, kept as the text that was
// written, so that 007 and 10:00 stay what they are; a mapping; or a list.
type node struct {
	kind    nodeKind
	place   place
	text    string // of a scalar
	entries []entry
	items   []node
}

type nodeKind int

const (
	isNothing nodeKind = iota // null, or nothing behind the colon
	isScalar
	isMapping
	isList
	isNoted // something a manifest does not use, of which a problem tells
)

// String is what a reader would call the kind of node.
func (k nodeKind) String() string {
	return []string{"nothing", "a single value", "a set of keys", "a list", "something else"}[k]
}

// entry is one key of a mapping.
type entry struct {
	name  string
	place place
	value node
}

// What no manifest needs; deeper nesting makes the YAML parser slow.
const (
	mostBytes    = 8 << 20
	mostLine     = 1 << 16
	mostBrackets = 50
)

// parseTree reads YAML. It notes what is not YAML, or more of YAML than a
// manifest uses, and reports whether there is a tree at all.
func parseTree(c *collector, text []byte) (node, bool) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")) // the parser counts some of the former twice
	if p, why := unreadable(text); why != "" {
		c.at(p, why, "study.yaml is a text file in UTF-8; see the template")
		return node{}, false
	}
	file, err := parseYAML(text)
	if err != nil {
		c.notYAML(err)
		return node{}, false
	}
	var bodies []ast.Node
	for _, d := range file.Docs {
		if d.Body != nil && d.Body.Type() != ast.CommentType && d.Body.Type() != ast.DirectiveType {
			bodies = append(bodies, d.Body)
		}
	}
	if len(bodies) == 0 {
		c.at(place{1, 1}, "nothing in it", "start from the template")
		return node{}, false
	}
	if len(bodies) > 1 {
		c.at(placeOf(bodies[1]), "a second document", "take out the line ---")
	}
	root := c.node(bodies[0])
	return root, root.kind != isNoted
}

// unreadable says where and why a text is no manifest at all, "" if it may be.
func unreadable(text []byte) (place, string) {
	if len(text) > mostBytes {
		return place{1, 1}, fmt.Sprintf("%d bytes are too much for a manifest", len(text))
	}
	open, n := 0, 0
	for line := range bytes.Lines(text) {
		n++
		open += bytes.Count(line, []byte("[")) + bytes.Count(line, []byte("{"))
		open -= bytes.Count(line, []byte("]")) + bytes.Count(line, []byte("}"))
		switch {
		case !utf8.Valid(line):
			return place{n, 1}, "this line is not in UTF-8"
		case len(line) > mostLine:
			return place{n, 1}, fmt.Sprintf("a line of %d bytes", len(line))
		case open > mostBrackets:
			return place{n, 1}, "brackets are opened and never closed"
		}
	}
	return place{}, ""
}

// parseYAML is parser.ParseBytes, with a crash of the parser made an error:
// what people save from their editors is its business, not ours.
func parseYAML(text []byte) (file *ast.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("cannot be read as YAML: %v", r)
		}
	}()
	return parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey())
}

// notYAML notes a syntax error. The parser stops at the first.
func (c *collector) notYAML(err error) {
	var syntax yaml.Error
	if !errors.As(err, &syntax) || syntax.GetToken() == nil {
		c.at(place{1, 1}, err.Error(), "")
		return
	}
	c.at(placeOfToken(syntax.GetToken()), "not YAML: "+syntax.GetMessage(),
		"indent with spaces, close what you open, and put text with : # * & [ or { into quotes")
}

// node turns the parser's tree into ours.
func (c *collector) node(n ast.Node) node {
	at := placeOf(n)
	switch n := n.(type) {
	case *ast.NullNode:
		return node{place: at}
	case *ast.LiteralNode:
		return node{kind: isScalar, place: at, text: strings.TrimSpace(n.Value.Value)}
	case *ast.MappingNode:
		return node{kind: isMapping, place: at, entries: c.entries(n)}
	case *ast.SequenceNode:
		out := node{kind: isList, place: at}
		for _, v := range n.Values {
			if item := c.node(v); item.kind != isNoted {
				out.items = append(out.items, item)
			}
		}
		return out
	case ast.ScalarNode:
		if t := n.GetToken(); t != nil && n.Type() != ast.TagType && n.Type() != ast.AnchorType && n.Type() != ast.AliasType {
			return node{kind: isScalar, place: at, text: t.Value}
		}
	}
	c.at(at, "an anchor, alias or tag of YAML, which a manifest does not use", `write the value out; put text that begins with *, & or ! into quotes`)
	return node{kind: isNoted, place: at}
}

// entries returns the keys of a mapping. One that comes twice is noted, and
// counts once.
func (c *collector) entries(n *ast.MappingNode) []entry {
	var out []entry
	lines := map[string]int{}
	for _, v := range n.Values {
		key := c.node(v.Key)
		e := entry{name: key.text, place: key.place, value: c.node(v.Value)}
		if key.kind == isNothing && v.Key.Type() == ast.NullType {
			e.name = v.Key.GetToken().Value
		} else if key.kind != isScalar {
			continue
		}
		if line, twice := lines[e.name]; twice {
			c.at(e.place, fmt.Sprintf("%q is here a second time", e.name), fmt.Sprintf("it stands in line %d already; keep one", line))
			continue
		}
		lines[e.name] = e.place.line
		out = append(out, e)
	}
	return out
}

// placeOf returns where a node begins. The parser puts block mappings at their
// first colon; we mean their first key.
func placeOf(n ast.Node) place {
	if m, ok := n.(*ast.MappingNode); ok && !m.IsFlowStyle && len(m.Values) > 0 {
		return placeOf(m.Values[0].Key)
	}
	if t := n.GetToken(); t != nil {
		return placeOfToken(t)
	}
	return place{}
}

func placeOfToken(t *token.Token) place {
	if t.Position == nil {
		return place{}
	}
	return place{t.Position.Line, t.Position.Column}
}
