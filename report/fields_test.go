package report

import (
	"fmt"
	"strings"
	"testing"

	"respine/table"
)

// Two fields of one animal are one animal: their counts are added before the mean
// over animals is taken. 1 of 2 and 7 of 8 new spines are 8 of 10, not 69 %.
func TestFieldsOfAnAnimalArePooled(t *testing.T) {
	v := table.New("restored_sweep", table.String("animal", ""), table.String("session_to", ""), table.Float("radius_um", "um"), table.Int("new", ""), table.Int("restored", ""),
		table.Float("chance_mean", ""), table.Float("chance_lo", ""), table.Float("chance_hi", ""))
	v.Append("A1", "s2", 2.0, 2, 1, 0.5, 0.0, 1.0)
	v.Append("A1", "s2", 2.0, 8, 7, 2.0, 1.0, 3.0)
	in := StudyInput{Arms: []DesignArm{{ID: "A", Animals: []string{"A1"}}}}
	page := fmt.Sprint(in.sweeps(source{tables: []*table.Table{v}}))
	if !strings.Contains(page, "mean of 1 animals") || !strings.Contains(page, "80") || strings.Contains(page, "69") {
		t.Error(page)
	}
}
