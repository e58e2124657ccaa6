package study

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestNineArms is the design table: what was drunk, injected and expressed, and
// when there was light on it.
func TestNineArms(t *testing.T) {
	s, err := Preset("moda-sava-2019")
	if err != nil {
		t.Fatal(err)
	}
	const design = `
A - vehicle   AS-PaRAC1  -
B + vehicle   AS-PaRAC1  -
C + ketamine  AS-PaRAC1  -
D + ketamine  AS-PaRAC1  3
E + ketamine  AS-PaRAC1  24
F + ketamine  none       24
G + vehicle   AS-PaRAC1  24
H - vehicle   AS-PaRAC1  24
I + ketamine  untargeted 24`
	rows := strings.Split(strings.TrimSpace(design), "\n")
	if len(s.Arms) != len(rows) {
		t.Fatalf("%d arms", len(s.Arms))
	}
	for i, row := range rows {
		f, a := strings.Fields(row), s.Arms[i]
		want := []Manipulation{}
		if f[1] == "+" {
			want = append(want, Manipulation{Kind: Corticosterone, From: -240, To: 0})
		}
		if f[2] == "ketamine" {
			want = append(want, Manipulation{Kind: Ketamine, DoseMgPerKg: 10})
		} else {
			want = append(want, Manipulation{Kind: Vehicle})
		}
		if f[4] != "-" {
			at, _ := ParseHours(f[4] + " h")
			want = append(want, Manipulation{Kind: Photoactivation, Probe: Probe(f[3]), From: at, To: at})
		}
		if a.ID != f[0] || string(a.Probe) != f[3] || !slices.Equal(a.Manipulations, want) {
			t.Errorf("arm %d is %+v, want %s", i, a, row)
		}
	}
}

// TestPresetsAreSound: not even a warning, eight animals an arm, both sexes in
// every batch of an arm, and every kind of session before the stress, at its
// end and after the drug.
func TestPresetsAreSound(t *testing.T) {
	for _, name := range Presets() {
		text, err := PresetText(name)
		if err != nil {
			t.Fatal(err)
		}
		s, problems := Parse(text, name)
		if len(problems) > 0 {
			t.Errorf("%s", problems)
		}
		for _, a := range s.Arms {
			groups := map[string]int{}
			for _, m := range s.Animals {
				if m.Arm == a.ID {
					groups[string(m.Sex)+m.Batch]++
				}
			}
			if want := map[string]int{"f1": 2, "f2": 2, "m1": 2, "m2": 2}; !maps.Equal(groups, want) {
				t.Errorf("%s: arm %s has %v", name, a.ID, groups)
			}
		}
		for _, kind := range SessionKinds() {
			var before, end, after bool
			for _, one := range s.Sessions {
				when := one.Interval()
				before = before || one.Kind == kind && when.To <= -240
				end = end || one.Kind == kind && when.From >= -48 && when.To <= 0
				after = after || one.Kind == kind && when.From == 24
			}
			if !before || !end || !after {
				t.Errorf("%s: %s before %v, end %v, after %v", name, kind, before, end, after)
			}
		}
	}
	if _, err := Preset("moda-sava"); err == nil || !strings.Contains(err.Error(), "hint: write one of: moda-sava-2019, restraint") {
		t.Errorf("an unknown preset: %v", err)
	}
}

func TestRestraintIsInTheDesign(t *testing.T) {
	s, err := Preset("restraint")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, a := range s.Arms {
		if slices.ContainsFunc(a.Manipulations, func(m Manipulation) bool { return m.Kind == Restraint && m.From == -240 && m.To == 0 }) {
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d arms are restrained, want one with vehicle and one with ketamine", n)
	}
}

// TestPaperFiguresAreNotInvented: none is known to us.
func TestPaperFiguresAreNotInvented(t *testing.T) {
	s, _ := Preset("moda-sava-2019")
	ids := ClaimIDs(s.Claims.Preset)
	if len(ids) != 28 || len(s.Claims.Paper) != len(ids) {
		t.Errorf("%d claims, %d figures", len(ids), len(s.Claims.Paper))
	}
	for i, p := range s.Claims.Paper {
		if p.Claim != ids[i] || p.Value != nil {
			t.Errorf("figure %d is %v", i, p)
		}
	}
}

// TestTemplate parses as it comes, and with its examples taken out of their
// comments.
func TestTemplate(t *testing.T) {
	if _, problems := Parse(Template(), "study.yaml"); len(problems) > 0 {
		t.Errorf("%s", problems)
	}
	text := strings.ReplaceAll(string(Template()), "#   - {", "  - {")
	for _, commented := range []string{"# recordings:", "# tables:", "# paper:", "# clock:"} {
		if !strings.Contains(text, commented) {
			t.Errorf("the template has no %q", commented)
		}
		text = strings.ReplaceAll(text, commented, strings.TrimPrefix(commented, "# "))
	}
	s, problems := Parse([]byte(text), "study.yaml")
	if len(problems) > 0 || len(s.Recordings) != 3 || len(s.Tables) != 1 || len(s.Claims.Paper) != 1 || s.TimeZero.Clock == "" {
		t.Errorf("%s\n%s", problems, text)
	}
}

func TestKeep(t *testing.T) {
	s, _ := Preset("moda-sava-2019")
	for _, m := range s.Animals {
		s.Recordings = append(s.Recordings, Recording{Animal: m.ID, Session: "spines-24h", Files: []string{m.ID + ".tif"}})
	}
	small := s.Keep(2)
	if len(small.Animals) != 18 || len(small.Recordings) != 18 || len(s.Animals) != 72 || len(s.Recordings) != 72 {
		t.Errorf("%d of %d animals, %d recordings", len(small.Animals), len(s.Animals), len(small.Recordings))
	}
	for i, m := range small.Animals {
		if want := string(rune('A'+i/2)) + string(rune('1'+i%2)); m.ID != want || small.Recordings[i].Animal != want {
			t.Errorf("animal %d is %s, want %s", i, m.ID, want)
		}
	}
	if problems := small.Check(); len(problems) > 0 {
		t.Errorf("%s", problems)
	}
	if n := len(s.Keep(100).Animals); n != 72 {
		t.Errorf("keeping more than there are leaves %d", n)
	}
}
