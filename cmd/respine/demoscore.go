package main

import (
	"cmp"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"respine/claim"
	"respine/measure"
	"respine/score"
	"respine/study"
	"respine/table"
)

type followed struct{ found, gained, lost score.Counts }

// followed scores the stacks of every animal against what was rendered. The truth
// numbers all spine sessions of the study in the order of time.
func (d demoPlan) followed() (followed, error) {
	var out followed
	t, err := table.Read(filepath.Join(d.Out, resultsName), "observations")
	if err != nil {
		return out, err
	}
	var numbers []int
	for _, id := range d.sessions {
		numbers = append(numbers, d.spineSession(id))
	}
	for _, animal := range d.raw {
		rows := t.Filter(func(r int) bool { return t.Strings("animal")[r] == animal })
		if rows.Len() == 0 {
			continue // it could not be measured, which was told
		}
		truth, err := score.ReadTruth(filepath.Join(d.Out, simulatedName, "truth", "recordings", animal, "spines"))
		if err != nil {
			return out, err
		}
		r, err := score.Spines(measuredField(rows, d.sessions), truth, score.Params{Sessions: numbers})
		if err != nil {
			return out, fmt.Errorf("animal %s: %w", animal, err)
		}
		out.found = score.Sum(out.found, r.Pooled)
		out.gained, out.lost = score.Sum(out.gained, r.Events.Gained), score.Sum(out.lost, r.Events.Lost)
	}
	return out, nil
}

// spineSession is the rank in time of a session among those of spines.
func (d demoPlan) spineSession(id string) int {
	var all []study.Session
	for _, v := range d.study.Sessions {
		if v.Kind == study.Spines {
			all = append(all, v)
		}
	}
	slices.SortStableFunc(all, func(a, b study.Session) int { return cmp.Compare(a.At, b.At) })
	return slices.IndexFunc(all, func(v study.Session) bool { return v.ID == id })
}

// measuredField is what was measured of one animal, out of the table of the study.
func measuredField(rows *table.Table, sessions []string) score.Measured {
	var m score.Measured
	for i, id := range sessions {
		m.Sessions = append(m.Sessions, score.Session{Number: i, Recording: id})
	}
	number := func(name string, r int) float64 { return rows.Floats(name)[r] }
	for r, id := range rows.Strings("session") {
		i := slices.Index(sessions, id)
		m.Sessions[i].Spines = append(m.Sessions[i].Spines, score.Spine{ID: rows.Strings("spine_id")[r], Branch: rows.Strings("branch_id")[r], Side: int(rows.Ints("side")[r]),
			Tip: score.Point{X: number("x_um", r), Y: number("y_um", r)}, Base: score.Point{X: number("base_x_um", r), Y: number("base_y_um", r)},
			LengthUm: number("length_um", r), Brightness: number("brightness", r), Present: rows.Bools("present")[r], Judgeable: rows.Bools("judgeable")[r]})
	}
	return m
}

// quantities prints how far every measured quantity is from the truth: of values
// of animals bias and error, of things that can be found one by one F1.
func (d demoPlan) quantities(p *printer, found []claim.Finding) error {
	seen, err := table.Read(filepath.Join(d.Out, resultsName), "values")
	if err != nil {
		return err
	}
	p.line("\n%-28s %-7s %6s %9s %9s %9s %9s %6s\n", "measured against the truth", "from", "n", "true", "SD", "bias", "error", "F1")
	for _, v := range deviations(seen, claim.Tables(found)[2], d.from) {
		p.line("%-28s %-7s %6d %9s %9s %9s %9s\n", v.name, v.from, v.n, digits3(v.mean), digits3(v.spread), signed(v.bias), digits3(v.rms))
	}
	for _, v := range []struct {
		name, table, at string
		within          float64
		of              []string
	}{
		{"spines", "observations", "position_um", 0.5, []string{"branch_id", "side"}},
		{"onsets of bouts", "bouts", "from_s", 1, []string{"state"}},
		{"synchronous events", "ensemble_events", "from_s", 0.2, nil},
	} {
		c, err := d.matched(v.table, v.at, v.within, v.of)
		if err != nil {
			return err
		}
		p.line("%-28s %-7s %6d %9s %9s %9s %9s %6s\n", v.name, "tables", c.TP+c.FN, "", "", signed(float64(c.FP-c.FN)/float64(c.TP+c.FN)*100)+" %", "", digits(float64(c.F1), 2))
	}
	p.line("n: values of animals, or things there are; SD: between true values; bias and error: mean and root mean square of measured less true, or of counts\n")
	return nil
}

// matched compares a scored table with that of the rater who does not err, of the
// animals that were scored.
func (d demoPlan) matched(name, at string, within float64, of []string) (score.Counts, error) {
	seen, err := table.ReadFile(filepath.Join(d.Out, simulatedName, "tables", name+".parquet"))
	if err != nil {
		return score.Counts{}, err
	}
	return d.compared(seen, name, at, within, of, func(animal string) bool {
		if slices.Contains(spineTables, name) {
			return !slices.Contains(d.raw, animal)
		}
		return !slices.ContainsFunc(demoRaws(), func(v demoRaw) bool { return slices.Contains(v.tables, name) && v.of(d, animal) })
	})
}

// compared counts the moments of some animals in a table and in that of the rater who
// does not err.
func (d demoPlan) compared(seen *table.Table, name, at string, within float64, of []string, some func(animal string) bool) (score.Counts, error) {
	truth, err := table.ReadFile(filepath.Join(d.Out, simulatedName, "truth", "scored", name+".parquet"))
	if err != nil {
		return score.Counts{}, err
	}
	theirs := func(t *table.Table) *table.Table {
		animal := t.Strings("animal")
		return t.Filter(func(r int) bool { return some(animal[r]) })
	}
	return score.Moments(theirs(seen), theirs(truth), at, within, append([]string{"animal", "session"}, of...)...), nil
}

// deviation is how far the values of one measure, from one source, are from the
// truth, as scored.
type deviation struct {
	name, from         string
	n                  int
	mean, spread       float64 // of the true values
	bias, rms          float64
	sum, squares, diff float64
}

// deviations compares values of animals, each number once, however many claims use
// it. Measures are in the order of docs/methods.md.
func deviations(seen, truth *table.Table, source func(m measure.Measure, animal string) string) []deviation {
	type key struct{ part, group, animal string }
	is, once := map[key]float64{}, map[string]bool{}
	keys := func(t *table.Table) func(int) key {
		part, group, animal := t.Strings("part"), t.Strings("group"), t.Strings("animal")
		return func(r int) key { return key{part[r], group[r], animal[r]} }
	}
	of, reading := keys(truth), truth.Strings("reading")
	for r, v := range truth.Floats("value") {
		if reading[r] == measure.AsScored.String() {
			is[of(r)] = v
		}
	}
	out := map[string]*deviation{}
	of, reading = keys(seen), seen.Strings("reading")
	for r, v := range seen.Floats("value") {
		k, name := of(r), seen.Strings("measure")[r]
		was, ok := is[k]
		id := fmt.Sprint(name, k.animal, v, was)
		if reading[r] != measure.AsScored.String() || !ok || once[id] {
			continue
		}
		once[id] = true
		m, _ := measure.Named(name)
		from := source(m, k.animal)
		if out[name+from] == nil {
			out[name+from] = &deviation{name: name, from: from}
		}
		out[name+from].add(v, was)
	}
	var all []deviation
	for _, name := range measure.Names() {
		for _, from := range sources() {
			if d := out[name+from]; d != nil {
				all = append(all, d.settled())
			}
		}
	}
	return all
}

// from is what a measure of an animal is measured from, in a word. What has to do with
// transients is measured from fibres, whoever saw the animal move.
func (d demoPlan) from(m measure.Measure, animal string) string {
	kind := m.Kind
	for _, one := range m.Needs {
		if slices.Contains(one, "transients") || slices.Contains(one, "control_transients") {
			kind = study.Photometry
		}
	}
	if r, ok := rawOf(kind); ok && r.of(d, animal) {
		return r.from
	}
	if m.Spines() && slices.Contains(d.raw, animal) {
		return "stacks"
	}
	return "tables"
}

// sources are what values are measured from.
func sources() []string {
	out := []string{"stacks", "tables"}
	for _, r := range demoRaws() {
		out = append(out, r.from)
	}
	return out
}

func (d *deviation) add(seen, is float64) {
	d.n++
	d.sum, d.squares = d.sum+is, d.squares+is*is
	d.diff, d.rms = d.diff+seen-is, d.rms+(seen-is)*(seen-is)
}

func (d deviation) settled() deviation {
	n := float64(d.n)
	d.mean, d.bias, d.rms = d.sum/n, d.diff/n, math.Sqrt(d.rms/n)
	d.spread = math.Sqrt(math.Max(0, d.squares-n*d.mean*d.mean) / (n - 1))
	return d
}

// signed is a number with its sign.
func signed(x float64) string {
	if x > 0 {
		return "+" + digits3(x)
	}
	return digits3(x)
}

// verdicts prints the claims as they were judged from what was measured, beside
// what the same judgement makes of the truth, and of the null study, nil for none.
func (d demoPlan) verdicts(p *printer, truth, null []claim.Finding) error {
	t, err := table.Read(filepath.Join(d.Out, resultsName), "verdicts")
	if err != nil {
		return err
	}
	p.line("\n%-6s %-16s %-16s %-16s %s\n", "claim", "verdict", "from the truth", "under the null", "statement")
	var other, beyond, contrary []string
	same := 0
	for r, id := range t.Strings("claim") {
		verdict, is, mark := claim.Verdict(t.Strings("verdict")[r]), verdictOn(truth, id), ""
		switch {
		case verdict == is:
			same++
		case says(verdict) && says(is):
			mark, contrary = " !", append(contrary, id)
		case says(verdict):
			mark, beyond = " ?", append(beyond, id)
		default:
			other = append(other, id+" is "+string(verdict)+": "+t.Strings("because")[r])
		}
		p.line("%-6s %-16s %-16s %-16s %s\n", id, string(verdict)+mark, is, verdictOn(null, id), t.Strings("statement")[r])
	}
	p.line("\nfrom the truth: the same judgement of tables without a rater's error, of the same animals, dendrites and sessions,\n")
	p.line("so that what differs is the measurement's doing alone; %d verdicts of %d are the same\n", same, t.Len())
	for _, v := range other {
		p.indented(v)
	}
	p.line("! contrary to what the truth gives: %s\n", orNone(contrary))
	p.line("? decided where the truth, of so few animals, does not decide: %s\n", orNone(beyond))
	return nil
}

// verdictOn is the verdict on a claim among findings, a dash where it is not there.
func verdictOn(found []claim.Finding, id string) claim.Verdict {
	i := slices.IndexFunc(found, func(f claim.Finding) bool { return f.Claim.ID == id })
	if i < 0 {
		return "–"
	}
	return found[i].Verdict
}

func orNone(ids []string) string {
	if ids == nil {
		return "none"
	}
	return strings.Join(ids, ", ")
}

// says reports whether a verdict says that something is so, or is not.
func says(v claim.Verdict) bool {
	return v == claim.Supported || v == claim.Refuted || v == claim.Equivalent
}
