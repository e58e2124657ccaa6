package claim

import (
	"strings"
	"testing"
)

// TestProblemsOfADeclaration changes a sound one in one place each.
func TestProblemsOfADeclaration(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"measure: immobility, at: 48 h, arm: stressed, against: healthy, says: more}", "measure: imobility, at: 48 h, arm: stressed, against: healthy, says: more}", "claims.yaml:8:44: claim more: no measure is called \"imobility\"\nhint: did you mean \"immobility\"?"},
		{"says: more}", "says: mor}", "no says is called \"mor\"\nhint: did you mean \"more\"?"},
		{"says: more}", "sais: more}", "claim more: unknown key \"sais\"\nhint: did you mean \"says\"?"},
		{"arm: stressed, against: healthy, says: more}", "arm: stresed, against: healthy, says: more}", "no group is called \"stresed\"\nhint: did you mean \"stressed\"?"},
		{"at: 48 h, arm: stressed, against: healthy, says: more}", "at: later, arm: stressed, against: healthy, says: more}", "\"later\" is no moment\nhint: write baseline"},
		{"at: 48 h, arm: stressed, against: healthy, says: more}", "at: [3 h, 48 h], arm: stressed, against: healthy, says: more}", "immobility takes 1 moment, not 2"},
		{"smallest: 20}", "smallest: much}", "\"much\" is no number"},
		{"says: unchanged, margin: 20}", "says: unchanged}", "unchanged needs a margin"},
		{"against: stressed, reference: healthy, says: abolished}", "against: stressed, says: abolished}", "abolished compares with two groups"},
		{"says: more}", "says: more, unit: spine}", "no unit is called \"spine\"\nhint: write one of: animal"},
		{"family: g", "famly: g", "\"family\" is missing"},
		{"given: corticosterone}", "given: cort}", "nothing given is called \"cort\""},
		{"name: words", "name: words\nname: x", "is here a second time"},
		{"probe: AS-PaRAC1, light: 24 h", "probe: AS-PaRAC1", "photoactivation without probe or light"},
		{"  less:", "  more:", "\"more\" is here a second time"},
		{"claims:\n", "claims:\n  both: {statement: s, family: f, holds: more and lots}\n", "no part or claim is called \"lots\""},
		{"claims:\n", "claims:\n  x: {statement: s, family: f, holds: y}\n  y: {statement: s, family: f, holds: x}\n", "claim x rests on itself"},
		{"claims:\n", "claims:\n  x: {statement: s, family: f, holds: (more}\n", "a ( is not closed"},
		{"  less:", "  a.b:", "claim a.b: no name for a claim or part"},
		{"  less:", "  and:", "claim and: no name for a claim or part"},
		{"margin: 20", "margin: 20, control: [stressed, healthy]", "more than one margin"},
		{"margin: 20", "margin of: abolished", "its margin cannot be that of abolished, which says abolished"},
		{"margin: 20", "margin of: same", "its margin cannot be that of same, which says unchanged"},
		{"claims:\n", "claims:\n  x: {statement: s, family: f, measure: sucrose preference, at: 48 h, arm: stressed, against: healthy, says: unchanged, margin of: more}\n", "its margin cannot be that of more, which is in another unit"},
		{"margin: 20", "margin: 20, smallest: 3", "smallest: says nothing to unchanged"},
		{"margin: 20", "margin: 20, adjust: fluid intake", "adjust: needs more or less"},
		{"margin: 20", "margin: 20, share: 0", "share: not above 0 and up to 1"},
		{"margin: 20", "margin: -20", "a margin below zero"},
		{"against: healthy, says: more}", "against: stressed, says: more}", "a group is compared with itself"},
		{"claims:\n", "claims:\n  x: {statement: s, family: f}\n", "nothing says when it holds"},
	} {
		if !strings.Contains(words, c.old) {
			t.Errorf("nothing to change: %q", c.old)
		}
		set, problems := Parse([]byte(strings.Replace(words, c.old, c.new, 1)), "claims.yaml")
		if !strings.Contains(problems.String(), c.want) || problems.Err() == nil || set.Name != "" {
			t.Errorf("%q: want %q, got\n%s", c.new, c.want, problems)
		}
	}
}

// TestAllProblemsAtOnce, in the order of lines.
func TestAllProblemsAtOnce(t *testing.T) {
	text := strings.NewReplacer("says: less", "says: les", "smallest: 20", "smallest: x", "says: reversed", "says: revers").Replace(words)
	_, problems := Parse([]byte(text), "f")
	if len(problems) != 3 || problems[0].Line >= problems[1].Line || problems[1].Line >= problems[2].Line {
		t.Errorf("got\n%s", problems)
	}
}

// TestNullIsNotKnown: null stands for what nobody knows and is no number.
func TestNullIsNotKnown(t *testing.T) {
	set := declared(t, strings.Replace(words, "smallest: 20", "smallest: null, paper: null", 1))
	if c, _ := set.Claim("much"); c.Parts[0].Smallest != nil || c.Parts[0].Paper != nil {
		t.Errorf("%+v", c.Parts[0])
	}
}

func FuzzParse(f *testing.F) {
	f.Add(words)
	text, err := PresetText("moda-sava-2019")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Fuzz(func(t *testing.T, text string) {
		set, problems := Parse([]byte(text), "f")
		if problems.Err() != nil && set.Name != "" {
			t.Errorf("half a declaration: %+v", set)
		}
	})
}
