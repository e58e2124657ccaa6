// Command known measures simulated stacks whose spines are known, at three
// grades of noise, and prints one JSON object per grade: spines, links and
// events against the truth, formation, elimination, restored share and survival
// measured beside true, and the error rates stated beside those counted. The
// scenes are none of those the classifier was trained on.
//
//	known -scenes 3
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"respine/scope"
	"respine/score"
	"respine/spine"
	"respine/table"
	"respine/turnover"
)

// firstSeed is far from the seeds of the training scenes.
const firstSeed = 1000

func main() {
	scenes := flag.Int("scenes", 3, "scenes per grade of noise")
	flag.Parse()
	for _, noise := range []scope.Noise{scope.LowNoise, scope.MediumNoise, scope.HighNoise} {
		f := figure{Noise: string(noise), Scenes: *scenes}
		for i := range *scenes {
			if err := f.add(context.Background(), noise, firstSeed+uint64(i)); err != nil {
				fmt.Fprintln(os.Stderr, "known:", err)
				os.Exit(1)
			}
		}
		if err := json.NewEncoder(os.Stdout).Encode(f.rated()); err != nil {
			fmt.Fprintln(os.Stderr, "known:", err)
			os.Exit(1)
		}
	}
}

// tally is a share in the making.
type tally struct {
	Of, In float64      `json:"-"`
	Share  score.Number `json:"share"`
	Count  string       `json:"count"`
}

func (t *tally) add(of, in float64) { t.Of, t.In = t.Of+of, t.In+in }

func (t *tally) rate() {
	t.Share, t.Count = score.Number(t.Of/t.In), fmt.Sprintf("%g/%g", t.Of, t.In)
}

// pair is one quantity measured and true.
type pair struct {
	Measured tally `json:"measured"`
	True     tally `json:"true"`
}

// figure is what one grade of noise gives.
type figure struct {
	Noise  string `json:"noise"`
	Scenes int    `json:"scenes"`

	Spines score.Counts `json:"spines"`
	Events score.Counts `json:"events"`

	Formation   pair `json:"formation"`
	Elimination pair `json:"elimination"`
	Restored    pair `json:"restored_of_new"`
	Survival    pair `json:"survival_to_last_session"`

	StatedMiss   float64 `json:"stated_miss"` // weighted by the spines called
	CountedMiss  float64 `json:"counted_miss"`
	StatedFalse  float64 `json:"stated_false_share"`
	CountedFalse float64 `json:"counted_false_share"`
	statedN      float64
	judged       score.Counts // of the spines on judged path
}

// add renders, measures and scores one scene of four sessions.
func (f *figure) add(ctx context.Context, noise scope.Noise, seed uint64) error {
	rng := rand.New(rand.NewPCG(seed, 1))
	sc := scope.RandomScene(rng, scope.Params{
		Days: []float64{0, 4, 8, 12}, Dynamics: scope.Dynamics{RestoredFraction: 0.3},
	})
	t, err := spine.NewTracker(spine.Params{})
	if err != nil {
		return err
	}
	for k, s := range sc.Sessions {
		stack, err := scope.Render(ctx, sc, k, scope.Preset(noise), rng, 2)
		if err != nil {
			return err
		}
		if err := t.Add(ctx, fmt.Sprintf("scene_s%d", k), s.Day, stack); err != nil {
			return err
		}
	}
	r, err := t.Finish(ctx)
	if err != nil {
		return err
	}
	if err := f.addScore(sc, r); err != nil {
		return err
	}
	f.addStated(r)
	f.addDynamics(r.Presence(), sc.Presence())
	return nil
}

// addStated weighs the rates stated of a session by the spines called in it, as
// pooled counts do. A session without a rate is left out.
func (f *figure) addStated(r spine.Result) {
	for k, e := range r.Errors {
		n := 0.0
		for _, s := range r.Sites {
			if s.Seen[k].State == turnover.Present {
				n++
			}
		}
		if n == 0 || math.IsNaN(e.Miss) {
			continue
		}
		f.StatedMiss, f.StatedFalse, f.statedN = f.StatedMiss+n*e.Miss, f.StatedFalse+n*e.FalseShare, f.statedN+n
	}
}

func (f *figure) addScore(sc scope.Scene, r spine.Result) error {
	dir, err := os.MkdirTemp("", "known")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	measured, truth := filepath.Join(dir, "measured"), filepath.Join(dir, "truth")
	for _, w := range []struct {
		dir    string
		tables []*table.Table
	}{{measured, r.Tables()}, {truth, scope.Tables(sc)}} {
		if err := os.Mkdir(w.dir, 0o755); err != nil {
			return err
		}
		if err := table.WriteFiles(w.dir, w.tables...); err != nil {
			return err
		}
	}
	m, err := score.ReadMeasured(measured)
	if err != nil {
		return err
	}
	t, err := score.ReadTruth(truth)
	if err != nil {
		return err
	}
	s, err := score.Spines(m, t, score.Params{})
	if err != nil {
		return err
	}
	f.Spines, f.Events = sum(f.Spines, s.Pooled), sum(f.Events, s.Events.Counts)
	if s, err = score.Spines(m, judged(t, r), score.Params{}); err != nil {
		return err
	}
	f.judged = sum(f.judged, s.Pooled)
	return nil
}

// judged sets aside the true spines that stand where the program says it cannot
// judge, or on no branch it follows: the rates it states are not about those.
func judged(t score.Truth, r spine.Result) score.Truth {
	out := score.Truth{}
	for k, s := range t.Sessions {
		s.Spines = slices.Clone(s.Spines)
		for i, v := range s.Spines {
			if !followed(v, r, k) {
				s.Spines[i].Ignored = true
			}
		}
		out.Sessions = append(out.Sessions, s)
	}
	return out
}

// besideUm is how far a spine's base may lie from the centreline it stands on.
const besideUm = 1.5

func followed(v score.Spine, r spine.Result, session int) bool {
	for _, b := range r.Branches {
		for i, c := range b.Days[session].Strip.Centre {
			if b.Days[session].Judgeable[i] && math.Hypot(c.X-v.Base.X, c.Y-v.Base.Y) < besideUm {
				return true
			}
		}
	}
	return false
}

func sum(a, b score.Counts) score.Counts {
	return score.Counts{TP: a.TP + b.TP, FP: a.FP + b.FP, FN: a.FN + b.FN, Ignored: a.Ignored + b.Ignored, Outside: a.Outside + b.Outside}
}

func (f *figure) addDynamics(measured, truth turnover.Presence) {
	for _, w := range []struct {
		p                                          turnover.Presence
		formation, elimination, restored, survival *tally
	}{
		{measured, &f.Formation.Measured, &f.Elimination.Measured, &f.Restored.Measured, &f.Survival.Measured},
		{truth, &f.Formation.True, &f.Elimination.True, &f.Restored.True, &f.Survival.True},
	} {
		for _, v := range turnover.Intervals(w.p, turnover.Spine) {
			if v.Branch == -1 {
				w.formation.add(float64(v.Gained), float64(v.NA))
				w.elimination.add(float64(v.Lost), float64(v.NA))
			}
		}
		for _, v := range turnover.Restore(w.p, turnover.RestoreParams{}, rand.New(rand.NewPCG(1, 1))) {
			w.restored.add(float64(v.Restored), float64(v.New))
		}
		for _, s := range w.p.Sites {
			last := s.States[len(s.States)-1]
			if s.States[0] != turnover.Present || last == turnover.NotJudgeable || s.Kind != turnover.Spine {
				continue
			}
			w.survival.add(map[bool]float64{true: 1}[last == turnover.Present], 1)
		}
	}
}

func (f *figure) rated() figure {
	for _, c := range []*score.Counts{&f.Spines, &f.Events, &f.judged} {
		tp, fp, fn := float64(c.TP), float64(c.FP), float64(c.FN)
		c.Precision, c.Recall = score.Number(tp/(tp+fp)), score.Number(tp/(tp+fn))
		c.F1 = score.Number(2 * tp / (2*tp + fp + fn))
	}
	f.CountedMiss, f.CountedFalse = 1-float64(f.judged.Recall), 1-float64(f.judged.Precision)
	f.StatedMiss, f.StatedFalse = round(f.StatedMiss/f.statedN), round(f.StatedFalse/f.statedN)
	for _, p := range []*pair{&f.Formation, &f.Elimination, &f.Restored, &f.Survival} {
		p.Measured.rate()
		p.True.rate()
	}
	return *f
}

func round(x float64) float64 { return math.Round(x*1e4) / 1e4 }
