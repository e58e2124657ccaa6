package main

import (
	"fmt"
	"math/rand/v2"

	"respine/dendrite"
	"respine/scope"
	"respine/table"
)

type simulateCommand struct {
	Out      string  `required:"" placeholder:"DIR" help:"Folder for the stacks, with the truth in DIR/truth."`
	Sessions int     `default:"3" placeholder:"N" help:"Sessions, four days apart (${default})."`
	Days     dayList `placeholder:"D,D,..." help:"Days of the sessions instead."`
	Seed     uint64  `default:"1" placeholder:"N" help:"Seed of everything random (${default})."`
	Noise    string  `default:"medium" enum:"low,medium,high" help:"How noisy the recordings are: ${enum} (${default})."`
	Size     string  `default:"small" enum:"tiny,small,full" help:"tiny: 400 x 400 x 16 voxels and one dendrite; small: 512 x 512 x 24 and three; full: 1024 x 1024 x 70 and eight (${default})."`

	Formation   float64 `default:"0.09" placeholder:"SHARE" help:"New spines per interval, for each there (${default})."`
	Elimination float64 `default:"0.09" placeholder:"SHARE" help:"Share of spines lost per interval (${default})."`
	Restored    float64 `default:"0.3" placeholder:"SHARE" help:"Share of new spines that stand where one was lost (${default})."`
}

// simulateName is the command as users type it.
const simulateName = "simulate spines"

func (simulateCommand) Help() string {
	return `Draws dendrites whose spines come and go, and renders what a two-photon microscope would record of them, as OME-TIFF with the voxel size in the file. The tables in DIR/truth are what respine score spines compares with.

Example:

  respine simulate spines --days 0,4,8 --noise low --out stacks`
}

func (c simulateCommand) Run(e *env) error {
	if err := c.check(); err != nil {
		return err
	}
	_, err := c.simulate(e, e.progress())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "%d stacks and their truth: %s\n", len(c.days()), c.Out)
	return err
}

func (c simulateCommand) check() error {
	if len(c.Days) == 0 && c.Sessions < 1 {
		return usage(fmt.Sprintf("--sessions %d", c.Sessions), "at least one session is needed")
	}
	for _, f := range []struct {
		name  string
		value float64
	}{{"--formation", c.Formation}, {"--elimination", c.Elimination}, {"--restored", c.Restored}} {
		if !(f.value >= 0 && f.value <= 1) {
			return usage(fmt.Sprintf("%s %g is not a share", f.name, f.value), "a share lies between 0 and 1")
		}
	}
	return checkDays(c.days(), stackNames(len(c.days())))
}

func (c simulateCommand) days() []float64 {
	if len(c.Days) > 0 {
		return c.Days
	}
	days := make([]float64, c.Sessions)
	for i := range days {
		days[i] = 4 * float64(i)
	}
	return days
}

// stackNames are the file names of n simulated sessions.
func stackNames(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("stack_s%d.ome.tif", i)
	}
	return names
}

// simulate writes the stacks and the truth, unless they are there already, and
// returns the scene.
func (c simulateCommand) simulate(e *env, say func(string, ...any)) (scope.Scene, error) {
	defer say("")
	earlier, complete, err := readState(c.Out, simulateName)
	if err != nil {
		return scope.Scene{}, err
	}
	program, err := programHash()
	if err != nil {
		return scope.Scene{}, err
	}
	scene := c.scene()
	k := key([]any{program, c.days(), c.Seed, c.Noise, c.Size, c.Formation, c.Elimination, c.Restored})
	if complete && earlier.Key == k {
		return scene, nil
	}
	f, err := newFolder(c.Out)
	if err != nil {
		return scope.Scene{}, err
	}
	defer f.discard()
	microscope := scope.Preset(scope.Noise(c.Noise))
	rng := rand.New(rand.NewPCG(c.Seed, 1))
	for i, name := range stackNames(len(scene.Sessions)) {
		say("rendering %d of %d", i+1, len(scene.Sessions))
		s, err := scope.Render(e.ctx, scene, i, microscope, rng, 2)
		if err != nil {
			return scope.Scene{}, err
		}
		if err := scope.WriteStack(e.ctx, f.path(name), s); err != nil {
			return scope.Scene{}, err
		}
	}
	if err := table.WriteFiles(f.path("truth"), scope.Tables(scene)...); err != nil {
		return scope.Scene{}, err
	}
	if err := e.ctx.Err(); err != nil {
		return scope.Scene{}, err
	}
	return scene, f.commit(state{Made: simulateName, Key: k})
}

// scene draws what the microscope will see.
func (c simulateCommand) scene() scope.Scene {
	share := func(v float64) float64 { // scope takes 0 for its default and less for none
		if v == 0 {
			return -1
		}
		return v
	}
	p := scope.Params{Days: c.days(), Dynamics: scope.Dynamics{
		Formation: share(c.Formation), Elimination: share(c.Elimination), RestoredFraction: c.Restored}}
	switch c.Size {
	case "tiny":
		p.FieldUm, p.Branches = dendrite.Point{X: 48, Y: 48, Z: 16}, 1
	case "full":
		p.FieldUm, p.Branches = dendrite.Point{X: 122.88, Y: 122.88, Z: 70}, 8
	default:
		p.FieldUm, p.Branches = dendrite.Point{X: 61.44, Y: 61.44, Z: 24}, 3
	}
	return scope.RandomScene(rand.New(rand.NewPCG(c.Seed, 0)), p)
}
