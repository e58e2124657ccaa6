package pipeline

import (
	"errors"

	"respine/store"
)

// Status is where one piece of work stands.
type Status struct {
	Step    string  `json:"step"`
	Unit    string  `json:"unit"`
	State   string  `json:"state"` // done, failed, cancelled, running or to do
	Seconds float64 `json:"seconds,omitempty"`
	Error   string  `json:"error,omitempty"`
}

// Status returns where every piece of work on recordings stands, and what cannot be
// worked on. It measures nothing, but has to know the content of every recording:
// new ones are read.
func (s Study) Status() ([]Status, []LeftOut, error) {
	recordings, err := s.collect(func(string, ...any) {})
	if err != nil {
		return nil, nil, err
	}
	endings, err := s.Store.Endings()
	if err != nil {
		return nil, nil, err
	}
	last := map[store.Key]store.Ending{}
	for _, e := range endings {
		last[e.Key] = e
	}
	runner, err := s.Store.Running()
	if err != nil {
		return nil, nil, err
	}
	var out []Status
	measured := s.measuring(recordings)
	var hoped []*Work // done, or likely to be
	add := func(w *Work) error {
		key := s.keyOf(*w)
		v := Status{Step: w.Step, Unit: w.Unit, State: Waiting}
		_, found, err := s.Store.Lookup(key)
		if err != nil && !errors.Is(err, store.ErrDamaged) {
			return err
		}
		e, ended := last[key]
		switch {
		case found:
			v.State, v.Seconds = Done, e.Seconds
		case ended && e.State == Running && runner.Process == 0: // its process is gone
		case ended && e.State != Done:
			v.State, v.Error = e.State, e.Error
		}
		if v.State != Failed {
			hoped = append(hoped, w)
		}
		out = append(out, v)
		return nil
	}
	for _, w := range measured {
		if err := add(w); err != nil {
			return nil, nil, err
		}
	}
	for _, w := range s.together(hoped) {
		if err := add(w); err != nil {
			return nil, nil, err
		}
	}
	return out, leftOut(recordings, nil), nil
}
