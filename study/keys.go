package study

import (
	"strings"

	"respine/yamltree"
)

// key is one entry of a mapping of the manifest, bound to where its value is
// kept. It is read, written and told to editors from here.
type key struct {
	name  string
	must  bool // without it the manifest is incomplete
	value value
	doc   string
}

// hint is the description as it ends a message.
func (k key) hint() string {
	return strings.ToLower(k.doc[:1]) + strings.TrimSuffix(k.doc[1:], ".")
}

// value reads and writes what stands behind a key.
type value interface {
	read(c *yamltree.Collector, n yamltree.Node, path string)
	empty() bool               // whether it may be left out
	text(indent string) string // what stands behind the colon
	schema() map[string]any
}

func (s *Study) keys() []key {
	return []key{
		{"study", true, word(&s.Name), "Name of the study."},
		{"time_zero", true, section{s.TimeZero.keys()}, "What happens at 0 h, from which all times count."},
		{"arms", true, namedIn(&s.Arms, "arm", false), "Groups of animals, and what was done to them."},
		{"animals", true, namedIn(&s.Animals, "animal", true), "Every animal, with its arm."},
		{"sessions", true, namedIn(&s.Sessions, "session", true), "What was looked at, and when."},
		{"recordings", false, listIn(&s.Recordings), "Which files one session left of one animal."},
		{"tables", false, listIn(&s.Tables), "Tables the lab brings ready-made, with columns animal and session."},
		{"measure", false, section{s.Measure.keys()}, "How recordings are measured, if not as is usual."},
		{"claims", false, section{s.Claims.keys()}, "What the study is judged by."},
		{"blinding", false, choice(&s.Blinding, []Blinding{Masked}), "masked: results name animals by codes and are not judged until respine unblind."},
		{"simulation", false, section{s.Simulation.keys()}, "Whether the twin stands in for the animals."},
	}
}

func (t *TimeZero) keys() []key {
	return []key{
		{"event", true, word(&t.Event), "What happens at 0 h, such as the injection of ketamine or vehicle."},
		{"clock", false, clock(&t.Clock), "Local time of day of it, hh:mm."},
	}
}

func (a *Arm) keys() []key {
	keys := []key{
		{"purpose", false, word(&a.Purpose), "What the arm is compared for."},
		{"probe", false, choice(&a.Probe, Probes()), "Construct expressed throughout, with or without light."},
	}
	for _, kind := range ManipulationKinds() {
		doc := "When, and how much: " + formOf(kind).example + ". Several go into a list."
		keys = append(keys, key{string(kind), false, manipulations{&a.Manipulations, kind}, doc})
	}
	return keys
}

func (a *Animal) keys() []key {
	return []key{
		{"arm", true, word(&a.Arm), "The arm it belongs to."},
		{"sex", false, choice(&a.Sex, []Sex{Female, Male}), "f or m."},
		{"cage", false, word(&a.Cage), "Animals of one cage drink the same water."},
		{"batch", false, word(&a.Batch), "Animals done together."},
	}
}

func (s *Session) keys() []key {
	return []key{
		{"kind", true, choice(&s.Kind, SessionKinds()), "What was looked at."},
		{"at", true, moment(&s.At), "When it began, from time zero."},
		{"lasts", false, length(&s.Lasts), "How long it took, if not what is usual for its kind."},
		{"arms", false, words{&s.Arms}, "The arms that took part, if not all."},
	}
}

func (r *Recording) keys() []key {
	return []key{
		{"animal", true, word(&r.Animal), "The animal."},
		{"session", true, word(&r.Session), "The session."},
		{"field", false, word(&r.Field), "Which field of view, if there are several; the same name on every day."},
		{"modality", false, choice(&r.Modality, Modalities()), "What the files hold, if not what the kind of session says."},
		{"files", true, words{&r.Files}, "Paths, folders or globs, from the folder of the manifest."},
		{"voxel_um", false, voxel{&r.Meta.VoxelUm}, "Size of a voxel: z, y, x in um."},
		{"pixel_um", false, positive(&r.Meta.PixelUm), "Size of a pixel of a movie in um."},
		{"rate_hz", false, positive(&r.Meta.RateHz), "Frames or samples a second."},
		{"indicator", false, word(&r.Meta.Indicator), "Calcium indicator, such as GCaMP6s."},
		{"channel", false, count(&r.Meta.Channel), "Channel of the file, from 1."},
		{"place", false, count(&r.Meta.Place), "Place of the animal in a video of several, from 1 on the left. Such videos are not measured by respine run: respine tst scores them, and their bouts are named under tables."},
		{"rater", false, word(&r.Meta.Rater), "Who scored a table."},
	}
}

func (t *Table) keys() []key {
	return []key{
		{"kind", true, choice(&t.Kind, SessionKinds()), "What it is a table of."},
		{"files", true, words{&t.Files}, "Paths or globs, from the folder of the manifest."},
		{"rater", false, word(&t.Rater), "Who scored it."},
	}
}

func (m *Measure) keys() []key {
	return []key{
		{"min_branch_um", false, positive(&m.MinBranchUm), "Shortest dendrite traced in a stack, 15 um."},
		{"restored_um", false, positive(&m.RestoredUm), "A new spine nearer than this to a lost one is restored, 2 um, in the tables of dynamics; claims keep 2 um."},
		{"seed", false, count(&m.Seed), "Seed of what chance would give, 1."},
	}
}

func (s *Claims) keys() []key {
	return []key{
		{"preset", false, choice(&s.Preset, ClaimPresets()), "A set of claims that comes with the program."},
		{"file", false, word(&s.File), "Claims of your own in place of a preset: a path from the folder of the manifest, such as claims.yaml."},
		{"paper", false, paper{&s.Paper}, "What the paper reports for each claim; null where it is not known."},
	}
}

func (s *Simulation) keys() []key {
	return []key{
		{"preset", true, word(&s.Preset), "Preset of the twin."},
		{"size", false, choice(&s.Size, sizes()), "How many animals and how long: small or paper."},
		{"clock_drift_ppm", false, clockError(&s.ClockDriftPPM, maxDriftPPM), "How much faster the clock of photometry runs than that of the film, parts per million."},
		{"clock_offset_s", false, clockError(&s.ClockOffsetS, maxOffsetS), "What the clock of photometry shows as the film begins, seconds."},
	}
}

// sizes are those of a simulation.
func sizes() []string { return []string{"small", "paper"} }

// names turns typed names into plain ones.
func names[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, one := range all {
		out[i] = string(one)
	}
	return out
}
