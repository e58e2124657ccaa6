package report

import "html/template"

// page is the report as the template sees it.
type page struct {
	Title    string
	Style    template.CSS
	Lead     string // one line below the title
	Tiles    []tile
	Warnings []string
	Sections []section
}

// tile is a headline number.
type tile struct{ Value, Name string }

// section is a chapter. Its blocks follow one another.
type section struct {
	ID, Title string
	Blocks    []block
}

// block is one of these; the others are empty.
type block struct {
	Text    string
	Finding string // a sentence that answers the section's question
	Missing string // why something is not shown
	Grid    *grid
	Charts  []template.HTML
	Wide    []template.HTML // charts as wide as the page
	Card    *card
	Folded  []*card // cards that are closed until chosen
	Fold    string  // what they are
	Figures []figure
	Facts   []Fact
	List    []string
}

// grid is a table on the page.
type grid struct {
	Caption string
	Head    []string
	Rows    [][]cell
	Words   []bool // columns of words, by index; the others are numbers
	Tall    bool   // long: scrolls by itself on a screen, and is whole in print
}

// Word reports whether column i holds words.
func (g grid) Word(i int) bool { return i < len(g.Words) && g.Words[i] }

// cell is a value, and below it, in small print, its parts and its interval. To is
// the place on the page it leads to, if any.
type cell struct{ Main, Small, Range, To string }

// Long reports whether a cell is so long that its words may be wrapped.
func (c cell) Long() bool { return len(c.Main) > 28 }

// figure is a picture in the page.
type figure struct {
	Name, Caption string
	Source        template.URL
	Width         int // of its pixels; 0 if not known
}

func missing(why string) block    { return block{Missing: why} }
func paragraph(text string) block { return block{Text: text} }

// page puts the report together.
func (in SpinesInput) page() (page, error) {
	s := source{tables: in.Tables, pWithout: in.PWithoutSamePlace}
	p := page{Title: in.Title, Style: template.CSS(styleText), Warnings: in.Warnings}
	if p.Title == "" {
		p.Title = "Dendritic spines over days"
	}
	p.Lead, p.Tiles = headline(s)
	overlays, err := figures(in.Overlays)
	if err != nil {
		return page{}, err
	}
	kymographs, err := figures(in.Kymographs)
	if err != nil {
		return page{}, err
	}
	p.Sections = []section{
		{"measured", "What was measured", measured(s)},
		{"dynamics", "Formed and eliminated", dynamics(s)},
		{"density", "Density", density(s)},
		{"survival", "Survival", survival(s)},
		{"restored", "Restored spines and chance", restored(s, in.radiusUm())},
		{"errors", "Errors of the scoring", scoringErrors(s)},
		{"overlays", "Every session", pictures(overlays, overlayText)},
		{"kymographs", "Every branch", pictures(kymographs, kymographText)},
		{"exclusions", "What was left out", exclusions(s)},
		{"methods", "Methods", methods(in)},
		{"provenance", "Provenance", provenance(in)},
	}
	return p, nil
}

func (in SpinesInput) radiusUm() float64 {
	if in.RestoredUm > 0 {
		return in.RestoredUm
	}
	return 2
}

const (
	overlayText = "The largest value over depth, with each session's own contrast. Lines are the centrelines followed, " +
		"marks stand at the tips of spines. Choose a picture to see it at full size."
	kymographText = "Each branch straightened along its centreline, one session below the other, the same place in the same column. " +
		"Brightness is relative to the shaft nearby. Hatched stretches cannot be judged. Choose a picture to see it at full size."
)

func pictures(f []figure, text string) []block {
	if len(f) == 0 {
		return []block{missing("No pictures were given.")}
	}
	return []block{paragraph(text), {Figures: f}}
}
