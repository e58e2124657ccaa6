package behavior

import (
	"fmt"
	"math"

	"respine/table"
)

// Film is the results of one film.
type Film struct {
	Name    string
	Results []Result
}

// AnimalsTable is where every animal hangs and when: a table to be edited and given
// back. A time without a number is to be found; an end has one only if it was told, so
// that it does not stand in the way of another length of the test.
func AnimalsTable(films []Film) *table.Table {
	t := table.New("animals", animalColumns()...)
	for _, f := range films {
		for _, r := range f.Results {
			p := r.Trace.Place
			t.Append(f.Name, p.Name, p.Left, p.Top, p.Right, p.Bottom, p.PivotX, p.PivotY, r.StartSec, p.EndSec)
		}
	}
	return t
}

func animalColumns() []table.Column {
	return []table.Column{table.String("film", ""), table.String("animal", ""), table.Int("left_px", "px"), table.Int("top_px", "px"), table.Int("right_px", "px"), table.Int("bottom_px", "px"),
		table.Float("pivot_x_px", "px"), table.Float("pivot_y_px", "px"), table.Optional(table.Float("start_s", "s")), table.Optional(table.Float("end_s", "s"))}
}

// Places reads a table as AnimalsTable makes: the places in each film, by its name.
// Problems name the row, counted from 1.
func Places(t *table.Table) (map[string][]Place, error) {
	out := map[string][]Place{}
	seen := map[string]int{}
	optional := func(name string, i int) float64 {
		if t.Has(name) {
			return t.Floats(name)[i]
		}
		return missing
	}
	for i, film := range t.Strings("film") {
		p := Place{Name: t.Strings("animal")[i], PivotX: t.Floats("pivot_x_px")[i], PivotY: t.Floats("pivot_y_px")[i],
			Left: int(t.Ints("left_px")[i]), Top: int(t.Ints("top_px")[i]), Right: int(t.Ints("right_px")[i]), Bottom: int(t.Ints("bottom_px")[i]),
			StartSec: optional("start_s", i), EndSec: optional("end_s", i)}
		switch k := seen[p.Name]; {
		case p.Name == "":
			return nil, fmt.Errorf("row %d: the animal has no name", i+1)
		case k > 0:
			return nil, fmt.Errorf("row %d: animal %s is in row %d already", i+1, p.Name, k)
		case p.Left < 0 || p.Top < 0 || p.Right-p.Left < 16 || p.Bottom-p.Top < 16:
			return nil, fmt.Errorf("row %d: animal %s: a region from %d, %d to %d, %d px", i+1, p.Name, p.Left, p.Top, p.Right, p.Bottom)
		case math.IsNaN(p.PivotX + p.PivotY):
			return nil, fmt.Errorf("row %d: animal %s has no pivot", i+1, p.Name)
		case p.EndSec <= p.StartSec:
			return nil, fmt.Errorf("row %d: animal %s: the test ends at %g s, before it starts", i+1, p.Name, p.EndSec)
		}
		seen[p.Name] = i + 1
		out[film] = append(out[film], p)
	}
	return out, nil
}

// Tables returns bouts, struggles, tests (a row an animal), frames and exclusions.
// session, if not "", becomes a column, so that respine judge reads bouts as they
// are. Times of bouts and struggles are seconds from the start of the test.
func Tables(films []Film, session string) []*table.Table {
	key := []table.Column{table.String("animal", "")}
	if session != "" {
		key = append(key, table.String("session", ""))
	}
	columns := func(c ...table.Column) []table.Column { return append(key[:len(key):len(key)], c...) }
	bouts := table.New("bouts", columns(table.String("state", ""), table.Float("from_s", "s"), table.Float("to_s", "s"), table.Bool("censored", ""))...)
	onsets := table.New("struggles", columns(table.Float("onset_s", "s"))...)
	tests := table.New("tests", columns(table.String("film", ""), table.Float("start_s", "s"), table.Float("test_s", "s"), table.Float("immobile_s", "s"), table.Float("immobile_percent", "%"),
		table.Float("last_immobile_s", "s"), table.Float("last_immobile_percent", "%"), table.Float("latency_s", "s"), table.Int("immobile_bouts", ""), table.Float("median_bout_s", "s"), table.Float("longest_bout_s", "s"),
		table.Int("struggles", ""), table.Float("climbing_fraction", ""), table.Float("immobile_s_bout_0_5", "s"), table.Float("immobile_s_bout_1", "s"), table.Float("immobile_s_bout_2", "s"),
		table.Float("flicker_percent", "%"), table.Float("gap_s", "s"), table.Float("lost_percent", "%"), table.Float("saturated_percent", "%"), table.String("excluded", ""), table.String("warnings", ""))...)
	out := table.New("exclusions", columns(table.String("reason", ""))...)
	for _, f := range films {
		for _, r := range f.Results {
			row := func(v ...any) []any {
				k := []any{r.Trace.Place.Name}
				if session != "" {
					k = append(k, session)
				}
				return append(k, v...)
			}
			for _, b := range r.Bouts {
				bouts.Append(row(b.State.String(), max(0, b.FromSec-r.StartSec), b.ToSec-r.StartSec, b.Censored)...)
			}
			s, q := r.Summary, r.Quality
			for _, at := range s.Struggles {
				onsets.Append(row(at - r.StartSec)...)
			}
			tests.Append(row(f.Name, r.StartSec, s.TestSec, s.ImmobileSec, s.ImmobilePercent, s.LastImmobileSec, s.LastPercent, s.LatencySec, s.ImmobileBouts, s.MedianBoutSec, s.LongestBoutSec,
				len(s.Struggles), s.ClimbPart, s.ByMinBout[0], s.ByMinBout[1], s.ByMinBout[2], q.FlickerPercent, q.GapSec, q.LostPercent, q.SaturatedPercent, s.Excluded, joinWords(q.Warnings))...)
			if s.Excluded != "" {
				out.Append(row(s.Excluded)...)
			}
		}
	}
	return []*table.Table{bouts, onsets, tests, framesTable(films), out}
}

func joinWords(all []string) string {
	out := ""
	for i, w := range all {
		if i > 0 {
			out += "; "
		}
		out += w
	}
	return out
}

// measured are the columns of the frames table that a trace is made of.
func measured(t *Trace) ([]table.Column, []*[]float64) {
	return []table.Column{table.Float("time_s", "s"), table.Float("residual", ""), table.Float("drive_rad", "rad"), table.Float("area_px", "px"), table.Float("area_change", ""), table.Float("plain", ""),
			table.Float("angle_rad", "rad"), table.Float("reach_px", "px"), table.Float("low_px", "px"), table.Float("hand", ""), table.Float("light", ""), table.Float("saturated", "")},
		[]*[]float64{&t.Sec, &t.Residual, &t.Drive, &t.Area, &t.AreaChange, &t.Plain, &t.Angle, &t.Reach, &t.Low, &t.Hand, &t.Light, &t.Saturated}
}

// framesTable is the trace with what was made of it, a row a frame and animal, of
// the whole film: what Score needs to score again.
func framesTable(films []Film) *table.Table {
	columns, _ := measured(new(Trace))
	t := table.New("frames", append([]table.Column{table.String("film", ""), table.String("animal", ""), table.Int("frame", ""), table.String("state", ""), table.Float("p_immobile", "")}, columns...)...)
	for _, f := range films {
		for _, r := range f.Results {
			for i := range r.Trace.Sec {
				t.Append(append([]any{f.Name, r.Trace.Place.Name, i, r.States[i].String(), r.Immobility[i]}, r.Trace.row(i)...)...)
			}
		}
	}
	return t
}

// row is what was measured in a frame.
func (t Trace) row(i int) []any {
	_, values := measured(&t)
	out := make([]any, len(values))
	for k, v := range values {
		out[k] = (*v)[i]
	}
	return out
}

// Table is a trace as a table, a row a frame, without its place.
func (t Trace) Table() *table.Table {
	columns, _ := measured(&t)
	out := table.New("trace", columns...)
	for i := range t.Sec {
		out.Append(t.row(i)...)
	}
	return out
}

// ReadTrace reads the table of a trace back from a folder. Its test is to be found.
func ReadTrace(dir string) (Trace, error) {
	out := Trace{Place: Place{StartSec: missing, EndSec: missing}}
	columns, values := measured(&out)
	t, err := table.Read(dir, "trace", columns...)
	if err != nil {
		return out, err
	}
	for i, c := range columns {
		*values[i] = append([]float64(nil), t.Floats(c.Name)...)
	}
	return out, nil
}

// FrameColumns are what Traces needs of a frames table.
func FrameColumns() []table.Column {
	columns, _ := measured(new(Trace))
	return append([]table.Column{table.String("film", ""), table.String("animal", "")}, columns...)
}

// Traces reads the traces of the animals at some places back from a frames table.
func Traces(t *table.Table, places []Place) ([]Trace, error) {
	columns, _ := measured(new(Trace))
	out := make([]Trace, len(places))
	number := map[string]int{}
	for i, p := range places {
		out[i].Place = p
		number[p.Name] = i
	}
	for i, name := range t.Strings("animal") {
		k, ok := number[name]
		if !ok {
			continue
		}
		_, values := measured(&out[k])
		for j, c := range columns {
			*values[j] = append(*values[j], t.Floats(c.Name)[i])
		}
	}
	for _, tr := range out {
		if len(tr.Sec) == 0 {
			return nil, fmt.Errorf("there are no frames of animal %s", tr.Place.Name)
		}
	}
	return out, nil
}
