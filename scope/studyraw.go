package scope

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"

	"respine/random"
	"respine/study"
	"respine/table"
)

// StudyRaw says how the recordings of a simulated study are made. Lengths of the
// recordings themselves are those of the twin, movies excepted.
type StudyRaw struct {
	Seed              uint64
	Sessions          []string // that are recorded; nil means all
	Branches          int      // of the imaged ones, in the field of the stacks
	StackDepthUm      float64  // of the stacks
	FilmWidth         int      // of the film of tail suspension, pixels
	FilmHeight        int
	FilmHz            float64
	FilmH264          bool // instead of motion JPEG; needs ffmpeg
	MoviePixels       int  // width and height of a calcium movie, of a field that fits all cells
	MovieHz, MovieSec float64
	FibreHz           float64 // of photometry, per channel
	FibreClock        FibreClock
	PunctaPerUm2      float64 // of a section of a mouse whose dendrites have 0.45 spines per um
	PunctaBranches    int     // whose synapses a section shows, of the imaged ones; 0 is all
}

// SmallRaw makes recordings that a laptop renders in seconds.
func SmallRaw(seed uint64) StudyRaw {
	return StudyRaw{Seed: seed, Branches: 3, StackDepthUm: 16, FilmWidth: 240, FilmHeight: 240, FilmHz: 10,
		MoviePixels: 128, MovieHz: 10, MovieSec: 60, FibreHz: 20, PunctaPerUm2: 0.3}
}

// PaperRaw makes recordings as large as those of a laboratory.
func PaperRaw(seed uint64) StudyRaw {
	return StudyRaw{Seed: seed, Branches: 8, StackDepthUm: 24, FilmWidth: 640, FilmHeight: 480, FilmHz: 30,
		MoviePixels: 320, MovieHz: 30, MovieSec: 600, FibreHz: 30, PunctaPerUm2: 0.3}
}

// NotRendered says what of the twin the recordings do not show.
func NotRendered(raw StudyRaw) []string {
	return []string{
		fmt.Sprintf("imaged dendrites beyond the first %d, in stacks; the truth tables have all", raw.Branches),
		"changes of the size of a spine between sessions, in stacks: heads keep the mean of the days they were seen",
		fmt.Sprintf("calcium after the first %g s, in movies", raw.MovieSec),
		"one field of cells on several days: in each movie they lie elsewhere",
		"leaks and evaporation of the twin's own bottles: the weights have those of the instrument, in truth/recordings",
	}
}

// rawFolder and rawTruth are where recordings and the truth of the instruments
// lie in the folder of a study.
const (
	rawFolder = "recordings"
	rawTruth  = "truth/recordings"
)

// WriteRaw renders what the sessions of an animal left, into
// dir/recordings/ANIMAL/SESSION, and the truth of the instruments, into
// dir/truth/recordings likewise. It returns the recordings as the manifest lists
// them. Stacks of all sessions are of one field, so their truth is one, in
// dir/truth/recordings/ANIMAL/spines. Errors are those of files and of ctx.
func (m StudyMouse) WriteRaw(ctx context.Context, dir string, raw StudyRaw) ([]study.Recording, error) {
	w := rawWriter{ctx: ctx, dir: dir, raw: raw, m: m}
	var out []study.Recording
	scene, number, err := w.scene()
	if err != nil {
		return nil, err
	}
	for _, s := range m.Sessions {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if w.raw.Sessions != nil && !slices.Contains(w.raw.Sessions, s.ID) {
			continue
		}
		var r study.Recording
		var err error
		switch seen := m.Mouse.Sessions[w.order(s.Number)]; s.Kind {
		case study.Spines:
			r, err = w.stack(s, scene, number[s.Number])
		case study.Calcium:
			r, err = w.movie(s, seen)
		case study.TailSuspension:
			r, err = w.film(s, seen)
		case study.Photometry:
			r, err = w.fibre(s, seen)
		case study.Sucrose:
			r, err = w.bottles(s, seen)
		case study.PSD95:
			r, err = w.puncta(s, seen)
		default:
			panic("scope: unknown kind of session " + string(s.Kind))
		}
		if err != nil {
			return nil, fmt.Errorf("animal %s, session %s: %w", m.Animal.ID, s.ID, err)
		}
		out = append(out, r)
	}
	return out, nil
}

// rawWriter renders one animal.
type rawWriter struct {
	ctx context.Context
	dir string
	raw StudyRaw
	m   StudyMouse
}

// order returns where the twin's session of a number is: sessions lie there in
// the order of time.
func (w rawWriter) order(number int) int {
	for i, s := range w.m.Mouse.Sessions {
		if s.Number == number {
			return i
		}
	}
	panic("scope: the mouse has no session of that number")
}

// forRaw keeps the draws of instruments apart from those of the mouse, which are
// keyed by animal in this place: no animal has so high a number.
const forRaw = 1 << 40

// key is that of what an instrument does in one session.
func (w rawWriter) key(kind study.SessionKind, number int) random.Key {
	return random.New(w.raw.Seed, forRaw, uint64(w.m.Mouse.Animal), uint64(twinSession(kind)), bit64(kind == study.Photometry), uint64(number))
}

func bit64(b bool) uint64 { return uint64(bit(b)) }

// place returns where a file of a session goes, and what the manifest calls it.
func (w rawWriter) place(session, name string) (file, listed string, err error) {
	listed = path.Join(rawFolder, w.m.Animal.ID, session, name)
	file = filepath.Join(w.dir, filepath.FromSlash(listed))
	return file, listed, os.MkdirAll(filepath.Dir(file), 0o777)
}

// truth writes the truth of an instrument.
func (w rawWriter) truth(session string, tables ...*table.Table) error {
	return table.WriteFiles(filepath.Join(w.dir, filepath.FromSlash(rawTruth), w.m.Animal.ID, session), tables...)
}

// recording is the line of the manifest.
func (w rawWriter) recording(s StudySession, file string, meta study.Meta) study.Recording {
	return study.Recording{Animal: w.m.Animal.ID, Session: s.ID, Files: []string{file}, Meta: meta}
}

// csv writes a table as CSV alone, as instruments do.
func (w rawWriter) csv(file string, t *table.Table) error {
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(t.WriteCSV(out), out.Close())
}
