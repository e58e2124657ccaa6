package report

import (
	"math"
	"testing"

	"respine/table"
)

// An odds ratio and the differences of the other readings never share an axis: on
// that of the ratio a difference of 0.14 would read as an effect the other way.
func TestKindsOfEffectHaveTheirOwnAxes(t *testing.T) {
	b := table.New("estimates", table.String("reading", ""), table.String("kind", ""), table.String("unit", ""), table.Float("effect", ""), table.Float("lo", ""), table.Float("hi", ""), table.Float("no_effect", ""))
	b.Append("as scored", "odds ratio", "", 1.75, 1.58, 1.94, 1.0)
	b.Append("corrected", "difference", "", 0.137, 0.07, 0.2, 0.0)
	b.Append("confirmed", "difference", "", -0.12, -0.14, math.NaN(), 0.0)
	got := rows{b}.scales()
	if len(got) != 2 || got[0].Null != 1 || !got[0].Log || len(got[0].Effects) != 1 {
		t.Fatalf("the ratio: %+v", got)
	}
	if d := got[1]; d.Null != 0 || d.Log || len(d.Effects) != 2 || d.Effects[0].Value != 0.137 || d.Effects[1].Name != "confirmed" {
		t.Fatalf("the differences: %+v", d)
	}
}
