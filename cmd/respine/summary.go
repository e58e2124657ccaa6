package main

import (
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strings"

	"respine/report"
	"respine/score"
	"respine/timelapse"
	"respine/turnover"
)

// summary is the result in short, as printed and as in summary.json.
type summary struct {
	Report   string            `json:"report"`
	Days     []float64         `json:"days"`
	Sessions []sessionSummary  `json:"sessions"`
	Branches int               `json:"branches"`
	LengthUm float64           `json:"length_um"` // traced, in the reference
	Interval []intervalSummary `json:"intervals"`
	Restored []restoredSummary `json:"restored"`
	Warnings []string          `json:"warnings"`
}

type sessionSummary struct {
	Session      int          `json:"session"`
	Day          float64      `json:"day"`
	Recording    string       `json:"recording"`
	Used         bool         `json:"used"`
	Reason       string       `json:"reason,omitempty"`
	Hint         string       `json:"hint,omitempty"`
	Spines       int          `json:"spines"`
	Filopodia    int          `json:"filopodia"`
	JudgeableUm  float64      `json:"judgeable_um"`
	DensityPerUm score.Number `json:"density_per_um"`
}

type fraction struct {
	Of    float64      `json:"of"`
	Count float64      `json:"count"`
	Value score.Number `json:"value"`
}

type intervalSummary struct {
	From       int      `json:"session_from"`
	To         int      `json:"session_to"`
	Formed     fraction `json:"formation"`
	Eliminated fraction `json:"elimination"`
}

type restoredSummary struct {
	From     int          `json:"session_from"`
	To       int          `json:"session_to"`
	Restored fraction     `json:"restored_of_new"`
	Lost     int          `json:"lost_before"`
	Chance   score.Number `json:"chance"` // share expected if new spines fell anywhere
	P        score.Number `json:"p"`
	// Restored within report.SamePlaceUm of the lost place on its side, as the
	// same spine missed once would be, and what is left without them.
	MissedOnce int          `json:"perhaps_missed_once"`
	Without    fraction     `json:"restored_of_new_without_them"`
	PWithout   score.Number `json:"p_without_them"`
}

func summarise(m timelapse.Field, d turnover.Result) summary {
	s := summary{Branches: len(m.Result.Branches), Report: "report.html"}
	for _, b := range m.Result.Branches {
		s.LengthUm += b.LengthUm
	}
	for k, v := range m.Result.Sessions {
		s.Days = append(s.Days, v.Day)
		s.Sessions = append(s.Sessions, sessionSummary{Session: k, Day: v.Day, Recording: v.Name, Used: m.Unused(k) == "", Reason: m.Unused(k), Hint: m.Opened[k].Hint})
	}
	for _, v := range d.Densities {
		if v.Branch != turnover.AllBranches {
			continue
		}
		one := &s.Sessions[v.Session]
		if v.Kind == turnover.Filopodium {
			one.Filopodia = v.Present
			continue
		}
		one.Spines, one.JudgeableUm, one.DensityPerUm = v.Present, v.PerUm.Den, score.Number(v.PerUm.Value())
	}
	s.Warnings = warnings(m, s)
	for _, v := range d.Intervals {
		if v.Branch == turnover.AllBranches && v.Kind == turnover.Spine {
			s.Interval = append(s.Interval, intervalSummary{v.From, v.To, of(v.Formation), of(v.Elimination)})
		}
	}
	for _, v := range d.Restored {
		one := restoredSummary{From: v.From, To: v.To, Restored: of(v.FractionNew), Lost: v.Lost,
			Chance: score.Number(v.Uniform.Mean / float64(v.New)), P: score.Number(v.Uniform.P), PWithout: score.Number(v.Uniform.P)}
		sites, n := missedOnce(v)
		if one.MissedOnce = n; n > 0 {
			one.PWithout = score.Number(pWithout(d, v, sites))
		}
		left, of := float64(v.Restored-one.MissedOnce), float64(v.New-one.MissedOnce)
		one.Without = fraction{Of: of, Count: left, Value: score.Number(left / of)}
		s.Restored = append(s.Restored, one)
	}
	return s
}

func of(r turnover.Ratio) fraction {
	return fraction{Of: r.Den, Count: r.Num, Value: score.Number(r.Value())}
}

// unused counts the sessions that could not be used.
func (s summary) unused() int {
	n := 0
	for _, v := range s.Sessions {
		if !v.Used {
			n++
		}
	}
	return n
}

// lengthsDiffer reports whether between two used sessions the judged length
// changes by more than a tenth, so that numbers of spines cannot be compared.
func (s summary) lengthsDiffer() bool {
	least, most := math.Inf(1), 0.0
	for _, v := range s.Sessions {
		if v.Used {
			least, most = min(least, v.JudgeableUm), max(most, v.JudgeableUm)
		}
	}
	return most > 1.1*least
}

// print writes the summary for people.
func (s summary) print(w io.Writer, out string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d sessions, %d branches, %.0f um of dendrite\n\n", len(s.Sessions), s.Branches, s.LengthUm)
	fmt.Fprintf(&b, "session     day   spines   judged um   per um  recording\n")
	for _, v := range s.Sessions {
		if v.Used {
			fmt.Fprintf(&b, "%7d %7.4g %8d %11.0f %8s  %s\n", v.Session, v.Day, v.Spines, v.JudgeableUm, digits(float64(v.DensityPerUm), 3), v.Recording)
		} else {
			fmt.Fprintf(&b, "%7d %7.4g %8s %11s %8s  %s: not used\n", v.Session, v.Day, "-", "-", "-", v.Recording)
		}
	}
	if s.lengthsDiffer() {
		fmt.Fprintf(&b, "n differs because the judged length does: compare densities\n")
	}
	if len(s.Interval) > 0 {
		fmt.Fprintf(&b, "\ninterval       formed          eliminated\n")
	}
	for _, v := range s.Interval {
		fmt.Fprintf(&b, "%3d to %-3d   %-14s  %s\n", v.From, v.To, v.Formed, v.Eliminated)
	}
	if len(s.Restored) > 0 {
		fmt.Fprintf(&b, "\nnew spines     restored        by chance   p\n")
	}
	for _, v := range s.Restored {
		chance := percent(float64(v.Chance))
		if v.Restored.Of < report.LeastForPercent && !math.IsNaN(float64(v.Chance)) {
			chance = fmt.Sprintf("%.1f/%g", max(0, float64(v.Chance)*v.Restored.Of), v.Restored.Of)
		}
		fmt.Fprintf(&b, "%3d to %-3d   %-14s  %-10s  %s\n", v.From, v.To, v.Restored, chance, digits(float64(v.P), 3))
		if v.MissedOnce > 0 {
			fmt.Fprintf(&b, "             %d of %g restored stand within %g um of the lost place on the same side:\n             the same spine missed once would look so; without them %s, p %s\n",
				v.MissedOnce, v.Restored.Count, report.SamePlaceUm, v.Without, digits(float64(v.PWithout), 3))
		}
	}
	fmt.Fprintf(&b, "\nreport: %s\n", filepath.Join(out, s.Report))
	_, err := io.WriteString(w, b.String())
	return err
}

// String writes a fraction with its parts: 12 % (7/58); of few, 3/7.
func (f fraction) String() string {
	if f.Of < report.LeastForPercent {
		return fmt.Sprintf("%g/%g", f.Count, f.Of)
	}
	return fmt.Sprintf("%s (%g/%g)", percent(float64(f.Value)), f.Count, f.Of)
}

func percent(v float64) string {
	if math.IsNaN(v) {
		return "-"
	}
	return fmt.Sprintf("%.0f %%", 100*v)
}

func digits(v float64, n int) string {
	if math.IsNaN(v) {
		return "-"
	}
	return fmt.Sprintf("%.*f", n, v)
}
