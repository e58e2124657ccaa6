package claim

import (
	"fmt"
	"math"

	"respine/study"
)

// When is a moment as a claim names it: of the lab's time, or by what had
// happened.
type When struct {
	word string // "baseline", "stressed", "every", or "" for a time
	at   study.Hours
}

// The moments that have names.
const (
	beforeStress = "baseline" // the last session before stress began
	afterStress  = "stressed" // the last session of stressed animals before time zero
	everySession = "every"
)

// parseWhen reads a moment.
func parseWhen(s string) (When, error) {
	switch s {
	case beforeStress, afterStress, everySession:
		return When{word: s}, nil
	}
	h, err := study.ParseHours(s)
	if err != nil {
		return When{}, fmt.Errorf("%q is no moment\nhint: write baseline, stressed, every, or a time such as 3 h", s)
	}
	return When{at: h}, nil
}

func (w When) String() string {
	if w.word != "" {
		return w.word
	}
	return w.at.String()
}

// near is how far a session may lie from the moment meant, as a share of it.
const near = 0.2

// sessions returns when a moment was looked at, in a kind of session, or says
// which session is missing. A time stands for the nearest session within a fifth
// of it.
func (w When) sessions(s study.Study, kind study.SessionKind) ([]study.Hours, string) {
	begin := stressBegins(s)
	var out []study.Hours
	for _, v := range s.Sessions {
		if v.Kind != kind {
			continue
		}
		fits := false
		switch w.word {
		case everySession:
			fits = true
		case beforeStress:
			fits = v.Interval().From < begin && begin < 0 && !math.IsInf(float64(begin), 1)
		case afterStress:
			fits = v.At > begin && v.At < 0
		default:
			fits = math.Abs(float64(v.At-w.at)) <= near*math.Abs(float64(w.at))
		}
		switch {
		case !fits:
		case w.word == everySession, len(out) == 0:
			out = append(out, v.At)
		case w.word == "" && math.Abs(float64(v.At-w.at)) >= math.Abs(float64(out[0]-w.at)):
		case w.word != "" && v.At < out[0]:
		default:
			out[0] = v.At
		}
	}
	if len(out) > 0 {
		return out, ""
	}
	switch w.word {
	case beforeStress:
		return nil, fmt.Sprintf("no session of %s before stress", kind)
	case afterStress:
		return nil, fmt.Sprintf("no session of %s after stress and before time zero", kind)
	case everySession:
		return nil, fmt.Sprintf("no session of %s", kind)
	}
	return nil, fmt.Sprintf("no session of %s at about %s", kind, w.at)
}

// stressBegins returns when stress first began in any arm, +Inf if never.
func stressBegins(s study.Study) study.Hours {
	first := study.Hours(math.Inf(1))
	for _, a := range s.Arms {
		for _, m := range a.Manipulations {
			if m.Kind == study.Corticosterone || m.Kind == study.Restraint {
				first = min(first, m.From)
			}
		}
	}
	return first
}
