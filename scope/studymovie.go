package scope

import (
	"math"
	"slices"

	"respine/network"
	"respine/study"
	"respine/table"
	"respine/twin"
)

// movie renders the beginning of a calcium session, with every cell of the twin in
// a field of their usual density. Every session has a field of its own: cell i is
// the twin's cell i in all of them, but not at one place.
func (w rawWriter) movie(s StudySession, seen twin.Recording) (study.Recording, error) {
	file, listed, err := w.place(s.ID, "calcium.tif")
	if err != nil {
		return study.Recording{}, err
	}
	seconds := math.Min(w.raw.MovieSec, seen.Activity.Seconds)
	pixel := math.Round(1000*math.Sqrt(um2PerBody*float64(seen.Activity.Neurons))/float64(w.raw.MoviePixels)) / 1000
	m := RandomMovie(w.key(s.Kind, s.Number).Rand(), MovieParams{
		Width: w.raw.MoviePixels, Height: w.raw.MoviePixels, Frames: max(1, int(seconds*w.raw.MovieHz)), RateHz: w.raw.MovieHz, PixelUm: pixel,
		Spikes: until(SpikeTimes(seen.Activity), seconds), Detector: asBright(MoviePreset(MediumNoise), pixel, w.raw.MovieHz)})
	if err := m.WriteTIFF(w.ctx, file, 1); err != nil {
		return study.Recording{}, err
	}
	return w.recording(s, listed, study.Meta{PixelUm: pixel, RateHz: w.raw.MovieHz, Indicator: "GCaMP6s"}), w.truth(s.ID, append(MovieTables(m), ensembleEvents(seen.Ensemble, seconds))...)
}

// ensembleEvents has the events of the twin that begin within the movie, as score
// calcium reads them.
func ensembleEvents(all []network.Event, seconds float64) *table.Table {
	t := table.New("ensemble_events", table.Float("from_s", "s"), table.Float("to_s", "s"), table.Int("cells", ""))
	for _, e := range all {
		if e.StartSec < seconds {
			t.Append(e.StartSec, math.Min(e.EndSec, seconds), e.Cells)
		}
	}
	return t
}

// asBright is a detector that a cell sends as much light in a second as it sends one
// whose pixels and frames are those of MoviePreset, whatever the pixel and the rate:
// one laser dwells longer on each of fewer pixels. The converter has room for it.
func asBright(d MovieDetector, pixelUm, rateHz float64) MovieDetector {
	d.CellPhotons *= pixelUm * pixelUm / (presetPixelUm * presetPixelUm) * presetRateHz / rateHz
	d.BitDepth = 16
	return d
}

// until cuts spike times, which are in order, at the end of a movie.
func until(spikes [][]float64, seconds float64) [][]float64 {
	for i, times := range spikes {
		n, _ := slices.BinarySearch(times, seconds)
		spikes[i] = times[:n]
	}
	return spikes
}
