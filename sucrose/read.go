package sucrose

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// names under which columns of a sheet of weights are known, without case and with
// spaces for underscores.
var names = map[string][]string{
	"animal": {"animal", "mouse", "subject", "animal_id", "mouse_id"}, "session": {"session", "test"}, "blank": {"blank", "empty"},
	"period": {"period", "half", "day", "interval"}, "hours": {"hours", "duration_h"}, "from": {"from_h", "start_h"}, "to": {"to_h", "end_h"},
	"body": {"body_g", "body_weight_g", "body_weight", "bw_g"}, "content": {"content", "bottle", "solution", "fluid"}, "side": {"side", "position"},
	"start": {"start_g", "before_g", "weight_before", "weight_before_g", "before", "start_weight"}, "end": {"end_g", "after_g", "weight_after", "weight_after_g", "after", "end_weight"},
	"lost": {"lost_g", "consumed_g", "intake_g"}, "leaked": {"leaked", "leak"}, "note": {"note", "notes", "comment"}, "exclude": {"exclude", "excluded", "exclude_why"},
}

// ReadWeights reads a sheet of weights: a row a bottle and period, with the columns
//
//	animal           empty, or with blank true, of a cage without a mouse
//	session, period  which pair of bottles; period may be called half or day
//	content          sucrose or water; may be called bottle
//	side             left or right
//	start_g, end_g   before and after; or lost_g
//	from_h, to_h     when it hung; or hours
//	body_g           of the mouse
//	leaked, note     true, or a note with the word leak, spill, wet or fell
//	exclude          why the period is to be left out
//
// of which animal, content, and weights have to be there; docs/sucrose.md lists
// other names. Cells are divided by commas, or by semicolons or tabs (then decimals may
// have a comma). Name leads every problem; all come back at once.
func ReadWeights(r io.Reader, name string) ([]Weight, error) {
	rows, comma, err := records(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	s := sheet{comma: comma != ',', at: map[string]int{}}
	if err := s.header(rows[0].cells); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var out []Weight
	for _, row := range rows[1:] {
		if strings.Join(row.cells, "") == "" {
			continue
		}
		out = append(out, s.weight(row))
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: no bottle in it, only a header", name)
	}
	if more := len(s.found) - mostTold; more > 0 {
		s.found = append(s.found[:mostTold], fmt.Sprintf("and %d more like these", more))
	}
	if s.found != nil {
		return nil, errors.New(name + ": " + strings.Join(s.found, "\n"+name+": "))
	}
	return out, nil
}

type record struct {
	cells []string
	line  int
}

// records reads the cells of a text file, by the mark that divides its first line.
func records(r io.Reader) ([]record, rune, error) {
	in := bufio.NewReader(r)
	if mark, _ := in.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		in.Discard(3)
	}
	first, _ := in.Peek(4096)
	head, _, _ := bytes.Cut(first, []byte("\n"))
	comma := ','
	for _, c := range []rune{';', '\t'} {
		if strings.Count(string(head), string(c)) > strings.Count(string(head), string(comma)) {
			comma = c
		}
	}
	cr := csv.NewReader(in)
	cr.Comma, cr.FieldsPerRecord, cr.TrimLeadingSpace = comma, -1, true
	var out []record
	for {
		cells, err := cr.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, comma, err
		}
		line, _ := cr.FieldPos(0)
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		out = append(out, record{cells, line})
	}
	if len(out) == 0 {
		return nil, comma, errors.New("empty file")
	}
	return out, comma, nil
}

// sheet reads rows and gathers what is wrong with them.
type sheet struct {
	comma bool // decimals may have one
	at    map[string]int
	found []string
}

func (s *sheet) header(cells []string) error {
	for i, c := range cells {
		c = strings.ReplaceAll(strings.ToLower(c), " ", "_")
		for what, all := range names {
			if !slices.Contains(all, c) {
				continue
			}
			if _, twice := s.at[what]; twice {
				return fmt.Errorf("line 1: columns %s and %s are the same", cells[s.at[what]], cells[i])
			}
			s.at[what] = i
		}
	}
	has := func(what string) bool { _, ok := s.at[what]; return ok }
	var missing []string
	for _, what := range []string{"animal", "content"} {
		if !has(what) {
			missing = append(missing, what)
		}
	}
	if !has("lost") && !(has("start") && has("end")) {
		missing = append(missing, "start_g and end_g (or lost_g)")
	}
	if missing != nil {
		return fmt.Errorf("line 1: no column %s; there are %s\nhint: docs/sucrose.md tells the columns of a sheet of weights", strings.Join(missing, ", "), strings.Join(cells, ", "))
	}
	return nil
}

func (s *sheet) tell(line int, format string, args ...any) {
	s.found = append(s.found, fmt.Sprintf("line %d", line)+fmt.Sprintf(format, args...))
}

func (s *sheet) text(r record, what string) string {
	if i, ok := s.at[what]; ok && i < len(r.cells) {
		return r.cells[i]
	}
	return ""
}

// number is a cell as a number, NaN if it is empty.
func (s *sheet) number(r record, what string) float64 {
	text := s.text(r, what)
	if s.comma {
		text = strings.ReplaceAll(text, ",", ".")
	}
	if text == "" || strings.EqualFold(text, "na") || strings.EqualFold(text, "nan") {
		return math.NaN()
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(v, 0) {
		s.tell(r.line, ", %s: %q is no number", what, text)
		return math.NaN()
	}
	return v
}

// truth is a cell as true or false.
func (s *sheet) truth(r record, what string) bool {
	switch text := strings.ToLower(s.text(r, what)); text {
	case "", "0", "false", "no", "n":
		return false
	case "1", "true", "yes", "y", "x":
		return true
	default:
		s.tell(r.line, ", %s: %q is neither true nor false", what, text)
		return false
	}
}

func (s *sheet) weight(r record) Weight {
	w := Weight{Animal: s.text(r, "animal"), Session: s.text(r, "session"), Period: s.text(r, "period"), BodyG: s.number(r, "body"), Exclude: s.text(r, "exclude"),
		StartG: s.number(r, "start"), EndG: s.number(r, "end"), LostG: s.number(r, "lost"), Hours: s.number(r, "hours"), Leaked: s.truth(r, "leaked"), Line: r.line}
	if from, to := s.number(r, "from"), s.number(r, "to"); math.IsNaN(w.Hours) {
		w.Hours = to - from
	}
	if s.truth(r, "blank") || strings.EqualFold(w.Animal, "blank") {
		w.Animal = ""
	}
	w.Leaked = w.Leaked || tellsOfLeak(s.text(r, "note"))
	s.what(r, &w)
	s.grams(r, &w)
	return w
}

// tellsOfLeak reports whether a note has a word for a leak in it, and not "no" or "not"
// before that.
func tellsOfLeak(note string) bool {
	note = strings.ToLower(note)
	for _, word := range []string{"leak", "spill", "wet", "fell"} {
		for _, denied := range []string{"no ", "not "} {
			note = strings.ReplaceAll(note, denied+word, "")
		}
		if strings.Contains(note, word) {
			return true
		}
	}
	return false
}

// what reads content and side.
func (s *sheet) what(r record, w *Weight) {
	switch text := strings.ToLower(s.text(r, "content")); {
	case strings.Contains(text, "suc"), text == "s":
		w.Content = Sucrose
	case strings.Contains(text, "water"), text == "w", text == "h2o":
		w.Content = Water
	default:
		s.tell(r.line, ", content: %q is neither sucrose nor water", text)
	}
	switch text := strings.ToLower(s.text(r, "side")); text {
	case "":
	case "left", "l":
		w.Side = Left
	case "right", "r":
		w.Side = Right
	default:
		s.tell(r.line, ", side: %q is neither left nor right", text)
	}
}

// grams checks weights, and takes the difference.
func (s *sheet) grams(r record, w *Weight) {
	const (
		heaviest  = 5000    // a bottle of more is one in milligrams
		lightest  = 3       // a mouse of less is one in kilograms
		emptied   = 5       // a bottle of less is one in kilograms, too
		mostHours = 24 * 31 // a period of more is one in minutes
	)
	for _, v := range []struct {
		name string
		g    float64
	}{{"start_g", w.StartG}, {"end_g", w.EndG}, {"body_g", w.BodyG}, {"hours", w.Hours}} {
		switch {
		case v.g < 0, v.g == 0 && v.name != "end_g":
			s.tell(r.line, ", %s: %g is not above 0\nhint: leave the cell empty where nothing was weighed", v.name, v.g)
		case v.g > 0 && v.g < emptied && (v.name == "start_g" || v.name == "end_g"):
			s.tell(r.line, ", %s: %g is less than a bottle weighs\nhint: weights are grams; where what was drunk is all that is known, name its column lost_g", v.name, v.g)
		case v.g > heaviest:
			s.tell(r.line, ", %s: %g is more than a bottle weighs\nhint: weights are grams", v.name, v.g)
		}
	}
	if w.BodyG > 0 && w.BodyG < lightest {
		s.tell(r.line, ", body_g: %g is less than a mouse weighs\nhint: weights are grams", w.BodyG)
	}
	if w.Hours > mostHours && w.Hours <= heaviest {
		s.tell(r.line, ", hours: %g is more than a month\nhint: is it minutes?", w.Hours)
	}
	if !math.IsNaN(w.StartG) && !math.IsNaN(w.EndG) {
		w.LostG = w.StartG - w.EndG
	}
	switch {
	case math.IsNaN(w.LostG) && w.Exclude == "" && !w.Leaked:
		s.tell(r.line, ": no weights\nhint: say why in a column exclude, or take the row out")
	case w.LostG < -scaleG:
		s.tell(r.line, ": the bottle gained %.3g g\nhint: are start_g and end_g exchanged, or was it filled up before it was weighed?", -w.LostG)
	case w.LostG > 500:
		s.tell(r.line, ": the bottle lost %.3g g, more than one holds\nhint: weights are grams", w.LostG)
	}
}
