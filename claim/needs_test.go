package claim

import (
	"strings"
	"testing"

	"respine/study"
)

// The preset's C7 rests on tail suspension at 3 h and on no sucrose there, which
// only adds a note: a study without it can be judged.
func TestNeedsIsWhatVerdictsRestOn(t *testing.T) {
	set, err := Preset("moda-sava-2019")
	if err != nil {
		t.Fatal(err)
	}
	s, err := study.Preset("moda-sava-2019")
	if err != nil {
		t.Fatal(err)
	}
	without := func(kind study.SessionKind, at study.Hours) study.Study {
		out := s
		out.Sessions = nil
		for _, v := range s.Sessions {
			if v.Kind != kind || v.At != at {
				out.Sessions = append(out.Sessions, v)
			}
		}
		return out
	}
	if n := set.Needs(without(study.Sucrose, 3), []string{"C7"}); len(n.Missing) > 0 || len(n.Sessions) == 0 {
		t.Errorf("without sucrose at 3 h: %+v", n)
	}
	if n := set.Needs(without(study.TailSuspension, 3), []string{"C7"}); !strings.Contains(strings.Join(n.Missing, ";"), "tail-suspension at about 3 h") {
		t.Errorf("without tail suspension at 3 h: %+v", n)
	}
}
