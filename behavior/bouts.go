package behavior

// Bout is a stretch of one state. Censored bouts end because the test does.
type Bout struct {
	State    State
	FromSec  float64
	ToSec    float64
	Censored bool
}

// Seconds is how long a bout lasts.
func (b Bout) Seconds() float64 { return b.ToSec - b.FromSec }

// boutsOf joins frames of one state. A frame lasts until the next one.
func boutsOf(sec []float64, states []State, end float64) []Bout {
	var out []Bout
	for i, s := range states {
		if s == Outside {
			continue
		}
		to := end
		if i+1 < len(sec) && sec[i+1] < end {
			to = sec[i+1]
		}
		if n := len(out); n > 0 && out[n-1].State == s {
			out[n-1].ToSec = to
			continue
		}
		out = append(out, Bout{State: s, FromSec: sec[i], ToSec: to})
	}
	if n := len(out); n > 0 {
		out[n-1].Censored = true
	}
	return out
}

// shortened gives bouts shorter than least, the shortest first and the earlier
// first among equals, to what is around them: to the longer neighbour where the
// two differ.
func shortened(all []Bout, least float64) []Bout {
	out := append([]Bout(nil), all...)
	for len(out) > 1 {
		k := 0
		for i, b := range out {
			if b.Seconds() < out[k].Seconds()-1e-9 {
				k = i
			}
		}
		if out[k].Seconds() >= least-1e-9 {
			break
		}
		into := k - 1
		if k == 0 || k+1 < len(out) && out[k+1].Seconds() > out[k-1].Seconds() {
			into = k + 1
		}
		out[k].State = out[into].State
		joinedBouts := out[:0:0]
		for _, b := range out {
			if n := len(joinedBouts); n > 0 && joinedBouts[n-1].State == b.State {
				joinedBouts[n-1].ToSec, joinedBouts[n-1].Censored = b.ToSec, b.Censored
				continue
			}
			joinedBouts = append(joinedBouts, b)
		}
		out = joinedBouts
	}
	return out
}

// immobileIn is how long bouts of immobility last within a stretch of the film.
func immobileIn(all []Bout, from, to float64) float64 {
	sum := 0.0
	for _, b := range all {
		if b.State == Immobile {
			sum += max(0, min(to, b.ToSec)-max(from, b.FromSec))
		}
	}
	return sum
}
