package report

import (
	"fmt"
	"html/template"
	"io"
	"math"
	"slices"
	"strings"

	"respine/plot"
	"respine/table"
)

// StudyInput is what the report about a whole study is made of. Tables are found by
// name; what is missing is told on the page:
//
//	verdicts, estimates   of package claim
//	values                a row per part, reading and animal: claim, part, reading, group, animal, value
//	left_out, exclusions  what is in no number, and why
//	restored_sweep, survival   of package turnover, with the column animal
//	bouts, transients     as respine judge reads them
//	ensemble_events, movies
//	preference, images, suspension_tests, photometry_quality   for the numbers of every animal
//
// Other tables are not looked at.
type StudyInput struct {
	Title      string
	Lead       string
	Arms       []DesignArm
	Sessions   []DesignSession
	Moments    []Moment // the sessions by name
	Flow       []FlowRow
	Scored     []ScoredRow
	Tables     []*table.Table
	Overlays   []Picture
	Kymographs []Picture
	Warnings   []string
	Methods    []string // paragraphs, from the parameters actually used
	Parameters []Fact
	Inputs     []File
	Provenance []Fact
}

// DesignArm is an arm of the design.
type DesignArm struct {
	ID, Purpose string
	Animals     []string
	Done        []plot.SpanMark
}

// DesignSession is a kind of session, with the hours at which it took place.
type DesignSession struct {
	Kind  string
	Hours []float64
}

// Moment is a session by its name, with its kind and when it took place.
type Moment struct {
	Session, Kind string
	Hour          float64
}

// FlowRow is, of an arm and a kind of session, how many animals it has, how many
// recordings there are and how many could be used, and how many animals have a
// value in some claim, from recordings or from tables given.
type FlowRow struct {
	Arm, Kind                  string
	Animals                    int
	Recorded, Usable, Analysed int
}

// ScoredRow is, of a kind of session and an arm, which animals were measured from
// recordings, and which were scored otherwise.
type ScoredRow struct {
	Kind, Arm string
	Measured  []string
	ByHand    []Rated
}

// Rated are animals that one rater scored; "" is one the manifest does not name.
type Rated struct {
	Rater   string
	Animals []string
}

// Study writes the report about a study.
func Study(w io.Writer, in StudyInput) error {
	p, err := in.page()
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return p.write(w)
}

func (in StudyInput) page() (page, error) {
	s := source{tables: in.Tables}
	p := page{Title: in.Title, Style: template.CSS(styleText), Lead: in.Lead, Warnings: in.Warnings, Tiles: in.tiles(s)}
	fields, err := fieldBlocks(in.Overlays)
	if err != nil {
		return page{}, err
	}
	kymographs, err := figures(in.Kymographs)
	if err != nil {
		return page{}, err
	}
	p.Sections = []section{
		{"design", "Design", in.design()},
		{"flow", "What was recorded, and what is in the numbers", in.flow(s)},
		{"claims", "The claims in short", claimsInShort(s)},
		{"peranimal", "Measured per animal", in.perAnimal(s)},
		{"cards", "Every claim", claimCards(s)},
		{"restored", "Restored spines at every radius", in.sweeps(s)},
		{"survival", "Survival of spines", in.survivals(s)},
		{"behaviour", "Behaviour and transients", in.ethograms(s)},
		{"ensembles", "Synchronous events", in.rasters(s)},
		{"overlays", "Fields of view", fields},
		{"kymographs", "Dendrites over days", pictures(kymographs, kymographText)},
		{"methods", "Methods", in.methods()},
		{"provenance", "Provenance", in.provenance()},
	}
	p.Sections = slices.DeleteFunc(p.Sections, in.beside)
	return p, nil
}

// beside reports whether a section has nothing to show and is of a kind of session that
// the study does not have.
func (in StudyInput) beside(s section) bool {
	kind := map[string]string{"restored": "spines", "survival": "spines", "kymographs": "spines", "behaviour": "tail-suspension", "ensembles": "calcium"}[s.ID]
	return kind != "" && len(in.Sessions) > 0 && len(s.Blocks) == 1 && s.Blocks[0].Missing != "" &&
		!slices.ContainsFunc(in.Sessions, func(d DesignSession) bool { return d.Kind == kind })
}

const designText = "Bars and diamonds are what was done to the animals of an arm, circles when they were looked at. Time is stretched near zero, so that hours and days are seen together."

// Figures are the charts of the page as drawings of their own.
func (in StudyInput) Figures() []Picture {
	s := source{tables: in.Tables}
	var out []Picture
	add := func(name string, blocks []block) {
		n := 0
		for _, b := range blocks {
			cards := b.Folded
			if b.Card != nil {
				cards = []*card{b.Card}
			}
			for _, one := range cards {
				for i, c := range one.Charts {
					out = append(out, Picture{Name: fmt.Sprintf("%s-%d", one.ID, i+1), Data: []byte(c)})
				}
			}
			for _, c := range append(append([]template.HTML{}, b.Charts...), b.Wide...) {
				n++
				out = append(out, Picture{Name: fmt.Sprintf("%s-%d", name, n), Data: []byte(c)})
			}
		}
	}
	add("design", in.design())
	add("claims", claimCards(s))
	add("peranimal", in.perAnimal(s))
	add("restored", in.sweeps(s))
	add("survival", in.survivals(s))
	add("behaviour", in.ethograms(s))
	add("ensembles", in.rasters(s))
	return out
}

func (in StudyInput) tiles(s source) []tile {
	animals := 0
	for _, a := range in.Arms {
		animals += len(a.Animals)
	}
	out := []tile{{fmt.Sprint(len(in.Arms)), "arms"}, {fmt.Sprint(animals), "animals"}}
	if r, why := s.find([]string{"verdicts"}, "claim", "verdict"); why == "" {
		for _, v := range verdictOrder {
			n := r.where(func(i int) bool { return r.text("verdict", i) == v }).Len()
			if n > 0 {
				out = append(out, tile{fmt.Sprint(n), "claims " + v})
			}
		}
	}
	return out
}

// verdictOrder is the order in which verdicts are counted, in the words of package
// claim.
var verdictOrder = []string{"supported", "refuted", "equivalent", "undetermined", "not testable", "inference only", "premise"}

func (in StudyInput) design() []block {
	if len(in.Arms) == 0 {
		return []block{missing("The manifest has no arms.")}
	}
	t := plot.Timeline{Title: "What was done, and when it was looked"}
	g := &grid{Caption: "The arms.", Head: []string{"Arm", "Purpose", "Animals", ""}, Words: []bool{true, true, false, true}}
	for _, a := range in.Arms {
		t.Arms = append(t.Arms, plot.ArmLine{Name: a.ID, Spans: a.Done})
		g.Rows = append(g.Rows, []cell{{Main: a.ID}, {Main: a.Purpose}, {Main: fmt.Sprint(len(a.Animals))}, {Main: strings.Join(a.Animals, ", ")}})
	}
	for _, k := range in.Sessions {
		t.Sessions = append(t.Sessions, plot.SessionLine{Name: k.Kind, Hours: k.Hours})
	}
	return []block{paragraph(designText), {Wide: []template.HTML{template.HTML(t.SVG())}}, {Grid: g}}
}

func (in StudyInput) flow(s source) []block {
	out := []block{paragraph("Animals with a value in some claim, of all animals of the arm, from recordings or from tables scored by hand; below, of how many recordings of the manifest how many could be measured."), {Grid: in.flowGrid()}}
	if r, why := s.find([]string{"left_out"}, "what", "why"); why == "" && r.Len() > 0 {
		x := &grid{Caption: "Left out as a whole.", Head: []string{"What", "Why"}, Words: []bool{true, true}, Tall: r.Len() > 20}
		for i := range r.Len() {
			x.Rows = append(x.Rows, []cell{{Main: r.text("what", i)}, {Main: r.text("why", i)}})
		}
		out = append(out, block{Grid: x})
	} else if why == "" {
		out = append(out, paragraph("No recording was left out as a whole."))
	}
	return append(out, exclusionSums(s)...)
}

// flowGrid has a row an arm and a column a kind of session.
func (in StudyInput) flowGrid() *grid {
	g := &grid{Caption: "Animals analysed, of animals in the arm.", Head: []string{"Arm"}, Words: []bool{true}}
	kinds, arms := []string{}, map[string]int{}
	for _, f := range in.Flow {
		if !slices.Contains(kinds, f.Kind) {
			kinds = append(kinds, f.Kind)
		}
	}
	g.Head = append(g.Head, kinds...)
	for _, f := range in.Flow {
		if _, ok := arms[f.Arm]; !ok {
			arms[f.Arm] = len(g.Rows)
			row := make([]cell, 1+len(kinds))
			row[0].Main = f.Arm
			for k := range kinds {
				row[1+k].Main = none
			}
			g.Rows = append(g.Rows, row)
		}
		c := cell{Main: fmt.Sprintf("%d of %d", f.Analysed, f.Animals)}
		if f.Recorded > 0 {
			c.Small = fmt.Sprintf("%d of %d recordings", f.Usable, f.Recorded)
		}
		g.Rows[arms[f.Arm]][1+slices.Index(kinds, f.Kind)] = c
	}
	return g
}

// exclusionSums sums the stretches of dendrite that could not be judged.
func exclusionSums(s source) []block {
	r, why := s.find([]string{"exclusions"}, "animal", "from_um", "to_um", "reason")
	if why != "" || r.Len() == 0 {
		return nil
	}
	g := &grid{Caption: "Stretches of dendrite that could not be judged, summed over sessions.", Head: []string{"Animal", "Reason", "Stretches", "µm"}, Words: []bool{true, true}, Tall: true}
	for _, one := range r.GroupBy("animal", "reason") {
		k := rows{one.Rows}
		um := 0.0
		for i := range k.Len() {
			um += math.Max(0, k.number("to_um", i)-k.number("from_um", i))
		}
		g.Rows = append(g.Rows, []cell{{Main: k.text("animal", 0)}, {Main: k.text("reason", 0)}, whole(k.Len()), {Main: micrometres(um)}})
	}
	return []block{{Grid: g}}
}

func (in StudyInput) methods() []block {
	var out []block
	for _, p := range in.Methods {
		out = append(out, paragraph(p))
	}
	if len(in.Scored) > 0 {
		out = append(out, block{Grid: in.scoredGrid()})
	}
	if len(in.Parameters) > 0 {
		out = append(out, block{Facts: in.Parameters})
	}
	if out == nil {
		return []block{missing("Nobody said how it was done.")}
	}
	return out
}

// scoredGrid has a row a kind of session and arm.
func (in StudyInput) scoredGrid() *grid {
	g := &grid{Caption: "Which animals were measured from recordings, and which came in tables scored otherwise.", Head: []string{"Kind", "Arm", "From recordings", "Scored otherwise"}, Words: []bool{true, true, true, true}, Tall: len(in.Scored) > 20}
	for _, r := range in.Scored {
		var hand []string
		for _, h := range r.ByHand {
			who := "by " + h.Rater
			if h.Rater == "" {
				who = "rater not named"
			}
			hand = append(hand, fmt.Sprintf("%s (%s)", strings.Join(h.Animals, ", "), who))
		}
		row := []cell{{Main: r.Kind}, {Main: r.Arm}, {Main: none}, {Main: none}}
		if r.Measured != nil {
			row[2].Main = strings.Join(r.Measured, ", ")
		}
		if hand != nil {
			row[3].Main = strings.Join(hand, "; ")
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func (in StudyInput) provenance() []block {
	g := &grid{Caption: "What went in.", Head: []string{"File", "Size", "SHA-256", ""}, Words: []bool{true, false, true, true}, Tall: len(in.Inputs) > 20}
	for _, f := range in.Inputs {
		g.Rows = append(g.Rows, []cell{{Main: f.Name}, {Main: sized(f.Bytes)}, {Main: f.SHA256}, {Main: f.Note}})
	}
	out := []block{{Facts: in.Provenance}}
	if len(g.Rows) > 0 {
		out = append(out, block{Grid: g})
	}
	return out
}
