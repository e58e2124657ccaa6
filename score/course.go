package score

import (
	"cmp"
	"fmt"
	"io/fs"
	"math"
	"slices"

	"respine/table"
)

// correlations sums up the correlations of pairs of courses of time.
func correlations(pairs [][2][]float64) *CorrelationScore {
	var all []float64
	s := &CorrelationScore{}
	for _, p := range pairs {
		if r := correlation(p[0], p[1]); finite(r) {
			all = append(all, r)
		} else {
			s.Undefined++
		}
	}
	s.Cells = len(all)
	s.Median, s.Lower, s.Upper = Number(quantile(all, 0.5)), Number(quantile(all, 0.25)), Number(quantile(all, 0.75))
	return s
}

// correlation returns Pearson's r over the places where both are numbers, NaN where
// one is constant.
func correlation(a, b []float64) float64 {
	var n, ma, mb float64
	both := func(i int) bool { return finite(a[i]) && finite(b[i]) }
	for i := range min(len(a), len(b)) {
		if both(i) {
			n, ma, mb = n+1, ma+a[i], mb+b[i]
		}
	}
	ma, mb = ma/n, mb/n
	var ab, aa, bb float64
	for i := range min(len(a), len(b)) {
		if both(i) {
			ab, aa, bb = ab+(a[i]-ma)*(b[i]-mb), aa+(a[i]-ma)*(a[i]-ma), bb+(b[i]-mb)*(b[i]-mb)
		}
	}
	return ab / math.Sqrt(aa*bb)
}

// traceScore compares dF/F of matched cells.
func traceScore(measured, truth string, named map[int64]int64) (*CorrelationScore, error) {
	m, err := readTraces(measured)
	if err != nil {
		return nil, err
	}
	t, err := readTraces(truth)
	if err != nil {
		return nil, err
	}
	return correlations(paired(named, m, t)), nil
}

// paired returns the courses of matched cells, in order of the measured cell.
func paired(named map[int64]int64, m, t map[int64][]float64) [][2][]float64 {
	ids := make([]int64, 0, len(named))
	for id := range named {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var out [][2][]float64
	for _, id := range ids {
		out = append(out, [2][]float64{m[id], t[named[id]]})
	}
	return out
}

// mostFrames bounds what a damaged frame number can ask for.
const mostFrames = 1 << 26

// readTraces reads dff by cell and frame, NaN where there is no row.
func readTraces(dir string) (map[int64][]float64, error) {
	t, err := table.Read(dir, "traces", table.Int("cell_id", ""), table.Int("frame", ""), table.Float("dff", ""))
	if err != nil {
		return nil, err
	}
	out := map[int64][]float64{}
	for i, id := range t.Ints("cell_id") {
		f := t.Ints("frame")[i]
		if f < 0 || f >= mostFrames {
			return nil, fmt.Errorf("%s: traces: row %d: frame %d\nhint: frames count from 0", dir, i+1, f)
		}
		for int64(len(out[id])) <= f {
			out[id] = append(out[id], math.NaN())
		}
		out[id][f] = t.Floats("dff")[i]
	}
	return out, nil
}

// spikeScore compares the rates of matched cells: measured events, each weighing its
// amplitude where there is one, and true spikes, both smoothed.
func spikeScore(measured, truth string, named map[int64]int64, rateSec float64) (*CorrelationScore, error) {
	m, last, err := readTimes(measured, "events")
	if err != nil {
		return nil, err
	}
	t, lastTrue, err := readTimes(truth, "spikes")
	if err != nil {
		return nil, err
	}
	seconds := max(last, lastTrue) + 3*rateSec
	rates := func(times map[int64][]spikeTime) map[int64][]float64 {
		out := map[int64][]float64{}
		for id, s := range times {
			out[id] = rate(s, seconds, rateSec)
		}
		return out
	}
	return correlations(paired(named, rates(m), rates(t))), nil
}

type spikeTime struct{ sec, weight float64 }

func readTimes(dir, name string) (times map[int64][]spikeTime, last float64, err error) {
	t, err := table.Read(dir, name, table.Int("cell_id", ""), table.Float("t_s", "s"), table.Optional(table.Float("amplitude", "")))
	if err != nil {
		return nil, 0, err
	}
	times = map[int64][]spikeTime{}
	for i, id := range t.Ints("cell_id") {
		s := spikeTime{t.Floats("t_s")[i], 1}
		if t.Has("amplitude") {
			s.weight = t.Floats("amplitude")[i]
		}
		if !finite(s.sec) || s.sec < 0 || !finite(s.weight) {
			return nil, 0, fmt.Errorf("%s: %s: row %d: time %g, amplitude %g", dir, name, i+1, s.sec, s.weight)
		}
		times[id] = append(times[id], s)
		last = max(last, s.sec)
	}
	return times, last, nil
}

// rate returns the sum of Gaussians at the events, on a grid of a quarter of their
// width.
func rate(events []spikeTime, seconds, sigma float64) []float64 {
	step := sigma / 4
	out := make([]float64, int(seconds/step)+1)
	for _, e := range events {
		for i := max(0, int((e.sec-4*sigma)/step)); i <= min(len(out)-1, int((e.sec+4*sigma)/step)+1); i++ {
			d := (float64(i)*step - e.sec) / sigma
			out[i] += e.weight * math.Exp(-d*d/2)
		}
	}
	return out
}

// ensembleScore matches ensemble events by their times: pairs within a limit, the
// nearest first, one to one.
func ensembleScore(measured, truth string, within float64) (*Counts, error) {
	m, err := eventTimes(measured)
	if err != nil {
		return nil, err
	}
	t, err := eventTimes(truth)
	if err != nil {
		return nil, err
	}
	type link struct {
		i, j int
		d    float64
	}
	var links []link
	for i, a := range m {
		for j, b := range t {
			if d := math.Abs(a - b); d <= within {
				links = append(links, link{i, j, d})
			}
		}
	}
	slices.SortStableFunc(links, func(p, q link) int { return cmp.Compare(p.d, q.d) })
	usedM, usedT := make([]bool, len(m)), make([]bool, len(t))
	var c Counts
	for _, l := range links {
		if !usedM[l.i] && !usedT[l.j] {
			usedM[l.i], usedT[l.j] = true, true
			c.TP++
		}
	}
	c.FP, c.FN = len(m)-c.TP, len(t)-c.TP
	c = c.rated()
	return &c, nil
}

// eventTimes reads when ensemble events begin, from the first of the names under
// which tables have it.
func eventTimes(dir string) ([]float64, error) {
	t, err := table.Read(dir, "ensemble_events")
	if err != nil {
		if t, err = table.Read(dir, "ensemble_event"); err != nil {
			return nil, fmt.Errorf("%s: ensemble_events is not there: %w", dir, fs.ErrNotExist)
		}
	}
	for _, name := range []string{"onset_s", "from_s", "t_s"} {
		if i := slices.Index(t.Names(), name); i >= 0 && t.Columns()[i].Kind == table.KindFloat {
			return t.Floats(name), nil
		}
	}
	return nil, fmt.Errorf("%s: %s has no times\nhint: name the column onset_s, from_s or t_s", dir, t.Name)
}
