package twin

import (
	"math"
	"slices"
)

// Value is a number about one mouse, or the reason there is none. It keeps the
// parts it is a ratio of; Of is 1 when it is not.
type Value struct {
	Sum, Of   float64
	Undefined string // "" when there is a value
}

// X returns the number, NaN when undefined.
func (v Value) X() float64 {
	if v.Undefined != "" {
		return math.NaN()
	}
	return v.Sum / v.Of
}

func undefined(why string) Value { return Value{Sum: math.NaN(), Of: math.NaN(), Undefined: why} }

// ratio makes a Value of two parts; without says what it means to have nothing
// to divide by.
func ratio(sum, of float64, without string) Value {
	if of == 0 || math.IsNaN(of) || math.IsNaN(sum) {
		return undefined(without)
	}
	return Value{Sum: sum, Of: of}
}

// Session returns the recording of a kind at an hour.
func (m Mouse) Session(kind SessionKind, hour float64) (Recording, bool) {
	i := slices.IndexFunc(m.Sessions, func(r Recording) bool { return r.Kind == kind && r.Hours == hour })
	if i < 0 {
		return Recording{}, false
	}
	return m.Sessions[i], true
}

// of measures one session, or says that it was not recorded.
func (m Mouse) of(kind SessionKind, hour float64, measure func(Recording) Value) Value {
	r, ok := m.Session(kind, hour)
	if !ok {
		return undefined("no " + kind.String() + " session at that hour")
	}
	return measure(r)
}
