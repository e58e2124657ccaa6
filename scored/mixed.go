package scored

import (
	"fmt"
	"slices"
	"strings"

	"respine/study"
)

// mixed notes moments at which some animals are in one table and others only in
// the one it may stand for, or in another session: values of two sources, and
// perhaps of two units, are not compared unseen.
func (s *Set) mixed() []string {
	var out []string
	for _, k := range Kinds() {
		for i, v := range s.Study.Sessions {
			earlier := slices.ContainsFunc(s.Study.Sessions[:i], func(w study.Session) bool { return w.At == v.At && slices.Contains(k.Sessions, w.Kind) })
			if earlier || !slices.Contains(k.Sessions, v.Kind) {
				continue
			}
			out = append(out, s.twoTables(k, v.At)...)
			out = append(out, s.twoSessions(k, v.At)...)
		}
	}
	return out
}

// twoTables tells the animals that are only in the table this kind may stand for.
func (s *Set) twoTables(k Kind, at study.Hours) []string {
	here, there := 0, byName{}
	for _, a := range s.Study.Animals {
		switch {
		case s.Rows(k.Name, a.ID, at) != nil:
			here++
		case k.For != "" && s.Rows(k.For, a.ID, at) != nil:
			there.add(fmt.Sprintf("table %s of session %s", k.For, s.Session(k.For, a.ID, at)), a.ID)
		}
	}
	if here == 0 || len(there) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("at %s %d of the animals are in table %s, and not %s: the two tables are not mixed in one comparison", at, here, k.Name, there)}
}

// twoSessions tells the animals whose rows are of a session of another kind than
// those of most.
func (s *Set) twoSessions(k Kind, at study.Hours) []string {
	var of byName
	for _, a := range s.Study.Animals {
		if s.Rows(k.Name, a.ID, at) != nil {
			of.add("session "+s.Session(k.Name, a.ID, at), a.ID)
		}
	}
	kinds := map[study.SessionKind]bool{}
	for _, v := range s.Study.Sessions {
		if slices.ContainsFunc(of, func(n named) bool { return n.name == "session "+v.ID }) {
			kinds[v.Kind] = true
		}
	}
	if len(kinds) < 2 {
		return nil
	}
	return []string{fmt.Sprintf("table %s at %s is of two kinds of session: %s", k.Name, at, of)}
}

// byName is animals under names, both in the order they came.
type byName []named

type named struct {
	name    string
	animals []string
}

func (b *byName) add(name, animal string) {
	i := slices.IndexFunc(*b, func(n named) bool { return n.name == name })
	if i < 0 {
		i = len(*b)
		*b = append(*b, named{name: name})
	}
	(*b)[i].animals = append((*b)[i].animals, animal)
}

// mostNamed is how many animals are named; the rest are counted.
const mostNamed = 6

func (b byName) String() string {
	var out []string
	for _, n := range b {
		who := strings.Join(n.animals[:min(mostNamed, len(n.animals))], ", ")
		if more := len(n.animals) - mostNamed; more > 0 {
			who += fmt.Sprintf(" and %d more", more)
		}
		out = append(out, fmt.Sprintf("%s (%s)", who, n.name))
	}
	return strings.Join(out, "; ")
}
