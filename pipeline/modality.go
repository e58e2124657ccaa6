package pipeline

import (
	"slices"

	"respine/study"
)

// modality is one kind of recording and what becomes of it. A file of this package
// declares one, and modalities lists it; nothing else of the pipeline knows of it.
type modality struct {
	recorded study.Modality // what the files hold
	steps    []Step         // that measure them, in the order of the way
	// plan makes work of the recordings of this modality that can be used, in the
	// order of the manifest. Done is the work planned before, of the modalities
	// listed above, for those whose measurement needs another. Work says in
	// whose what it measures; the step is not told.
	plan func(s Study, recordings []given, done []*Work) []*Work
	// together, if not nil, makes work of what was measured of all recordings, where
	// a cohort says more than each by itself. What failed is not among it.
	together func(s Study, measured []*Work) []*Work
	// joined names the tables of a step's result that become tables of the study.
	// They have no column animal, and of a session no column session: the step
	// knows neither, and they are put in front. The other tables of a result stay
	// with it.
	joined map[string][]string
	// judged are those of the tables joined from which claims are judged, and
	// instead other tables that tell of the same. What was measured takes the place
	// of what a lab brought: of an animal and session that is measured, rows of a
	// lab's table of any of these names are passed over.
	judged, instead []string
	// excludes names the joined table whose rows, each with its reason, leave the
	// whole recording out, or the file of it that a column image numbers from 1; "" if
	// there is none.
	excludes string
	// overlays and strips are the pictures that the report shows, by the step
	// that leaves them.
	overlays, strips map[string]pictures
	method           string // a paragraph of the report
}

// pictures are files of a result, at most so many of the first.
type pictures struct {
	pattern string
	most    int
}

// measuredBy returns the modality of a step.
func measuredBy(step string) modality {
	for _, m := range modalities() {
		if slices.ContainsFunc(m.steps, func(s Step) bool { return s.Name == step }) {
			return m
		}
	}
	panic("pipeline: step " + step + " is of no modality")
}

// tells reports whether a piece of work leaves tables of the study.
func (w Work) tells() bool { return w.whose.Step != "" && len(joined(w.whose.Step)) > 0 }

// animals counts the animals that steps of the modality measured.
func (m modality) animals(measured []tableSource) int {
	seen := map[string]bool{}
	for _, v := range measured {
		if measuredBy(v.Step).recorded == m.recorded {
			seen[v.Animal] = true
		}
	}
	return len(seen)
}

// measuring is the work that recordings ask for, modality by modality, what is
// needed before what needs it.
func (s Study) measuring(recordings []given) []*Work {
	var out []*Work
	for _, m := range modalities() {
		out = append(out, m.plan(s, s.usable(recordings, m.recorded), out)...)
	}
	return out
}

// together is the work that follows from what was measured of all recordings.
func (s Study) together(measured []*Work) []*Work {
	var out []*Work
	for _, m := range modalities() {
		if m.together != nil {
			out = append(out, m.together(s, measured)...)
		}
	}
	return out
}

// usable are the recordings of a modality that have no problem.
func (s Study) usable(recordings []given, m study.Modality) []given {
	var out []given
	for _, r := range recordings {
		if r.Problem == "" && r.ModalityIn(kindOf(s.Study, r.Recording)) == m {
			out = append(out, r)
		}
	}
	return out
}

// eachSession is the plan of a modality in which every recording is measured by
// itself, in one step: its files with a role, and the parameters that follow from
// what the manifest says of it.
func (s Study) eachSession(step Step, role string, recordings []given, params func(given) any) []*Work {
	var out []*Work
	for _, r := range recordings {
		w := &Work{Step: step.Name, Unit: unitName(r.Animal, r.Session, r.Field, step.Name), Params: params(r),
			whose: tableSource{Animal: r.Animal, Session: r.Session, Field: r.Field, Step: step.Name}}
		for _, f := range r.Files {
			f.Role = role
			w.Inputs = append(w.Inputs, f)
		}
		out = append(out, w)
	}
	return out
}

// settled is what was measured, and so is not taken from tables a lab brought.
type settled struct {
	Animal  string   `json:"animal"`
	Session string   `json:"session,omitempty"` // "" for all
	Tables  []string `json:"tables"`
}

// settle says what the sources of the tables settle.
func settle(sources []tableSource) []settled {
	var out []settled
	for _, v := range sources {
		if v.Step == "" {
			continue
		}
		m := measuredBy(v.Step)
		one := settled{v.Animal, v.Session, slices.Concat(m.judged, m.instead)}
		if !slices.ContainsFunc(out, func(o settled) bool {
			return o.Animal == one.Animal && o.Session == one.Session && slices.Equal(o.Tables, one.Tables)
		}) {
			out = append(out, one)
		}
	}
	return out
}
