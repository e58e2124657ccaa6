package claim

import (
	"fmt"
	"slices"
	"strings"

	"respine/measure"
	"respine/study"
)

// groups are those a part looks at.
func (p Part) groups() []string {
	var out []string
	for _, g := range []string{p.Arm, p.Against, p.Reference, p.Control[0], p.Control[1]} {
		if g != "" && !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// ask is how a part wants a measure. Where that can be read from two tables, such
// as bouts or the seconds added up by hand, all animals of the part are read from
// one: the declared one, or the one that leaves its smallest group the most
// animals, and then all of them. Values of two tables may differ in unit, and in
// how they were scored, and are not compared.
func (j *judge) ask(p Part, m measure.Measure, r measure.Reading) request {
	q := request{measure: m, at: p.At, from: p.From, reading: r}
	either := m.Either()
	if slices.Contains(either, p.Table) {
		q.table = p.Table
		return q
	}
	smallest, all := -1, -1
	for _, name := range slices.Backward(either) {
		if !j.data.Has(name) {
			continue
		}
		with := q
		with.table = name
		if s, n := j.valued(p, with); s > smallest || s == smallest && n > all {
			smallest, all, q = s, n, with
		}
	}
	return q
}

// valued counts the animals with a value, in the smallest group and in all.
func (j *judge) valued(p Part, q request) (smallest, all int) {
	for i, g := range p.groups() {
		s, _ := j.sample(g, q)
		if n := len(s.values); i == 0 || n < smallest {
			smallest = n
		}
		all += len(s.values)
	}
	return smallest, all
}

// elsewhere says where an animal that the table of a request does not have is
// found instead, "" if nowhere.
func (j *judge) elsewhere(q request, id string, at []study.Hours) string {
	if q.table == "" {
		return ""
	}
	for _, name := range q.measure.Either() {
		if name != q.table && j.data.Rows(name, id, at[len(at)-1]) != nil && j.data.Rows(q.table, id, at[len(at)-1]) == nil {
			return fmt.Sprintf("in table %s of session %s, and not in table %s, of which the others are; two tables are not mixed", name, j.data.Session(name, id, at[len(at)-1]), q.table)
		}
	}
	return ""
}

// sources notes what is from elsewhere than the rest: animals left out because
// they are in another table, and values of another session that began together.
func (j *judge) sources(p Part, o *outcome) {
	q := j.ask(p, p.Measure, o.Reading)
	at, why := j.moments(q)
	if why != "" {
		return
	}
	var out []string
	tables := map[string]map[string][]string{} // table, session, animals
	for _, g := range p.groups() {
		s, _ := j.sample(g, q)
		for _, v := range s.without {
			if other := j.elsewhere(q, v.Animal, at); other != "" {
				out = append(out, fmt.Sprintf("%s is left out: its %s is %s", v.Animal, p.Measure.Name, other))
			}
		}
		for _, v := range s.values {
			for _, name := range q.reads() {
				if id := j.data.Session(name, v.Animal, at[len(at)-1]); id != "" {
					if tables[name] == nil {
						tables[name] = map[string][]string{}
					}
					tables[name][id] = append(tables[name][id], v.Animal)
				}
			}
		}
	}
	for _, name := range q.reads() {
		out = append(out, j.strays(name, tables[name])...)
	}
	for _, text := range out {
		o.Checks = append(o.Checks, Check{"source", false, text})
	}
}

// reads are the tables a request is read from.
func (q request) reads() []string {
	var out []string
	for _, any := range q.measure.Needs {
		if len(any) == 1 {
			out = append(out, any[0])
		} else if q.table != "" {
			out = append(out, q.table)
		}
	}
	return out
}

// strays tells the animals whose rows are of another session than those of most:
// of another kind, or of one they did not need, since the session of the others
// covers them too.
func (j *judge) strays(table string, of map[string][]string) []string {
	var main study.Session
	for _, v := range j.data.Study.Sessions {
		if len(of[v.ID]) > len(of[main.ID]) {
			main = v
		}
	}
	var out []string
	for _, v := range j.data.Study.Sessions {
		if v.ID == main.ID {
			continue
		}
		var ids []string
		for _, a := range j.data.Study.Animals {
			if slices.Contains(of[v.ID], a.ID) && (v.Kind != main.Kind || main.Covers(a.Arm)) {
				ids = append(ids, a.ID)
			}
		}
		if ids != nil {
			out = append(out, fmt.Sprintf("of %s table %s is of session %s, of the others of session %s", strings.Join(ids, ", "), table, v.ID, main.ID))
		}
	}
	return out
}
