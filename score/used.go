package score

import "slices"

// used returns the sessions that show anything with their truth sessions, and
// the numbers of the others. A session shows something when a row in it could
// be judged. One without rows does too: tables made by hand list present spines
// alone, and a name without a row is absent.
func used(m Measured, sessions []int) (shown Measured, truth, unusable []int) {
	for i, s := range m.Sessions {
		if len(s.Spines) > 0 && !slices.ContainsFunc(s.Spines, func(v Spine) bool { return v.Present || v.Judgeable }) {
			unusable = append(unusable, s.Number)
			continue
		}
		shown.Sessions, truth = append(shown.Sessions, s), append(truth, sessions[i])
	}
	return shown, truth, unusable
}
