package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"respine/calcium"
	"respine/img"
	"respine/motion"
	"respine/recording"
	"respine/table"
)

// stackFlags ask for the course of the focus in a stack of the field.
type stackFlags struct {
	Stack      string  `placeholder:"FILE" help:"A z-stack of the same field, at the size and zoom of the movie: tells drift of the focus."`
	UmPerSlice float64 `name:"um-per-slice" placeholder:"U" help:"Distance of the slices of the stack, where its file does not tell."`
}

// The stretches of frames of which the depth is told, and the width of a cell body
// where none is given, which says how much drift matters.
const (
	driftSec    = 5
	driftFrames = 150 // where the rate is not known
	fewestDrift = 10
	bodyUm      = 12
)

// fieldStack is a stack beside a movie.
type fieldStack struct {
	path       string
	planes     []img.Image
	umPerSlice float64
}

// zdrift is the course of the focus in short, and what it is told from.
type zdrift struct {
	Stack      string       `json:"stack"`
	Slices     int          `json:"slices"`
	UmPerSlice float64      `json:"um_per_slice"`
	Stretches  int          `json:"stretches"`
	Certain    int          `json:"certain"`
	Unsure     []unsureOnes `json:"not_certain,omitempty"`
	FromUm     *float64     `json:"from_um"` // below the first slice, of certain stretches and of those at either end; null of none
	ToUm       *float64     `json:"to_um"`
	RangeUm    *float64     `json:"range_um"`
	Beyond     bool         `json:"beyond_stack,omitempty"` // it was at the first or last slice, so that the range may be larger

	depths []motion.Depth
	rateHz float64
}

type unsureOnes struct {
	Reason    string `json:"reason"`
	Stretches int    `json:"stretches"`
}

// checkStack finds mistakes on the command line; no output may be the stack.
func (f stackFlags) checkStack(movies []string, outputs ...string) error {
	switch {
	case !(f.UmPerSlice >= 0) || math.IsInf(f.UmPerSlice, 1):
		return usage(fmt.Sprintf("--um-per-slice %g is no distance", f.UmPerSlice), "micrometres from one slice to the next")
	case f.Stack == "" && f.UmPerSlice > 0:
		return usage("--um-per-slice without --stack", "name the stack with --stack FILE")
	case f.Stack == "":
		return nil
	}
	if _, err := os.Stat(f.Stack); err != nil {
		return fmt.Errorf("%s: %w", f.Stack, unwrapPath(err))
	}
	for _, m := range movies {
		if sameFile(m, f.Stack) {
			return usage("--stack "+f.Stack+" is the movie itself", "name a z-stack of the same field")
		}
	}
	for _, out := range outputs {
		if sameFile(out, f.Stack) {
			return usage(out+" is the stack itself", "name another file with --out")
		}
	}
	return nil
}

// openStack reads the stack of a movie with pixels of some size, 0 where it is not
// known; nil where none is asked for.
func (f stackFlags) openStack(ctx context.Context, movie *recording.Movie, channel int, umY, umX float64) (*fieldStack, []string, error) {
	if f.Stack == "" {
		return nil, nil, nil
	}
	s, info, err := recording.OpenStack(ctx, f.Stack, recording.Options{Channel: channel, UnknownVoxel: true})
	if err != nil && channel > 1 { // of the one colour that the movie's channel is
		if one, i, only := recording.OpenStack(ctx, f.Stack, recording.Options{UnknownVoxel: true}); only == nil {
			s, info, err = one, i, nil
		}
	}
	if err != nil {
		return nil, nil, fmt.Errorf("--stack %w", unwrapPath(err))
	}
	if s.D == 1 {
		return nil, nil, fmt.Errorf("--stack %s: one slice, not a z-stack\nhint: slices above and below the plane of the movie are needed", f.Stack)
	}
	if h, w := movie.Size(); s.H != h || s.W != w {
		return nil, nil, fmt.Errorf("--stack %s: slices are %d x %d pixels, the movie %d x %d\nhint: take the stack at the size and zoom of the movie, or scale it to that", f.Stack, s.H, s.W, h, w)
	}
	for _, v := range []struct{ stack, movie float64 }{{s.Voxel.Y, umY}, {s.Voxel.X, umX}} {
		if v.stack > 0 && v.movie > 0 && math.Abs(v.stack-v.movie) > 0.01*v.movie {
			return nil, nil, fmt.Errorf("--stack %s: pixels of %.4g um, of the movie %.4g um\nhint: take the stack at the zoom of the movie; if a file is wrong about its pixels, correct it in Fiji with Image > Properties", f.Stack, v.stack, v.movie)
		}
	}
	var warnings []string
	for _, w := range info.Warnings {
		warnings = append(warnings, fmt.Sprintf("%s: %s", f.Stack, w))
	}
	out := &fieldStack{path: f.Stack, umPerSlice: s.Voxel.Z}
	if given := f.UmPerSlice; given > 0 {
		if math.Abs(given-s.Voxel.Z) > 0.01*s.Voxel.Z && s.Voxel.Z > 0 {
			warnings = append(warnings, fmt.Sprintf("%s: %g um a slice as given; the file says %g", f.Stack, given, s.Voxel.Z))
		}
		out.umPerSlice = given
	}
	if !(out.umPerSlice > 0) {
		return nil, nil, fmt.Errorf("--stack %s: the distance of its slices is not known\nhint: give it in um with --um-per-slice", f.Stack)
	}
	for z := range s.D {
		out.planes = append(out.planes, s.Slice(z))
	}
	return out, warnings, nil
}

// follow tells the course of the focus; nil without a stack. A cell body is some um
// wide, 0 for the usual.
func (s *fieldStack) follow(ctx context.Context, frames *motion.Corrected, rateHz, widthUm float64, workers int, say func(string, ...any)) (*zdrift, []string, error) {
	if s == nil {
		return nil, nil, nil
	}
	say("depth in the stack")
	if widthUm == 0 {
		widthUm = bodyUm
	}
	window := driftFrames
	if rateHz > 0 {
		window = max(fewestDrift, int(math.Round(driftSec*min(rateHz, calcium.MostHz))))
	}
	depths, err := motion.ZDrift(ctx, frames, s.planes, motion.DepthParams{Window: window, Apart: widthUm / 4 / s.umPerSlice, Workers: workers})
	if err != nil {
		return nil, nil, fmt.Errorf("--stack %s: %w", s.path, err)
	}
	z := newZDrift(depths)
	z.Stack, z.Slices, z.UmPerSlice, z.rateHz = s.path, len(s.planes), s.umPerSlice, rateHz
	z.FromUm, z.ToUm = extentUm(depths, s.umPerSlice, func(d motion.Depth) bool {
		edge := d.Plane == 0 || d.Plane == float64(len(s.planes)-1)
		z.Beyond = z.Beyond || edge
		return d.Unsure == "" || edge
	})
	if z.FromUm != nil {
		span := *z.ToUm - *z.FromUm
		z.RangeUm = &span
	}
	return z, z.warnings(widthUm), nil
}

// newZDrift counts stretches, and reasons in the order in which they come.
func newZDrift(depths []motion.Depth) *zdrift {
	z := &zdrift{Stretches: len(depths), depths: depths}
	at := map[string]int{}
	for _, d := range depths {
		if d.Unsure == "" {
			z.Certain++
			continue
		}
		k, ok := at[d.Unsure]
		if !ok {
			k = len(z.Unsure)
			at[d.Unsure] = k
			z.Unsure = append(z.Unsure, unsureOnes{Reason: d.Unsure})
		}
		z.Unsure[k].Stretches++
	}
	return z
}

// extentUm is the least and the greatest depth of some stretches, nil of none.
func extentUm(depths []motion.Depth, umPerSlice float64, which func(motion.Depth) bool) (from, to *float64) {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, d := range depths {
		if um := d.Plane * umPerSlice; which(d) && um == um {
			lo, hi = min(lo, um), max(hi, um)
		}
	}
	if lo > hi {
		return nil, nil
	}
	return &lo, &hi
}

// warnings say what to beware of.
func (z *zdrift) warnings(widthUm float64) []string {
	var out []string
	if z.RangeUm == nil {
		out = append(out, fmt.Sprintf("%s: no depth is certain; is it a stack of this field?", z.Stack))
	} else if *z.RangeUm > widthUm/2 {
		out = append(out, fmt.Sprintf("the focus drifts by %s%.1f um, more than half a cell body of %g um: cells come and go with it", z.atLeast(), *z.RangeUm, widthUm))
	}
	for _, u := range z.Unsure {
		out = append(out, fmt.Sprintf("depth of %d of %d stretches is not certain: %s", u.Stretches, z.Stretches, u.Reason))
	}
	frames := 0
	for _, d := range z.depths {
		if !math.IsNaN(d.Plane) {
			frames += d.Unlike
		}
	}
	from, to := extentUm(z.depths, z.UmPerSlice, func(d motion.Depth) bool { return d.Unlike > 0 })
	if lo, hi := extentUm(z.depths, z.UmPerSlice, func(d motion.Depth) bool { return d.Unlike == 0 }); from != nil && lo != nil && (*from < *lo || *to > *hi) {
		out = append(out, fmt.Sprintf("%d frames named unlike lie %.1f to %.1f um deep in the stack, the good ones %.1f to %.1f: the focus had left the plane", frames, *from, *to, *lo, *hi))
	}
	return out
}

// atLeast says that the focus may have drifted farther than the stack reaches.
func (z *zdrift) atLeast() string {
	if z.Beyond {
		return "at least "
	}
	return ""
}

// write writes table and plot under a name without ending; nothing without a stack.
func (z *zdrift) write(path string) error {
	if z == nil {
		return nil
	}
	if err := table.WriteFiles(filepath.Dir(path), motion.DepthTable(filepath.Base(path), z.depths, z.UmPerSlice, z.rateHz)); err != nil {
		return err
	}
	return os.WriteFile(path+".svg", calcium.DrawDepth(z.depths, z.UmPerSlice, z.rateHz), 0o666)
}

// tell prints a line.
func (z *zdrift) tell(p *printer) {
	switch {
	case z == nil:
	case z.RangeUm == nil:
		p.line("z-drift: not certain in any of %d stretches\n", z.Stretches)
	default:
		p.line("z-drift %s%.1f um, %.1f to %.1f um below the first slice; certain in %d of %d stretches\n", z.atLeast(), *z.RangeUm, *z.FromUm, *z.ToUm, z.Certain, z.Stretches)
	}
}
