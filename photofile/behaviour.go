package photofile

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"respine/photometry"
	"respine/table"
)

// Bouts is the behaviour of one session.
type Bouts struct {
	Animal, Session string // "" where the file does not say
	Bouts           []photometry.Bout
}

// ReadBouts reads behaviour: a table with state, from_s and to_s, and animal and
// session where it holds several; or the per-frame probabilities of LabGym
// (all_event_probability.csv), of which floating is immobile and all other
// behaviour struggling. Bouts of a session must not overlap. In the truth of a
// simulated study sessions have numbers; study_session beside it has their names.
func ReadBouts(path string) ([]Bouts, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<16)
	if head, _ := r.Peek(8); strings.HasPrefix(string(head), ",0.00,") || strings.HasPrefix(string(head), ",0,") {
		b, err := readLabGym(r)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		return []Bouts{{Bouts: b}}, nil
	}
	t, err := table.ReadFile(path, table.String("state", ""), table.Float("from_s", "s"), table.Float("to_s", "s"),
		table.Optional(table.Bool("censored", "")), table.Optional(table.String("animal", "")), table.Optional(table.String("session", "")))
	if err != nil {
		return nil, fmt.Errorf("%w\nhint: bouts are rows of state, from_s and to_s, such as respine tst writes", err)
	}
	var keys []string
	for _, name := range []string{"animal", "session"} {
		if t.Has(name) {
			keys = append(keys, name)
		}
	}
	groups := []table.Group{{Rows: t}}
	if len(keys) > 0 {
		groups = t.GroupBy(keys...)
	}
	named := sessionNames(filepath.Dir(path))
	var out []Bouts
	for _, g := range groups {
		b := Bouts{}
		for i, k := range keys {
			if k == "animal" {
				b.Animal = g.Key[i]
			} else {
				b.Session = g.Key[i]
			}
		}
		if name, ok := named[b.Animal+"\x00"+b.Session]; ok {
			b.Session = name
		}
		if b.Bouts, err = rows(g.Rows); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		out = append(out, b)
	}
	return out, nil
}

// sessionNames are the names of numbered sessions, by animal and number; none where
// there is no table study_session.
func sessionNames(dir string) map[string]string {
	out := map[string]string{}
	t, err := table.ReadFile(filepath.Join(dir, "study_session.csv"), table.String("animal", ""), table.String("session_id", ""), table.Int("session", ""))
	if err != nil {
		return out
	}
	for i, a := range t.Strings("animal") {
		out[fmt.Sprintf("%s\x00%d", a, t.Ints("session")[i])] = t.Strings("session_id")[i]
	}
	return out
}

func rows(t *table.Table) ([]photometry.Bout, error) {
	state, from, to := t.Strings("state"), t.Floats("from_s"), t.Floats("to_s")
	var censored []bool
	if t.Has("censored") {
		censored = t.Bools("censored")
	}
	var out []photometry.Bout
	for i := range state {
		b := photometry.Bout{State: strings.ToLower(strings.TrimSpace(state[i])), FromSec: from[i], ToSec: to[i], Censored: censored != nil && censored[i]}
		if !(b.ToSec >= b.FromSec) {
			return nil, fmt.Errorf("the bout from %g to %g s ends before it begins", b.FromSec, b.ToSec)
		}
		if n := len(out); n > 0 && b.FromSec < out[n-1].ToSec-1e-3 {
			return nil, fmt.Errorf("the bout from %g s begins before the one before it ends, at %g s\nhint: sort the bouts by from_s; if they are of several animals, name them in a column animal", b.FromSec, out[n-1].ToSec)
		}
		out = append(out, b)
	}
	return out, nil
}

// labgym matches a cell such as ['floating', 0.98].
var labgym = regexp.MustCompile(`^\['([^']*)', *([-0-9.e]+)\]$`)

// What is made of LabGym's frames: a frame's state is the majority of half a second
// around it, and bouts shorter than a second belong to what surrounds them.
const majoritySec, shortestSec = 0.5, 1.0

func readLabGym(r io.Reader) ([]photometry.Bout, error) {
	c := csv.NewReader(r)
	c.FieldsPerRecord = -1
	head, err := c.Read()
	if err != nil {
		return nil, err
	}
	row, err := c.Read()
	if err != nil {
		return nil, fmt.Errorf("the line of behaviours is missing: %w", err)
	}
	if len(row) != len(head) {
		return nil, fmt.Errorf("there are %d times and %d behaviours\nhint: was the file cut off?", len(head)-1, len(row)-1)
	}
	var sec []float64
	var state []int // -1 unknown, 0 struggling, 1 immobile
	for i := 1; i < len(head); i++ {
		s, err := strconv.ParseFloat(head[i], 64)
		m := labgym.FindStringSubmatch(row[i])
		if err != nil || m == nil {
			return nil, fmt.Errorf("frame %d: %q at %q is not understood", i, row[i], head[i])
		}
		sec = append(sec, s)
		switch m[1] {
		case "NA":
			state = append(state, -1)
		case "floating":
			state = append(state, 1)
		default:
			state = append(state, 0)
		}
	}
	// Times are rounded to hundredths; frames are even.
	step := (sec[len(sec)-1] - sec[0]) / float64(len(sec)-1)
	return boutsOf(state, sec[0], step), nil
}

// boutsOf turns frames into bouts.
func boutsOf(state []int, start, step float64) []photometry.Bout {
	half := int(math.Round(majoritySec / step / 2))
	smooth := make([]int, len(state))
	for i := range state {
		count := [2]int{}
		for _, v := range state[max(0, i-half):min(len(state), i+half+1)] {
			if v >= 0 {
				count[v]++
			}
		}
		switch {
		case state[i] < 0:
			smooth[i] = -1
		case count[1] > count[0]:
			smooth[i] = 1
		}
	}
	type stretch struct{ state, from, to int }
	var all []stretch
	for i := 0; i < len(smooth); {
		j := i
		for j < len(smooth) && smooth[j] == smooth[i] {
			j++
		}
		short := float64(j-i)*step < shortestSec
		if n := len(all); n > 0 && all[n-1].state >= 0 && smooth[i] >= 0 && (short || all[n-1].state == smooth[i]) {
			all[n-1].to = j
		} else {
			all = append(all, stretch{smooth[i], i, j})
		}
		i = j
	}
	names := []string{"struggling", "immobile"}
	var out []photometry.Bout
	for _, s := range all {
		if s.state < 0 {
			continue
		}
		b := photometry.Bout{State: names[s.state], FromSec: start + float64(s.from)*step, ToSec: start + float64(s.to)*step}
		if n := len(out); n > 0 && out[n-1].State == b.State && b.FromSec-out[n-1].ToSec < step/2 {
			out[n-1].ToSec = b.ToSec
			continue
		}
		out = append(out, b)
	}
	if len(out) > 0 {
		out[len(out)-1].Censored = true
	}
	return out
}

// ReadPulses reads the times at which a film saw pulses: a table with time_s.
func ReadPulses(path string) ([]float64, error) {
	t, err := table.ReadFile(path, table.Float("time_s", "s"))
	if err != nil {
		return nil, fmt.Errorf("%w\nhint: pulses are a table with one column, time_s", err)
	}
	sec := t.Floats("time_s")
	for i := range sec {
		if math.IsNaN(sec[i]) || i > 0 && sec[i] <= sec[i-1] {
			return nil, fmt.Errorf("%s: row %d, %g s, does not come after the one before", path, i+1, sec[i])
		}
	}
	return sec, nil
}

// Motion is how much an animal moved, over one session.
type Motion struct {
	Animal, Session string
	Channel         photometry.Channel // seconds of the film
}

// ReadMotion reads a table with time_s and motion, and animal and session where it
// holds several.
func ReadMotion(path string) ([]Motion, error) {
	t, err := table.ReadFile(path, table.Float("time_s", "s"), table.Float("motion", ""), table.Optional(table.String("animal", "")), table.Optional(table.String("session", "")))
	if err != nil {
		return nil, err
	}
	var keys []string
	for _, name := range []string{"animal", "session"} {
		if t.Has(name) {
			keys = append(keys, name)
		}
	}
	groups := []table.Group{{Rows: t}}
	if len(keys) > 0 {
		groups = t.GroupBy(keys...)
	}
	var out []Motion
	for _, g := range groups {
		m := Motion{Channel: photometry.Channel{Name: "motion", Sec: g.Rows.Floats("time_s"), Value: g.Rows.Floats("motion")}}
		for i, k := range keys {
			if k == "animal" {
				m.Animal = g.Key[i]
			} else {
				m.Session = g.Key[i]
			}
		}
		if err := rising(m.Channel.Sec, func(i int) int { return i + 2 }); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if len(m.Channel.Sec) < 3 {
			return nil, fmt.Errorf("%s: %d rows of motion are no course", path, len(m.Channel.Sec))
		}
		out = append(out, m)
	}
	return out, nil
}
