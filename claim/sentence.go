package claim

import (
	"fmt"
	"math"
	"slices"
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

// Main returns the ruling whose effect stands for the claim: that of the first
// part it rests on; false for a claim that rests on other claims alone.
func (f Finding) Main() (Ruling, bool) {
	for _, r := range f.Parts {
		if len(r.Estimates) > 0 && slices.Contains(f.Claim.Holds.Names(), r.Part.ID) {
			return r, true
		}
	}
	return Ruling{}, false
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
		if told := f.PTold(); told != "" {
			parts = append(parts, fmt.Sprintf("p %s, %s", probability(f.P), told))
		}
		if r.Survives != "" {
			parts = append(parts, r.Survives)
		}
		if r.Nuance != "" {
			parts = append(parts, "the word that holds is "+r.Nuance)
		}
	}
	if f.Verdict == Supported && f.Family > 1 && f.Holm > alpha {
		parts = append(parts, fmt.Sprintf("it does not survive Holm's correction over the %d claims of its family (adjusted p %s)", f.Family, probability(f.Holm)))
	}
	parts = append(parts, f.Notes...)
	return strings.Join(parts, "; ") + "."
}

// PTold says which test the p of a finding is of, and where several must pass,
// that it is the largest; "" where there is no p.
func (f Finding) PTold() string {
	r, ok := f.Main()
	switch {
	case math.IsNaN(f.P) || !ok:
		return ""
	case f.Compound():
		return fmt.Sprintf("that of %s as a whole", f.Claim.Holds)
	case f.P == r.Estimates[0].P:
		return "of " + r.Estimates[0].PTest
	}
	first := r.Estimates[0]
	for _, e := range r.Estimates {
		if e.P == f.P {
			return fmt.Sprintf("the largest of its readings: %s, of %s; %s it is %s, of %s", e.Reading, e.PTest, first.Reading, probability(first.P), first.PTest)
		}
	}
	return ""
}

// Compound reports whether a claim rests on more than one part or claim.
func (f Finding) Compound() bool { return len(f.Claim.Holds.Names()) > 1 }

// NoEffect says what the effect would be if there were none, where that is not
// zero; "" where it is.
func (e Estimate) NoEffect() string {
	if e.Null == 0 || math.IsNaN(e.Effect) {
		return ""
	}
	return "no effect is " + figure(e.Null)
}

// words says an estimate: effect, interval and animals.
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
	if none := e.NoEffect(); none != "" && p.Says != Estimated {
		out += "; " + none
	}
	return out + ")"
}
