package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"respine/study"
	"respine/sucrose"
	"respine/table"
)

// bottleWeights are weights of two bottles, of one mouse and the cages without a
// mouse beside it.
var bottleWeights = modality{
	recorded: study.Weights,
	steps:    []Step{sucroseStep},
	plan: func(s Study, recordings []given, _ []*Work) []*Work {
		return s.eachSession(sucroseStep, "weights", recordings, func(given) any { return sucrose.Params{} })
	},
	joined:  map[string][]string{sucroseStep.Name: {"sucrose", "preference", "sucrose_exclusions", "sucrose_warnings"}},
	judged:  []string{"preference"},
	instead: []string{"sucrose"},
	method:  "Sucrose preference is sucrose over all that was drunk, from the weights of two bottles before and after each period, less what the bottles of cages without a mouse lost meanwhile. Periods with a leak, noted or above 10 g, and sessions with less than 0.5 g a day or more than 90 % from one side wherever the sucrose hung, are left out with their reason (docs/sucrose.md).",
}

// sucroseStep adds up what one mouse drank in one session.
var sucroseStep = Step{Name: "sucrose", Version: 4, Bytes: 8 << 20, Do: doSucrose}

func doSucrose(_ context.Context, j Job) error {
	var p sucrose.Params
	if err := json.Unmarshal(j.Params, &p); err != nil {
		return err
	}
	var all []sucrose.Weight
	for _, in := range j.Inputs {
		w, err := readWeights(in.Path)
		if err != nil {
			return err
		}
		all = append(all, w...)
	}
	r, err := sucrose.Analyse(all, p)
	if err != nil {
		return err
	}
	if n := len(r.Sessions); n != 1 {
		return fmt.Errorf("the weights are of %d mice or sessions, where a recording is of one\nhint: give every animal and session a file; or measure a sheet of all with respine sucrose, and name its table under tables", n)
	}
	tables := r.Tables(false)
	tables[2].Name = "sucrose_exclusions"
	warnings := table.New("sucrose_warnings", table.String("warning", ""))
	one := r.Sessions[0] // as the sheet calls it, which may say whose it is
	anonymous := strings.NewReplacer("animal "+one.Animal+", session "+one.Session, "the mouse", "animal "+one.Animal, "the mouse")
	for _, w := range r.Warnings {
		warnings.Append(anonymous.Replace(w))
	}
	return table.WriteFiles(j.Dir, append(tables, warnings)...)
}

func readWeights(path string) ([]sucrose.Weight, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return sucrose.ReadWeights(f, path)
}
