package scope

import (
	"math"
	"math/rand/v2"

	"respine/dendrite"
)

// How the dendrites of a simulated animal lie in the field: side by side, each
// winding and crooked a little, from one border to the other.
const (
	laneUm        = 12.0
	marginUm      = 8.0 // above the first and below the last
	endsUm        = 2.0 // from the borders to the ends of what the twin knows
	windUm        = 2.0 // amplitude
	studyCrookRad = 0.12
	studyCrookUm  = 4.0 // over which a crook forgets itself
	studySlopeSD  = 0.06
	backUm        = 10.0 // within which a branch returns to its lane
	beyondUm      = 15.0 // how far a dendrite goes on, out of the field in every session
)

// Besides the dendrites a study's stack holds nearly twice the dots of a random
// scene and a haze of wide dim clouds, and is exposed by studyMicroscope. With
// these, background and noise are those of the three stacks of rr30a, in units of
// the shaft (bench/look; docs/twin.md).
const (
	studySwarms    = 700
	hazes          = 110 // per clutterVolume
	hazeSigmaUm    = 5
	hazeBrightness = 0.012 // median
)

// studyMicroscope is that of the stacks of a study: half the light of the medium
// grade, for its shafts are thinner than the reference on average, over a quarter
// of the background; and neighbouring lines alike by 0.16.
func studyMicroscope() Microscope {
	m := Preset(MediumNoise)
	m.PeakPhotons, m.BackgroundPhotons, m.Gain, m.LineSmearPx = 22, 0.17, 90, 0.45
	return m
}

// haze is what lies out of focus far above and below, and glows by itself.
func haze(rng *rand.Rand, field dendrite.Point) []Blob {
	var out []Blob
	for range int(poisson(rng, hazes*field.X*field.Y*field.Z/clutterVolume)) {
		out = append(out, Blob{At: somewhere(rng, field), SigmaUm: hazeSigmaUm, Brightness: logNormal(rng, hazeBrightness, 0.5)})
	}
	return out
}

// studyFieldUm is the field that holds n dendrites of a length.
func studyFieldUm(n int, lengthUm, depthUm float64) dendrite.Point {
	return dendrite.Point{X: lengthUm + 2*endsUm, Y: laneUm*float64(n-1) + 2*(marginUm+windUm), Z: depthUm}
}

// laneStart is where the middle of the i-th lane begins.
func laneStart(i int, field dendrite.Point) dendrite.Point {
	return dendrite.Point{X: endsUm, Y: marginUm + windUm + laneUm*float64(i), Z: field.Z / 2}
}

// studyBranch is a dendrite that runs along x from start, as long along its path
// as the branch. Direction, slope and thickness wander about their means, as in
// walk, and the thickness differs from branch to branch.
func studyBranch(id int, start dendrite.Point, lengthUm float64, rng *rand.Rand) Branch {
	b := Branch{Branch: dendrite.Branch{ID: id}}
	phase, period := 2*math.Pi*rng.Float64(), 40+20*rng.Float64()
	radius := radiusMinUm + (radiusMaxUm-radiusMinUm)*rng.Float64()
	crook, slope, wobble := wander(studyCrookRad, studyCrookUm), wander(studySlopeSD, bendLengthUm), wander(radiusWobble, radiusLengthUm)
	steps := max(1, int(math.Round(lengthUm/branchStepUm)))
	lane := func(x float64) (y, dy float64) {
		k := 2 * math.Pi / period
		sin, cos := math.Sincos(k*(x-start.X) + phase)
		return start.Y + windUm*sin, windUm * k * cos
	}
	p := start
	p.Y, _ = lane(p.X)
	for i := 0; ; i++ {
		b.Points = append(b.Points, p)
		b.RadiusUm = append(b.RadiusUm, radius*(1+wobble(rng)))
		if i == steps {
			return b
		}
		y, dy := lane(p.X)
		heading := math.Atan(dy+(y-p.Y)/backUm) + crook(rng)
		rise := slope(rng)
		flat := lengthUm / float64(steps) / math.Sqrt(1+rise*rise)
		p = along(p, dendrite.Point{X: math.Cos(heading), Y: math.Sin(heading), Z: rise}, flat)
	}
}

// beyond returns how the dendrite goes on before its first point or after its
// last, straight out of the field. No spine of the twin is there, and the truth
// has no centreline of it.
func (b Branch) beyond(first bool) Branch {
	end, inner := len(b.Points)-1, len(b.Points)-2
	if first {
		end, inner = 0, 1
	}
	d := unit(along(b.Points[end], b.Points[inner], -1))
	return Branch{Branch: dendrite.Branch{Points: []dendrite.Point{b.Points[end], along(b.Points[end], d, beyondUm)}},
		RadiusUm: []float64{b.RadiusUm[end], b.RadiusUm[end]}}
}
