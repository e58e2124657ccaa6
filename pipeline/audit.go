package pipeline

import (
	"slices"
	"time"

	"respine/store"
)

// recordExclusions notes in the audit log what a run left out, once each: what was
// left out for the same reason before is there already.
func (s Study) recordExclusions(all []LeftOut, now time.Time) error {
	if len(all) == 0 {
		return nil
	}
	log, err := s.Store.Audit()
	if err != nil {
		return err
	}
	for _, v := range all {
		known := slices.ContainsFunc(log, func(e store.Entry) bool { return e.What == "exclude" && e.Of == v.What && e.Why == v.Why })
		if known {
			continue
		}
		if err := s.Store.Record(store.Entry{Time: now, Who: "respine run", What: "exclude", Of: v.What, Why: v.Why}); err != nil {
			return err
		}
	}
	return nil
}
