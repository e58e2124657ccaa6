package photometry

import "math"

// Session is one recording of one animal with its behaviour.
type Session struct {
	Animal, Name string
	From         Source // where it comes from
	Data         Processed
	Clock        Clock
	Bouts        []Bout   // seconds of the film
	Motion       *Channel // of the animal, seconds of the film; nil if it was not measured
}

// Source says what a session was read from.
type Source struct {
	Files           []string
	Format          string
	TimeUnit        string
	Signal, Control string // names of the channels
	Notes           []string
}

// immobile is the state in which an animal is waited for to struggle.
const immobile = "immobile"

// Onset is the beginning of a struggle, with the immobility before it.
type Onset struct {
	Sec                   float64
	StillSec, StruggleSec float64
}

// Onsets returns the struggles that began out of immobility.
func (s Session) Onsets() []Onset {
	var out []Onset
	for i := 1; i < len(s.Bouts); i++ {
		a, b := s.Bouts[i-1], s.Bouts[i]
		if a.State == immobile && b.State != immobile && b.FromSec-a.ToSec < 0.1 {
			out = append(out, Onset{b.FromSec, a.ToSec - a.FromSec, b.ToSec - b.FromSec})
		}
	}
	return out
}

// sample is a course on the film's clock at one time, by the line between the
// samples on either side; NaN beyond the ends.
func (s Session) sample(x []float64, film float64) float64 {
	device := s.Clock.OffsetSec + film*(1+s.Clock.DriftPPM*1e-6)
	u := (device - s.Data.Trace.StartSec) * s.Data.Trace.RateHz
	i := int(math.Floor(u))
	if i < 0 || i+1 >= len(x) {
		return nan
	}
	w := u - float64(i)
	return (1-w)*x[i] + w*x[i+1]
}

// filmEnds are the first and the last second of the film that the recorder saw.
func (s Session) filmEnds() (from, to float64) {
	t := s.Data.Trace
	return s.Clock.Film(t.StartSec), s.Clock.Film(t.At(len(t.Signal) - 1))
}

// InFilmTime turns transients on the recorder's clock into the film's.
func (s Session) InFilmTime(all []Transient) []Transient {
	out := append([]Transient(nil), all...)
	for i := range out {
		out[i].OnsetSec, out[i].PeakSec = s.Clock.Film(out[i].OnsetSec), s.Clock.Film(out[i].PeakSec)
	}
	return out
}

// Rates counts transients, on the recorder's clock, by the state in which they
// began. Only one clock for both makes sense of it.
func (s Session) Rates(all []Transient, dff []float64) []Rate {
	from, _ := s.filmEnds()
	return Rates(s.InFilmTime(all), s.Bouts, dff, from, s.Data.Trace.RateHz*(1+s.Clock.DriftPPM*1e-6))
}

// Usable parts sessions into those whose clock may be relied on around behaviour
// and those refused, with the reason of each. Sessions without behaviour are in
// neither.
func Usable(all []Session, p Params) (good, refused []Session, why []string) {
	for _, s := range all {
		if len(s.Bouts) == 0 {
			continue
		}
		if reason := s.Clock.Refused(p); reason != "" {
			refused, why = append(refused, s), append(why, reason)
		} else {
			good = append(good, s)
		}
	}
	return good, refused, why
}

// animals returns the animals of sessions in the order in which they first come.
func animals(all []Session) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range all {
		if !seen[s.Animal] {
			seen[s.Animal] = true
			out = append(out, s.Animal)
		}
	}
	return out
}
