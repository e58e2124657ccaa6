package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"

	"respine/cell"
	"respine/cellmatch"
	"respine/table"
)

// calciumField is the sessions of one field, as respine calcium left them.
type calciumField struct {
	sessions   []cellmatch.Session
	footprints [][]cell.Footprint // in the pixels of the movie
	ids        [][]int            // of the cells
	names      []string
	pixelUm    float64 // of the movie
	binned     int     // pixels of the movie along a side of one that is matched
	pixel      cellmatch.Pixel
	files      []string // that were read
	warnings   []string
}

// sameUm is how far sizes of a pixel may be apart, as a share: files round them.
const sameUm = 0.01

// readField reads folders of respine calcium. Fields are of one size, in pixels of
// one size, and each holds cells; two of the same footprints are a mistake that
// would look like cells that never change.
func readField(folders []string) (calciumField, error) {
	f := calciumField{names: sessionNames(folders)}
	var first calciumSummary
	seen := map[string]string{}
	for i, dir := range folders {
		s, file, err := calciumFolder(dir)
		if err != nil {
			return f, err
		}
		f.files = append(f.files, file, filepath.Join(dir, summaryFile))
		if i == 0 {
			first = s
			f.pixelUm = s.PixelUm
			// Distances in the method are in pixels, made for about a micrometre.
			f.binned = max(1, int(math.Round(1/s.PixelUm)))
			f.pixel = cellmatch.Pixel{Um: float64(f.binned) * s.PixelUm, FirstUm: float64(f.binned-1) / 2 * s.PixelUm}
		}
		const hint = "\nhint: only movies of one field, recorded in the same way, can be matched"
		if math.Abs(s.PixelUm-first.PixelUm) > sameUm*first.PixelUm {
			return f, fmt.Errorf("pixels of %s are %g um, those of %s %g um%s", folders[0], first.PixelUm, dir, s.PixelUm, hint)
		}
		if s.Height != first.Height || s.Width != first.Width {
			return f, fmt.Errorf("the field of %s has %d x %d pixels, that of %s %d x %d%s", folders[0], first.Height, first.Width, dir, s.Height, s.Width, hint)
		}
		sum, err := hashFile(file)
		if err != nil {
			return f, err
		}
		if err := f.read(dir, file, s); err != nil {
			return f, err
		}
		if before, twice := seen[sum]; twice {
			return f, usage(fmt.Sprintf("%s and %s hold the same footprints", before, dir), "each session needs a movie of its own")
		}
		seen[sum] = dir
	}
	if a, b, ok := againstOrder(f.names); ok {
		f.warnings = append(f.warnings, fmt.Sprintf("%s comes before %s; are the folders in the order of days?", f.names[a], f.names[b]))
	}
	return f, nil
}

// sessionNames are the last parts of the folders' paths where these differ.
func sessionNames(folders []string) []string {
	var names []string
	seen := map[string]bool{}
	for _, dir := range folders {
		if whole, err := filepath.Abs(dir); err == nil {
			dir = whole
		}
		names = append(names, filepath.Base(dir))
		seen[filepath.Base(dir)] = true
	}
	if len(seen) < len(folders) {
		return folders
	}
	return names
}

// calciumFolder reads the summary of what respine calcium wrote, and finds its
// footprints.
func calciumFolder(dir string) (s calciumSummary, footprints string, err error) {
	const hint = "\nhint: name folders that respine calcium wrote, as its --out"
	if info, err := os.Stat(dir); err != nil {
		return s, "", fmt.Errorf("%s: %w%s", dir, unwrapPath(err), hint)
	} else if !info.IsDir() {
		return s, "", fmt.Errorf("%s is a file%s", dir, hint)
	}
	var made state
	b, err := os.ReadFile(filepath.Join(dir, noteName, "state.json"))
	if err != nil || json.Unmarshal(b, &made) != nil {
		return s, "", fmt.Errorf("%s was not written by respine calcium%s", dir, hint)
	}
	if made.Made != calciumName {
		return s, "", fmt.Errorf("%s holds what respine %s wrote%s", dir, made.Made, hint)
	}
	if b, err = os.ReadFile(filepath.Join(dir, summaryFile)); err != nil {
		return s, "", fmt.Errorf("%s: %w\nhint: run respine calcium again", filepath.Join(dir, summaryFile), unwrapPath(err))
	}
	if err := json.Unmarshal(b, &s); err != nil || !(s.PixelUm > 0) || s.Height < 1 || s.Width < 1 {
		return s, "", fmt.Errorf("%s does not say how large field and pixels are\nhint: an earlier version wrote it; run respine calcium again", filepath.Join(dir, summaryFile))
	}
	for _, ending := range []string{".parquet", ".csv"} { // as table.Read
		footprints = filepath.Join(dir, "footprints"+ending)
		if _, err = os.Stat(footprints); !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	if err != nil {
		return s, "", fmt.Errorf("%s: %w\nhint: run respine calcium again", footprints, unwrapPath(err))
	}
	return s, footprints, nil
}

// read appends a session from its table of footprints.
func (f *calciumField) read(dir, file string, s calciumSummary) error {
	t, err := table.ReadFile(file, table.Int("cell_id", ""), table.Int("y_px", "px"), table.Int("x_px", "px"), table.Float("weight", ""))
	if err != nil {
		return err
	}
	if t.Len() == 0 {
		return fmt.Errorf("%s holds no cell\nhint: leave that session away, or look at %s and lower --min-score of respine calcium", dir, filepath.Join(dir, "mean.png"))
	}
	all, given := t.Ints("cell_id"), map[int64]int{}
	ys, xs, weights := t.Ints("y_px"), t.Ints("x_px"), t.Floats("weight")
	out := cellmatch.Session{Name: dir, Height: (s.Height + f.binned - 1) / f.binned, Width: (s.Width + f.binned - 1) / f.binned}
	var whole []cell.Footprint
	var ids []int
	for i, id := range all {
		y, x, w := int(ys[i]), int(xs[i]), weights[i]
		if y < 0 || x < 0 || y >= s.Height || x >= s.Width || !(w > 0) || math.IsInf(w, 0) {
			return fmt.Errorf("%s, cell %d: pixel %d, %d of weight %g is none of a field of %d x %d\nhint: run respine calcium again", file, id, y, x, w, s.Height, s.Width)
		}
		n, ok := given[id]
		if !ok {
			n = len(ids)
			given[id] = n
			ids = append(ids, int(id))
			whole = append(whole, nil)
			out.Cells = append(out.Cells, cellmatch.Footprint{})
		}
		c := &out.Cells[n]
		c.Rows, c.Cols, c.Weights = append(c.Rows, y/f.binned), append(c.Cols, x/f.binned), append(c.Weights, w)
		whole[n] = append(whole[n], cell.Pixel{Y: y, X: x, Weight: float32(w)})
	}
	f.sessions, f.footprints, f.ids = append(f.sessions, out), append(f.footprints, whole), append(f.ids, ids)
	return nil
}
