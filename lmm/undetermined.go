package lmm

import "errors"

// Undetermined says why a model has no fit or a question no answer on these
// data.
type Undetermined struct{ Reason, Hint string }

func (u Undetermined) Error() string {
	if u.Hint == "" {
		return "lmm: " + u.Reason
	}
	return "lmm: " + u.Reason + "\nhint: " + u.Hint
}

// IsUndetermined reports whether err is an answer about the data rather than a
// mistake in the question.
func IsUndetermined(err error) bool {
	var u Undetermined
	return errors.As(err, &u)
}
