package study

import (
	"fmt"
	"strconv"
	"strings"

	"respine/spelling"
	"respine/yamltree"
)

// described is a pointer to a T that says which keys it has.
type described[T any] interface {
	*T
	keys() []key
}

// readKeys reads a mapping whose keys are known. Noun is what an unknown one
// was probably meant to be.
func readKeys(c *yamltree.Collector, n yamltree.Node, path, noun string, keys []key) {
	if n.Kind != yamltree.IsMapping {
		c.At(n.Place, fmt.Sprintf("%s: %s, not a set of keys", called(path), n.Kind), "its keys are "+strings.Join(keyNames(keys), ", "))
		return
	}
	seen := map[string]bool{}
	for _, e := range n.Entries {
		k, ok := keyNamed(e.Name, keys)
		if !ok {
			c.At(e.Place, fmt.Sprintf("%s: unknown %s %q", called(path), noun, e.Name), spelling.Suggest(e.Name, keyNames(keys)))
			continue
		}
		seen[k.name] = true
		below := join(path, k.name)
		c.Put(below, e.Place)
		if e.Value.Kind == yamltree.IsNothing {
			c.Fail(below)
			c.At(e.Place, fmt.Sprintf("%s: nothing behind it", called(below)), k.hint())
			continue
		}
		if e.Value.Kind == yamltree.IsNoted {
			c.Fail(below)
			continue
		}
		k.value.read(c, e.Value, below)
	}
	for _, k := range keys {
		if !k.must || seen[k.name] {
			continue
		}
		c.Fail(join(path, k.name))
		if !misspelt(k.name, n, keys) {
			c.On(path, fmt.Sprintf("%s: %q is missing", called(path), k.name), k.hint())
		}
	}
}

// misspelt reports whether a missing key is there under a wrong name, which has
// been noted.
func misspelt(name string, n yamltree.Node, keys []key) bool {
	for _, e := range n.Entries {
		if _, ok := keyNamed(e.Name, keys); !ok && spelling.Nearest(e.Name, keyNames(keys)) == name {
			return true
		}
	}
	return false
}

func keyNamed(name string, keys []key) (key, bool) {
	for _, k := range keys {
		if k.name == name {
			return k, true
		}
	}
	return key{}, false
}

func keyNames(keys []key) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = k.name
	}
	return out
}

// join makes the path of a key below another.
func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "/" + name
}

// called is what a path is called in a message: arms/E/ketamine is arm E,
// ketamine.
func called(path string) string {
	parts := strings.Split(path, "/")
	if path == "" {
		return "the manifest"
	}
	noun, ok := map[string]string{"arms": "arm", "animals": "animal", "sessions": "session", "recordings": "recording", "tables": "table"}[parts[0]]
	if !ok || len(parts) == 1 {
		return strings.Join(parts, ", ")
	}
	return strings.Join(append([]string{noun + " " + parts[1]}, parts[2:]...), ", ")
}

// section is a mapping of known keys inside another.
type section struct{ of []key }

func (v section) read(c *yamltree.Collector, n yamltree.Node, path string) {
	readKeys(c, n, path, "key", v.of)
}

func (v section) empty() bool {
	for _, k := range v.of {
		if !k.value.empty() {
			return false
		}
	}
	return true
}

func (v section) text(indent string) string { return writeKeys(v.of, indent+"  ") }
func (v section) schema() map[string]any    { return schemaOf(v.of) }

// named is a mapping from names of the lab's own to things with keys.
type named[T any, P interface {
	identified
	described[T]
}] struct {
	all  *[]T
	noun string
	flow bool // written on one line each
}

func namedIn[T any, P interface {
	identified
	described[T]
}](all *[]T, noun string, flow bool) named[T, P] {
	return named[T, P]{all, noun, flow}
}

// identified has a name of the lab's own.
type identified interface{ id() *string }

func (a *Arm) id() *string     { return &a.ID }
func (a *Animal) id() *string  { return &a.ID }
func (s *Session) id() *string { return &s.ID }

func (v named[T, P]) read(c *yamltree.Collector, n yamltree.Node, path string) {
	if n.Kind != yamltree.IsMapping {
		c.At(n.Place, fmt.Sprintf("%s: %s, not names with something behind each", called(path), n.Kind), fmt.Sprintf("begin each %s with its name and a colon", v.noun))
		return
	}
	noun := "key"
	if v.noun == "arm" {
		noun = "key or manipulation"
	}
	if len(n.Entries) == 0 {
		c.On(path, fmt.Sprintf("%s: there are none", called(path)), "name at least one "+v.noun)
	}
	for _, e := range n.Entries {
		below := join(path, e.Name)
		c.Put(below, e.Place)
		var one T
		*P(&one).id() = e.Name
		if e.Value.Kind == yamltree.IsNothing || e.Value.Kind == yamltree.IsNoted { // an arm to which nothing is done
			e.Value.Kind, e.Value.Place = yamltree.IsMapping, e.Place
		}
		readKeys(c, e.Value, below, noun, P(&one).keys())
		*v.all = append(*v.all, one)
	}
}

func (v named[T, P]) empty() bool { return len(*v.all) == 0 }

func (v named[T, P]) text(indent string) string {
	var b strings.Builder
	for i := range *v.all {
		one := P(&(*v.all)[i])
		fmt.Fprintf(&b, "\n%s  %s:", indent, quote(*one.id()))
		if v.flow {
			b.WriteString(" " + writeFlow(one.keys()))
		} else {
			b.WriteString(writeKeys(one.keys(), indent+"    "))
		}
	}
	return b.String()
}

func (v named[T, P]) schema() map[string]any {
	return map[string]any{"type": "object", "minProperties": 1, "additionalProperties": schemaOf(P(new(T)).keys())}
}

// list is a list of things with keys.
type list[T any, P described[T]] struct{ all *[]T }

func listIn[T any, P described[T]](all *[]T) list[T, P] { return list[T, P]{all} }

func (v list[T, P]) read(c *yamltree.Collector, n yamltree.Node, path string) {
	if n.Kind != yamltree.IsList {
		c.At(n.Place, fmt.Sprintf("%s: %s, not a list", called(path), n.Kind), "begin each with a dash")
		return
	}
	for i, item := range n.Items {
		below := join(path, strconv.Itoa(i+1))
		c.Put(below, item.Place)
		var one T
		readKeys(c, item, below, "key", P(&one).keys())
		*v.all = append(*v.all, one)
	}
}

func (v list[T, P]) empty() bool { return len(*v.all) == 0 }

func (v list[T, P]) text(indent string) string {
	var b strings.Builder
	for i := range *v.all {
		b.WriteString("\n" + indent + "  - " + writeFlow(P(&(*v.all)[i]).keys()))
	}
	return b.String()
}

func (v list[T, P]) schema() map[string]any {
	return map[string]any{"type": "array", "items": schemaOf(P(new(T)).keys())}
}
