package scope

import (
	"fmt"

	"respine/study"
	"respine/twin"
)

// LengthNotes says which sessions last longer or shorter in the twin than the
// manifest says they did; that is, how long their recordings are.
func LengthNotes(s study.Study, p twin.Params) []string {
	if p == (twin.Params{}) {
		p = twin.Default()
	}
	var out []string
	for _, v := range s.Sessions {
		if lasts := twinLasts(v.Kind, p.Imaging); v.Lasts != 0 && lasts != 0 && v.Lasts != lasts {
			out = append(out, fmt.Sprintf("session %s, which lasts %s in the manifest, lasts %s in the twin", v.ID, v.Lasts, lasts))
		}
	}
	return out
}

// twinLasts is how long the twin records, 0 for what it sees at a glance.
func twinLasts(k study.SessionKind, p twin.Imaging) study.Hours {
	switch k {
	case study.Calcium:
		return study.Hours(p.CalciumSec) / 3600
	case study.TailSuspension, study.Photometry:
		return study.Hours(p.SuspensionSec) / 3600
	case study.Sucrose:
		return 2 * halfDayHours
	}
	return 0
}
