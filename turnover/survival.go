package turnover

import (
	"fmt"
	"math"

	"respine/stats"
)

// Survival follows sites from a session in which all of them were present.
type Survival struct {
	Start, N int // first session and number of sites present in it
	Rows     []SurvivalRow
	// Bracketed is the estimate from what is known: a spine went some time
	// between the last session it was seen in and the first it was absent
	// from; one still present when last judged is right-censored there.
	// Times are days since Start.
	Bracketed stats.IntervalSurvival
	// Dated is the Kaplan-Meier curve with every loss dated to the session
	// that first showed it. It has intervals; Bracketed has no arbitrary date.
	Dated stats.Survival
}

// SurvivalRow is one session after the start.
type SurvivalRow struct {
	Session  int
	Days     float64        // since the start
	Judged   int            // of the N, judged in this session
	Present  int            // of those, present (also when absent in between)
	Fraction Ratio          // Present / Judged
	Wilson   stats.Interval // 95 %, of Fraction
	// Least and Most bound the bracketed estimate of never having gone.
	Least, Most float64
	KaplanMeier float64        // Dated at this session
	Band        stats.Interval // 95 %, log-log, of KaplanMeier; NaN where undefined
}

// SurvivalFrom follows all sites of a kind that are present in session start.
func SurvivalFrom(p Presence, kind Kind, start int) (Survival, error) {
	var sites []int
	for i, s := range p.Sites {
		if s.Kind == kind && s.States[start] == Present {
			sites = append(sites, i)
		}
	}
	return SurvivalOf(p, sites, start)
}

// NewSurvivalFrom follows the sites of a kind formed between the last used
// session before start and session start.
func NewSurvivalFrom(p Presence, kind Kind, start int) (Survival, error) {
	p.mustCheck()
	before := -1
	for _, k := range p.used() {
		if k < start {
			before = k
		}
	}
	var sites []int
	for i, s := range p.Sites {
		if before >= 0 && s.Kind == kind && s.States[before] == Absent && s.States[start] == Present {
			sites = append(sites, i)
		}
	}
	return SurvivalOf(p, sites, start)
}

// SurvivalOf follows the given sites from a session in which all are present;
// it panics when one is not.
func SurvivalOf(p Presence, sites []int, start int) (Survival, error) {
	p.mustCheck()
	s := Survival{Start: start, N: len(sites)}
	lo, hi := make([]float64, len(sites)), make([]float64, len(sites))
	dated, gone := make([]float64, len(sites)), make([]bool, len(sites))
	for k, i := range sites {
		if p.Sites[i].States[start] != Present {
			panic(fmt.Sprintf("turnover: SurvivalOf: site %d is %s in session %d", i, p.Sites[i].States[start], start))
		}
		lo[k], hi[k] = p.lifetime(i, start)
		dated[k], gone[k] = hi[k], !math.IsInf(hi[k], 1)
		if !gone[k] {
			dated[k] = lo[k]
		}
	}
	s.Dated = stats.KaplanMeier(dated, gone, stats.DefaultConfidence)
	var err error
	if s.Bracketed, err = stats.Turnbull(lo, hi); err != nil {
		return s, fmt.Errorf("turnover: survival from session %d: %w", start, err)
	}
	for t := start + 1; t < len(p.Sessions); t++ {
		s.Rows = append(s.Rows, p.survivalRow(s, sites, t))
	}
	return s, nil
}

// lifetime brackets the days from start to the first loss of a site: after lo
// and not after hi, which is +Inf when no loss was seen.
func (p Presence) lifetime(site, start int) (lo, hi float64) {
	states := p.Sites[site].States
	for t := start + 1; t < len(states); t++ {
		days := p.Sessions[t].Day - p.Sessions[start].Day
		switch states[t] {
		case Present:
			lo = days
		case Absent:
			return lo, days
		}
	}
	return lo, math.Inf(1)
}

func (p Presence) survivalRow(s Survival, sites []int, t int) SurvivalRow {
	row := SurvivalRow{Session: t, Days: p.Sessions[t].Day - p.Sessions[s.Start].Day}
	for _, i := range sites {
		switch p.Sites[i].States[t] {
		case Present:
			row.Judged++
			row.Present++
		case Absent:
			row.Judged++
		}
	}
	row.Fraction = ratio(float64(row.Present), float64(row.Judged), "none of them judged in this session")
	row.Wilson = stats.Wilson(row.Present, row.Judged, stats.DefaultConfidence)
	row.Least, row.Most = s.Bracketed.At(row.Days)
	row.KaplanMeier, row.Band = s.Dated.At(row.Days), s.Dated.BandAt(row.Days)
	if len(sites) == 0 {
		nan := math.NaN()
		row.Least, row.Most, row.KaplanMeier = nan, nan, nan
	}
	return row
}
