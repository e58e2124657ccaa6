package pipeline

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"respine/store"
	"respine/study"
)

// maskedArm stands for all arms of a masked study.
const maskedArm = "masked"

// errMaskedBefore is that a manifest no longer says what results were made under.
var errMaskedBefore = errors.New("the animals of this study were masked, and are not any more by the manifest alone\nhint: respine unblind says who unblinds them and why; or put back blinding: masked")

// unblinding returns the entry of the log that unblinded a study, if there is one.
func unblinding(st *store.Store) (store.Entry, bool, error) {
	log, err := st.Audit()
	if err != nil {
		return store.Entry{}, false, err
	}
	i := slices.IndexFunc(log, func(e store.Entry) bool { return e.What == "unblind" })
	if i < 0 {
		return store.Entry{}, false, nil
	}
	return log[i], true, nil
}

// blinded returns the study as it may be seen: with codes for animals and without
// arms, if its manifest asks for that and nobody has unblinded it.
func blinded(s study.Study, st *store.Store) (out study.Study, masked bool, err error) {
	_, open, err := unblinding(st)
	if err != nil || open {
		return s, false, err
	}
	m, err := st.Mask()
	switch {
	case err == nil && s.Blinding != study.Masked:
		return s, false, errMaskedBefore
	case s.Blinding != study.Masked && errors.Is(err, fs.ErrNotExist):
		return s, false, nil
	case errors.Is(err, fs.ErrNotExist):
		if m, err = newMask(st); err != nil {
			return s, false, err
		}
	case err != nil:
		return s, false, err
	}
	return mask(s, m), true, nil
}

// Masked reports whether claims of a study may not be judged yet: its manifest masks
// animals and nobody has unblinded them. It makes nothing.
func Masked(s study.Study, dir string) (bool, error) {
	if !store.Exists(StoreOf(dir)) {
		return s.Blinding == study.Masked, nil
	}
	st, err := store.Open(StoreOf(dir))
	if err != nil {
		return false, err
	}
	defer st.Close()
	if _, open, err := unblinding(st); err != nil || open {
		return false, err
	}
	switch _, err := st.Mask(); {
	case err == nil && s.Blinding != study.Masked:
		return false, errMaskedBefore
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return false, err
	}
	return s.Blinding == study.Masked, nil
}

// newMask makes the mask of a store, which the log then knows of, so that it cannot
// be lost unnoticed.
func newMask(st *store.Store) (store.Mask, error) {
	log, err := st.Audit()
	if err != nil {
		return store.Mask{}, err
	}
	if slices.ContainsFunc(log, func(e store.Entry) bool { return e.What == "mask" }) {
		return store.Mask{}, fmt.Errorf("%s: the secret that codes of animals come from is gone\nhint: restore the file mask from a backup, or respine unblind", st.Dir())
	}
	m, _, err := st.NewMask()
	if err != nil {
		return m, err
	}
	return m, st.Record(store.Entry{Time: time.Now(), Who: "respine", What: "mask", Of: "all animals", Why: "blinding: masked in the manifest"})
}

// mask puts codes in the place of animals, in the order of the codes, for the order
// of a manifest is that of arms; takes off what tells animals apart otherwise; and
// leaves out what names arms, among it the tables a lab scored and the claims.
func mask(s study.Study, m store.Mask) study.Study {
	ids := make([]string, len(s.Animals))
	for i, a := range s.Animals {
		ids[i] = a.ID
	}
	code := map[string]string{}
	for i, c := range m.Codes(ids) {
		code[ids[i]] = c
	}
	s.Arms = []study.Arm{{ID: maskedArm, Purpose: "every animal; arms are not shown"}}
	s.Animals = slices.Clone(s.Animals)
	for i, a := range s.Animals {
		s.Animals[i] = study.Animal{ID: code[a.ID], Arm: maskedArm}
	}
	slices.SortFunc(s.Animals, func(a, b study.Animal) int { return cmp.Compare(a.ID, b.ID) })
	s.Sessions = slices.Clone(s.Sessions)
	for i := range s.Sessions {
		s.Sessions[i].Arms = nil
	}
	s.Recordings = slices.Clone(s.Recordings)
	for i := range s.Recordings {
		s.Recordings[i].Animal = code[s.Recordings[i].Animal]
	}
	slices.SortStableFunc(s.Recordings, func(a, b study.Recording) int { return cmp.Compare(a.Animal, b.Animal) })
	s.Tables, s.Claims, s.Simulation = nil, study.Claims{}, study.Simulation{}
	return s
}

// maskedName is what a file of a masked animal is called: n-th of its recording.
func maskedName(r study.Recording, n int, file string) string {
	name := []string{r.Animal, r.Session}
	if r.Field != "" {
		name = append(name, r.Field)
	}
	if n > 0 {
		name = append(name, fmt.Sprint(n+1))
	}
	return strings.Join(name, "/") + path.Ext(file)
}

// Unblind has the next run name animals and judge claims, and notes who wanted that
// and why, for good. It returns the entry of whoever did so before, if somebody did.
func Unblind(s study.Study, dir, who, why string, now time.Time) (before store.Entry, done bool, err error) {
	st, err := store.Open(StoreOf(dir))
	if err != nil {
		return before, false, err
	}
	defer st.Close()
	before, open, err := unblinding(st)
	if err != nil || open {
		return before, false, err
	}
	if _, err := st.Mask(); errors.Is(err, fs.ErrNotExist) && s.Blinding != study.Masked {
		return before, false, ErrNotMasked
	}
	return before, true, st.Record(store.Entry{Time: now, Who: who, What: "unblind", Of: "all animals", Why: why})
}

// ErrNotMasked is that there is nothing to unblind.
var ErrNotMasked = errors.New("the animals of this study are not masked")
