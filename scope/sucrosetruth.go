package scope

import (
	"math"

	"respine/table"
)

// SucroseCSV returns the weights as a lab writes them down: no truth.
func SucroseCSV(weights []BottleWeight) *table.Table {
	t := table.New("sucrose_weights", table.String("cage", ""), table.String("animal", ""), table.Bool("blank", ""), table.Float("body_g", "g"),
		table.Int("period", ""), table.Float("from_h", "h"), table.Float("to_h", "h"), table.String("content", ""), table.String("side", ""),
		table.Float("start_g", "g"), table.Float("end_g", "g"))
	for _, w := range weights {
		body := w.BodyG
		if w.Animal == "" {
			body = math.NaN()
		}
		t.Append(w.Cage, w.Animal, w.Animal == "", body, w.Period, w.FromH, w.ToH, content(w.Sucrose), side(w.Left), w.StartG, w.EndG)
	}
	return t
}

// SucroseTables returns the truth: sucrose, where the grams of each bottle went;
// sucrose_preference, per animal over all periods, in percent, NaN for a mouse
// that drank nothing.
func SucroseTables(weights []BottleWeight) []*table.Table {
	grams := table.New("sucrose", table.String("cage", ""), table.String("animal", ""), table.Int("period", ""), table.String("content", ""),
		table.String("side", ""), table.Float("drunk_g", "g"), table.Float("evaporated_g", "g"), table.Float("dripped_g", "g"), table.Float("leaked_g", "g"))
	preference := table.New("sucrose_preference", table.String("animal", ""), table.Float("sucrose_g", "g"), table.Float("water_g", "g"),
		table.Float("preference_pct", "%"))
	total := map[string]*[2]float64{}
	var order []string
	for _, w := range weights {
		grams.Append(w.Cage, w.Animal, w.Period, content(w.Sucrose), side(w.Left), w.DrunkG, w.EvaporatedG, w.DrippedG, w.LeakedG)
		if w.Animal == "" {
			continue
		}
		if total[w.Animal] == nil {
			total[w.Animal] = &[2]float64{}
			order = append(order, w.Animal)
		}
		total[w.Animal][bit(!w.Sucrose)] += w.DrunkG
	}
	for _, a := range order {
		v := *total[a]
		preference.Append(a, v[0], v[1], 100*v[0]/(v[0]+v[1]))
	}
	return []*table.Table{grams, preference}
}

func content(sucrose bool) string {
	if sucrose {
		return "sucrose"
	}
	return "water"
}

func side(left bool) string {
	if left {
		return "left"
	}
	return "right"
}
