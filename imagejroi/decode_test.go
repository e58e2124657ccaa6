package imagejroi

import (
	"reflect"
	"strings"
	"testing"
)

// The values stand in foreign.py; roifile counts positions from 0 when it makes
// a region, the file and we from 1.
func TestReadFileFromRoifile(t *testing.T) {
	got, err := ReadFile("testdata/foreign.zip")
	if err != nil {
		t.Fatal(err)
	}
	want := []ROI{
		{Name: "whole polygon", Kind: Polygon, Points: []Point{{10, 20}, {30, 22}, {25, 40}}, Slice: 4},
		{Name: "exact freehand", Kind: Freehand, Points: []Point{{1.5, 2.25}, {7.75, 2.5}, {4.125, 9}}, C: 3, Z: 6, T: 8},
		{Name: "far points", Kind: Points, Points: []Point{{40000, 10}, {40010, 20}}},
		{Name: "whole rect", Kind: Rect, Bounds: Bounds{5, 6, 10, 20}},
		{Name: "exact oval µ", Kind: Oval, Bounds: Bounds{1.5, 2.5, 3.25, 7.5}, Stroke: 0xff010203},
	}
	for i := range want {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("region %d is\n%+v, want\n%+v", i, got[i], want[i])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d regions, want %d", len(got), len(want))
	}
}

// damaged returns an encoded triangle after change.
func damaged(change func(b []byte) []byte) []byte {
	b, err := Encode(ROI{Name: "triangle", Kind: Polygon, Points: []Point{{0, 0}, {4, 0}, {4, 4}}})
	if err != nil {
		panic(err)
	}
	return change(b)
}

func TestDecodeErrors(t *testing.T) {
	set16 := func(at, v int) func([]byte) []byte {
		return func(b []byte) []byte { put16(b, at, v); return b }
	}
	set32 := func(at, v int) func([]byte) []byte {
		return func(b []byte) []byte { put32(b, at, v); return b }
	}
	nameLength := headerSize + 3*12 + at2NameLength
	for _, c := range []struct {
		change func([]byte) []byte
		want   string
	}{
		{func(b []byte) []byte { return b[:63] }, "not an ImageJ ROI"},
		{func(b []byte) []byte { b[0] = 'i'; return b }, "not an ImageJ ROI"},
		{func(b []byte) []byte { return b[:headerSize+30] }, "of 3 points in 94 bytes"},
		{func(b []byte) []byte { b[atKind] = 6; return b }, "of unknown kind 6"},
		{func(b []byte) []byte { b[atKind] = 11; return b }, "of unknown kind 11"},
		{func(b []byte) []byte { b[atKind], b[atArc] = byte(Rect), 9; return b }, "a rounded rectangle"},
		{set16(atSubtype, 3), "an ellipse"},
		{set16(atSubtype, 5), "a rotated rectangle"},
		{set16(atSubtype, 6), "unknown subtype 6"},
		{set16(atOptions, optionSplineFit), "a spline fit"},
		{set32(atShapes, 20), "composed of several shapes"},
		{set16(atCount, 0), "of 0 points"},
		{set16(atCount, 60000), "of 60000 points"},
		{set32(atHeader2, 160), "its second header at 160"},
		{set32(atHeader2, -1), "its second header at -1"},
		{set32(nameLength, 9), "a name of 9 letters"},
		{set32(nameLength, -9), "a name of -9 letters"},
		{set32(headerSize+12, 0x7fc00000), "a coordinate is not a number"},
	} {
		_, err := Decode(damaged(c.change))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
}

// Any region that can be read can be written, unless it lies too far out, and
// reads back unchanged.
func FuzzDecode(f *testing.F) {
	for _, r := range set()[:10] {
		b, err := Encode(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
		put16(b, atOptions, 0)
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := Decode(b)
		if err != nil {
			return
		}
		b, err = Encode(r)
		if err != nil {
			return
		}
		again, err := Decode(b)
		if err != nil || !reflect.DeepEqual(r, again) {
			t.Errorf("%+v reads again as %+v, %v", r, again, err)
		}
	})
}
