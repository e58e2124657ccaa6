package scope

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"respine/dendrite"
	"respine/random"
	"respine/study"
	"respine/twin"
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

// Besides the dendrites a study's stack holds nearly twice the dots of a random scene and
// a haze of wide dim clouds, and is exposed by studyMicroscope. With these,
// background and noise are those of the three stacks of rr30a, in units of the
// shaft (bench/look; docs/twin.md).
const (
	studySwarms    = 700
	hazes          = 70  // per clutterVolume
	hazeSigmaUm    = 5
	hazeBrightness = 0.012 // median
)

// studyMicroscope is that of the stacks of a study: half the light of the medium
// grade, for its shafts are thinner than the reference on average, over a quarter
// of the background; and neighbouring lines alike by 0.16.
func studyMicroscope() Microscope {
	m := Preset(MediumNoise)
	m.PeakPhotons, m.BackgroundPhotons, m.Gain, m.LineSmearPx = 25, 0.2, 80, 0.45
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

// scene lays the first imaged branches of the mouse out as dendrites, with the
// spines the twin grew there, and returns which session of it each spine session
// of the twin is. The size of a head is that of its mean volume over the sessions.
func (w rawWriter) scene() (Scene, map[int]int, error) {
	sessions, number, days := w.spineSessions()
	if len(sessions) == 0 {
		return Scene{}, nil, nil
	}
	n := min(w.raw.Branches, len(w.m.Imaged))
	key := w.key(study.Spines, 0)
	field := dendrite.Point{X: w.m.Wiring.LengthUm + 2*endsUm, Y: laneUm*float64(n-1) + 2*(marginUm+windUm), Z: w.raw.StackDepthUm}
	sc := RandomScene(key.Rand(), Params{FieldUm: field, Branches: 1, Days: days, Clutter: Clutter{Swarms: studySwarms}})
	sc.Branches, sc.Spines = nil, nil
	sc.Blobs = append(sc.Blobs, haze(key.At(3).Rand(), field)...)
	for i, b := range w.m.Imaged[:n] {
		start := dendrite.Point{X: endsUm, Y: marginUm + windUm + laneUm*float64(i), Z: field.Z / 2}
		branch := studyBranch(b, start, w.m.Wiring.LengthUm, key.At(1, uint64(b)).Rand())
		sc.Branches = append(sc.Branches, branch)
		sc.Axons = append(sc.Axons, branch.beyond(true), branch.beyond(false))
	}
	volumes := map[int][]float64{}
	present := map[int][]bool{}
	for k, r := range sessions {
		for _, v := range r.Spines {
			if present[v.Life] == nil {
				present[v.Life] = make([]bool, len(sessions))
			}
			present[v.Life][k] = true
			volumes[v.Life] = append(volumes[v.Life], v.Volume)
		}
	}
	for i, l := range w.m.Lives {
		if p := present[i]; p != nil && slices.Contains(w.m.Imaged[:n], w.m.Wiring.Branch(l.Contact)) {
			sc.Spines = append(sc.Spines, w.spine(i, present, volumes[i], key.At(2, uint64(l.Contact))))
		}
	}
	return sc, number, w.truth("spines", Tables(sc)...)
}

// spineSessions returns the spine sessions in the order of time, which of them
// the twin's session of a number is, and their days.
func (w rawWriter) spineSessions() (out []twin.Recording, number map[int]int, days []float64) {
	for _, r := range w.m.Mouse.Sessions {
		if r.Kind == twin.SpineSession {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b twin.Recording) int { return cmp.Compare(a.Hours, b.Hours) })
	number = map[int]int{}
	for k, r := range out {
		number[r.Number] = k
		days = append(days, r.Hours/float64(study.Day))
	}
	return out, number, days
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

// spine is a life as something to be seen: length and neck are drawn as those of
// a random scene, the head is as large as its volume says. present has the
// sessions of every spine that was in one.
func (w rawWriter) spine(life int, present map[int][]bool, volumes []float64, key random.Key) Spine {
	l := w.m.Lives[life]
	mean := 0.0
	for _, v := range volumes {
		mean += v / float64(len(volumes))
	}
	azimuth := w.m.Wiring.Azimuth[l.Contact]
	if w.m.Wiring.Side[l.Contact] < 0 {
		azimuth = math.Pi - azimuth
	}
	head := min(0.6, headMedianUm*math.Cbrt(mean))
	s := Spine{ID: w.m.SpineName(life), BranchID: w.m.Wiring.Branch(l.Contact), PositionUm: l.PositionUm, Present: present[life],
		AzimuthRad: math.Mod(azimuth+4*math.Pi, 2*math.Pi), Kind: KindSpine, Origin: DeNovo, HeadRadiusUm: head,
		LengthUm:     max(lengthMinUm, 2*head, lengthMedianUm*math.Exp(lengthSigma*key.Normal(0))),
		NeckRadiusUm: min(head, neckMedianUm*math.Exp(neckSigma*key.Normal(1)))}
	switch {
	case s.Present[0]:
		s.Origin = Original
	case present[l.Before] != nil: // a spine that came and went between sessions is none to be restored
		s.Origin, s.RestoredFrom = Restored, w.m.SpineName(l.Before)
	}
	return s
}

// stack renders one session of the scene.
func (w rawWriter) stack(s StudySession, sc Scene, session int) (study.Recording, error) {
	file, listed, err := w.place(s.ID, "spines.ome.tif")
	if err != nil {
		return study.Recording{}, err
	}
	stack, err := Render(w.ctx, sc, session, studyMicroscope(), w.key(s.Kind, 1+s.Number).Rand(), 1)
	if err != nil {
		return study.Recording{}, err
	}
	v := stack.Voxel
	return w.recording(s, listed, study.Meta{VoxelUm: [3]float64{v.Z, v.Y, v.X}}), WriteStack(w.ctx, file, stack)
}
