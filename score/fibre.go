package score

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"respine/photometry"
	"respine/table"
)

// fibre is what was measured of one recording.
type fibre struct {
	animal, session string
	refused         string
	offset, drift   float64
	err             float64
	sec, dff        []float64 // on the recorder's clock
	transients      []photometry.Transient
}

// readFibres reads a folder that respine photometry wrote: the first pipeline, by the
// noise rule.
func readFibres(dir string) ([]fibre, error) {
	sync, err := table.Read(dir, "sync", table.String("animal", ""), table.String("session", ""), table.Float("offset_s", "s"), table.Float("drift_ppm", "ppm"), table.Float("error_s", "s"), table.String("refused", ""))
	if err != nil {
		return nil, err
	}
	dff, err := table.Read(dir, "dff", table.String("animal", ""), table.String("session", ""), table.Float("recorder_s", "s"), table.Float("dff", ""))
	if err != nil {
		return nil, err
	}
	found, err := table.Read(dir, "all_transients", table.String("animal", ""), table.String("session", ""), table.String("pipeline", ""), table.String("rule", ""), table.Float("recorder_onset_s", "s"), table.Float("recorder_peak_s", "s"))
	if err != nil {
		return nil, err
	}
	var out []fibre
	place := map[string]int{}
	for i := range sync.Len() {
		f := fibre{animal: sync.Strings("animal")[i], session: sync.Strings("session")[i], refused: sync.Strings("refused")[i],
			offset: sync.Floats("offset_s")[i], drift: sync.Floats("drift_ppm")[i], err: sync.Floats("error_s")[i]}
		place[f.animal+"\x00"+f.session] = len(out)
		out = append(out, f)
	}
	for _, g := range dff.GroupBy("animal", "session") {
		if k, ok := place[g.Key[0]+"\x00"+g.Key[1]]; ok {
			out[k].sec, out[k].dff = g.Rows.Floats("recorder_s"), g.Rows.Floats("dff")
		}
	}
	first := ""
	if found.Len() > 0 {
		first = found.Strings("pipeline")[0]
	}
	for i := range found.Len() {
		k, ok := place[found.Strings("animal")[i]+"\x00"+found.Strings("session")[i]]
		if ok && found.Strings("pipeline")[i] == first && found.Strings("rule")[i] == "noise" {
			out[k].transients = append(out[k].transients, photometry.Transient{OnsetSec: found.Floats("recorder_onset_s")[i], PeakSec: found.Floats("recorder_peak_s")[i]})
		}
	}
	return out, nil
}

// fibreTruth is what the instrument did.
type fibreTruth struct {
	offset, drift float64
	sec, film     []float64
	dff           []float64
	transients    []photometry.Transient // of the film's clock
}

// onlyFibre is the session of photometry of an animal that has only one; an error names
// those of one that has several.
func onlyFibre(truth, animal string) (string, error) {
	all, err := filepath.Glob(filepath.Join(truth, "recordings", animal, "*", "photometry_clock.*"))
	if err != nil {
		return "", err
	}
	var out []string
	for _, path := range all { // in the order of their names
		if s := filepath.Base(filepath.Dir(path)); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	switch len(out) {
	case 0:
		return "", fmt.Errorf("animal %s has no photometry", animal)
	case 1:
		return out[0], nil
	}
	return "", fmt.Errorf("animal %s has the sessions %s, and that of the recording has no name: say --sessions to respine photometry", animal, strings.Join(out, ", "))
}

func readFibreTruth(truth, animal, session string) (fibreTruth, error) {
	dir := filepath.Join(truth, "recordings", animal, session)
	clock, err := table.Read(dir, "photometry_clock", table.Float("offset_s", "s"), table.Float("drift_ppm", "ppm"))
	if err != nil {
		return fibreTruth{}, err
	}
	trace, err := table.Read(dir, "photometry_trace", table.Float("time_s", "s"), table.Float("film_s", "s"), table.Float("dff", ""))
	if err != nil {
		return fibreTruth{}, err
	}
	events, err := table.Read(dir, "photometry_event", table.Float("onset_s", "s"), table.Float("peak_s", "s"))
	if err != nil {
		return fibreTruth{}, err
	}
	if clock.Len() != 1 || trace.Len() < 10 {
		return fibreTruth{}, fmt.Errorf("%s: %d clocks and %d samples are no truth of a recording", dir, clock.Len(), trace.Len())
	}
	t := fibreTruth{offset: clock.Floats("offset_s")[0], drift: clock.Floats("drift_ppm")[0], sec: trace.Floats("time_s"), film: trace.Floats("film_s"), dff: trace.Floats("dff")}
	for i, at := range events.Floats("onset_s") {
		t.transients = append(t.transients, photometry.Transient{OnsetSec: at, PeakSec: events.Floats("peak_s")[i]})
	}
	return t, nil
}

func (t fibreTruth) rateHz() float64 {
	return float64(len(t.film)-1) / (t.film[len(t.film)-1] - t.film[0])
}

// asSession is the truth as a session without noise on the film's clock.
func (t fibreTruth) asSession(animal, session string) photometry.Session {
	return photometry.Session{Animal: animal, Name: session, Clock: photometry.OneClock(), Data: photometry.Processed{
		Trace: photometry.Trace{StartSec: t.film[0], RateHz: t.rateHz(), Signal: t.dff},
		All:   []photometry.DFF{{Pipeline: "truth", Smooth: t.dff, Causal: t.dff, NoiseMAD: trueDFF}}}}
}

// score compares one recording.
func (f fibre) score(t fibreTruth) FibreScore {
	s := FibreScore{Animal: f.animal, Session: f.session, Refused: f.refused, StatedError: Number(f.err)}
	worst := 0.0
	for i, at := range t.sec {
		worst = math.Max(worst, math.Abs((at-f.offset)/(1+f.drift*1e-6)-t.film[i]))
	}
	s.ClockError = Number(worst)
	correlation, scale := f.likeness(t)
	s.Correlation, s.Scale = Number(correlation), Number(scale)
	// Transients are compared on the true clock: that of the measurement is scored
	// apart.
	all := make([]photometry.Transient, len(f.transients))
	for i, v := range f.transients {
		all[i] = photometry.Transient{OnsetSec: (v.OnsetSec - t.offset) / (1 + t.drift*1e-6), PeakSec: (v.PeakSec - t.offset) / (1 + t.drift*1e-6)}
	}
	small := photometry.Rises(t.dff, 1, t.film[0], t.rateHz(), photometry.Params{NoiseMAD: trueDFF / 2})
	s.Transients = compare(all, t.transients, small)
	s.Transients.ratios()
	return s
}

// compare counts: measured rises that go with listed ones are found; of the others
// those that go with a smaller true rise are small.
func compare(measured, listed, small []photometry.Transient) FibreCounts {
	c := FibreCounts{Truth: len(listed), Measured: len(measured)}
	right := make([]bool, len(measured))
	for _, p := range photometry.Pairs(measured, listed, slackSec) {
		right[p[0]] = true
		c.Found++
	}
	also := make([]bool, len(measured))
	for _, p := range photometry.Pairs(measured, small, slackSec) {
		also[p[0]] = true
	}
	for i := range measured {
		switch {
		case right[i]:
		case also[i]:
			c.Small++
		default:
			c.Wrong++
		}
	}
	return c
}

// likeness is the correlation of measured with true dF/F, and the slope of the
// first on the second, over samples that have both.
func (f fibre) likeness(t fibreTruth) (correlation, scale float64) {
	var n, sx, sy, sxx, sxy, syy float64
	j := 0
	for i, at := range f.sec {
		for j < len(t.sec)-2 && t.sec[j+1] <= at {
			j++
		}
		if at < t.sec[j] || at > t.sec[j+1] || math.IsNaN(f.dff[i]) {
			continue
		}
		w := (at - t.sec[j]) / (t.sec[j+1] - t.sec[j])
		x, y := (1-w)*t.dff[j]+w*t.dff[j+1], f.dff[i]
		n, sx, sy, sxx, sxy, syy = n+1, sx+x, sy+y, sxx+x*x, sxy+x*y, syy+y*y
	}
	vx, vy, vxy := n*sxx-sx*sx, n*syy-sy*sy, n*sxy-sx*sy
	return vxy / math.Sqrt(vx*vy), vxy / vx
}

// addBouts gives sessions their true behaviour.
func addBouts(truth string, all []photometry.Session) error {
	bouts, err := table.Read(truth, "bout", table.String("animal", ""), table.Int("session", ""), table.String("state", ""), table.Float("from_s", "s"), table.Float("to_s", "s"))
	if err != nil {
		return err
	}
	names, err := table.Read(truth, "study_session", table.String("animal", ""), table.String("session_id", ""), table.Int("session", ""))
	if err != nil {
		return err
	}
	number := map[string]int64{}
	for i, a := range names.Strings("animal") {
		number[a+"\x00"+names.Strings("session_id")[i]] = names.Ints("session")[i]
	}
	for k := range all {
		s := &all[k]
		want, ok := number[s.Animal+"\x00"+s.Name]
		if !ok {
			return fmt.Errorf("the truth has no session %s of %s", s.Name, s.Animal)
		}
		for i, a := range bouts.Strings("animal") {
			if a == s.Animal && bouts.Ints("session")[i] == want {
				s.Bouts = append(s.Bouts, photometry.Bout{State: bouts.Strings("state")[i], FromSec: bouts.Floats("from_s")[i], ToSec: bouts.Floats("to_s")[i]})
			}
		}
	}
	return nil
}
