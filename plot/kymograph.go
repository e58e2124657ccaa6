package plot

import (
	"fmt"
	"image"
	"math"
	"strconv"

	"respine/img"
)

// Kymograph is one dendrite on all its days: the straightened dendrite of every
// session under that of the session before, the same place in the same column.
// A long dendrite is cut into rows. Lengths are micrometres.
type Kymograph struct {
	Title   string
	StepUm  float64 // between rows, and between columns, of the strips
	Days    []StripDay
	Spines  []Followed
	IDs     bool    // write the id of every spine beside its first mark that has room
	RowUm   float64 // longest row; 0 means 48
	PxPerUm float64 // 0 means 14
	ReachUm float64 // shown on either side of the shaft; 0 chooses
	NoMarks bool    // leave the marks out, to see the pixels
}

// StripDay is the dendrite in one session; it is drawn relative to the
// brightness of its shaft nearby. Row i of Strip lies i*StepUm along
// the branch, and column j lies (j-W/2)*StepUm to the side of it, positive
// below the shaft in the picture: as img.MaxProject gives of a dendrite.Strip.
// A session without strip says why in Reason.
type StripDay struct {
	Name      string
	Day       float64
	Strip     img.Image
	Judgeable []bool // per row of Strip; nil when all of it is
	Reason    string
}

// Followed is one spine in every session.
type Followed struct {
	ID         string
	Filopodium bool
	Seen       []Seen
	AlongUm    []float64 // per session
	LateralUm  []float64 // the same; of the head, with its sign
}

const (
	rowUm     = 48
	pxPerUm   = 14
	dayGapPx  = 5
	rulerPx   = 34
	dayTextPx = 14
	overhang  = 0.15 // of a row may be added to it, rather than cut off
)

// Draw returns the picture. It panics when slices do not match the number of
// sessions or StepUm is not positive.
func (k Kymograph) Draw() *image.RGBA {
	k.check()
	f := newFaces()
	l := k.layout(f)
	key := k.legend()
	low := headPx + len(l.rows)*l.rowPx + pad // top of the legend
	inner := float64(l.width - 2*pad)
	rows := key.rows(f, inner, inner)
	c := newCanvas(l.width, low+int(float64(rows)*key.rowPx())+pad, night)
	title := style{size: 19, bold: true, colour: moon}
	c.text(pad, 29, f.fit(k.Title, inner, title), title)
	level := make([]img.Image, len(k.Days))
	windows := make([]window, len(k.Days))
	for d, day := range k.Days {
		level[d], windows[d] = shown(day.Strip, k.StepUm)
	}
	for i := range l.rows {
		for d := range k.Days {
			k.drawDay(c, l, i, d, level[d], windows[d])
		}
		k.drawRuler(c, l, i)
		for _, s := range k.Spines {
			if !k.NoMarks && l.holds(i, s) {
				k.drawSpine(c, l, i, s)
			}
		}
		if k.IDs && !k.NoMarks {
			k.writeIDs(c, l, i)
		}
	}
	key.draw(c, pad, float64(low), inner, inner)
	return c.RGBA
}

func (k Kymograph) check() {
	if !(k.StepUm > 0) {
		panic("plot: Kymograph needs the step of its strips")
	}
	for _, s := range k.Spines {
		if len(s.Seen) != len(k.Days) || len(s.AlongUm) != len(k.Days) || len(s.LateralUm) != len(k.Days) {
			panic(fmt.Sprintf("plot: Kymograph: spine %s does not have one entry per session", s.ID))
		}
	}
	for _, d := range k.Days {
		if d.Judgeable != nil && len(d.Judgeable) != d.Strip.H {
			panic(fmt.Sprintf("plot: Kymograph: %s says of %d rows whether they can be judged, and has %d", d.Name, len(d.Judgeable), d.Strip.H))
		}
	}
}

// lengthUm is the length of the longest strip.
func (k Kymograph) lengthUm() float64 {
	n := 0
	for _, d := range k.Days {
		n = max(n, d.Strip.H)
	}
	return float64(n) * k.StepUm
}

// reachUm is how much is shown on either side: all marks, at least 2.5 um, and
// no more than the strips hold.
func (k Kymograph) reachUm() float64 {
	if k.ReachUm > 0 {
		return k.ReachUm
	}
	reach, most := 2.5, 0.0
	for _, s := range k.Spines {
		for d, v := range s.LateralUm {
			if s.Seen[d] == Present {
				reach = math.Max(reach, math.Abs(v)+0.8)
			}
		}
	}
	for _, d := range k.Days {
		most = math.Max(most, float64(d.Strip.W)/2*k.StepUm)
	}
	if most > 0 {
		reach = math.Min(reach, most)
	}
	return reach
}

func (s Followed) meanUm() float64 {
	sum, n := 0.0, 0.0
	for d, v := range s.AlongUm {
		if s.Seen[d] == Present {
			sum += v
			n++
		}
	}
	return sum / n
}

// grid says where everything lies in the picture, in pixels.
type grid struct {
	width, left int
	rows        []stretch
	rowPx       int // of a row: all days, ruler
	dayPx       int // of a day, without the gap
	perUm       float64
	reachUm     float64
}

type stretch struct{ lo, hi float64 } // micrometres along the branch

func (k Kymograph) layout(f faces) grid {
	g := grid{perUm: pxPerUm, reachUm: k.reachUm()}
	if k.PxPerUm > 0 {
		g.perUm = k.PxPerUm
	}
	longest := k.RowUm
	if !(longest > 0) {
		longest = rowUm
	}
	g.dayPx = int(math.Round(2 * g.reachUm * g.perUm))
	g.rowPx = len(k.Days)*(g.dayPx+dayGapPx) + rulerPx
	length := k.lengthUm()
	n := max(1, int(math.Ceil(length/longest-overhang-1e-9)))
	for i := range n {
		g.rows = append(g.rows, stretch{length * float64(i) / float64(n), length * float64(i+1) / float64(n)})
	}
	widest := 60.0
	for _, d := range k.Days {
		widest = math.Max(widest, math.Max(f.width(d.Name, style{size: dayTextPx, bold: true}), f.width(dayLabel(d.Day), style{size: dayTextPx})))
	}
	g.left = int(math.Ceil(math.Min(widest, 150))) + 2*pad
	g.width = max(g.left+int(math.Ceil(length/float64(n)*g.perUm))+pad, leastWidth)
	return g
}

func dayLabel(day float64) string { return "day " + strconv.FormatFloat(day, 'f', -1, 64) }

// x is the column of a place along the branch in row i.
func (g grid) x(i int, um float64) float64 { return float64(g.left) + (um-g.rows[i].lo)*g.perUm }

// y is the line of a place beside the shaft of day d in row i.
func (g grid) y(i, d int, lateralUm float64) float64 {
	return float64(g.box(i, d).Min.Y) + (lateralUm+g.reachUm)*g.perUm
}

// box is the rectangle of day d in row i.
func (g grid) box(i, d int) image.Rectangle {
	top := headPx + i*g.rowPx + d*(g.dayPx+dayGapPx)
	w := int(math.Round((g.rows[i].hi - g.rows[i].lo) * g.perUm))
	return image.Rect(g.left, top, g.left+w, top+g.dayPx)
}

// holds tells whether a spine is drawn in row i.
func (g grid) holds(i int, s Followed) bool {
	at := s.meanUm()
	return at >= g.rows[i].lo && (at < g.rows[i].hi || i == len(g.rows)-1)
}

func (k Kymograph) legend() legend {
	t := newTally(len(k.Days))
	for _, s := range k.Spines {
		for d, m := range Marks(s.Seen) {
			if k.drawn(s, d) && !k.NoMarks {
				t.add(d, m, s.Filopodium)
			}
		}
	}
	for d, day := range k.Days {
		if day.Strip.H == 0 {
			t.without(d)
		}
	}
	return t.legend(1)
}
