package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"strconv"

	"respine/dendrite"
	"respine/img"
	"respine/recording"
	"respine/scope"
	"respine/score"
	"respine/spine"
)

// markedExamples reads recordings a scorer has marked. Dendrites without any
// mark are left out: nobody says that nothing stands on them.
func markedExamples(ctx context.Context, dir string) ([]spine.Example, error) {
	truth, err := score.ReadTruth(filepath.Join(dir, "truth"))
	if err != nil {
		return nil, err
	}
	lines, err := recording.OpenCenterlines(filepath.Join(dir, "truth", "centerlines.csv"))
	if err != nil {
		return nil, err
	}
	stacks, err := filepath.Glob(filepath.Join(dir, "images", "*.tif*"))
	if err != nil {
		return nil, err
	}
	if len(stacks) == 0 {
		return nil, fmt.Errorf("%s: no images/*.tif\nhint: --data names a folder with images and truth in it", dir)
	}
	var out []spine.Example
	var buffer []float32
	for _, path := range stacks {
		number, err := sessionIn(path)
		if err != nil {
			return nil, err
		}
		s, _, err := recording.OpenStack(ctx, path, recording.Options{Buffer: buffer})
		if err != nil {
			return nil, err
		}
		buffer = s.Pix
		for _, session := range truth.Sessions {
			if session.Number == number {
				out = append(out, sessionExamples(filepath.Base(dir), s, lines[number], session)...)
			}
		}
	}
	return out, nil
}

var sessionName = regexp.MustCompile(`_s(\d+)\.`)

func sessionIn(path string) (int, error) {
	m := sessionName.FindStringSubmatch(filepath.Base(path))
	if m == nil {
		return 0, fmt.Errorf("%s: no session number in the name\nhint: name stacks like fov1_s0.ome.tif", path)
	}
	return strconv.Atoi(m[1])
}

func sessionExamples(name string, s img.Stack, lines []dendrite.Branch, session score.Session) []spine.Example {
	marks := map[string][]spine.Mark{}
	for _, m := range session.Spines {
		if m.Present {
			marks[m.Branch] = append(marks[m.Branch], spine.Mark{
				Tip: dendrite.Point{X: m.Tip.X, Y: m.Tip.Y}, Base: dendrite.Point{X: m.Base.X, Y: m.Base.Y}, Ignore: m.Ignored,
			})
		}
	}
	var out []spine.Example
	for _, b := range lines {
		id := strconv.Itoa(b.ID)
		if len(marks[id]) > 0 {
			out = append(out, spine.Examples(name+"-"+id, spine.Straighten(s, b), marks[id])...)
		}
	}
	return out
}

// drawnExamples renders one simulated field of view and marks what can be seen
// of its spines; hidden ones are ignored. The fields go through the three
// grades of noise, at 12 and at 8 bits.
func drawnExamples(ctx context.Context, seed uint64, i int) ([]spine.Example, error) {
	rng := rand.New(rand.NewPCG(seed, uint64(i)))
	m := scope.Preset([]scope.Noise{scope.LowNoise, scope.MediumNoise, scope.HighNoise}[i%3])
	if i/3%2 == 1 {
		m = scope.EightBit(m)
	}
	sc := scope.RandomScene(rng, scope.Params{Days: []float64{0}})
	s, err := scope.Render(ctx, sc, 0, m, rng, 2)
	if err != nil {
		return nil, err
	}
	marks := map[int][]spine.Mark{}
	for _, o := range sc.Observations() {
		if o.Present {
			marks[o.Spine.BranchID] = append(marks[o.Spine.BranchID], drawnMark(o))
		}
	}
	var out []spine.Example
	for _, b := range sc.Centerlines(0) {
		out = append(out, spine.Examples("", spine.Straighten(s, b), marks[b.ID])...)
	}
	return out, nil
}

// drawnMark marks a simulated spine as a scorer does: the tip at the blurred rim
// of the head, which lies spine.HeadInsetUm from its centre.
func drawnMark(o scope.Observation) spine.Mark {
	h, b := o.Anatomy.Head, o.Anatomy.Base
	d := math.Max(math.Hypot(h.X-b.X, h.Y-b.Y), 1e-9)
	return spine.Mark{
		Tip:  dendrite.Point{X: h.X + spine.HeadInsetUm*(h.X-b.X)/d, Y: h.Y + spine.HeadInsetUm*(h.Y-b.Y)/d, Z: h.Z},
		Base: b, Ignore: !o.Visible,
	}
}
