package scored

import (
	"slices"

	"respine/study"
	"respine/table"
)

// Kind is one kind of table: what it is called, of which sessions its rows are,
// and which columns it needs and may have.
type Kind struct {
	Name     string
	Also     []string            // other file names under which it is known
	Sessions []study.SessionKind // of whose sessions its rows are; none if its rows have no session
	Columns  []Column
	For      string    // the table in whose place it may stand, with less detail
	Once     []string  // columns of which no two rows may agree, beside animal and session
	Animals  bool      // whether every row is of an animal; errors may be of all
	Word     [2]string // a column of names, and the one that some row must have: others mean nothing to us
	Span     [2]string // columns of which the second is not below the first
}

// Column is a column with the range its numbers must lie in.
type Column struct {
	table.Column
	Lo, Hi float64 // both 0 for no limits
}

// Kinds returns every kind of table that claims are judged from, in the order of
// docs/tables.md.
func Kinds() []Kind {
	id, may := table.String, table.Optional
	any := func(c table.Column) Column { return Column{Column: c} }
	from := func(c table.Column, lo, hi float64) Column { return Column{c, lo, hi} }
	const most = 1e9
	suspended := []study.SessionKind{study.TailSuspension, study.Photometry}
	return []Kind{
		{Name: "observations", Also: []string{"spine_observation"}, Sessions: []study.SessionKind{study.Spines}, Animals: true, Once: []string{"spine_id"}, Columns: []Column{
			any(id("spine_id", "")), any(id("branch_id", "")), from(table.Float("position_um", "um"), -most, most),
			any(may(id("side", ""))), any(may(table.Bool("present", ""))), any(may(table.Bool("judgeable", ""))), any(may(id("kind", ""))),
		}},
		{Name: "branches", Also: []string{"branch"}, Animals: true, Columns: []Column{
			any(id("branch_id", "")), from(table.Float("length_um", "um"), 1e-3, most), any(may(id("cell_id", ""))),
		}},
		{Name: "errors", Columns: []Column{from(table.Float("miss", ""), 0, 1), from(table.Float("false_per_um", "1/um"), 0, most)}},
		{Name: "bouts", Also: []string{"bout"}, Sessions: suspended, Animals: true, Once: []string{"from_s"}, Word: [2]string{"state", "immobile"}, Span: [2]string{"from_s", "to_s"}, Columns: []Column{
			any(id("state", "")), from(table.Float("from_s", "s"), 0, most), from(table.Float("to_s", "s"), 0, most), any(may(table.Bool("censored", ""))),
		}},
		{Name: "immobility", For: "bouts", Sessions: suspended, Animals: true, Once: []string{}, Columns: []Column{from(table.Float("immobile_s", "s"), 0, most)}},
		{Name: "transients", Also: []string{"photometry_event"}, Sessions: suspended, Animals: true, Columns: []Column{
			from(table.Float("onset_s", "s"), 0, most), from(may(table.Float("peak_s", "s")), 0, most),
		}},
		{Name: "control_transients", Sessions: suspended, Animals: true, Columns: []Column{
			from(table.Float("onset_s", "s"), 0, most), from(may(table.Float("peak_s", "s")), 0, most),
		}},
		{Name: "sucrose", Sessions: []study.SessionKind{study.Sucrose}, Animals: true, Word: [2]string{"bottle", "sucrose"}, Columns: []Column{
			any(id("bottle", "")), from(table.Float("lost_g", "g"), -most, most), from(may(table.Float("blank_lost_g", "g")), -most, most),
			any(may(id("half", ""))), any(may(table.Bool("leaked", ""))),
		}},
		{Name: "preference", For: "sucrose", Sessions: []study.SessionKind{study.Sucrose}, Animals: true, Once: []string{}, Columns: []Column{
			from(table.Float("preference_percent", "%"), 0, 100), from(may(table.Float("intake_g", "g")), 0, most),
		}},
		{Name: "movies", Also: []string{"movie", "cell"}, Sessions: []study.SessionKind{study.Calcium}, Animals: true, Columns: []Column{
			from(table.Float("seconds", "s"), 1e-3, most), from(may(table.Float("chance_per_min", "1/min")), 0, most), any(may(id("cell_id", ""))),
		}},
		{Name: "ensemble_events", Also: []string{"ensemble_event"}, Sessions: []study.SessionKind{study.Calcium}, Animals: true, Columns: []Column{
			from(table.Float("participation", ""), 0, 1),
		}},
		{Name: "puncta", Sessions: []study.SessionKind{study.PSD95}, Animals: true, Columns: []Column{
			any(id("branch_id", "")), from(table.Float("intensity", ""), 0, most),
		}},
		{Name: "images", For: "puncta", Also: []string{"psd95"}, Sessions: []study.SessionKind{study.PSD95}, Animals: true, Columns: []Column{
			from(table.Float("density_per_um2", "1/um2"), 0, most), from(table.Float("intensity", ""), 0, most), any(may(id("section", ""))), any(may(id("image", ""))),
		}},
	}
}

// KindOf returns the kind of table a file of this name, without extension, is.
func KindOf(file string) (Kind, bool) {
	all := Kinds()
	i := slices.IndexFunc(all, func(k Kind) bool { return k.Name == file || slices.Contains(k.Also, file) })
	if i < 0 {
		return Kind{}, false
	}
	return all[i], true
}

// ofSession returns the kinds of table that a kind of session leaves.
func ofSession(kind study.SessionKind) []Kind {
	return slices.DeleteFunc(Kinds(), func(k Kind) bool { return !slices.Contains(k.Sessions, kind) })
}

// has reports whether a table has the columns a kind needs.
func (k Kind) has(t *table.Table) bool {
	for _, c := range k.Columns {
		if !c.Optional && !t.Has(c.Name) {
			return false
		}
	}
	return true
}
