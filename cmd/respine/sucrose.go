package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"respine/plot"
	"respine/sucrose"
	"respine/table"
)

type sucroseCommand struct {
	Files       []string `arg:"" name:"file" help:"Sheets of weights (CSV), or files of licks: Med-PC, Coulbourn, event lists, tables."`
	Out         string   `required:"" placeholder:"DIR" help:"Folder for tables, picture and summary."`
	MinG        float64  `name:"min-g-per-day" default:"0.5" placeholder:"G" help:"Least that a mouse drinks in a day, in all (${default})."`
	MaxG        float64  `name:"max-g-per-day" default:"10" placeholder:"G" help:"Most that a bottle loses in a day, or in less, without a leak (${default})."`
	MaxSide     float64  `name:"max-side-share" default:"0.9" placeholder:"SHARE" help:"Largest share drunk from one side, wherever the sucrose hung (${default})."`
	Evaporation float64  `name:"evaporation-g-per-day" default:"0" placeholder:"G" help:"What a bottle loses by itself, where no cage without a mouse was weighed (${default})."`
	Sucrose     string   `placeholder:"SPOUT" help:"Of licks: the spout of the sucrose, as the file calls it."`
	Water       string   `placeholder:"SPOUT" help:"Of licks: the spout of the water; of two, the other if not given."`
	JSON        bool     `name:"json" help:"Print the summary as one JSON object."`
}

func (sucroseCommand) Help() string {
	return `Sucrose preference, from the weights of two bottles less what bottles of cages without a mouse lost, or from licks. What the rules leave out is in exclusions.csv with its reason; the rules are flags, so that they are declared before the data and stand in summary.json. Tables sucrose and preference are what respine judge reads. Cages without a mouse of all sheets of one call are pooled, by session; respine run takes those of each sheet by themselves, so that the two can differ by some tenths of a gram and a point or two of preference. Prefer one call, or one sheet, for cages that stood in one room at one time: one reading is no better than the step of the scale. docs/sucrose.md tells the columns of a sheet of weights.

Example:

  respine sucrose weights.csv --out preference`
}

// sucroseName is the command as users type it.
const sucroseName = "sucrose"

// sucroseSummary is what is printed at the end.
type sucroseSummary struct {
	Sessions []drunkLine     `json:"sessions"`
	Excluded int             `json:"exclusions"`
	Rules    *sucrose.Params `json:"rules,omitempty"`
	Warnings []string        `json:"warnings"`
	tables   []*table.Table
}

type drunkLine struct {
	Animal  string   `json:"animal"`
	Session string   `json:"session"`
	Percent *float64 `json:"preference_percent"`
	G       *float64 `json:"intake_g,omitempty"` // a period, as in the table preference
	AllG    *float64 `json:"total_g,omitempty"`  // in all periods that count
	Reason  string   `json:"reason,omitempty"`
}

func (c sucroseCommand) Run(e *env) error {
	if !(c.MinG > 0 && c.MaxG > 0 && c.MaxSide > 0.5 && c.MaxSide <= 1 && c.Evaporation >= 0) {
		return usage("a rule is no limit", "--min-g-per-day and --max-g-per-day are above 0, --evaporation-g-per-day is not negative, --max-side-share from 0.5 to 1")
	}
	earlier, complete, err := readState(c.Out, sucroseName)
	if err != nil {
		return err
	}
	k, err := keyOfFiles(c.Files, c.MinG, c.MaxG, c.MaxSide, c.Evaporation, c.Sucrose, c.Water)
	if err != nil {
		return err
	}
	s, err := c.measure()
	if err != nil {
		return err
	}
	if complete && earlier.Key == k {
		fmt.Fprintln(e.stderr, "respine: nothing changed")
		return c.tell(e, s)
	}
	f, err := newFolder(c.Out)
	if err != nil {
		return err
	}
	defer f.discard()
	err = errors.Join(table.WriteFiles(f.Work, s.tables...), os.WriteFile(f.path("preference.svg"), s.draw(), 0o644),
		writeFile(f.path(summaryFile), func(w *os.File) error { return writeJSON(w, s) }))
	if err != nil {
		return err
	}
	if err := f.commit(state{Made: sucroseName, Key: k}); err != nil {
		return err
	}
	return c.tell(e, s)
}

// keyOfFiles is of files and what is asked of them.
func keyOfFiles(files []string, asked ...any) (string, error) {
	program, err := programHash()
	if err != nil {
		return "", err
	}
	content := []any{program, asked}
	for _, p := range files {
		sum, err := hashOf(p)
		if err != nil {
			return "", err
		}
		content = append(content, p, sum)
	}
	return key(content), nil
}

// measure reads all files, which are of one kind.
func (c sucroseCommand) measure() (sucroseSummary, error) {
	var weights []sucrose.Weight
	var licks []sucrose.Licks
	for _, path := range c.Files {
		text, err := os.ReadFile(path)
		if err != nil {
			return sucroseSummary{}, fmt.Errorf("%s: %w", path, unwrapPath(err))
		}
		in := strings.NewReader(string(text))
		folder := c.folder(path)
		if sucrose.IsLicks(text) {
			all, err := sucrose.ReadLicks(in, path)
			if err != nil {
				return sucroseSummary{}, err
			}
			for _, l := range all {
				if l.Animal == "" {
					l.Animal = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
				}
				if l.Session == "" {
					l.Session = folder
				}
				licks = append(licks, l)
			}
			continue
		}
		all, err := sucrose.ReadWeights(in, path)
		if err != nil {
			return sucroseSummary{}, err
		}
		for _, w := range all {
			if w.Session == "" {
				w.Session = folder
			}
			weights = append(weights, w)
		}
	}
	switch {
	case weights != nil && licks != nil:
		return sucroseSummary{}, usage("weights and licks are not measured together", "run the command once for each")
	case licks != nil:
		return c.licked(licks)
	case c.Sucrose != "" || c.Water != "":
		return sucroseSummary{}, usage("--sucrose and --water name spouts, and these are weights", "")
	}
	return c.weighed(weights)
}

// folder is the session of a file that names none, where there are several: that of
// its folder.
func (c sucroseCommand) folder(path string) string {
	if len(c.Files) == 1 {
		return ""
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	return filepath.Base(filepath.Dir(abs))
}

func (c sucroseCommand) weighed(weights []sucrose.Weight) (sucroseSummary, error) {
	r, err := sucrose.Analyse(weights, sucrose.Params{MinGPerDay: c.MinG, MaxGPerDay: c.MaxG, MaxSideShare: c.MaxSide, EvaporationGPerDay: c.Evaporation})
	if err != nil {
		return sucroseSummary{}, fmt.Errorf("%s: %w", strings.Join(c.Files, ", "), err)
	}
	s := sucroseSummary{Excluded: len(r.Excluded), Rules: &r.Params, Warnings: r.Warnings, tables: r.Tables(true)}
	for _, v := range r.Sessions {
		line := drunkLine{Animal: v.Animal, Session: v.Session, AllG: &v.AllG, Reason: v.Reason}
		if v.Periods > 0 {
			g := v.IntakeG()
			line.G = &g
		}
		if v.Reason == "" {
			line.Percent = &v.Percent
		}
		s.Sessions = append(s.Sessions, line)
	}
	return s, nil
}

func (c sucroseCommand) licked(licks []sucrose.Licks) (sucroseSummary, error) {
	var s sucroseSummary
	var all []sucrose.Licked
	seen := map[[2]string]bool{}
	for _, l := range licks {
		if seen[[2]string{l.Animal, l.Session}] {
			return s, usage(fmt.Sprintf("the licks of animal %s, session %q, come twice", l.Animal, l.Session), "a file a mouse and session; name sessions in a column, or by folders")
		}
		seen[[2]string{l.Animal, l.Session}] = true
		v, err := sucrose.Prefer(l, sucrose.LickParams{Sucrose: c.Sucrose, Water: c.Water})
		if err != nil {
			return s, usage(fmt.Sprintf("animal %s: %v", l.Animal, err), "--sucrose names the spout as the file does")
		}
		line := drunkLine{Animal: v.Animal, Session: v.Session, Reason: v.Reason}
		if v.Reason == "" {
			line.Percent = &v.Percent
		} else {
			s.Excluded++
		}
		s.Sessions = append(s.Sessions, line)
		all = append(all, v)
	}
	s.tables = sucrose.LickTables(all)
	return s, nil
}

// draw shows the preference of every animal, a column a session.
func (s sucroseSummary) draw() []byte {
	e := plot.Estimation{Title: "Sucrose preference", YLabel: "sucrose of all drunk, %", Chance: 50, Empty: "no session has a preference"}
	at := map[string]int{}
	for _, v := range s.Sessions {
		if v.Percent == nil {
			continue
		}
		i, ok := at[v.Session]
		if !ok {
			i = len(e.Groups)
			at[v.Session] = i
			e.Groups = append(e.Groups, plot.Sample{Name: v.Session, Colour: plot.Blue})
		}
		g := &e.Groups[i]
		g.Values, g.Tips = append(g.Values, *v.Percent), append(g.Tips, v.Animal)
	}
	for i, g := range e.Groups {
		sum := 0.
		for _, v := range g.Values {
			sum += v
		}
		e.Groups[i].Mean = sum / float64(len(g.Values))
	}
	return e.SVG()
}

func (c sucroseCommand) tell(e *env, s sucroseSummary) error {
	e.warn(s.Warnings)
	if c.JSON {
		return e.jsonLine(s)
	}
	rows := make([][]string, len(s.Sessions))
	for i, v := range s.Sessions {
		rows[i] = []string{v.Animal, v.Session, "", "", "", v.Reason}
		if v.Percent != nil {
			rows[i][2] = fmt.Sprintf("%.1f %%", *v.Percent)
		}
		for k, g := range []*float64{v.AllG, v.G} {
			if g != nil {
				rows[i][3+k] = fmt.Sprintf("%.2f g", *g)
			}
		}
	}
	if err := writeColumns(e.stdout, []string{"animal", "session", "preference", "drunk in all", "a period", ""}, rows); err != nil {
		return err
	}
	_, err := fmt.Fprintf(e.stdout, "\n%d sessions, %d exclusions; tables in %s\n", len(s.Sessions), s.Excluded, c.Out)
	return err
}
