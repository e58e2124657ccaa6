package scope

import (
	"cmp"
	"math"
	"slices"

	"respine/random"
	"respine/study"
	"respine/twin"
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
	field := studyFieldUm(n, w.m.Wiring.LengthUm, w.raw.StackDepthUm)
	sc := RandomScene(key.Rand(), Params{FieldUm: field, Branches: 1, Days: days, Clutter: Clutter{Swarms: studySwarms}})
	sc.Branches, sc.Spines = nil, nil
	sc.Blobs = append(sc.Blobs, haze(key.At(3).Rand(), field)...)
	for i, b := range w.m.Imaged[:n] {
		branch := studyBranch(b, laneStart(i, field), w.m.Wiring.LengthUm, key.At(1, uint64(b)).Rand())
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
// the twin's session of a number is, and their days in the manifest.
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
		i := slices.IndexFunc(w.m.Sessions, func(s StudySession) bool { return s.Number == r.Number })
		days = append(days, float64(w.m.Sessions[i].At/study.Day))
	}
	return out, number, days
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
