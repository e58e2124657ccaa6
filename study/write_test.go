package study

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// free draws any text that is something.
func free() *rapid.Generator[string] {
	nasty := rapid.SampledFrom([]string{"null", "~", "no", "007", "1e3", "- a", "---", "a: b", "a #b", "*a", "&a", "!a", "{", "]", "%", "@", "'", `"`, `\`, " a ", "a\nb", "\t.", "µm", "raw/*.tif", "?", ":", "|", "-", "a,b", "..", "\u2028", "\u0085x", "\ufeffb"})
	return rapid.OneOf(nasty, rapid.String()).Filter(func(s string) bool { return strings.TrimSpace(s) != "" })
}

func maybe(g *rapid.Generator[string]) *rapid.Generator[string] {
	return rapid.OneOf(rapid.Just(""), g)
}

func ids(n int) *rapid.Generator[[]string] {
	return rapid.SliceOfNDistinct(rapid.StringMatching(`[A-Za-zµ0-9]([A-Za-z0-9._-]{0,5}[A-Za-z0-9])?`), 1, n, strings.ToLower)
}

// studies draws studies that hold together enough to be written and read.
func studies() *rapid.Generator[Study] {
	return rapid.Custom(func(t *rapid.T) Study {
		s := Study{Name: free().Draw(t, "name"), TimeZero: TimeZero{free().Draw(t, "event"), rapid.SampledFrom([]string{"", "09:30"}).Draw(t, "clock")},
			Simulation: Simulation{free().Draw(t, "preset"), rapid.SampledFrom([]string{"", "small"}).Draw(t, "size"),
				rapid.Float64Range(-maxDriftPPM, maxDriftPPM).Draw(t, "drift"), rapid.Float64Range(-maxOffsetS, maxOffsetS).Draw(t, "offset")}}
		for _, id := range ids(3).Draw(t, "arms") {
			s.Arms = append(s.Arms, drawArm(t, id))
		}
		for i, id := range ids(6).Draw(t, "animals") {
			s.Animals = append(s.Animals, Animal{id, s.Arms[i%len(s.Arms)].ID, rapid.SampledFrom([]Sex{"", Female, Male}).Draw(t, "sex"), maybe(free()).Draw(t, "cage"), maybe(free()).Draw(t, "batch")})
		}
		for i := len(s.Animals); i < len(s.Arms); i++ {
			s.Animals = append(s.Animals, Animal{ID: "x" + s.Arms[i].ID + "-more-letters", Arm: s.Arms[i].ID})
		}
		for i, id := range ids(8).Draw(t, "sessions") {
			one := Session{ID: id, Kind: rapid.SampledFrom(SessionKinds()).Draw(t, "kind"), At: Hours(i*100) - 300}
			if rapid.Bool().Draw(t, "more") && i > 0 { // every arm is in the first
				one.Lasts, one.Arms = Hours(i+1)/7, []string{s.Arms[0].ID}
			}
			s.Sessions = append(s.Sessions, one)
		}
		for range rapid.IntRange(0, 3).Draw(t, "tables") {
			s.Tables = append(s.Tables, Table{rapid.SampledFrom(SessionKinds()).Draw(t, "kind"), drawFiles(t), maybe(free()).Draw(t, "rater")})
		}
		s.Recordings = drawRecordings(t, s)
		s.Measure = Measure{rapid.SampledFrom([]float64{0, 12.5}).Draw(t, "branch"), rapid.SampledFrom([]float64{0, 1.5}).Draw(t, "restored"), rapid.IntRange(0, 9).Draw(t, "seed")}
		if rapid.Bool().Draw(t, "claims") {
			half := rapid.Float64Range(-10, 1e20).Draw(t, "paper")
			s.Claims = Claims{Preset: "moda-sava-2019", Paper: []PaperValue{{"C5a", nil}, {"C10", &half}}}
			if rapid.Bool().Draw(t, "own") {
				s.Claims = Claims{File: "my claims/one.yaml", Paper: []PaperValue{{"mine", &half}}}
			}
		}
		return s
	})
}

func drawArm(t *rapid.T, id string) Arm {
	a := Arm{ID: id, Purpose: maybe(free()).Draw(t, "purpose"), Probe: rapid.SampledFrom(append(Probes(), "")).Draw(t, "probe")}
	kinds := map[ManipulationKind]bool{}
	for _, m := range rapid.SliceOfN(manipulation(), 0, 4).Draw(t, "manipulations") {
		switch {
		case kinds[m.Kind], m.Kind == Vehicle && kinds[Ketamine], m.Kind == Ketamine && kinds[Vehicle], m.Kind == Photoactivation && a.Probe == "":
			continue
		case m.Kind == Photoactivation:
			m.Probe = a.Probe
		}
		kinds[m.Kind] = true
		a.Manipulations = append(a.Manipulations, m)
	}
	slices.SortStableFunc(a.Manipulations, compareManipulations)
	return a
}

func drawFiles(t *rapid.T) []string {
	path := free().Filter(func(s string) bool { return !strings.ContainsAny(s, `\[]`) })
	return rapid.SliceOfNDistinct(path, 1, 3, rapid.ID[string]).Draw(t, "files")
}

// drawRecordings leaves one of the first animal from each session it was in.
func drawRecordings(t *rapid.T, s Study) []Recording {
	var out []Recording
	for i, one := range s.Sessions {
		if !one.Covers(s.Animals[0].Arm) {
			continue
		}
		r := Recording{Animal: s.Animals[0].ID, Session: one.ID, Field: maybe(free()).Draw(t, "field"), Files: drawFiles(t)}
		for j := range r.Files {
			r.Files[j] = one.ID + "/" + r.Files[j]
		}
		size := float64(i+1) / 3
		switch one.Kind.Recorded() {
		case Stack, Images:
			r.Meta = Meta{VoxelUm: [3]float64{1, size, size}, Channel: i}
		case Movie:
			r.Meta = Meta{PixelUm: size, RateHz: 30, Indicator: maybe(free()).Draw(t, "indicator")}
		case Video:
			r.Meta = Meta{RateHz: 25, Place: i}
		case Weights:
			r.Modality, r.Meta = TableFile, Meta{Rater: maybe(free()).Draw(t, "rater")}
		}
		out = append(out, r)
	}
	return out
}

func written(t interface{ Fatal(...any) }, s Study) string {
	var b strings.Builder
	if err := Write(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWriteRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := studies().Draw(t, "study")
		text := written(t, s)
		got, problems := Parse([]byte(text), "written")
		if problems.Err() != nil || !reflect.DeepEqual(got, s) {
			t.Fatalf("%s\n%s\ngot  %#v\nwant %#v", text, problems, got, s)
		}
		if p := s.Check(); len(p) != len(problems) {
			t.Fatalf("Check finds %d problems, Parse %d:\n%s\n%s", len(p), len(problems), p, problems)
		}
	})
}

// TestWriteReads is what a person would like to read.
func TestWriteReads(t *testing.T) {
	s, _ := Parse([]byte(small), "s")
	want := `study: "two arms: one drug"
time_zero:
  event: injection
  clock: "09:30"
arms:
  veh:
    purpose: deficit
    corticosterone: day -10..0
    vehicle: at 0 h
  ket:
    probe: AS-PaRAC1
    corticosterone: day -10..0
    restraint: 2.5 h/day during day -3..-1
    ketamine: 10 mg/kg at 0 h
    photoactivation: AS-PaRAC1 at 24 h
  naive: {}
animals:
  m1: {arm: veh, sex: f, cage: 007, batch: b1}
  m2: {arm: ket}
  m3: {arm: naive}
sessions:
  early: {kind: spines, at: -12 h}
  late: {kind: tail-suspension, at: 48 h, lasts: 10 min, arms: ket}
recordings:
  - {animal: m1, session: early, field: d1, files: [a.tif, b/*.tif], voxel_um: [1, 0.12, 0.12], channel: 2}
  - {animal: m2, session: late, modality: table, files: scored.csv, rater: first rater}
tables:
  - {kind: sucrose, files: bottles.csv}
claims:
  preset: moda-sava-2019
  paper:
    C10: null
    C5a: 0.5
simulation:
  preset: "null"
  size: small
`
	if got := written(t, s); got != want {
		t.Errorf("got\n%s", got)
	}
}
