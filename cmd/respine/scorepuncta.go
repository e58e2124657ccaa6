package main

import (
	"fmt"

	"respine/score"
)

type scorePunctaCommand struct {
	Measured string  `required:"" placeholder:"DIR" help:"Folder that respine puncta wrote."`
	Truth    string  `required:"" placeholder:"DIR" help:"Folder with the truth of the image, puncta.csv."`
	Image    string  `placeholder:"NAME" help:"The image, if there are several: its name, or ANIMAL/SESSION/NAME."`
	RadiusUm float64 `name:"radius-um" default:"0.2" placeholder:"UM" help:"Places match within this distance, three times as far along z (${default})."`
}

func (scorePunctaCommand) Help() string {
	return `Prints one JSON object: puncta found, bias of density and mean intensity, and errors of places.

Example:

  respine score puncta --measured puncta --truth simulated/truth/recordings/A1/psd95-48h`
}

func (c scorePunctaCommand) Run(e *env) error {
	if !(c.RadiusUm > 0) {
		return usage(fmt.Sprintf("--radius-um %g is not a distance", c.RadiusUm), "")
	}
	r, err := score.ReadPuncta(c.Measured, c.Truth, c.Image, c.RadiusUm)
	if err != nil {
		return err
	}
	return writeJSON(e.stdout, r)
}
