package claim

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"respine/study"
)

// figure prints a number to three significant digits, without an exponent where
// one can do without.
func figure(x float64) string {
	if math.IsNaN(x) {
		return "not known"
	}
	s := strconv.FormatFloat(x, 'g', 3, 64)
	if v, err := strconv.ParseFloat(s, 64); err == nil && v != 0 && math.Abs(v) >= 1e-3 && math.Abs(v) < 1e6 || x == 0 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return s
}

func percent(share float64) string { return figure(100*share) + " %" }

// probability prints a p.
func probability(p float64) string {
	switch {
	case math.IsNaN(p):
		return "–"
	case p < 1e-4:
		return "<0.0001"
	}
	return strconv.FormatFloat(p, 'g', 2, 64)
}

// Main returns the ruling whose effect stands for the claim: that of its first
// part; false for a claim that only rests on others.
func (f Finding) Main() (Ruling, bool) {
	if len(f.Parts) == 0 || len(f.Parts[0].Estimates) == 0 {
		return Ruling{}, false
	}
	return f.Parts[0], true
}

// sentence says the finding in one sentence that can be read alone.
func (f Finding) sentence(s study.Study) string {
	c := f.Claim
	said := strings.TrimSuffix(c.Statement, ".")
	switch f.Verdict {
	case Taken:
		return fmt.Sprintf("%s: a premise, %s", said, f.Because)
	case Inferred:
		return fmt.Sprintf("%s: an inference, not tested; %s.", said, f.Because)
	case NotTestable:
		return fmt.Sprintf("%s: not testable, %s.", said, f.Because)
	}
	parts := []string{fmt.Sprintf("%s: %s", said, f.Verdict)}
	if f.Because != "" {
		parts[0] += ", because " + f.Because
	}
	if r, ok := f.Main(); ok {
		parts = append(parts, r.Estimates[0].words(r.Part))
		if r.Survives != "" {
			parts = append(parts, r.Survives)
		}
		if r.Nuance != "" {
			parts = append(parts, "the word that holds is "+r.Nuance)
		}
	}
	if f.Verdict == Supported && f.Family > 1 && f.Holm > alpha {
		parts = append(parts, fmt.Sprintf("it does not survive Holm's correction over the %d claims of its family (p = %s)", f.Family, probability(f.Holm)))
	}
	for _, n := range f.Notes {
		parts = append(parts, n)
	}
	return strings.Join(parts, "; ") + "."
}

// words says an estimate: effect, interval, animals and p.
func (e Estimate) words(p Part) string {
	if math.IsNaN(e.Effect) {
		return "no estimate"
	}
	unit := ""
	if e.Unit != "" {
		unit = " " + e.Unit
	}
	var animals []string
	for _, s := range e.Sizes {
		animals = append(animals, fmt.Sprintf("%d %s", s.Animals, s.Group))
	}
	out := fmt.Sprintf("%s, %s %s%s (95 %% interval %s to %s; animals: %s", p.Measure.Name, e.Kind, figure(e.Effect), unit, figure(e.Interval.Lo), figure(e.Interval.Hi), strings.Join(animals, ", "))
	if !math.IsNaN(e.P) {
		out += "; p " + probability(e.P)
	}
	return out + ")"
}
