package tiff

import (
	"math"
	"strings"
)

// lengthUm returns the number of micrometres in a unit as ImageJ and OME write
// it, 0 for pixels and for units it does not know.
func lengthUm(unit string) float64 {
	switch strings.ToLower(strings.TrimSpace(unit)) {
	case "µm", "μm", "um", "micron", "microns", "micrometer", "micrometers", "micrometre", "micrometres":
		return 1
	case "nm", "nanometer", "nanometers", "nanometre", "nanometres":
		return 1e-3
	case "pm":
		return 1e-6
	case "å", "a", "angstrom":
		return 1e-4
	case "mm", "millimeter", "millimetre":
		return 1e3
	case "cm", "centimeter", "centimetre":
		return 1e4
	case "m", "meter", "metre":
		return 1e6
	case "in", "inch", "inches":
		return 25400
	}
	return 0
}

// timeSec returns the number of seconds in a unit, 0 for one it does not know.
func timeSec(unit string) float64 {
	switch strings.ToLower(strings.TrimSpace(unit)) {
	case "s", "sec", "secs", "second", "seconds":
		return 1
	case "ms", "msec", "millisecond", "milliseconds":
		return 1e-3
	case "µs", "μs", "us", "usec", "microsecond", "microseconds":
		return 1e-6
	case "ns":
		return 1e-9
	case "min", "minute", "minutes":
		return 60
	case "h", "hour", "hours":
		return 3600
	}
	return 0
}

// positive returns v if it is a number that can measure something, else 0.
func positive(v float64) float64 {
	if v > 0 && !math.IsInf(v, 0) {
		return v
	}
	return 0
}

// rate returns the rate of an interval, 0 when the interval is unknown.
func rate(intervalSec float64) float64 {
	if positive(intervalSec) == 0 {
		return 0
	}
	return positive(1 / intervalSec)
}

// resolution is the resolution tags: pixels per unit, 0 when absent.
type resolution struct {
	x, y float64
	unit uint64 // 1 none, 2 inch, 3 centimetre
}

// coarsestUm is the largest pixel believed when its unit is the inch or
// centimetre of the resolution tags, just below the 21.17 of 1200 dots an inch.
// Anything coarser is what programs write for printing (72, 96, 150, 300, 600,
// 1200) without having measured a pixel. ImageJ ignores 72 for the same reason.
const coarsestUm = 21

// tagUm returns the pixel size that the resolution tags give by themselves.
func (r resolution) tagUm() (x, y float64) {
	per := 0.0
	switch r.unit {
	case 2:
		per = 25400
	case 3:
		per = 10000
	}
	return believable(per * rate(r.x)), believable(per * rate(r.y))
}

func believable(um float64) float64 {
	if um >= coarsestUm {
		return 0
	}
	return positive(um)
}

func (f *File) readResolution(d *directory) (resolution, error) {
	r := resolution{unit: d.resolutionUnit}
	var err error
	if r.x, err = f.rational(d.xResolution); err != nil {
		return r, err
	}
	r.y, err = f.rational(d.yResolution)
	return r, err
}

// rational reads one unsigned fraction, 0 when absent or not a number.
func (f *File) rational(e entry) (float64, error) {
	if e.count == 0 || e.typ != typeRational {
		return 0, nil
	}
	var b [8]byte
	if err := f.read(0, b[:], e.at, "the resolution"); err != nil {
		return 0, err
	}
	return positive(float64(f.format.order.Uint32(b[:])) / float64(f.format.order.Uint32(b[4:]))), nil
}

// fraction returns the unsigned fraction closest to v that a resolution tag can
// hold, by continued fractions: 1/0.12 becomes 25/3, not 8333333/1000000.
func fraction(v float64) (num, den uint32) {
	if v >= math.MaxUint32 {
		return math.MaxUint32, 1
	}
	p0, q0, p1, q1 := uint64(0), uint64(1), uint64(1), uint64(0)
	for rest := v; ; {
		whole := math.Floor(rest)
		if whole > math.MaxUint32 {
			break
		}
		p, q := uint64(whole)*p1+p0, uint64(whole)*q1+q0
		if p > math.MaxUint32 || q > math.MaxUint32 {
			break
		}
		p0, q0, p1, q1 = p1, q1, p, q
		// Closer than float64 arithmetic can tell is exact.
		if math.Abs(float64(p)/float64(q)-v) <= 1e-15*v {
			break
		}
		rest = 1 / (rest - whole)
	}
	return uint32(p1), uint32(q1)
}
