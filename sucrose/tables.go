package sucrose

import (
	"math"

	"respine/table"
)

// Tables returns what was measured: sucrose, a row a bottle and period; preference, a
// row a session that has one; exclusions, what the rules left out. Without names,
// animal and session are left out, to be put in front by who knows them.
func (r Result) Tables(withNames bool) []*table.Table {
	bottles := keyed(withNames, "sucrose", table.String("half", ""), table.String("bottle", ""), table.String("side", ""), table.Float("hours", "h"),
		table.Float("lost_g", "g"), table.Float("blank_lost_g", "g"), table.Float("drunk_g", "g"), table.Bool("leaked", ""), table.String("reason", ""))
	for _, b := range r.Bottles {
		if math.IsNaN(b.LostG) {
			continue // an exclusion tells of it
		}
		bottles.Append(named(withNames, b.Animal, b.Session, b.Period, b.Content.String(), b.Side.String(), b.Hours, b.LostG, b.BlankG, b.DrunkG(), b.Leak, b.Reason)...)
	}
	preference := keyed(withNames, "preference", table.Float("preference_percent", "%"), table.Float("intake_g", "g"), table.Float("sucrose_g", "g"), table.Float("water_g", "g"),
		table.Float("hours", "h"), table.Float("g_per_kg_day", "g/kg/d"), table.Float("sucrose_left_percent", "%"), table.Float("sucrose_right_percent", "%"),
		table.Float("left_share", ""), table.Int("periods", ""), table.Int("periods_weighed", ""))
	for _, s := range r.Sessions {
		if math.IsNaN(s.Percent) {
			continue // its reason is among the exclusions
		}
		preference.Append(named(withNames, s.Animal, s.Session, s.Percent, s.IntakeG(), s.SucroseG, s.AllG-s.SucroseG, s.Hours, s.PerKgDay, s.LeftPercent, s.RightPercent, s.LeftShare, s.Periods, s.Of)...)
	}
	exclusions := keyed(withNames, "exclusions", table.String("half", ""), table.String("rule", ""), table.String("reason", ""), table.String("who", ""))
	for _, e := range r.Excluded {
		who := "auto"
		if e.Rule == "noted" {
			who = "noted"
		}
		exclusions.Append(named(withNames, e.Animal, e.Session, e.Period, e.Rule, e.Reason, who)...)
	}
	return []*table.Table{bottles, preference, exclusions}
}

func keyed(withNames bool, name string, columns ...table.Column) *table.Table {
	if withNames {
		columns = append([]table.Column{table.String("animal", ""), table.String("session", "")}, columns...)
	}
	return table.New(name, columns...)
}

func named(withNames bool, animal, session string, cells ...any) []any {
	if withNames {
		cells = append([]any{animal, session}, cells...)
	}
	return cells
}

// LickTables returns licks, a row a spout; preference, a row a session that has one;
// exclusions, those that have none.
func LickTables(all []Licked) []*table.Table {
	spouts := keyed(true, "licks", table.String("spout", ""), table.String("bottle", ""), table.Int("licks", ""), table.Int("bounces", ""), table.Int("bouts", ""), table.Float("interval_s", "s"))
	preference := keyed(true, "preference", table.Float("preference_percent", "%"))
	exclusions := keyed(true, "exclusions", table.String("half", ""), table.String("rule", ""), table.String("reason", ""), table.String("who", ""))
	for _, l := range all {
		for _, s := range l.Spouts {
			spouts.Append(l.Animal, l.Session, s.Name, s.Content, s.Licks, s.Bounce, s.Bouts, s.IntervalSec)
		}
		if l.Reason != "" {
			exclusions.Append(l.Animal, l.Session, "", "licks", l.Reason, "auto")
		} else {
			preference.Append(l.Animal, l.Session, l.Percent)
		}
	}
	return []*table.Table{spouts, preference, exclusions}
}
