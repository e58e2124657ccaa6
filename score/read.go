package score

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"

	"respine/table"
)

// observationColumns are those read of observations.csv, measured or true.
func observationColumns() []table.Column {
	return []table.Column{
		table.Int("session", ""), table.String("spine_id", ""), table.String("branch_id", ""),
		table.Float("x_um", "um"), table.Float("y_um", "um"), table.Bool("present", ""),
		table.Optional(table.Float("day", "d")), table.Optional(table.Int("side", "")),
		table.Optional(table.Float("base_x_um", "um")), table.Optional(table.Float("base_y_um", "um")),
		table.Optional(table.Float("length_um", "um")), table.Optional(table.Float("brightness", "")),
		table.Optional(table.Bool("judgeable", "")), table.Optional(table.Bool("visible", "")),
	}
}

// ReadMeasured reads observations.csv of a measured study and, where there is
// one, sessions.csv (session, day, recording). Without it the sessions are
// those that have observations.
func ReadMeasured(dir string) (Measured, error) {
	spines, err := readObservations(filepath.Join(dir, "observations.csv"))
	if err != nil {
		return Measured{}, err
	}
	m := Measured{}
	path := filepath.Join(dir, "sessions.csv")
	t, err := table.ReadFile(path, table.Int("session", ""), table.Float("day", "d"), table.String("recording", ""))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		m.Sessions = sessionsOf(spines)
	case err != nil:
		return Measured{}, err
	default:
		listed := map[int64]bool{}
		for r, n := range t.Ints("session") {
			if listed[n] {
				return Measured{}, fmt.Errorf("%s: row %d: session %d is listed twice\nhint: leave one row for each session", path, r+1, n)
			}
			listed[n] = true
			m.Sessions = append(m.Sessions, Session{Number: int(t.Ints("session")[r]), Day: t.Floats("day")[r], Recording: t.Strings("recording")[r]})
		}
	}
	if err := place(m.Sessions, spines); err != nil {
		return Measured{}, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

// ReadTruth reads a truth folder: observations.csv and centerlines.csv in our
// own form, or spines.csv and centerlines.csv in the form of the rr30a set.
func ReadTruth(dir string) (Truth, error) {
	read, name, branch := readObservations, "observations.csv", "branch_id"
	if _, err := os.Stat(filepath.Join(dir, name)); errors.Is(err, fs.ErrNotExist) {
		read, name, branch = readRR30a, "spines.csv", "segment_id"
	}
	path := filepath.Join(dir, name)
	spines, err := read(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Truth{}, fmt.Errorf("%s: neither observations.csv nor spines.csv is there\nhint: name the folder that holds the truth tables", dir)
	}
	if err != nil {
		return Truth{}, err
	}
	lines, err := readLines(filepath.Join(dir, "centerlines.csv"), branch)
	if err != nil {
		return Truth{}, err
	}
	for n := range lines {
		if _, ok := spines[n]; !ok {
			spines[n] = nil // a session in which nothing was found
		}
	}
	t := Truth{sessionsOf(spines)}
	for i := range t.Sessions {
		t.Sessions[i].Lines = lines[t.Sessions[i].Number]
	}
	return t, place(t.Sessions, spines)
}

// sessionsOf returns empty sessions for the numbers that have rows, rising.
func sessionsOf(spines map[int][]Spine) []Session {
	var out []Session
	for n := range spines {
		out = append(out, Session{Number: n})
	}
	sort.Slice(out, func(a, b int) bool { return out[a].Number < out[b].Number })
	return out
}

// place hands the rows to their sessions.
func place(sessions []Session, spines map[int][]Spine) error {
	known := map[int]bool{}
	for i := range sessions {
		sessions[i].Spines = spines[sessions[i].Number]
		known[sessions[i].Number] = true
	}
	for n := range spines {
		if !known[n] {
			return fmt.Errorf("session %d has observations but is not listed", n)
		}
	}
	return nil
}

func readObservations(path string) (map[int][]Spine, error) {
	t, err := table.ReadFile(path, observationColumns()...)
	if err != nil {
		return nil, err
	}
	out := map[int][]Spine{}
	once := onlyOnce{}
	for r := range t.Len() {
		s := Spine{ID: t.Strings("spine_id")[r], Branch: t.Strings("branch_id")[r],
			Tip:  Point{t.Floats("x_um")[r], t.Floats("y_um")[r]},
			Base: Point{number(t, "base_x_um", r), number(t, "base_y_um", r)}, LengthUm: number(t, "length_um", r),
			Brightness: number(t, "brightness", r), Present: t.Bools("present")[r], Judgeable: true}
		if t.Has("side") {
			s.Side = int(t.Ints("side")[r])
		}
		if t.Has("judgeable") {
			s.Judgeable = t.Bools("judgeable")[r]
		}
		if t.Has("visible") {
			s.Ignored = !t.Bools("visible")[r]
		}
		n := int(t.Ints("session")[r])
		if err := once.check(n, s); err != nil {
			return nil, fmt.Errorf("%s: row %d: %w", path, r+1, err)
		}
		out[n] = append(out[n], s)
	}
	return out, nil
}

// onlyOnce remembers the rows that were read: a spine has one in a session.
type onlyOnce map[rowKey]bool

type rowKey struct {
	session int
	id      string
}

// check refuses a second row of a spine in a session, and a present spine
// without a place.
func (o onlyOnce) check(session int, s Spine) error {
	k := rowKey{session, s.ID}
	if o[k] {
		return fmt.Errorf("spine %s is in session %d twice\nhint: leave one row for each spine and session", s.ID, session)
	}
	o[k] = true
	if s.Present && !(finite(s.Tip.X) && finite(s.Tip.Y)) {
		return fmt.Errorf("spine %s is present and has no place\nhint: fill x_um and y_um", s.ID)
	}
	return nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// number returns a cell of an optional column, NaN if the column is absent.
func number(t *table.Table, name string, row int) float64 {
	if !t.Has(name) {
		return math.NaN()
	}
	return t.Floats(name)[row]
}

// readRR30a reads spines.csv of the rr30a truth, which lists present spines only.
func readRR30a(path string) (map[int][]Spine, error) {
	t, err := table.ReadFile(path, table.Int("session", ""), table.String("spine_id", ""), table.String("segment_id", ""),
		table.Int("side", ""), table.Float("x_um", "um"), table.Float("y_um", "um"),
		table.Float("base_x_um", "um"), table.Float("base_y_um", "um"), table.Float("length_um", "um"),
		table.Float("rel_brightness", ""), table.Int("bad", ""),
		table.Optional(table.Float("judgeable_prev", "")), table.Optional(table.Float("judgeable_next", "")))
	if err != nil {
		return nil, err
	}
	out := map[int][]Spine{}
	once := onlyOnce{}
	for r := range t.Len() {
		n := int(t.Ints("session")[r])
		s := Spine{ID: t.Strings("spine_id")[r], Branch: t.Strings("segment_id")[r], Side: int(t.Ints("side")[r]),
			Tip:      Point{t.Floats("x_um")[r], t.Floats("y_um")[r]},
			Base:     Point{t.Floats("base_x_um")[r], t.Floats("base_y_um")[r]},
			LengthUm: t.Floats("length_um")[r], Brightness: t.Floats("rel_brightness")[r],
			Present: true, Judgeable: true, Ignored: t.Ints("bad")[r] != 0,
			JudgeablePrev: known(number(t, "judgeable_prev", r)), JudgeableNext: known(number(t, "judgeable_next", r))}
		if err := once.check(n, s); err != nil {
			return nil, fmt.Errorf("%s: row %d: %w", path, r+1, err)
		}
		out[n] = append(out[n], s)
	}
	return out, nil
}

func known(x float64) Known {
	switch {
	case math.IsNaN(x):
		return Unknown
	case x == 0:
		return No
	}
	return Yes
}

// readLines reads centerlines.csv, by session.
func readLines(path, branch string) (map[int][]Line, error) {
	t, err := table.ReadFile(path, table.Int("session", ""), table.String(branch, ""), table.Int("point_index", ""),
		table.Float("x_um", "um"), table.Float("y_um", "um"))
	if err != nil {
		return nil, err
	}
	order := make([]int, t.Len())
	for r := range order {
		order[r] = r
	}
	index := t.Ints("point_index")
	sort.SliceStable(order, func(a, b int) bool { return index[order[a]] < index[order[b]] })
	out := map[int][]Line{}
	for _, r := range order {
		n, name := int(t.Ints("session")[r]), t.Strings(branch)[r]
		k := slices.IndexFunc(out[n], func(l Line) bool { return l.Branch == name })
		if k < 0 {
			k = len(out[n])
			out[n] = append(out[n], Line{Branch: name})
		}
		out[n][k].Points = append(out[n][k].Points, Point{t.Floats("x_um")[r], t.Floats("y_um")[r]})
	}
	return out, nil
}
