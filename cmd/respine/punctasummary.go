package main

import (
	"fmt"
	"strings"

	"respine/puncta"
)

// punctaSummary is what is printed at the end.
type punctaSummary struct {
	Images   []imageLine   `json:"images"`
	Filter   puncta.Filter `json:"filter"`
	Warnings []string      `json:"warnings"`
	unused   int
}

type imageLine struct {
	Image     string   `json:"image"`
	Animal    string   `json:"animal,omitempty"`
	Session   string   `json:"session,omitempty"`
	Section   string   `json:"section,omitempty"`
	Puncta    int      `json:"puncta"`
	PerUm2    *float64 `json:"density_per_um2"`
	Intensity *float64 `json:"intensity"`
	Problem   string   `json:"reason,omitempty"`
}

func imageLineOf(v puncta.Image) imageLine {
	line := imageLine{Image: v.Image, Animal: v.Animal, Session: v.Session, Section: v.Section, Problem: v.Problem}
	if v.Problem != "" {
		return line
	}
	line.Puncta = len(v.Kept())
	d := v.PerUm2()
	line.PerUm2 = &d
	if line.Puncta > 0 {
		i := v.Intensity()
		line.Intensity = &i
	}
	return line
}

func (s punctaSummary) print(e *env) error {
	rows := make([][]string, len(s.Images))
	for i, v := range s.Images {
		rows[i] = []string{strings.TrimLeft(v.Animal+" "+v.Session+" "+v.Section+" "+v.Image, " "), "", "", ""}
		if v.Problem != "" {
			fmt.Fprintln(e.stderr, "respine: left out: "+v.Problem)
			rows[i][1] = "left out"
			continue
		}
		rows[i][1], rows[i][2] = fmt.Sprint(v.Puncta), fmt.Sprintf("%.4g", *v.PerUm2)
		if v.Intensity != nil {
			rows[i][3] = fmt.Sprintf("%.4g", *v.Intensity)
		}
	}
	return writeColumns(e.stdout, []string{"image", "puncta", "per um2", "intensity"}, rows)
}
