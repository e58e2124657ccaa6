package behavior

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Scores is what one person scored: immobile stretches by subject.
type Scores struct {
	Scorer   string // "" where the file does not say
	Subjects map[string][]Stretch
}

// layout says in which columns a table of events has what: -1 where it has not.
type layout struct {
	scorer, subject, state, from, to, status int
}

// names under which columns are known, BORIS (Friard & Gamba 2016, doi
// 10.1111/2041-210X.12584), EthoVision and plain tables alike, in lower case.
var (
	scorerNames  = []string{"experimenter", "scorer", "rater", "observer"}
	subjectNames = []string{"animal", "id", "subject", "observation id", "video", "media file path"}
	stateNames   = []string{"state", "behavior", "behaviour", "type", "event"}
	fromNames    = []string{"from_s", "from", "start (s)", "start", "time", "onset", "recording time"}
	toNames      = []string{"to_s", "to", "stop (s)", "stop", "end", "offset"}
	statusNames  = []string{"status", "behavior type"}
)

// ReadScores reads what people scored: events in rows with a beginning and an end
// (plain tables, BORIS aggregated), or START and STOP in rows of their own (BORIS
// tabular, EthoVision manual scoring, whose preambles are passed over), with
// commas, semicolons or tabs, in UTF-8 or UTF-16. words are the names of immobility,
// in any case; a table in which none occurs is an error.
func ReadScores(r io.Reader, words []string) ([]Scores, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	rows, err := cells(plainText(b))
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		if l, ok := layoutOf(row); ok {
			return l.read(rows[i+1:], i+2, words)
		}
	}
	return nil, errors.New("no row names the columns of a table of events\nhint: it needs a column of states (state, behavior, type) and of times (from_s and to_s, Start (s) and Stop (s), or Time and Status)")
}

// plainText turns UTF-16 with a byte order mark into UTF-8.
func plainText(b []byte) string {
	if len(b) >= 2 && (b[0] == 0xFF && b[1] == 0xFE || b[0] == 0xFE && b[1] == 0xFF) {
		big := b[0] == 0xFE
		var u []uint16
		for i := 2; i+1 < len(b); i += 2 {
			lo, hi := b[i], b[i+1]
			if big {
				lo, hi = hi, lo
			}
			u = append(u, uint16(lo)|uint16(hi)<<8)
		}
		return string(utf16.Decode(u))
	}
	return string(bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF")))
}

func cells(text string) ([][]string, error) {
	sep, most := ',', 0
	for _, s := range []rune{'\t', ';', ','} {
		if n := strings.Count(text, string(s)); n > most {
			sep, most = s, n
		}
	}
	c := csv.NewReader(strings.NewReader(text))
	c.Comma, c.FieldsPerRecord, c.LazyQuotes = sep, -1, true
	return c.ReadAll()
}

func layoutOf(row []string) (layout, bool) {
	find := func(names []string) int {
		for _, n := range names {
			if i := slices.IndexFunc(row, func(c string) bool { return strings.EqualFold(strings.TrimSpace(c), n) }); i >= 0 {
				return i
			}
		}
		return -1
	}
	l := layout{find(scorerNames), find(subjectNames), find(stateNames), find(fromNames), find(toNames), find(statusNames)}
	return l, l.state >= 0 && l.from >= 0 && (l.to >= 0 || l.status >= 0)
}

func (l layout) read(rows [][]string, line int, words []string) ([]Scores, error) {
	at := func(row []string, i int) string {
		if i < 0 || i >= len(row) {
			return ""
		}
		return strings.TrimSpace(row[i])
	}
	var out []Scores
	open := map[[2]string]float64{}
	used := false
	for k, row := range rows {
		if len(row) < 2 {
			continue
		}
		who, subject := at(row, l.scorer), at(row, l.subject)
		i := slices.IndexFunc(out, func(s Scores) bool { return s.Scorer == who })
		if i < 0 {
			i = len(out)
			out = append(out, Scores{who, map[string][]Stretch{}})
		}
		if _, known := out[i].Subjects[subject]; !known {
			out[i].Subjects[subject] = nil
		}
		if !slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, at(row, l.state)) }) {
			continue
		}
		used = true
		from, err := strconv.ParseFloat(at(row, l.from), 64)
		if err != nil {
			return nil, fmt.Errorf("line %d: %q is not a time", line+k, at(row, l.from))
		}
		to := from
		if l.to >= 0 {
			if to, err = strconv.ParseFloat(at(row, l.to), 64); err != nil {
				return nil, fmt.Errorf("line %d: %q is not a time", line+k, at(row, l.to))
			}
		} else {
			key := [2]string{who, subject}
			begun, going := open[key]
			switch strings.ToUpper(at(row, l.status)) {
			case "START", "STATE START":
				if going {
					return nil, fmt.Errorf("line %d: %s starts again before it stops", line+k, at(row, l.state))
				}
				open[key] = from
				continue
			case "STOP", "STATE STOP":
				if !going {
					return nil, fmt.Errorf("line %d: %s stops without having started", line+k, at(row, l.state))
				}
				delete(open, key)
				from, to = begun, from
			default:
				continue // a point
			}
		}
		if !(to >= from) {
			return nil, fmt.Errorf("line %d: ends at %g s, before it begins at %g s", line+k, to, from)
		}
		out[i].Subjects[subject] = append(out[i].Subjects[subject], Stretch{from, to})
	}
	if len(open) > 0 {
		return nil, fmt.Errorf("%d stretches start and do not stop", len(open))
	}
	if !used {
		return nil, fmt.Errorf("none of the states is one of %s\nhint: say the word with --state", strings.Join(words, ", "))
	}
	for _, s := range out {
		for _, v := range s.Subjects {
			slices.SortFunc(v, func(a, b Stretch) int { return cmp.Compare(a.FromSec, b.FromSec) })
		}
	}
	return out, nil
}

// WriteBORIS writes bouts as BORIS exports aggregated events, a row a bout, in
// seconds of the film.
func WriteBORIS(w io.Writer, films []Film) error {
	c := csv.NewWriter(w)
	c.Comma = '\t'
	rows := [][]string{{"Observation id", "Subject", "Behavior", "Behavior type", "Start (s)", "Stop (s)", "Duration (s)"}}
	num := func(v float64) string { return strconv.FormatFloat(v, 'f', 3, 64) }
	for _, f := range films {
		for _, r := range f.Results {
			for _, b := range r.Bouts {
				rows = append(rows, []string{f.Name, r.Trace.Place.Name, b.State.String(), "STATE", num(b.FromSec), num(b.ToSec), num(b.Seconds())})
			}
		}
	}
	return c.WriteAll(rows)
}
