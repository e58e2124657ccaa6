// Package yamltree reads YAML files that people write by hand: into a tree that
// keeps the place of everything and the text as it was written, with all that is
// wrong gathered as problems, each with its line and a hint. Package study reads
// manifests with it and package claim declarations.
//
// It uses little of YAML: no anchors, aliases, tags or second documents.
package yamltree

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

// Node is a piece of YAML with its place: a scalar, kept as the text that was
// written, so that 007 and 10:00 stay what they are; a mapping; or a list.
type Node struct {
	Kind    Kind
	Place   Place
	Text    string // of a scalar
	Entries []Entry
	Items   []Node
}

// Kind says which of these a node is.
type Kind int

// The kinds of node.
const (
	IsNothing Kind = iota // null, or nothing behind the colon
	IsScalar
	IsMapping
	IsList
	IsNoted // something these files do not use, of which a problem tells
)

// String is what a reader would call the kind of node.
func (k Kind) String() string {
	return []string{"nothing", "a single value", "a set of keys", "a list", "something else"}[k]
}

// Entry is one key of a mapping.
type Entry struct {
	Name  string
	Place Place
	Value Node
}

// What no manifest needs; deeper nesting makes the YAML parser slow.
const (
	mostBytes    = 8 << 20
	mostLine     = 1 << 16
	mostBrackets = 50
)

// Parse reads YAML. It notes what is not YAML, or more of YAML than a
// manifest uses, and reports whether there is a tree at all.
func (c *Collector) Parse(text []byte) (Node, bool) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")) // the parser counts some of the former twice
	if p, why := unreadable(text); why != "" {
		c.At(p, why, "it is a text file in UTF-8; see the template")
		return Node{}, false
	}
	file, err := parseYAML(text)
	if err != nil {
		c.notYAML(err)
		return Node{}, false
	}
	var bodies []ast.Node
	for _, d := range file.Docs {
		if d.Body != nil && d.Body.Type() != ast.CommentType && d.Body.Type() != ast.DirectiveType {
			bodies = append(bodies, d.Body)
		}
	}
	if len(bodies) == 0 {
		c.At(Place{1, 1}, "nothing in it", "start from the template")
		return Node{}, false
	}
	if len(bodies) > 1 {
		c.At(placeOf(bodies[1]), "a second document", "take out the line ---")
	}
	root := c.node(bodies[0])
	return root, root.Kind != IsNoted
}

// unreadable says where and why a text is no manifest at all, "" if it may be.
func unreadable(text []byte) (Place, string) {
	if len(text) > mostBytes {
		return Place{1, 1}, fmt.Sprintf("%d bytes are too much for a manifest", len(text))
	}
	open, n := 0, 0
	for line := range bytes.Lines(text) {
		n++
		open += bytes.Count(line, []byte("[")) + bytes.Count(line, []byte("{"))
		open -= bytes.Count(line, []byte("]")) + bytes.Count(line, []byte("}"))
		switch {
		case !utf8.Valid(line):
			return Place{n, 1}, "this line is not in UTF-8"
		case len(line) > mostLine:
			return Place{n, 1}, fmt.Sprintf("a line of %d bytes", len(line))
		case open > mostBrackets:
			return Place{n, 1}, "brackets are opened and never closed"
		}
	}
	return Place{}, ""
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
func (c *Collector) notYAML(err error) {
	var syntax yaml.Error
	if !errors.As(err, &syntax) || syntax.GetToken() == nil {
		c.At(Place{1, 1}, err.Error(), "")
		return
	}
	c.At(placeOfToken(syntax.GetToken()), "not YAML: "+syntax.GetMessage(),
		"indent with spaces, close what you open, and put text with : # * & [ or { into quotes")
}

// node turns the parser's tree into ours.
func (c *Collector) node(n ast.Node) Node {
	at := placeOf(n)
	switch n := n.(type) {
	case *ast.NullNode:
		return Node{Place: at}
	case *ast.LiteralNode:
		return Node{Kind: IsScalar, Place: at, Text: strings.TrimSpace(n.Value.Value)}
	case *ast.MappingNode:
		return Node{Kind: IsMapping, Place: at, Entries: c.entries(n)}
	case *ast.SequenceNode:
		out := Node{Kind: IsList, Place: at}
		for _, v := range n.Values {
			if item := c.node(v); item.Kind != IsNoted {
				out.Items = append(out.Items, item)
			}
		}
		return out
	case ast.ScalarNode:
		if t := n.GetToken(); t != nil && n.Type() != ast.TagType && n.Type() != ast.AnchorType && n.Type() != ast.AliasType {
			return Node{Kind: IsScalar, Place: at, Text: t.Value}
		}
	}
	c.At(at, "an anchor, alias or tag of YAML, which a manifest does not use", `write the value out; put text that begins with *, & or ! into quotes`)
	return Node{Kind: IsNoted, Place: at}
}

// entries returns the keys of a mapping. One that comes twice is noted, and
// counts once.
func (c *Collector) entries(n *ast.MappingNode) []Entry {
	var out []Entry
	lines := map[string]int{}
	for _, v := range n.Values {
		key := c.node(v.Key)
		e := Entry{Name: key.Text, Place: key.Place, Value: c.node(v.Value)}
		if key.Kind == IsNothing && v.Key.Type() == ast.NullType {
			e.Name = v.Key.GetToken().Value
		} else if key.Kind != IsScalar {
			continue
		}
		if line, twice := lines[e.Name]; twice {
			c.At(e.Place, fmt.Sprintf("%q is here a second time", e.Name), fmt.Sprintf("it stands in line %d already; keep one", line))
			continue
		}
		lines[e.Name] = e.Place.line
		out = append(out, e)
	}
	return out
}

// placeOf returns where a node begins. The parser puts block mappings at their
// first colon; we mean their first key.
func placeOf(n ast.Node) Place {
	if m, ok := n.(*ast.MappingNode); ok && !m.IsFlowStyle && len(m.Values) > 0 {
		return placeOf(m.Values[0].Key)
	}
	if t := n.GetToken(); t != nil {
		return placeOfToken(t)
	}
	return Place{}
}

func placeOfToken(t *token.Token) Place {
	if t.Position == nil {
		return Place{}
	}
	return Place{t.Position.Line, t.Position.Column}
}
