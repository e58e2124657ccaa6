package claim

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"respine/measure"
	"respine/scored"
	"respine/study"
)

// judge is what the parts of one declaration are judged with.
type judge struct {
	set      Set
	data     *scored.Set
	params   Params
	values   map[string]measure.Value // measured already
	outcomes map[string]outcome       // of parts judged already, as scored
}

// sample is one group of animals with their values.
type sample struct {
	group   Group
	arms    []string
	values  []measure.Value
	without []measure.Value // animals without a value, each with its reason
}

// request is what a group is to be measured by.
type request struct {
	measure measure.Measure
	at      []When
	from    *When
	reading measure.Reading
	table   string // of those it can be read from, the one that is
}

// sample measures a group of animals, or says what is missing: a table, a
// session, an arm, or animals with a value.
func (j *judge) sample(group string, q request) (sample, string) {
	g, _ := j.set.Group(group)
	s := sample{group: g}
	missing := ""
	if table := q.measure.Missing(j.data); table != "" {
		missing = fmt.Sprintf("no table %s", table)
	}
	at, why := j.moments(q)
	if missing = joined(missing, why); why != "" {
		return s, missing
	}
	var base []study.Hours
	if q.from != nil {
		if base, why = q.from.sessions(j.data.Study, q.measure.Kind); why != "" {
			return s, why
		}
	}
	ids, arms := g.animals(j.data.Study, at[len(at)-1])
	if len(ids) == 0 {
		missing = joined(missing, fmt.Sprintf("no arm of animals given %s by %s", g, at[len(at)-1]))
	}
	if missing != "" {
		return s, missing
	}
	s.arms = arms
	for _, id := range ids {
		v := j.value(q, id, at)
		if q.from != nil {
			v = change(v, j.value(q, id, base))
		}
		if other := j.elsewhere(q, id, at); v.Undefined != "" && other != "" {
			v.Undefined = other
		}
		if v.Undefined != "" {
			s.without = append(s.without, v)
		} else {
			s.values = append(s.values, v)
		}
	}
	if len(s.values) < 2 {
		return s, fmt.Sprintf("%s: %s with a value%s", g.ID, count(len(s.values), "animal"), s.reasons())
	}
	return s, ""
}

// moments finds the sessions of a request.
func (j *judge) moments(q request) ([]study.Hours, string) {
	var out []study.Hours
	for _, w := range q.at {
		h, why := w.sessions(j.data.Study, q.measure.Kind)
		if why != "" {
			return nil, why
		}
		out = append(out, h...)
	}
	for i := 1; i < len(out); i++ {
		if q.measure.Times != nil && out[i] <= out[i-1] {
			return nil, fmt.Sprintf("one session of %s stands for both %s and %s", q.measure.Kind, q.at[i-1], q.at[i])
		}
	}
	return out, ""
}

// value measures one animal, once.
func (j *judge) value(q request, id string, at []study.Hours) measure.Value {
	key := fmt.Sprint(q.measure.Name, "/", id, at, q.reading, q.table)
	if v, done := j.values[key]; done {
		return v
	}
	v := q.measure.Of(j.data, id, at, measure.How{Reading: q.reading, Table: q.table, Draws: j.params.Draws, Seed: j.params.Seed})
	j.values[key] = v
	return v
}

// change is a value less that at an earlier session.
func change(v, before measure.Value) measure.Value {
	switch {
	case v.Undefined != "":
		return v
	case before.Undefined != "":
		v.Undefined = before.Undefined
		return v
	}
	v.Sum, v.Of, v.Rows = v.X()-before.X(), 1, nil
	return v
}

// reasons tells why animals have no value, each reason once.
func (s sample) reasons() string {
	var order []string
	n := map[string]int{}
	for _, v := range s.without {
		if n[v.Undefined] == 0 {
			order = append(order, v.Undefined)
		}
		n[v.Undefined]++
	}
	if len(order) == 0 {
		return ""
	}
	for i, why := range order {
		if len(order) > 1 || n[why] < len(s.without) {
			order[i] = fmt.Sprintf("%s (%d)", why, n[why])
		}
	}
	return ": " + strings.Join(order, "; ")
}

// mean is the estimate of a group: its value, the variance of that, and the
// degrees of freedom of the variance.
type mean struct{ x, v, df float64 }

// mean averages over animals. Pooled, animals weigh by what they are shares of:
// ΣS/ΣW, with the variance n/(n-1)·Σ(S-xW)²/(ΣW)² of a ratio between clusters
// (Cochran 1977, Sampling Techniques, 6.4).
func (s sample) mean(pooled bool) mean {
	n := float64(len(s.values))
	sum, of := 0.0, 0.0
	for _, v := range s.values {
		if pooled {
			sum, of = sum+v.Sum, of+v.Of
		} else {
			sum, of = sum+v.X(), of+1
		}
	}
	m := mean{x: sum / of, df: n - 1}
	for _, v := range s.values {
		d := v.X() - m.x
		if pooled {
			d *= v.Of
		}
		m.v += d * d
	}
	m.v *= n / (n - 1) / (of * of)
	return m
}

// size is what a group counts, level by level.
func (s sample) size(m mean, log bool) Size {
	out := Size{Group: s.group.ID, Arms: s.arms, Animals: len(s.values), Without: len(s.without), Mean: m.x, Values: s.values}
	if log {
		out.Mean = math.Exp(m.x)
	}
	for _, v := range s.values {
		out.Cells += v.Counts.Cells
		out.Branches += v.Counts.Branches
		out.Items += v.Counts.Items
	}
	return out
}

// xs are the numbers of the animals.
func (s sample) xs() []float64 {
	out := make([]float64, len(s.values))
	for i, v := range s.values {
		out[i] = v.X()
	}
	return out
}

// of returns the value of an animal.
func (s sample) of(id string) (measure.Value, bool) {
	i := slices.IndexFunc(s.values, func(v measure.Value) bool { return v.Animal == id })
	if i < 0 {
		return measure.Value{}, false
	}
	return s.values[i], true
}

// count prints a number of things.
func count(n int, thing string) string {
	switch n {
	case 0:
		return "no " + thing
	case 1:
		return "one " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// Values returns the values of the animals of a part's first group that have one.
func Values(set Set, data *scored.Set, p Part, r measure.Reading) []measure.Value {
	j := &judge{set: set, data: data, values: map[string]measure.Value{}}
	s, _ := j.sample(p.Arm, j.ask(p, p.Measure, r))
	return s.values
}
