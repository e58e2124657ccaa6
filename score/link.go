package score

// LinkScore says whether spines keep their identity between neighbouring used
// sessions. A measured link is a name present in both sessions of a
// pair; it is judged only when both its ends match truth spines.
type LinkScore struct {
	TP int `json:"tp"` // both ends are the same truth spine
	FP int `json:"fp"` // the ends are different truth spines
	// TruthLinks are truth spines present in both sessions, DetectedLinks
	// those of them whose both ends were found.
	TruthLinks     int        `json:"truth_links"`
	DetectedLinks  int        `json:"detected_links"`
	Precision      Number     `json:"precision"`       // tp/(tp+fp)
	RecallDetected Number     `json:"recall_detected"` // tp/detected_links
	RecallStrict   Number     `json:"recall_strict"`   // tp/truth_links
	F1Detected     Number     `json:"f1_detected"`
	F1Strict       Number     `json:"f1_strict"`
	Pairs          []LinkPair `json:"pairs,omitempty"`
}

// LinkPair is one pair of sessions.
type LinkPair struct {
	From int `json:"session_from"` // measured
	To   int `json:"session_to"`
	LinkScore
}

func (l LinkScore) rated() LinkScore {
	tp := float64(l.TP)
	l.Precision = Number(tp / float64(l.TP+l.FP))
	l.RecallDetected = Number(tp / float64(l.DetectedLinks))
	l.RecallStrict = Number(tp / float64(l.TruthLinks))
	l.F1Detected = Number(2 * tp / float64(l.TP+l.FP+l.DetectedLinks))
	l.F1Strict = Number(2 * tp / float64(l.TP+l.FP+l.TruthLinks))
	return l
}

// links scores every pair of neighbouring frames.
func links(frames []frame) LinkScore {
	var total LinkScore
	for i := 1; i < len(frames); i++ {
		l := linksBetween(frames[i-1], frames[i])
		total.TP += l.TP
		total.FP += l.FP
		total.TruthLinks += l.TruthLinks
		total.DetectedLinks += l.DetectedLinks
		total.Pairs = append(total.Pairs, LinkPair{frames[i-1].measured.Number, frames[i].measured.Number, l.rated()})
	}
	return total.rated()
}

func linksBetween(a, b frame) LinkScore {
	var l LinkScore
	truthA, truthB := a.truthOf(), b.truthOf()
	for id, ta := range truthA {
		tb, ok := truthB[id]
		switch {
		case !ok:
		case ta == tb:
			l.TP++
		default:
			l.FP++
		}
	}
	foundA, foundB := a.foundIDs(), b.foundIDs()
	for id, fa := range foundA {
		fb, ok := foundB[id]
		if ok {
			l.TruthLinks++
		}
		if fa && fb {
			l.DetectedLinks++
		}
	}
	return l
}

// truthOf returns the matched truth spine of each measured one, by name.
func (f frame) truthOf() map[string]string {
	out := make(map[string]string, len(f.matches))
	for _, m := range f.matches {
		out[f.seen[m.a].ID] = f.good[m.b].ID
	}
	return out
}

// foundIDs returns the good truth spines by name, with whether each was found.
func (f frame) foundIDs() map[string]bool {
	found := f.found()
	out := make(map[string]bool, len(f.good))
	for i, s := range f.good {
		out[s.ID] = found[i]
	}
	return out
}
