package main

import (
	"io"
	"math"
	"strings"

	"respine/photometry"
	"respine/score"
)

// photometrySummary is summary.json of photometry.
type photometrySummary struct {
	Recordings []recordingSummary  `json:"recordings"`
	Around     []aroundSummary     `json:"around_struggles"`
	Prediction []predictionSummary `json:"prediction"`
	Verdict    string              `json:"verdict"` // on: calcium in immobility tells of struggles
	Because    []string            `json:"because"`
	Refused    string              `json:"refused,omitempty"` // why nothing is claimed around behaviour
	LeftOut    []leftOut           `json:"left_out"`
}

type recordingSummary struct {
	Animal     string       `json:"animal"`
	Session    string       `json:"session"`
	Format     string       `json:"format"`
	Seconds    float64      `json:"seconds"`
	SyncError  score.Number `json:"sync_error_s"`
	Refused    string       `json:"refused,omitempty"`
	Clock      string       `json:"clock"`               // how it is known, as in table sync
	Unchecked  string       `json:"unchecked,omitempty"` // what speaks against a clock that was declared
	Alone      bool         `json:"no_control,omitempty"`
	Mirrored   []string     `json:"mirrored"` // fits in which the control mirrors the signal
	Transients int          `json:"transients"`
	PerMin     score.Number `json:"per_min"`
	Immobile   score.Number `json:"per_immobile_min"`
	Likeness   score.Number `json:"pipelines_correlation"` // of the second with the first
	Shared     score.Number `json:"pipelines_share"`       // of its transients that the first has
	Notes      []string     `json:"notes"`
	Doubt      string       `json:"doubt,omitempty"` // why the channels look exchanged
}

type aroundSummary struct {
	Pipeline string       `json:"pipeline"`
	Animals  int          `json:"animals"`
	Onsets   int          `json:"onsets"`
	Before   score.Number `json:"mean_last_second"` // dF/F
	Lo       score.Number `json:"lo"`
	Hi       score.Number `json:"hi"`
	P        score.Number `json:"p_clusters"`
	Least    score.Number `json:"least_p"`
	Reason   string       `json:"reason,omitempty"`
}

type predictionSummary struct {
	Course string       `json:"course"`
	Events int          `json:"events"`
	AUC    score.Number `json:"auc"`
	Lo     score.Number `json:"auc_lo"`
	Hi     score.Number `json:"auc_hi"`
	Lag    score.Number `json:"lag_s"`
	LagLo  score.Number `json:"lag_lo_s"`
	LagHi  score.Number `json:"lag_hi_s"`
	Lead   score.Number `json:"lead_s"`
	P      score.Number `json:"p_permutation"`
	Reason string       `json:"reason,omitempty"`
}

func summarisePhotometry(r photometry.Result, left []leftOut) photometrySummary {
	s := photometrySummary{Verdict: string(r.Foretold.Verdict), Because: r.Foretold.Because, Refused: r.Refused, LeftOut: left}
	for i, v := range r.Sessions {
		s.Recordings = append(s.Recordings, summariseRecording(v, r.Events[i], r.Params))
		s.Recordings[i].Doubt = r.Doubts[i]
	}
	for _, a := range r.Around {
		one := aroundSummary{Pipeline: a.Pipeline, Reason: a.Undetermined}
		for _, v := range a.Animals {
			if v.Onsets > 0 {
				one.Animals++
				one.Onsets += v.Onsets
			}
		}
		if a.Undetermined == "" {
			one.Before, one.Lo, one.Hi = score.Number(a.Before.Estimate), score.Number(a.Before.Interval.Lo), score.Number(a.Before.Interval.Hi)
			one.P, one.Least = score.Number(a.Test.P), score.Number(a.Test.MinimumP)
		}
		s.Around = append(s.Around, one)
	}
	t := r.PredictionTable()
	for i := range t.Len() {
		if t.Strings("animal")[i] != "" {
			continue
		}
		at := func(name string) score.Number { return score.Number(t.Floats(name)[i]) }
		s.Prediction = append(s.Prediction, predictionSummary{Course: t.Strings("course")[i], Events: int(t.Ints("events")[i]),
			AUC: at("auc"), Lo: at("auc_lo"), Hi: at("auc_hi"), Lag: at("lag_s"), LagLo: at("lag_lo_s"), LagHi: at("lag_hi_s"), Lead: at("lead_s"), P: at("p_permutation"), Reason: t.Strings("reason")[i]})
	}
	return s
}

func summariseRecording(v photometry.Session, found []photometry.Found, p photometry.Params) recordingSummary {
	t := v.Data.Trace
	one := recordingSummary{Animal: v.Animal, Session: v.Name, Format: v.From.Format, Seconds: float64(len(t.Signal)) / t.RateHz,
		SyncError: score.Number(v.Clock.ErrorSec), Transients: len(found[0].All), Notes: v.From.Notes,
		Clock: v.Clock.How, Unchecked: v.Clock.Unchecked, Alone: v.From.Control == ""}
	if len(v.Bouts) > 0 {
		one.Refused = v.Clock.Refused(p)
	}
	for _, d := range v.Data.All {
		if d.Fit.Mirrored {
			one.Mirrored = append(one.Mirrored, d.Pipeline)
		}
		if d.Slow.Mirrored {
			one.Mirrored = append(one.Mirrored, d.Pipeline+" below 0.5 Hz")
		}
	}
	rates := v.Rates(found[0].All, found[0].DFF)
	one.PerMin, one.Immobile = score.Number(rates[0].PerMin), none
	for _, rate := range rates[1:] {
		if rate.State == "immobile" && one.Refused == "" {
			one.Immobile = score.Number(rate.PerMin)
		}
	}
	one.Likeness, one.Shared = none, none
	if len(found) > 1 {
		one.Likeness, one.Shared = score.Number(found[1].Likeness), score.Number(found[1].Shared)
	}
	return one
}

// none is a number that is not known.
var none = score.Number(math.NaN())

// warnings are of clocks that are believed, refused tells of those that were to be found
// and were not.
func (s photometrySummary) warnings() (out []string, refused bool) {
	for _, v := range s.Recordings {
		if v.Unchecked != "" && v.Refused == "" { // which is told beside
			out = append(out, strings.TrimSpace(v.Animal+" "+v.Session)+": "+v.Unchecked)
		}
		refused = refused || v.Refused != "" && (v.Clock == "pulses" || v.Clock == photometry.OneClock().How)
	}
	return out, refused
}

// print writes the summary for people.
func (s photometrySummary) print(w io.Writer, out string) error {
	p := &printer{w: w}
	p.line("%-14s %-12s %7s %10s %10s %9s %9s  %s\n", "animal", "session", "s", "sync s", "transients", "per min", "immobile", "mirrored fits")
	for _, v := range s.Recordings {
		sync := digits(float64(v.SyncError), 3)
		if v.Refused != "" {
			sync = "refused"
		}
		p.line("%-14s %-12s %7.0f %10s %10d %9s %9s  %s\n", v.Animal, v.Session, v.Seconds, sync, v.Transients, digits(float64(v.PerMin), 1), digits(float64(v.Immobile), 1), strings.Join(v.Mirrored, ", "))
	}
	for _, v := range s.Recordings {
		who := strings.TrimSpace(v.Animal + " " + v.Session)
		if v.Refused != "" && v.Refused != s.Refused {
			p.line("%s is refused around behaviour: %s\n", who, v.Refused)
		}
		if v.Alone {
			p.line("%s has no control channel: not corrected for movement and blood, and bleaching is taken off by the signal alone; more transients than with one\n", who)
		}
	}
	if s.Refused != "" {
		p.line("\nnothing is claimed around behaviour: %s\n", s.Refused)
	}
	if len(s.Prediction) > 0 {
		p.line("\n%-13s %7s %-20s %-20s %6s %8s\n", "tells of struggles", "events", "  AUC over animals", "lag s", "lead s", "p")
	}
	for _, v := range s.Prediction {
		if v.Reason != "" && v.Events == 0 {
			p.line("%-18s %s\n", v.Course, v.Reason)
			continue
		}
		p.line("%-18s %7d   %s (%s to %s)  %s (%s to %s)   %6s %8s\n", v.Course, v.Events, digits(float64(v.AUC), 2), digits(float64(v.Lo), 2), digits(float64(v.Hi), 2),
			digits(float64(v.Lag), 1), digits(float64(v.LagLo), 1), digits(float64(v.LagHi), 1), digits(float64(v.Lead), 2), digits(float64(v.P), 4))
	}
	if len(s.Prediction) > 0 {
		p.line("the row struggling asks the reverse: whether struggling tells of transients\n")
	}
	p.line("\ncalcium tells of struggles: %s\n", s.Verdict)
	for _, b := range s.Because {
		p.line("  %s\n", b)
	}
	p.line("\ntables and pictures: %s\n", out)
	return p.err
}
