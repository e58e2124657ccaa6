package photometry

import (
	"math"
	"strings"

	"respine/stats"
	"respine/table"
)

// Tables returns the result as tables, with animal and session in front; docs/photometry.md
// explains their columns.
func (r Result) Tables() []*table.Table {
	signal, control := r.judged()
	return []*table.Table{r.recordings(), r.sync(), r.quality(), r.rates(), signal, control, r.allTransients(),
		r.artefacts(), r.traces(), r.around(), r.aroundAnimals(), r.PredictionTable()}
}

func keyed(name string, columns ...table.Column) *table.Table {
	return table.New(name, append([]table.Column{table.String("animal", ""), table.String("session", "")}, columns...)...)
}

// recordings: what was read.
func (r Result) recordings() *table.Table {
	t := keyed("recordings", table.String("file", ""), table.String("format", ""), table.String("time_unit", ""), table.String("signal", ""), table.String("control", ""),
		table.Float("rate_hz", "Hz"), table.Float("seconds", "s"), table.Float("missing_s", "s"), table.Float("artefacts_s", "s"),
		table.Float("signal_lost", ""), table.Float("control_lost", ""), table.String("notes", ""))
	for _, s := range r.Sessions {
		x := s.Data.Trace
		n := float64(len(x.Signal))
		missing := (n - float64(known(x.Signal))) / x.RateHz
		lost := nan
		if x.Control != nil {
			lost = s.Data.ControlBleach.Lost
		}
		t.Append(s.Animal, s.Name, strings.Join(s.From.Files, " + "), s.From.Format, s.From.TimeUnit, s.From.Signal, s.From.Control,
			x.RateHz, n/x.RateHz, missing, s.Data.ArtefactSec, s.Data.SignalBleach.Lost, lost, strings.Join(s.From.Notes, "; "))
	}
	return t
}

// sync: how the clocks stand to each other.
func (r Result) sync() *table.Table {
	t := keyed("sync", table.String("how", ""), table.Int("recorder_pulses", ""), table.Int("film_pulses", ""), table.Int("matched", ""),
		table.Float("offset_s", "s"), table.Float("drift_ppm", "ppm"), table.Float("residual_s", "s"), table.Float("error_s", "s"), table.String("refused", ""), table.String("unchecked", ""))
	for _, s := range r.Sessions {
		c := s.Clock
		t.Append(s.Animal, s.Name, c.How, c.RecorderPulses, c.FilmPulses, c.Matched, c.OffsetSec, c.DriftPPM, c.ResidualSec, c.ErrorSec, c.Refused(r.Params), c.Unchecked)
	}
	return t
}

// quality: fits and pipelines.
func (r Result) quality() *table.Table {
	t := keyed("quality", table.String("pipeline", ""), table.Float("slope", ""), table.Float("free_slope", ""), table.Bool("mirrored", ""),
		table.Float("slow_slope", ""), table.Float("slow_free_slope", ""), table.Bool("slow_mirrored", ""),
		table.Float("r2", ""), table.Float("left_correlation", ""), table.Float("noise_mad_dff", ""), table.Int("transients", ""), table.Int("transients_by_mad", ""),
		table.Float("correlation_with_first", ""), table.Float("shared_with_first", ""), table.Float("first_shared", ""), table.String("note", ""))
	for i, s := range r.Sessions {
		for k, f := range r.Events[i] {
			d := s.Data.dff(f.Pipeline)
			note := d.Note
			if k == 0 && r.Doubts[i] != "" {
				note = strings.TrimPrefix(note+"; "+r.Doubts[i], "; ")
			}
			fit, slow := d.Fit, d.Slow
			if fit.N == 0 {
				fit = Fit{Slope: nan, Free: nan, R2: nan, Left: nan}
			}
			if slow.N == 0 {
				slow = Fit{Slope: nan, Free: nan}
			}
			t.Append(s.Animal, s.Name, f.Pipeline, fit.Slope, fit.Free, fit.Mirrored, slow.Slope, slow.Free, slow.Mirrored,
				fit.R2, fit.Left, d.NoiseMAD, len(f.All), len(f.ByMAD), f.Likeness, f.Shared, f.SharedBack, note)
		}
	}
	return t
}

// rates: transients per minute of a state, where the clock is known, else of all.
func (r Result) rates() *table.Table {
	t := keyed("rates", table.String("pipeline", ""), table.String("state", ""), table.Int("transients", ""), table.Float("minutes", "min"), table.Float("per_min", "1/min"), table.String("reason", ""))
	for i, s := range r.Sessions {
		for _, f := range r.Events[i] {
			why := s.Clock.Refused(r.Params)
			if len(s.Bouts) == 0 {
				why = "no behaviour was given"
			}
			for _, v := range s.Rates(f.All, f.DFF) {
				if v.State != "" && why != "" {
					t.Append(s.Animal, s.Name, f.Pipeline, v.State, 0, nan, nan, why)
					continue
				}
				t.Append(s.Animal, s.Name, f.Pipeline, v.State, v.N, v.Minutes, v.PerMin, "")
			}
		}
	}
	return t
}

// judged are transients and control_transients: those on the clock of the bouts, of
// sessions whose clock is known.
func (r Result) judged() (signal, control *table.Table) {
	columns := []table.Column{table.Float("onset_s", "s"), table.Float("peak_s", "s"), table.Float("rise_dff", ""), table.Float("half_s", "s"), table.String("state", "")}
	signal, control = keyed("transients", columns...), keyed("control_transients", columns...)
	for i, s := range r.Sessions {
		if s.Clock.Refused(r.Params) != "" {
			continue
		}
		for k, f := range r.Events[i] {
			to := signal
			switch {
			case f.Pipeline == s.Data.Control.Pipeline:
				to = control
			case k > 0:
				continue
			}
			for _, v := range s.InFilmTime(f.All) {
				if v.OnsetSec >= 0 {
					to.Append(s.Animal, s.Name, v.OnsetSec, v.PeakSec, v.Rise, v.HalfSec, stateAt(s.Bouts, v.OnsetSec))
				}
			}
		}
	}
	return signal, control
}

func stateAt(bouts []Bout, sec float64) string {
	for _, b := range bouts {
		if sec >= b.FromSec && sec < b.ToSec {
			return b.State
		}
	}
	return ""
}

// allTransients: every course and rule, on the recorder's clock.
func (r Result) allTransients() *table.Table {
	t := keyed("all_transients", table.String("pipeline", ""), table.String("rule", ""), table.Float("recorder_onset_s", "s"), table.Float("recorder_peak_s", "s"),
		table.Float("rise_dff", ""), table.Float("half_s", "s"), table.Float("mad_dff", ""))
	for i, s := range r.Sessions {
		for _, f := range r.Events[i] {
			for _, rule := range []struct {
				name string
				all  []Transient
			}{{"noise", f.All}, {"two-step MAD", f.ByMAD}} {
				for _, v := range rule.all {
					t.Append(s.Animal, s.Name, f.Pipeline, rule.name, v.OnsetSec, v.PeakSec, v.Rise, v.HalfSec, v.MAD)
				}
			}
		}
	}
	return t
}

// artefacts: what was cut out.
func (r Result) artefacts() *table.Table {
	t := keyed("artefacts", table.Float("recorder_from_s", "s"), table.Float("recorder_to_s", "s"))
	for _, s := range r.Sessions {
		for _, a := range s.Data.Artefacts {
			t.Append(s.Animal, s.Name, a.FromSec, a.ToSec)
		}
	}
	return t
}

// traces: dff, sample by sample; missing where cut out.
func (r Result) traces() *table.Table {
	t := keyed("dff", table.Float("recorder_s", "s"), table.Float("film_s", "s"), table.Float("signal", ""), table.Float("control", ""), table.Float("fitted_control", ""),
		table.Float("dff", ""), table.Float("causal_dff", ""), table.Float("isosbestic_dff", ""), table.Float("control_dff", ""))
	for _, s := range r.Sessions {
		x := s.Data
		other := x.dff(Isosbestic)
		for i := range x.Trace.Signal {
			film, control, iso, c := nan, nan, nan, nan
			if s.Clock.Refused(r.Params) == "" {
				film = s.Clock.Film(x.Trace.At(i))
			}
			if x.Trace.Control != nil {
				control, c = x.Trace.Control[i], x.Control.Smooth[i]
			}
			if other != nil {
				iso = other.Smooth[i]
			}
			t.Append(s.Animal, s.Name, x.Trace.At(i), film, x.Trace.Signal[i], control, x.Fitted[i], x.All[0].Smooth[i], x.All[0].Causal[i], iso, c)
		}
	}
	return t
}

// around: the average over animals.
func (r Result) around() *table.Table {
	t := table.New("perievent", table.String("pipeline", ""), table.Float("time_s", "s"), table.Float("mean_dff", ""), table.Float("lo", ""), table.Float("hi", ""),
		table.Float("joint_lo", ""), table.Float("joint_hi", ""), table.Float("bootstrap_lo", ""), table.Float("bootstrap_hi", ""), table.String("refused", ""))
	for _, e := range r.Around {
		for i, sec := range e.Sec {
			if e.Undetermined != "" || len(e.Band.Mean) == 0 {
				continue
			}
			p, j, b := e.Band.Pointwise[i], e.Band.Joint[i], e.Bootstrap[i]
			t.Append(e.Pipeline, sec, e.Band.Mean[i], p.Lo, p.Hi, j.Lo, j.Hi, b.Lo, b.Hi, r.Refused)
		}
	}
	return t
}

// aroundAnimals: the average of each animal.
func (r Result) aroundAnimals() *table.Table {
	t := table.New("perievent_animals", table.String("pipeline", ""), table.String("animal", ""), table.Int("onsets", ""), table.Int("left_out", ""), table.Float("time_s", "s"), table.Float("dff", ""), table.String("reason", ""))
	for _, e := range r.Around {
		for _, a := range e.Animals {
			if a.Course == nil {
				t.Append(e.Pipeline, a.Animal, 0, a.Left, nan, nan, "no onset could be averaged")
			}
			for i, v := range a.Course {
				t.Append(e.Pipeline, a.Animal, a.Onsets, a.Left, e.Sec[i], v, "")
			}
		}
	}
	return t
}

// PredictionTable is a row an animal and course, and one over animals, whose animal
// is "".
func (r Result) PredictionTable() *table.Table {
	t := table.New("prediction", table.String("course", ""), table.String("animal", ""), table.Int("events", ""), table.Float("auc", ""), table.Float("auc_lo", ""), table.Float("auc_hi", ""),
		table.Float("lag_s", "s"), table.Float("lag_lo_s", "s"), table.Float("lag_hi_s", "s"), table.Float("lead_s", "s"), table.Float("lead_lo_s", "s"), table.Float("lead_hi_s", "s"), table.Float("hazard_lag_s", "s"), table.Float("chosen_lag_s", "s"),
		table.Float("log_odds", ""), table.Float("log_odds_lo", ""), table.Float("log_odds_hi", ""), table.Float("model_auc", ""), table.Float("baseline_auc", ""), table.Float("gain", ""), table.Float("gain_lo", ""), table.Float("gain_hi", ""),
		table.Float("p_permutation", ""), table.Float("least_p", ""), table.Bool("exploring", ""), table.String("reason", ""))
	for _, q := range r.Foretold.All() {
		events := 0
		for _, a := range q.Per {
			events += a.Events
			e, lo, hi := auc(a.AUC)
			why := a.Left
			if why == "" {
				why = a.AUC.Undetermined
			}
			t.Append(q.Course, a.Animal, a.Events, e, lo, hi, a.LagSec, nan, nan, nan, nan, nan, nan, a.ChosenSec, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, r.Foretold.Exploring, why)
		}
		t.Append(append([]any{q.Course, "", events}, q.cells(r.Foretold.Exploring)...)...)
	}
	return t
}

// cells are the row over animals, from its AUC on.
func (q Prediction) cells(exploring bool) []any {
	e, lo, hi := auc(q.AUC)
	lag, lead := q.Lag, q.Lead
	if lag == (stats.Interval{}) {
		lag, lead = stats.Interval{Lo: nan, Hi: nan}, stats.Interval{Lo: nan, Hi: nan}
	}
	b := [3]float64{nan, nan, nan}
	if h := q.Hazard.Signal; q.Hazard.Bins > 0 && q.Hazard.Undetermined == "" && h.Undetermined == "" {
		b = [3]float64{h.Estimate, h.Interval.Lo, h.Interval.Hi}
	}
	model, _, _ := auc(q.Hazard.AUC)
	base, _, _ := auc(q.Hazard.Baseline)
	g := [3]float64{nan, nan, nan}
	if d := q.Hazard.Gain; q.Hazard.Bins > 0 && d.Undetermined == "" {
		g = [3]float64{d.Estimate, d.Interval.Lo, d.Interval.Hi}
	}
	p, least := nan, nan
	if q.Undetermined == "" && q.Permutation.Undetermined == "" {
		p, least = q.Permutation.P, q.Permutation.MinimumP
	}
	why := q.Undetermined
	if why == "" {
		why = q.LagWhy
	}
	return []any{e, lo, hi, q.LagSec, lag.Lo, lag.Hi, q.LeadSec, lead.Lo, lead.Hi, q.HazardLagSec, nan, b[0], b[1], b[2], model, base, g[0], g[1], g[2], p, least, exploring, why}
}

// auc returns an AUC with its interval, NaN where it has none.
func auc(a stats.RankAUC) (estimate, lo, hi float64) {
	if !(a.Pairs > 0) || math.IsNaN(a.Estimate) {
		return nan, nan, nan
	}
	if a.Undetermined != "" {
		return a.Estimate, nan, nan
	}
	return a.Estimate, a.Interval.Lo, a.Interval.Hi
}

// All returns every prediction, pipelines first.
func (f Foretold) All() []Prediction {
	if len(f.Pipelines) == 0 {
		return nil
	}
	return append(append([]Prediction(nil), f.Pipelines...), f.Control, f.Motion, f.Reverse)
}
