package scope

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"respine/study"
)

// hourly says at which hour the twin records the sessions of a moment, and from
// which it does what is dated one. The twin takes time in whole hours: it records
// at the beginning of an hour and acts after that. So does the manifest, where a
// session comes before what is done at its moment; what stands there in whole
// hours is kept. Of several things in one hour the order is kept: what is done
// later than a session never shows in it, and what is done earlier always does, if
// need be because the session is recorded an hour later. Sessions of a moment are
// recorded alike in all arms. A moment that need not be changed keeps its minutes,
// which the twin does not read.
func hourly(s study.Study) (recorded, done map[study.Hours]float64) {
	recorded, done = map[study.Hours]float64{}, map[study.Hours]float64{}
	var moments []study.Hours
	for _, v := range s.Sessions {
		recorded[v.At] = 0
		moments = append(moments, v.At)
	}
	for _, a := range s.Arms {
		for _, m := range a.Manipulations {
			done[m.From] = 0
			moments = append(moments, m.From)
		}
	}
	slices.Sort(moments)
	seen, acted := math.Inf(-1), math.Inf(-1) // the hours of the last session and of the last deed
	for _, at := range slices.Compact(moments) {
		if _, ok := recorded[at]; ok {
			seen = math.Max(math.Floor(float64(at)), acted+1)
			recorded[at] = inHour(at, seen)
		}
		if _, ok := done[at]; ok {
			acted = math.Max(math.Floor(float64(at)), seen)
			done[at] = inHour(at, acted)
		}
	}
	return recorded, done
}

// inHour is the moment itself, if it lies in the hour.
func inHour(at study.Hours, hour float64) float64 {
	if math.Floor(float64(at)) == hour {
		return float64(at)
	}
	return hour
}

// StudyNotes says which moments of the manifest the twin takes for another, because
// it lives by whole hours; the order of things is kept.
func StudyNotes(s study.Study) []string {
	var out []string
	recorded, done := hourly(s)
	for _, v := range s.Sessions {
		if hour := study.Hours(math.Floor(recorded[v.At])); v.At != hour {
			out = append(out, fmt.Sprintf("session %s at %s is recorded in the state of %s: the twin lives by whole hours", v.ID, v.At, hour))
		}
	}
	arms := map[string][]string{}
	var order []string
	for _, a := range s.Arms {
		for _, m := range a.Manipulations {
			hour := study.Hours(math.Floor(done[m.From]))
			if m.Kind == study.Vehicle || m.From == hour {
				continue
			}
			what := fmt.Sprintf("%s at %s acts in the hour from %s", m.Kind, m.From, hour)
			if arms[what] == nil {
				order = append(order, what)
			}
			arms[what] = append(arms[what], a.ID)
		}
	}
	for _, what := range order {
		out = append(out, fmt.Sprintf("%s, in arms %s: the twin lives by whole hours", what, strings.Join(arms[what], " ")))
	}
	return out
}
