package spine

// ErrorRates are the estimated errors of one session's scoring.
type ErrorRates struct {
	Session int
}
