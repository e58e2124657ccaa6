package scope

import (
	"errors"
	"slices"

	"respine/study"
	"respine/twin"
	"respine/video"
)

// film renders tail suspension as motion JPEG, or as H.264. The film begins when
// the hand lets go; a mouse of which photometry is recorded carries its cord.
func (w rawWriter) film(s StudySession, seen twin.Recording) (study.Recording, error) {
	name := "tail.avi"
	if w.raw.FilmH264 {
		name = "tail.mp4"
	}
	file, listed, err := w.place(s.ID, name)
	if err != nil {
		return study.Recording{}, err
	}
	corded := slices.ContainsFunc(w.m.Sessions, func(o StudySession) bool { return o.Kind == study.Photometry && o.At == s.At })
	test := Hang(TailVideo{Width: w.raw.FilmWidth, Height: w.raw.FilmHeight, RateHz: w.raw.FilmHz,
		Animals: []TailAnimal{{Name: w.m.Animal.ID, TestSec: w.m.Params.Imaging.SuspensionSec, Wire: corded, Bouts: struggles(seen.Bouts)}}}, w.key(s.Kind, s.Number))
	var out video.Writer
	if w.raw.FilmH264 {
		out, err = video.CreateH264(w.ctx, file, w.raw.FilmWidth, w.raw.FilmHeight, w.raw.FilmHz)
	} else {
		out, err = video.CreateAVI(file, w.raw.FilmWidth, w.raw.FilmHeight, w.raw.FilmHz)
	}
	if err != nil {
		return study.Recording{}, err
	}
	if err := errors.Join(test.Write(w.ctx, out, 1), out.Close()); err != nil {
		return study.Recording{}, err
	}
	return w.recording(s, listed, study.Meta{RateHz: w.raw.FilmHz}), w.truth(s.ID, test.Tables()...)
}

// struggles are the bouts that are not immobile, as the film has them.
func struggles(bouts []twin.Bout) []TailBout {
	var out []TailBout
	for _, b := range bouts {
		if !b.Immobile && b.ToSec > b.FromSec {
			out = append(out, TailBout{FromSec: b.FromSec, ToSec: b.ToSec, State: TailStruggling})
		}
	}
	return out
}

// fibre records photometry during tail suspension, on a clock of its own. The
// pulses that went to recorder and film are in both files: up or not beside every
// sample, and the times the film saw.
func (w rawWriter) fibre(s StudySession, seen twin.Recording) (study.Recording, error) {
	file, listed, err := w.place(s.ID, "photometry.csv")
	if err != nil {
		return study.Recording{}, err
	}
	a := FibreActivity{BinSec: seen.Activity.BinSec, RateHz: seen.Activity.Rate, Movement: movement(seen)}
	r := RecordFibre(a, Photometry{RateHz: w.raw.FibreHz, Clock: w.raw.FibreClock}, w.key(s.Kind, s.Number))
	pulseFile, pulsesListed, err := w.place(s.ID, "film_pulses.csv")
	if err := errors.Join(err, w.csv(file, r.CSV()), w.csv(pulseFile, r.PulseCSV())); err != nil {
		return study.Recording{}, err
	}
	v := w.recording(s, listed, study.Meta{RateHz: w.raw.FibreHz, Indicator: "GCaMP6s"})
	v.Files = append(v.Files, pulsesListed)
	return v, w.truth(s.ID, r.Tables()...)
}

// movement is 1 in bins of struggling.
func movement(seen twin.Recording) []float32 {
	out := make([]float32, len(seen.Activity.Rate))
	for _, b := range seen.Bouts {
		for i := int(b.FromSec / seen.Activity.BinSec); !b.Immobile && i < len(out) && float64(i)*seen.Activity.BinSec < b.ToSec; i++ {
			out[i] = 1
		}
	}
	return out
}
