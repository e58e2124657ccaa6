package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"respine/scope"
	"respine/study"
	"respine/table"
	"respine/twin"
	"respine/video"
)

type simulateStudyCommand struct {
	Study      string   `arg:"" optional:"" name:"study.yaml" help:"The manifest; without it, that of the preset."`
	Out        string   `required:"" placeholder:"DIR" help:"Folder for the study, with the truth in DIR/truth."`
	Seed       uint64   `default:"1" placeholder:"N" help:"Seed of everything random (${default})."`
	TablesOnly bool     `help:"Write the truth tables and no raw files."`
	Preset     string   `placeholder:"NAME" help:"Constants of the twin in place of those the manifest names: moda-sava-2019, null, rival-formation, rival-sucrose, rival-epiphenomenal, rival-acute; without a manifest also restraint."`
	Size       string   `placeholder:"SIZE" help:"small: the first two animals of every arm, and small, short recordings; paper: all of them, as a laboratory would record them (that of the manifest, else paper)."`
	Film       string   `default:"auto" enum:"auto,h264,mjpeg" help:"How film of tail suspension is coded: h264 needs ffmpeg; auto is h264 where there is ffmpeg, else mjpeg, which gives the same bytes on every machine (${default})."`
	Drift      *float64 `name:"clock-drift-ppm" placeholder:"PPM" help:"How much faster the clock of photometry runs than that of the film, parts per million (that of the manifest, else 0)."`
	Offset     *float64 `name:"clock-offset-s" placeholder:"S" help:"What the clock of photometry shows as the film begins, seconds (that of the manifest, else 0)."`
	Workers    int      `default:"2" placeholder:"N" help:"Animals at a time; the results do not depend on it (${default})."`
}

// simulateStudyName is the command as users type it.
const simulateStudyName = "simulate study"

// smallAnimals is how many animals an arm of a small study has.
const smallAnimals = 2

// defaultPreset is the study that is simulated when nobody says which.
const defaultPreset = "moda-sava-2019"

func (simulateStudyCommand) Help() string {
	return `Lives every animal of a study through what was done to its arm, and writes everything true about it as tables. The manifest is written beside them as DIR/study.yaml. Animals are keyed by their ID and the seed: leaving some out changes none of the others.

Without --tables-only the recordings themselves are rendered, into DIR/recordings/ANIMAL/SESSION, and DIR/study.yaml lists them: two-photon stacks of the first imaged dendrites (three, or eight of a paper size; heads keep their mean size over the days), calcium movies (the first minute, or ten), film of tail suspension and photometry during it, with the pulses that tie their clocks, weights of sucrose bottles, PSD95 sections. What the instruments did is in DIR/truth/recordings. Of a paper size a calcium movie takes 3.7 GB and a film about 0.5 GB: 72 animals with five sessions of each need some 1.5 TB.

Example:

  respine simulate study.yaml --tables-only --seed 7 --out simulated
  respine simulate --preset moda-sava-2019 --size small --tables-only --out simulated`
}

func (c simulateStudyCommand) Run(e *env) error {
	if c.Workers < 1 {
		return usage(fmt.Sprintf("--workers %d", c.Workers), "at least one animal at a time")
	}
	if c.Film == "h264" && !c.TablesOnly && video.FFmpeg() == "" {
		return usage("--film h264: there is no ffmpeg here", "install ffmpeg, or take --film mjpeg, which needs none")
	}
	s, warned, err := c.study()
	if err != nil {
		return err
	}
	preset, err := twin.PresetNamed(s.Simulation.Preset)
	if err != nil {
		return usage(strings.TrimPrefix(err.Error(), "twin: "), "")
	}
	for _, n := range slices.Concat(warned, scope.StudyNotes(s), scope.LengthNotes(s, preset.Params)) {
		fmt.Fprintln(e.stderr, "respine: "+n) // now, for it may take days
	}
	if err := c.simulate(e, s, preset.Params, e.progress()); err != nil {
		return err
	}
	if !c.TablesOnly {
		for _, n := range scope.NotRendered(c.raw(s)) {
			fmt.Fprintln(e.stdout, "not rendered: "+n)
		}
	}
	_, err = fmt.Fprintf(e.stdout, "%d animals in %d arms, preset %s, and their truth: %s\n", len(s.Animals), len(s.Arms), preset.Name, c.Out)
	return err
}

// study reads the manifest and makes it one of the twin: recordings and tables of
// real animals are none of a simulated study's.
func (c simulateStudyCommand) study() (s study.Study, warned []string, err error) {
	if s, warned, err = c.manifest(); err != nil {
		return s, nil, err
	}
	if len(s.Recordings)+len(s.Tables) > 0 {
		warned = append(warned, "recordings and tables of the manifest are left out: what is written is simulated")
	}
	s.Recordings, s.Tables = nil, nil
	if f := s.Claims.File; f != "" && !filepath.IsAbs(f) { // it stays where it is
		if s.Claims.File, err = filepath.Abs(filepath.Join(folderOf(c.Study), f)); err != nil {
			return s, nil, err
		}
	}
	if c.Preset != "" && !(c.Study == "" && slices.Contains(study.Presets(), c.Preset)) {
		s.Simulation.Preset = c.Preset
	}
	if s.Simulation.Preset == "" {
		s.Simulation.Preset = defaultPreset
	}
	if c.Size != "" {
		s.Simulation.Size = c.Size
	}
	if c.Drift != nil {
		s.Simulation.ClockDriftPPM = *c.Drift
	}
	if c.Offset != nil {
		s.Simulation.ClockOffsetS = *c.Offset
	}
	switch s.Simulation.Size {
	case "small":
		s = s.Keep(smallAnimals)
	case "", "paper":
	default:
		return s, nil, usage(fmt.Sprintf("--size %s", s.Simulation.Size), "there are small and paper")
	}
	if err := s.Check().Err(); err != nil { // such as a clock that is off by too much
		return s, nil, usage(err.Error(), "")
	}
	return s, warned, nil
}

// folderOf returns the folder of a study that is named by it or by its manifest.
func folderOf(path string) string {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return path
	}
	return filepath.Dir(path)
}

// manifest reads the file, or without one takes the preset's.
func (c simulateStudyCommand) manifest() (s study.Study, warned []string, err error) {
	if c.Study == "" {
		name := defaultPreset
		if slices.Contains(study.Presets(), c.Preset) {
			name = c.Preset
		}
		s, err = study.Preset(name)
		return s, nil, err
	}
	if info, err := os.Stat(c.Study); err == nil && info.IsDir() {
		c.Study = filepath.Join(c.Study, manifestName)
	}
	text, err := os.ReadFile(c.Study)
	if err != nil {
		return s, nil, usage(fmt.Sprintf("%s: %v", c.Study, unwrapPath(err)), "the study to be simulated is a manifest, study.yaml")
	}
	s, problems := study.Parse(text, c.Study)
	if err := problems.Err(); err != nil {
		return s, nil, usage(problems.String(), "")
	}
	for _, p := range problems {
		warned = append(warned, p.String())
	}
	return s, warned, nil
}

// simulate writes the study, unless it is there already.
func (c simulateStudyCommand) simulate(e *env, s study.Study, p twin.Params, say func(string, ...any)) error {
	defer say("")
	earlier, complete, err := readState(c.Out, simulateStudyName)
	if err != nil {
		return err
	}
	program, err := programHash()
	if err != nil {
		return err
	}
	content := []any{program, s, p, c.Seed, c.TablesOnly}
	if !c.TablesOnly {
		content = append(content, c.raw(s)) // which depends on whether there is ffmpeg
	}
	k := key(content)
	if complete && earlier.Key == k {
		return nil
	}
	f, err := newFolder(c.Out)
	if err != nil {
		return err
	}
	defer f.discard()
	tables := make([][]*table.Table, len(s.Animals))
	recordings := make([][]study.Recording, len(s.Animals))
	say("living %d animals", len(s.Animals))
	err = scope.SimulateStudy(e.ctx, s, p, c.Seed, c.Workers, func(i int, m scope.StudyMouse) error {
		tables[i] = m.Tables()
		if c.TablesOnly {
			return nil
		}
		var err error
		recordings[i], err = m.WriteRaw(e.ctx, f.Work, c.raw(s))
		return err
	})
	if err != nil {
		return err
	}
	s.Recordings = slices.Concat(recordings...)
	say("writing the truth about %d animals", len(tables))
	if err := table.WriteFiles(f.path("truth"), scope.JoinTables(tables)...); err != nil {
		return err
	}
	if err := writeStudy(f.path("study.yaml"), s); err != nil {
		return err
	}
	if err := e.ctx.Err(); err != nil {
		return err
	}
	return f.commit(state{Made: simulateStudyName, Key: k})
}

// raw is how recordings are made: as large as the study is.
func (c simulateStudyCommand) raw(s study.Study) scope.StudyRaw {
	raw := scope.PaperRaw(c.Seed)
	if s.Simulation.Size == "small" {
		raw = scope.SmallRaw(c.Seed)
	}
	raw.FilmH264 = c.Film == "h264" || c.Film == "auto" && video.FFmpeg() != ""
	raw.FibreClock = scope.FibreClock{OffsetSec: s.Simulation.ClockOffsetS, DriftPPM: s.Simulation.ClockDriftPPM}
	return raw
}

// writeStudy writes a manifest that is known to be right.
func writeStudy(path string, s study.Study) error {
	if err := s.Check().Err(); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(study.Write(out, s), out.Close())
}
