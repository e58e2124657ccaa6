package measure

import (
	"testing"

	"respine/study"
)

// TestPreferenceSpeaksOfItsTable: without weights the reason is the preference
// table's.
func TestPreferenceSpeaksOfItsTable(t *testing.T) {
	id := string(study.Sucrose) + "0"
	data := kept(t, map[string]string{"preference": "animal,session,preference_percent\na," + id + ",80\n"})
	if v := of(t, "sucrose preference", data, How{}, moments[1]); v.Undefined != "no row of that session in table preference" {
		t.Errorf("%q", v.Undefined)
	}
}
