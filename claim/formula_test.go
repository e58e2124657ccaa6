package claim

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestThreeValuedLogic: the tables of Kleene 1952 for and, or and not, with what
// cannot be tested between undetermined and the answers.
func TestThreeValuedLogic(t *testing.T) {
	v := map[string]Verdict{"s": Supported, "r": Refuted, "u": Undetermined, "n": NotTestable, "e": Equivalent, "p": Taken, "i": Inferred}
	for text, want := range map[string]Verdict{
		"s and s": Supported, "s and r": Refuted, "s and u": Undetermined, "u and r": Refuted, "n and r": Refuted, "n and u": NotTestable, "s and n": NotTestable,
		"s or r": Supported, "r or r": Refuted, "r or u": Undetermined, "n or s": Supported, "n or r": NotTestable,
		"not s": Refuted, "not r": Supported, "not u": Undetermined, "not n": NotTestable,
		"e and s": Refuted, "p and s": Supported, "i and s": Undetermined,
		"r or s and s": Supported, "(r or s) and r": Refuted, "not (s and r)": Supported,
	} {
		f, err := parseFormula(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Of(func(n string) Verdict { return v[n] }); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
	for _, bad := range []string{"", "a and", "a b", "(a", "a)", "and a", "not", "a or or b"} {
		if _, err := parseFormula(bad); err == nil || !strings.Contains(err.Error(), "hint: ") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// formulas draws formulas over four names.
func formulas() *rapid.Generator[Formula] {
	var draw func(t *rapid.T, depth int) Formula
	draw = func(t *rapid.T, depth int) Formula {
		op := rapid.SampledFrom([]string{"name", "and", "or", "not"}).Draw(t, "op")
		if depth == 0 || op == "name" {
			return Formula{op: "name", name: rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "name")}
		}
		f := Formula{op: op, of: []Formula{draw(t, depth-1)}}
		if op != "not" {
			f.of = append(f.of, draw(t, depth-1))
		}
		return f
	}
	return rapid.Custom(func(t *rapid.T) Formula { return draw(t, 4) })
}

// TestFormulaLaws: what is printed reads as the same; and whatever undetermined
// parts turn out to be, a formula that was decided stays so.
func TestFormulaLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := formulas().Draw(t, "formula")
		again, err := parseFormula(f.String())
		if err != nil || again.String() != f.String() {
			t.Fatalf("%q reads as %q (%v)", f, again, err)
		}
		now := map[string]Verdict{}
		for _, n := range []string{"a", "b", "c", "d"} {
			now[n] = rapid.SampledFrom([]Verdict{Supported, Refuted, Undetermined, NotTestable}).Draw(t, n)
		}
		later := map[string]Verdict{}
		for n, v := range now {
			later[n] = v
			if v == Undetermined || v == NotTestable {
				later[n] = rapid.SampledFrom([]Verdict{Supported, Refuted}).Draw(t, n+" later")
			}
		}
		was := f.Of(func(n string) Verdict { return now[n] })
		is := f.Of(func(n string) Verdict { return later[n] })
		if (was == Supported || was == Refuted) && is != was {
			t.Fatalf("%s was %s and is %s", f, was, is)
		}
	})
}
