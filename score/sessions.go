package score

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// sessionInName finds "_s3" at the end of a name.
func sessionInName(recording string) (int, bool) {
	base := recording[strings.LastIndexAny(recording, `/\`)+1:]
	if dot := strings.Index(base, "."); dot >= 0 {
		base = base[:dot]
	}
	m := regexp.MustCompile(`_s(\d+)$`).FindStringSubmatch(base)
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	return n, err == nil
}

// ResolveSessions returns the truth session of each measured session: the
// explicit list if one is given; else, if every recording is named ..._s<n>
// (before extensions such as .ome.tif) and the truth has all those sessions,
// these; else the truth's sessions in order, which must be as many. However they
// were found, they rise: a session of the truth is compared with one measured
// one, and what changed between two is what came later.
func ResolveSessions(m Measured, t Truth, explicit []int) ([]int, error) {
	if explicit != nil {
		if len(explicit) != len(m.Sessions) {
			return nil, fmt.Errorf("score: %d truth sessions were named for %d measured ones\nhint: name one truth session for each measured session, in order",
				len(explicit), len(m.Sessions))
		}
		for _, n := range explicit {
			if _, ok := t.session(n); !ok {
				return nil, fmt.Errorf("score: the truth has no session %d; it has %v", n, t.numbers())
			}
		}
		return explicit, rising(explicit, "as named")
	}
	if named := sessionsByName(m, t); named != nil {
		return named, rising(named, "as the recordings are named")
	}
	if len(m.Sessions) != len(t.Sessions) {
		return nil, fmt.Errorf("score: %d measured sessions, %d in the truth, and the recordings' names do not say which is which\n"+
			"hint: name the truth session of each measured session, or name recordings ..._s0.tif, ..._s1.tif",
			len(m.Sessions), len(t.Sessions))
	}
	return t.numbers(), nil
}

// rising refuses sessions that do not rise.
func rising(sessions []int, how string) error {
	for i := 1; i < len(sessions); i++ {
		if sessions[i] <= sessions[i-1] {
			return fmt.Errorf("score: truth session %d comes after %d, %s; each is compared once, in rising order\n"+
				"hint: measure the sessions in the order of their days, and name one truth session for each with --truth-sessions, as in 0,1,3",
				sessions[i], sessions[i-1], how)
		}
	}
	return nil
}

// sessionsByName returns nil unless every recording names a truth session.
func sessionsByName(m Measured, t Truth) []int {
	var out []int
	for _, s := range m.Sessions {
		n, ok := sessionInName(s.Recording)
		if !ok {
			return nil
		}
		if _, ok := t.session(n); !ok {
			return nil
		}
		out = append(out, n)
	}
	return out
}

func (t Truth) numbers() []int {
	out := make([]int, len(t.Sessions))
	for i, s := range t.Sessions {
		out[i] = s.Number
	}
	return out
}
