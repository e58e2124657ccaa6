package plot

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func sampleEstimation() Estimation {
	nan := math.NaN()
	return Estimation{
		Title: "Immobility & <CORT>", YLabel: "s immobile", Chance: nan,
		Groups: []Sample{
			{Name: "stressed", Colour: Vermilion, Values: []float64{180, 190, 201, 190, 189}, Mean: 190, Tips: []string{"B1", "B2", "B3", "B4", "B5"}},
			{Name: "healthy", Colour: Blue, Values: []float64{110, 130, 141, 95}, Mean: 119},
		},
		Scales: []Scale{{Label: "difference, s", Margin: [2]float64{-20, 20}, Effects: []Effect{{"as scored", Blue, 71, 50, 92}, {"corrected", Vermilion, 60, nan, nan}}}},
	}
}

func TestEstimationGolden(t *testing.T) {
	goldenText(t, "estimation.svg", sampleEstimation().SVG())
	ratios := sampleEstimation()
	ratios.Chance = 150
	ratios.Scales = []Scale{{Label: "odds ratio", Log: true, Null: 1, Margin: [2]float64{math.NaN(), math.NaN()}, Effects: []Effect{{"as scored", Green, 2, 1.1, 4}}}, ratios.Scales[0]}
	goldenText(t, "estimationlog.svg", ratios.SVG())
	none := Estimation{Title: "Nothing", Chance: math.NaN(), Empty: "no animal has a value", Groups: []Sample{{Name: "a", Mean: math.NaN()}}}
	goldenText(t, "estimationempty.svg", none.SVG())
}

// Every animal is a point, and points of one group do not cover each other as
// long as there is room.
func TestEveryAnimalIsAPoint(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-50, 50), 1, 12).Draw(rt, "values")
		a := axis{-60, 60, 240, 40}
		dx := swarm(values, a, 10, 1000)
		for i := range values {
			for j := range i {
				if math.Hypot(dx[i]-dx[j], a.at(values[i])-a.at(values[j])) < 8.9 {
					rt.Fatalf("points %d and %d of %v cover each other: %v", i, j, values, dx)
				}
			}
		}
		e := Estimation{Chance: math.NaN(), Groups: []Sample{{Name: "a", Values: values, Mean: values[0]}}}
		found, _ := elements(t, e.SVG())
		points := 0
		for _, v := range found {
			if v.name == "circle" {
				points++
			}
		}
		if points != len(values) {
			rt.Fatalf("%d points for %d animals", points, len(values))
		}
	})
}

func TestTimelineGolden(t *testing.T) {
	goldenText(t, "timeline.svg", Timeline{
		Title: "Design",
		Arms: []ArmLine{
			{"healthy", []SpanMark{{"vehicle", 0, 0, Grey}}},
			{"light at 24 h", []SpanMark{{"corticosterone", -240, 0, Orange}, {"ketamine", 0, 0, Blue}, {"light", 24, 24, Vermilion}}},
		},
		Sessions: []SessionLine{{"spines", []float64{-264, -12, 3, 24, 120}}, {"tail suspension", []float64{3, 48}}},
	}.SVG())
}

func TestEthogramGolden(t *testing.T) {
	goldenText(t, "ethogram.svg", Ethogram{Title: "Tail suspension at 48 h", Seconds: 360, From: 120, State: "immobile",
		Lines: []Animal{{"C1", [][2]float64{{30, 60}, {100, 250}}, []float64{62, 251}}, {"C2", nil, nil}}}.SVG())
}

func TestRasterGolden(t *testing.T) {
	goldenText(t, "raster.svg", Raster{Title: "Synchronous events", Seconds: 600,
		Lines: []Movie{{"C1 before", []float64{10, 300, 599}, []float64{0.2, 0.5, 1}}, {"C1 stressed", nil, nil}}}.SVG())
}
