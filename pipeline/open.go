package pipeline

import (
	"errors"
	"path/filepath"
	"time"

	"respine/store"
	"respine/study"
)

// StoreOf returns the folder of results of a study.
func StoreOf(dir string) string { return filepath.Join(dir, "store") }

// Study is a study on disk, opened.
type Study struct {
	study.Study
	Dir    string
	Store  *store.Store
	Masked bool // animals are codes and there are no arms
	steps  []Step
}

// Open opens a study whose manifest has been read. What it returns names animals as
// the blinding of the manifest allows.
func Open(s study.Study, dir string) (Study, error) {
	st, err := store.Open(StoreOf(dir))
	if err != nil {
		return Study{}, err
	}
	s.Measure = s.Measure.Settled()
	seen, masked, err := blinded(s, st)
	if err != nil {
		return Study{}, errors.Join(err, st.Close())
	}
	return Study{seen, dir, st, masked, Steps()}, nil
}

// Begin makes this process the one that runs the study, until release, and clears
// away what killed runs left.
func (s Study) Begin(now time.Time) (release func(), err error) {
	release, err = s.Store.Lock(now)
	if err != nil {
		return nil, err
	}
	if _, err := s.Store.Sweep(); err != nil {
		release()
		return nil, err
	}
	return release, nil
}
