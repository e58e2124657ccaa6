package report

import (
	"testing"

	"respine/table"
)

// Names that are whole numbers are shown as they are, however long.
func TestWholeNumbersAreNotRounded(t *testing.T) {
	v := table.New("bouts", table.Int("animal", ""))
	v.Append(2400117)
	v.Append(2400118)
	r := rows{v}
	if a, b := r.text("animal", 0), r.text("animal", 1); a != "2400117" || b != "2400118" {
		t.Errorf("%s, %s", a, b)
	}
}
