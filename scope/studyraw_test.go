package scope

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"testing"

	"respine/study"
	"respine/table"
	"respine/tiff"
	"respine/turnover"
	"respine/twin"
	"respine/video"
)

// tinyRaw is quicker than any recording of use.
func tinyRaw() StudyRaw {
	return StudyRaw{Seed: 5, Branches: 2, StackDepthUm: 8, FilmWidth: 64, FilmHeight: 64, FilmHz: 5,
		MoviePixels: 48, MovieHz: 5, MovieSec: 2, FibreHz: 10, PunctaPerUm2: 0.3}
}

// rawOf renders a mouse into a folder.
func rawOf(t *testing.T, m StudyMouse) (dir string, recordings []study.Recording) {
	t.Helper()
	dir = t.TempDir()
	recordings, err := m.WriteRaw(context.Background(), dir, tinyRaw())
	if err != nil {
		t.Fatal(err)
	}
	return dir, recordings
}

// TestRawFilesAreAsTheManifestSays: a recording for every session, its files
// there, the manifest without fault, and no truth among them.
func TestRawFilesAreAsTheManifestSays(t *testing.T) {
	t.Parallel()
	s := quickStudy()
	s.Name, s.TimeZero.Event, s.Simulation = "quick", "injection", study.Simulation{Preset: "moda-sava-2019"}
	m := simulated(t, s, 2)[1]
	dir, recordings := rawOf(t, m)
	s.Recordings = recordings
	for _, p := range s.Check() {
		if !p.Warning {
			t.Error(p)
		}
	}
	if len(recordings) != len(s.Sessions) {
		t.Errorf("%d recordings of %d sessions", len(recordings), len(s.Sessions))
	}
	listed := map[string]bool{}
	for _, r := range recordings {
		for _, f := range r.Files {
			listed[filepath.Join(dir, f)] = true
		}
	}
	err := filepath.WalkDir(filepath.Join(dir, "recordings"), func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !listed[path] {
			t.Errorf("%s is not in the manifest", path)
		}
		delete(listed, path)
		return err
	})
	if err != nil || len(listed) > 0 {
		t.Error(err, "not there:", listed)
	}
}

// TestRawFilesHoldWhatTheTwinDid compares files and truth of the instruments
// with what the mouse did.
func TestRawFilesHoldWhatTheTwinDid(t *testing.T) {
	t.Parallel()
	m := simulated(t, quickStudy(), 2)[0]
	dir, recordings := rawOf(t, m)
	at := map[study.SessionKind]string{}
	for i, r := range recordings {
		at[m.Sessions[i].Kind] = filepath.Join(dir, r.Files[0])
	}
	truth := func(session, name string) *table.Table {
		v, err := table.Read(filepath.Join(dir, "truth", "recordings", "a1", session), name)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	r, _ := m.Mouse.Session(twin.SucroseSession, 3)
	drunk := 0.0
	for _, b := range r.Bottles {
		drunk += b.DrunkG
	}
	v := truth("sucrose-3h", "sucrose_preference")
	if got := v.Floats("sucrose_g")[0] + v.Floats("water_g")[0]; math.Abs(got-drunk) > 1e-9 {
		t.Errorf("drunk %g g, want %g", got, drunk)
	}
	if r, _ = m.Mouse.Session(twin.PunctaSession, 3); truth("psd95-3h", "puncta").Len() != len(r.Puncta) || len(r.Puncta) == 0 {
		t.Errorf("%d puncta of %d", truth("psd95-3h", "puncta").Len(), len(r.Puncta))
	}
	film, err := video.OpenAVI(at[study.TailSuspension])
	if err != nil {
		t.Fatal(err)
	}
	defer film.Close()
	if i := film.Info(); i.Frames != 55 || i.RateHz != 5 {
		t.Errorf("a film of %+v, want 10 s and one more at 5 Hz", i)
	}
	movie, err := tiff.Open(at[study.Calcium])
	if err != nil {
		t.Fatal(err)
	}
	defer movie.Close()
	if n, err := movie.Len(); n != 10 || err != nil {
		t.Errorf("%d pages (%v), want 2 s at 5 Hz", n, err)
	}
	fibre, err := table.ReadFile(at[study.Photometry])
	if err != nil || fibre.Len() != 100 {
		t.Errorf("photometry: %v, %d rows, want 10 s at 10 Hz", err, fibre.Len())
	}
}

// TestStacksShowTheTwinsSpines: the presence table of the scene is that of the
// mouse, for the branches in the field, but for spines hidden by the shaft.
func TestStacksShowTheTwinsSpines(t *testing.T) {
	m := simulated(t, quickStudy(), 1)[0]
	w := rawWriter{ctx: context.Background(), dir: t.TempDir(), raw: tinyRaw(), m: m}
	sc, number, err := w.scene()
	if err != nil {
		t.Fatal(err)
	}
	if len(sc.Sessions) != 2 || len(number) != 2 || sc.Sessions[1].Day != 0.25 {
		t.Fatalf("%d sessions: %v", len(sc.Sessions), number)
	}
	want := map[string][]turnover.State{}
	for _, s := range m.Presence().Sites {
		want[s.Spine] = s.States
	}
	seen := 0
	for _, s := range sc.Presence().Sites {
		for k, state := range s.States {
			if state == turnover.NotJudgeable {
				continue
			}
			if seen++; state != want[s.Spine][k] {
				t.Errorf("%s in session %d: %v, want %v", s.Spine, k, state, want[s.Spine][k])
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d spines to be seen", seen)
	}
	ids := map[string]bool{"": true}
	for _, s := range sc.Spines {
		ids[s.ID] = true
	}
	for _, s := range sc.Spines {
		if !ids[s.RestoredFrom] || (s.Origin == Restored) != (s.RestoredFrom != "") || (s.Origin == Original) != s.Present[0] {
			t.Errorf("%s: %s of %q", s.ID, s.Origin, s.RestoredFrom)
		}
	}
	for _, b := range sc.Branches {
		if math.Abs(b.LengthUm()-m.Wiring.LengthUm) > 0.1 {
			t.Errorf("branch %d is %g um long, want %g", b.ID, b.LengthUm(), m.Wiring.LengthUm)
		}
	}
}
