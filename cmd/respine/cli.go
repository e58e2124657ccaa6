package main

import (
	"context"
	"errors"
	"io"

	"github.com/alecthomas/kong"
)

// cli is every command, in the order of the help.
type cli struct {
	Demo    demoCommand    `cmd:"" help:"Simulate a small study, measure it, and show what was measured beside the truth."`
	Init    initCommand    `cmd:"" help:"Make the folder of a new study, with a commented manifest."`
	Check   checkCommand   `cmd:"" help:"Tell every problem of a study at once."`
	Run     runCommand     `cmd:"" help:"Measure what is new in a study, and judge its claims."`
	Status  statusCommand  `cmd:"" help:"Where every measurement of a study stands."`
	Verify  verifyCommand  `cmd:"" help:"Whether every result of a study is as it was published."`
	Export  exportCommand  `cmd:"" help:"The tables of a study, each to be analysed by itself."`
	Unblind unblindCommand `cmd:"" help:"Let the results of a masked study name animals and arms."`
	Audit   auditCommand   `cmd:"" help:"What was excluded, masked and unblinded in a study, by whom and why."`
	Spines  struct {
		Track trackCommand `cmd:"" help:"Follow spines through the stacks of several days."`
	} `cmd:"" help:"Dendritic spines in two-photon stacks."`
	Calcium    calciumCommand    `cmd:"" help:"Cells, transients and synchronous events of a calcium movie."`
	Match      matchCommand      `cmd:"" help:"The same cells in calcium movies of several days."`
	Register   registerCommand   `cmd:"" help:"Undo the motion of a calcium movie, and name the frames that cannot be used."`
	Tst        tstCommand        `cmd:"" help:"Immobility and struggles in films of tail suspension."`
	Photometry photometryCommand `cmd:"" help:"dF/F, transients and prediction of struggles from fibre photometry."`
	Sucrose    sucroseCommand    `cmd:"" help:"Sucrose preference from weights of bottles, or licks."`
	Puncta     punctaCommand     `cmd:"" help:"PSD95 puncta in images of sections."`
	Score      struct {
		Spines     scoreCommand           `cmd:"" help:"Compare measured spines with a truth table."`
		Calcium    scoreCalciumCommand    `cmd:"" help:"Compare what was measured of a movie with its truth."`
		Tst        scoreTstCommand        `cmd:"" help:"Compare scored bouts with the truth, or scorers with each other."`
		Photometry scorePhotometryCommand `cmd:"" help:"Compare measured photometry with the truth of a rendered study."`
		Puncta     scorePunctaCommand     `cmd:"" help:"Compare measured puncta with a truth table."`
	} `cmd:"" help:"Measured tables against the truth."`
	Import struct {
		Mapmanager importCommand `cmd:"" help:"Turn a MapManager folder into tables."`
	} `cmd:"" help:"Hand-made annotations as tables."`
	Simulate struct {
		Study  simulateStudyCommand `cmd:"" default:"withargs" help:"Live a whole study: spines, cells, behaviour."`
		Spines simulateCommand      `cmd:"" help:"Render stacks of dendrites whose spines are known."`
	} `cmd:"" help:"Recordings with a known truth."`
	Judge judgeCommand `cmd:"" help:"Judge the claims of a study by its scored tables."`
	Power powerCommand `cmd:"" help:"How often a study of some size would support a claim."`
	Twin  struct {
		Explain   twinExplainCommand   `cmd:"" help:"What the simulated study assumes, was fitted to, and predicts."`
		Constants twinConstantsCommand `cmd:"" help:"Every constant of the simulated study and where it comes from."`
		Effects   twinEffectsCommand   `cmd:"" help:"The effect of every claim in the simulated study, and under its rivals."`
		Ablate    twinAblateCommand    `cmd:"" help:"Switch mechanisms off, and see which claims break."`
	} `cmd:"" help:"The mechanism behind simulated studies."`
	Train struct {
		Spines trainCommand `cmd:"" help:"Train the classifier of spines."`
	} `cmd:"" help:"The recipe behind what comes with the program."`
	Version versionCommand `cmd:"" help:"Print the version, and what it was built with."`
	Verbose bool           `short:"v" help:"Tell every step in a line of its own where stderr is no terminal, as for logs."`
}

// env is what every command gets from its surroundings.
type env struct {
	ctx    context.Context
	stdout io.Writer // results
	stderr io.Writer // talk
	steps  bool      // each in a line
}

// run does what the arguments say and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	helped := false
	var c cli
	parser, err := kong.New(&c,
		kong.Name("respine"),
		kong.Description("Measures dendritic spines over days, and says how far the numbers can be trusted."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(int) { helped = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true}),
	)
	if err != nil {
		panic("respine: " + err.Error()) // the cli struct is wrong
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if helped {
		return exitDone
	}
	if err != nil {
		return finish(stderr, usage(err.Error(), "respine "+commandIn(err)+"--help shows the flags and an example"))
	}
	err = parsed.Run(&env{ctx: ctx, stdout: stdout, stderr: stderr, steps: c.Verbose})
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return finish(stderr, errCancelled)
	}
	return finish(stderr, err)
}

// commandIn returns the words of the command that was being read when parsing
// failed, followed by a space.
func commandIn(err error) string {
	var failed *kong.ParseError
	words := ""
	if errors.As(err, &failed) {
		for _, p := range failed.Context.Path {
			if p.Command != nil {
				words += p.Command.Name + " "
			}
		}
	}
	return words
}
