package behavior

import (
	"bytes"
	"encoding/csv"
	"errors"
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
	scorer, subject, observation, state, from, to, status int
	comma                                                 bool // decimals may have one
}

// names under which columns are known, BORIS (Friard & Gamba 2016, doi
// 10.1111/2041-210X.12584), EthoVision and plain tables alike, in lower case.
var (
	scorerNames      = []string{"experimenter", "scorer", "rater", "observer"}
	subjectNames     = []string{"animal", "id", "subject", "observation id", "video", "media file path"}
	observationNames = []string{"observation id"}
	stateNames       = []string{"state", "behavior", "behaviour", "type", "event"}
	fromNames        = []string{"from_s", "from", "start (s)", "start", "time", "onset", "recording time"}
	toNames          = []string{"to_s", "to", "stop (s)", "stop", "end", "offset"}
	statusNames      = []string{"status", "behavior type"}
)

// ReadScores reads what people scored: events in rows with a beginning and an end
// (plain tables, BORIS aggregated), or START and STOP in rows of their own (BORIS
// tabular, EthoVision manual scoring, whose preambles are passed over), with
// commas, or with semicolons or tabs (then decimals may have a comma), in UTF-8 or
// UTF-16. Stretches of one subject that overlap are one. words are the names of immobility,
// in any case; a table in which none occurs is an error.
func ReadScores(r io.Reader, words []string) ([]Scores, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	rows, comma, err := cells(plainText(b))
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		if l, ok := layoutOf(row); ok {
			l.comma = comma != ','
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

// cells are those of a table, and the mark that divides them.
func cells(text string) ([][]string, rune, error) {
	sep, most := ',', 0
	for _, s := range []rune{'\t', ';', ','} {
		if n := strings.Count(text, string(s)); n > most {
			sep, most = s, n
		}
	}
	c := csv.NewReader(strings.NewReader(text))
	c.Comma, c.FieldsPerRecord, c.LazyQuotes = sep, -1, true
	rows, err := c.ReadAll()
	return rows, sep, err
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
	l := layout{scorer: find(scorerNames), subject: find(subjectNames), observation: find(observationNames), state: find(stateNames), from: find(fromNames), to: find(toNames), status: find(statusNames)}
	return l, l.state >= 0 && l.from >= 0 && (l.to >= 0 || l.status >= 0)
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
