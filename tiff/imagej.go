package tiff

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// imageJ is the "key=value" lines that ImageJ keeps in the description
// (ij.io.FileSaver.getDescriptionString).
type imageJ map[string]string

func parseImageJ(text string) imageJ {
	m := imageJ{}
	for line := range strings.Lines(text) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok {
			m[key] = strings.ReplaceAll(value, `\u00B5`, "µ")
		}
	}
	return m
}

// count returns a whole number of at least 1. ok is false when there is none.
func (m imageJ) count(key string) (n int, ok bool) {
	n, err := strconv.Atoi(m[key])
	if err != nil || n < 1 || n > maxPages {
		return 0, false
	}
	return n, true
}

func (m imageJ) number(key string) float64 {
	v, _ := strconv.ParseFloat(m[key], 64)
	return v
}

// metadata reads the axes as ImageJ does: a stack that names none is slices,
// hyperstacks have channels fastest, then slices, then frames.
//
// finterval is the time between frames. The key fps is not used: it is the
// speed at which ImageJ plays the movie, whatever it was recorded at.
func (m imageJ) metadata(res resolution) Metadata {
	out := Metadata{Source: SourceImageJ, Order: "XYCZT"}
	images, hasImages := m.count("images")
	c, _ := m.count("channels")
	z, hasSlices := m.count("slices")
	t, hasFrames := m.count("frames")
	out.Channels, out.Slices, out.Frames = max(c, 1), max(z, 1), max(t, 1)
	if !hasSlices && !hasFrames {
		out.Slices = max(images/out.Channels, 1)
		if !hasImages {
			out.Slices = 0
		}
	}
	unit := m["unit"]
	out.VoxelUm = Voxel{
		Z: m.lengthUm(math.Abs(m.number("spacing")), "zunit", unit),
		Y: m.lengthUm(rate(res.y), "yunit", unit),
		X: m.lengthUm(rate(res.x), "unit", unit),
	}
	tick := 1.0
	if u, ok := m["tunit"]; ok {
		tick = timeSec(u)
	}
	out.FrameRateHz = rate(m.number("finterval") * tick)
	return out
}

// lengthUm converts a length in the unit of one axis. Inches are believed only
// where they can be the size of a pixel, see coarsestUm.
func (m imageJ) lengthUm(v float64, axisUnit, unit string) float64 {
	if u, ok := m[axisUnit]; ok {
		unit = u
	}
	um := positive(v * lengthUm(unit))
	if lengthUm(unit) == 25400 && axisUnit != "zunit" {
		return believable(um)
	}
	return um
}

// imageJText writes the description of pages in ImageJ's order.
func imageJText(m Metadata, pages int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "ImageJ=1.54f\nimages=%d\n", pages)
	axes := 0
	for _, axis := range []struct {
		key string
		n   int
	}{{"channels", m.Channels}, {"slices", m.Slices}, {"frames", m.Frames}} {
		if axis.n > 1 {
			fmt.Fprintf(&b, "%s=%d\n", axis.key, axis.n)
			axes++
		}
	}
	if axes > 1 {
		b.WriteString("hyperstack=true\nmode=grayscale\n")
	}
	if m.VoxelUm.X > 0 {
		b.WriteString("unit=um\n")
	}
	if m.VoxelUm.Z > 0 {
		fmt.Fprintf(&b, "spacing=%v\n", m.VoxelUm.Z)
	}
	if m.FrameRateHz > 0 {
		fmt.Fprintf(&b, "finterval=%v\n", 1/m.FrameRateHz)
	}
	b.WriteString("loop=false\n")
	return b.String()
}
