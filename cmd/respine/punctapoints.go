package main

import (
	"math/rand/v2"

	"respine/puncta"
	"respine/table"
)

// point is a place to compare with, in one image or, without a name, in all.
type point struct {
	image string
	at    [3]float64
}

func (c punctaCommand) points() ([]point, error) {
	if c.Points == "" {
		return nil, nil
	}
	t, err := table.ReadFile(c.Points, table.Float("x_um", "um"), table.Float("y_um", "um"), table.Optional(table.Float("z_um", "um")), table.Optional(table.String("image", "")))
	if err != nil {
		return nil, err
	}
	out := make([]point, t.Len())
	for i := range out {
		out[i].at = [3]float64{t.Floats("x_um")[i], t.Floats("y_um")[i], 0}
		if t.Has("z_um") {
			out[i].at[2] = t.Floats("z_um")[i]
		}
		if t.Has("image") {
			out[i].image = t.Strings("image")[i]
		}
	}
	return out, nil
}

// compare asks which puncta are at points. Of a single slice depth counts for nothing.
func (c punctaCommand) compare(v *puncta.Image, points []point) {
	if points == nil {
		return
	}
	var at [][3]float64
	for _, p := range points {
		if p.image == "" || p.image == v.Image {
			if v.DepthUm == 0 {
				p.at[2] = 0
			}
			at = append(at, p.at)
		}
	}
	o := puncta.Near(v.Kept(), at, c.RadiusUm, v.WidthUm, v.AreaUm2/v.WidthUm, rand.New(rand.NewPCG(c.Seed, 0)))
	v.Near = &o
}
