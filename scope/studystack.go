package scope

import (
	"cmp"
	"math"
	"slices"

	"respine/dendrite"
	"respine/random"
	"respine/study"
	"respine/twin"
)

// Where the dendrites of a simulated animal lie in the field: side by side, each
// winding a little.
const (
	laneUm   = 10.0
	marginUm = 5.0
	windUm   = 2.0 // amplitude
	stepUm   = 0.5
	slopeUm  = 0.01 // over which a slope is taken
)

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
	field := dendrite.Point{X: w.m.Wiring.LengthUm + 2*marginUm, Y: laneUm*float64(n-1) + 2*(marginUm+windUm), Z: w.raw.StackDepthUm}
	sc := RandomScene(key.Rand(), Params{FieldUm: field, Branches: 1, Days: days})
	sc.Branches, sc.Spines = nil, nil
	for i, b := range w.m.Imaged[:n] {
		sc.Branches = append(sc.Branches, studyBranch(b, i, w.m.Wiring.LengthUm, field.Z/2, key.At(1, uint64(b))))
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

// studyBranch is the i-th dendrite of the field, as long along its path as the branch.
func studyBranch(id, i int, lengthUm, depth float64, key random.Key) Branch {
	b := Branch{Branch: dendrite.Branch{ID: id}}
	phase := 2 * math.Pi * key.Uniform(0)
	period := 40 + 20*key.Uniform(1)
	at := func(x float64) dendrite.Point {
		wind := windUm * math.Sin(2*math.Pi*x/period+phase)
		return dendrite.Point{X: marginUm + x, Y: marginUm + windUm + laneUm*float64(i) + wind, Z: depth + wind/2}
	}
	x := 0.0
	for s := 0.0; s < lengthUm+stepUm/2; s += stepUm {
		b.Points = append(b.Points, at(x))
		b.RadiusUm = append(b.RadiusUm, 0.5)
		here, there := at(x), at(x+slopeUm)
		x += stepUm * slopeUm / math.Hypot(slopeUm, math.Hypot(there.Y-here.Y, there.Z-here.Z))
	}
	return b
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
	stack, err := Render(w.ctx, sc, session, Preset(MediumNoise), w.key(s.Kind, 1+s.Number).Rand(), 1)
	if err != nil {
		return study.Recording{}, err
	}
	v := stack.Voxel
	return w.recording(s, listed, study.Meta{VoxelUm: [3]float64{v.Z, v.Y, v.X}}), WriteStack(w.ctx, file, stack)
}
