package imagejroi

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestRoundTrip(t *testing.T) {
	for _, want := range set() {
		b, err := Encode(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode(b)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s %q reads as %.200v, %v", want.Kind, want.Name, got, err)
		}
	}
}

func TestAnyRoundTrip(t *testing.T) {
	kinds := []Kind{Polygon, Rect, Oval, Line, Freeline, Polyline, Freehand, Traced, Angle, Points}
	coordinate := rapid.Float64Range(-4000, 50000)
	number := rapid.IntRange(0, 1<<31-1)
	point := rapid.Custom(func(t *rapid.T) Point {
		return Point{coordinate.Draw(t, "x"), coordinate.Draw(t, "y")}
	})
	rapid.Check(t, func(t *rapid.T) {
		want := ROI{
			Name: rapid.String().Draw(t, "name"), Kind: rapid.SampledFrom(kinds).Draw(t, "kind"),
			Slice: number.Draw(t, "slice"), C: number.Draw(t, "c"), Z: number.Draw(t, "z"), T: number.Draw(t, "t"),
			Stroke: rapid.Uint32().Draw(t, "stroke"),
		}
		switch {
		case want.Kind.isBox():
			want.Bounds = Bounds{coordinate.Draw(t, "x"), coordinate.Draw(t, "y"), 100, 0.5}
		case want.Kind == Line:
			want.Points = rapid.SliceOfN(point, 2, 2).Draw(t, "points")
		default:
			want.Points = rapid.SliceOfN(point, 1, 20).Draw(t, "points")
		}
		want = float32s(want)
		b, err := Encode(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode(b)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v reads as %+v, %v", want, got, err)
		}
	})
}

// Old readers see whole coordinates only: clear the option and compare.
func TestWholeCoordinatesAreTheRoundedOnes(t *testing.T) {
	b, err := Encode(set()[1])
	if err != nil {
		t.Fatal(err)
	}
	put16(b, atOptions, 0)
	got, err := Decode(b)
	if want := []Point{{-2, 10}, {1, 12}, {30, 11}}; err != nil || !reflect.DeepEqual(got.Points, want) {
		t.Errorf("points %v, want %v (%v)", got.Points, want, err)
	}
}

func TestEncodeRefusesWhatTheFormatCannotHold(t *testing.T) {
	for _, x := range []float64{nan, 70000, -6000} {
		_, err := Encode(ROI{Name: "far", Kind: Points, Points: []Point{{1, 1}, {x, 1}}})
		if err == nil || !strings.Contains(err.Error(), `ROI "far": a coordinate of`) {
			t.Errorf("%g: error %v", x, err)
		}
	}
	if _, err := Encode(ROI{Kind: Rect, Bounds: Bounds{1, nan, 1, 1}}); err == nil {
		t.Error("NaN bounds are no error")
	}
}

func TestEncodePanicsOnCallerMistakes(t *testing.T) {
	for want, r := range map[string]ROI{
		"imagejroi: a rect has bounds, not points": {Kind: Rect, Points: []Point{{1, 1}}},
		"imagejroi: a line of 3 points":            {Kind: Line, Points: make([]Point, 3)},
		"imagejroi: a polygon without points":      {},
		"imagejroi: kind 6":                        {Kind: 6, Points: make([]Point, 3)},
	} {
		func() {
			defer func() {
				if p := recover(); p != want {
					t.Errorf("panics with %v, want %q", p, want)
				}
			}()
			Encode(r)
		}()
	}
}
