package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"respine/spine"
)

type trainCommand struct {
	Data    []string `placeholder:"DIR" help:"Marked recordings: DIR/images/*_s<session>.ome.tif and DIR/truth/{spines,centerlines}.csv. May be given several times."`
	Out     string   `required:"" placeholder:"FILE" help:"The weights file to write."`
	LeftOut string   `placeholder:"DIR" help:"Folder for the twins trained without one dendrite each, to score dendrites they have not seen."`
	Scenes  int      `default:"18" placeholder:"N" help:"Simulated fields of view to train on as well (${default})."`
	Nets    int      `default:"3" placeholder:"N" help:"Networks to average (${default})."`
	Steps   int      `default:"600" placeholder:"N" help:"Updates of each network (${default})."`
	Seed    uint64   `default:"1" placeholder:"N" help:"Seed of everything random (${default})."`
	Workers int      `default:"2" placeholder:"N" help:"Goroutines; the result does not depend on it (${default})."`
}

func (trainCommand) Help() string {
	return `Trains the classifier that tells spines from the rest of a straightened dendrite, on marked recordings and on simulated ones, and calibrates its probabilities on dendrites left out of training. Without --data, simulated dendrites alone are used. The same input gives the same weights.

Example:

  respine train spines --data rr30a --out weights.bin --left-out twins`
}

func (c trainCommand) Run(e *env) error {
	if c.Scenes < 0 || c.Nets < 1 || c.Steps < 1 || c.Workers < 1 {
		return usage("--scenes, --nets, --steps and --workers count things", "give numbers of 1 or more; --scenes may be 0")
	}
	examples, err := c.examples(e.ctx, e)
	if err != nil {
		return err
	}
	f, err := spine.Fit(e.ctx, examples, spine.FitParams{
		Nets: c.Nets, Steps: c.Steps, Seed: c.Seed, Workers: c.Workers,
		Report: func(line string) { fmt.Fprintln(e.stderr, line) },
	})
	if err != nil {
		return err
	}
	for name, twin := range f.LeftOut {
		if c.LeftOut == "" {
			break
		}
		if err := writeWeights(filepath.Join(c.LeftOut, name+".bin"), twin); err != nil {
			return err
		}
	}
	if err := writeWeights(c.Out, f.Classifier); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "trained on %d dendrite sides; calibration: logit p = %.2f + %.2f logit heat; weights: %s\n",
		len(examples), f.Intercept, f.Slope, c.Out)
	return err
}

// examples gathers what there is to train on. Without marked recordings the
// simulated scenes take the part of dendrites, four of them, to calibrate on.
func (c trainCommand) examples(ctx context.Context, e *env) ([]spine.Example, error) {
	var examples []spine.Example
	say := e.progress()
	defer say("")
	for _, dir := range c.Data {
		say("reading %s", dir)
		marked, err := markedExamples(ctx, dir)
		if err != nil {
			return nil, err
		}
		examples = append(examples, marked...)
	}
	for i := range c.Scenes {
		say("rendering field %d of %d", i+1, c.Scenes)
		drawn, err := drawnExamples(ctx, c.Seed, i)
		if err != nil {
			return nil, err
		}
		for k := range drawn {
			drawn[k].Weight = drawnWeight
			if len(c.Data) == 0 {
				drawn[k].Dendrite = fmt.Sprintf("simulated-%d", i%4)
			}
		}
		examples = append(examples, drawn...)
	}
	return slices.Clip(examples), nil
}

// drawnWeight keeps simulated dendrites, of which there are more, from
// drowning the marked ones.
const drawnWeight = 0.5

func writeWeights(path string, c spine.Classifier) error {
	var b bytes.Buffer
	if err := c.Write(&b); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	part := path + ".part"
	if err := os.WriteFile(part, b.Bytes(), 0o644); err != nil {
		return err
	}
	return os.Rename(part, path)
}
