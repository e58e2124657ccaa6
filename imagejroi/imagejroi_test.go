package imagejroi

import "math"

// set holds every kind, and positions of both sorts.
func set() []ROI {
	many := make([]Point, 70_000) // more than 16 bits can count
	for i := range many {
		many[i] = Point{float64(i % 1000), float64(i / 1000)}
	}
	return []ROI{
		{Name: "spine µm 12", Kind: Points, Points: []Point{{3.25, 4.75}}, Slice: 7, Stroke: 0xff00ff00},
		{Name: "branch 1", Kind: Polyline, Points: []Point{{-2.5, 10}, {0.5, 12.125}, {30, 11}}, Z: 5, C: 2, T: 9},
		{Name: "branch 1", Kind: Freeline, Points: []Point{{1, 1}, {2, 3}}},
		{Name: "a/b", Kind: Angle, Points: []Point{{5, 5}, {6, 5}, {6, 9}}},
		{Kind: Line, Points: []Point{{1.5, 2}, {3, 0.25}}},
		{Name: "cell", Kind: Polygon, Points: []Point{{10.5, 10}, {20, 10.25}, {15, 19.5}}},
		{Name: "hand", Kind: Freehand, Points: []Point{{0, 0}, {4, 0}, {4, 4}}},
		{Name: "wand", Kind: Traced, Points: []Point{{50000, 7}, {50004, 7}, {50004, 11}}},
		{Name: "box", Kind: Rect, Bounds: Bounds{1.5, 2, 10, 20.25}},
		{Name: "disk", Kind: Oval, Bounds: Bounds{5, 6, 7, 8}},
		{Name: "many", Kind: Points, Points: many},
	}
}

// float32s rounds coordinates to what the file can hold.
func float32s(r ROI) ROI {
	points := make([]Point, len(r.Points))
	for i, p := range r.Points {
		points[i] = Point{float64(float32(p.X)), float64(float32(p.Y))}
	}
	if r.Points != nil {
		r.Points = points
	}
	b := &r.Bounds
	for _, v := range []*float64{&b.X, &b.Y, &b.W, &b.H} {
		*v = float64(float32(*v))
	}
	return r
}

var nan = math.NaN()
