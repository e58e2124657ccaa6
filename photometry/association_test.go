package photometry

import (
	"math"
	"testing"

	"respine/stats"
)

// TestAssociationIsTheScore: at one time at risk the chance is the share of bins with an
// event, and the association is by hand; a missing bin does not count.
func TestAssociationIsTheScore(t *testing.T) {
	// Bins 1, 3 and 5 are each the first of their bout, so that the time tells nothing.
	s := seriesOf([]float64{2, 0, 6, 0, 7, 0, math.NaN(), 0}, []int{1, 3, 5, 7}, 3)
	const p = 1. / 4
	near(t, "association", association(s, 1, Params{}.orDefaults())(0, 0), (1-p)*(6-5)-p*(2-5)-p*(7-5), 1e-9)
}

// TestAssociationKnowsTheTime: a course that is the time in the bout, in bouts that are
// all as long, is not associated with their ends.
func TestAssociationKnowsTheTime(t *testing.T) {
	var s stats.EventSeries
	for range 200 {
		for i := range 12 {
			s.Signal = append(s.Signal, math.Log(float64(max(0, i))*0.1+1))
			s.AtRisk = append(s.AtRisk, i >= 1)
			s.Event = append(s.Event, i == 11)
		}
	}
	// Events fall on the last bin: the model gives it all the chance it can by a
	// parabola in the logarithm, and what is left is orthogonal to the logarithm.
	got := association([]stats.EventSeries{s}, 1, Params{}.orDefaults())(0, 0)
	near(t, "association", got, 0, 1e-6)
}
