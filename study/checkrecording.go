package study

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"respine/spelling"
	"respine/yamltree"
)

// checkRecordings: every recording is of an animal in a session it took part
// in, is what such a session leaves, and is there once.
func checkRecordings(c *yamltree.Collector, s Study) {
	places, files := map[string]string{}, map[string]string{}
	for i, r := range s.Recordings {
		at := "recordings/" + strconv.Itoa(i+1)
		checkFiles(c, r.Files, at)
		session, ok := checkWhose(c, s, r, at)
		if !ok {
			continue
		}
		modality := r.ModalityIn(session.Kind)
		if modality != TableFile && modality != session.Kind.Recorded() {
			c.On(at+"/modality", fmt.Sprintf("recording %d: a %s of a session of %s", i+1, modality, session.Kind),
				fmt.Sprintf("such a session leaves a %s, or a table", session.Kind.Recorded()))
			continue
		}
		checkMeta(c, r, modality, at)
		whose := fmt.Sprintf("%s of animal %s in session %s", modality, r.Animal, r.Session)
		once(c, places, strings.Join([]string{string(modality), r.Animal, r.Session, r.Field}, "/"), at, i, "the "+whose+" is recording", "name each field of view with field:, or put the files into one list")
		for _, f := range r.Files {
			key := fmt.Sprintf("%s/%d/%d/%s", modality, r.Meta.Channel, r.Meta.Place, path.Clean(f))
			if modality != TableFile {
				once(c, files, key, at+"/files/"+f, i, f+" is of recording", "one file is of one animal and session; a film of several animals is scored by respine tst, and its bouts named under tables:")
			}
		}
	}
}

// once notes that something is here a second time.
func once(c *yamltree.Collector, seen map[string]string, key, at string, i int, what, hint string) {
	number := strconv.Itoa(i + 1)
	if first, twice := seen[key]; twice && first != number {
		c.On(at, fmt.Sprintf("recording %s: %s %s already", number, what, first), hint)
		return
	}
	seen[key] = number
}

// checkWhose looks up the animal and the session of a recording, and reports
// whether the session is known.
func checkWhose(c *yamltree.Collector, s Study, r Recording, at string) (Session, bool) {
	animal := slices.IndexFunc(s.Animals, func(a Animal) bool { return a.ID == r.Animal })
	session := slices.IndexFunc(s.Sessions, func(one Session) bool { return one.ID == r.Session })
	if animal < 0 && r.Animal != "" && len(s.Animals) > 0 {
		c.On(at+"/animal", fmt.Sprintf("%s: no animal is called %q", called(at), r.Animal), closeOnly(r.Animal, idsOf(s.Animals)))
	}
	if session < 0 {
		if r.Session != "" && len(s.Sessions) > 0 {
			c.On(at+"/session", fmt.Sprintf("%s: no session is called %q", called(at), r.Session), spelling.Suggest(r.Session, idsOf(s.Sessions)))
		}
		return Session{}, false
	}
	one := s.Sessions[session]
	if animal >= 0 && !one.Covers(s.Animals[animal].Arm) {
		c.On(at+"/session", fmt.Sprintf("%s: arm %s of animal %s is not in session %s", called(at), s.Animals[animal].Arm, r.Animal, r.Session), "mend the animal or the session, or add the arm to the session")
	}
	return one, slices.Contains(SessionKinds(), one.Kind)
}

// closeOnly is suggest for lists too long to print.
func closeOnly(want string, all []string) string {
	if near := spelling.Nearest(want, all); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "add it to animals, or mend the name"
}

// checkMeta: what a file of a kind cannot have is a slip.
func checkMeta(c *yamltree.Collector, r Recording, modality Modality, at string) {
	given := map[string]bool{
		"voxel_um": r.Meta.VoxelUm != [3]float64{}, "pixel_um": r.Meta.PixelUm != 0, "rate_hz": r.Meta.RateHz != 0, "indicator": r.Meta.Indicator != "",
		"channel": r.Meta.Channel != 0, "place": r.Meta.Place != 0, "rater": r.Meta.Rater != "",
	}
	sensible := map[Modality][]string{
		Stack: {"voxel_um", "channel"}, Images: {"voxel_um", "channel"}, Movie: {"pixel_um", "rate_hz", "indicator", "channel"},
		Video: {"rate_hz", "place"}, Trace: {"rate_hz", "indicator"}, Weights: nil, TableFile: {"rater"},
	}[modality]
	for _, name := range keyNames(new(Recording).keys()) {
		if given[name] && !slices.Contains(sensible, name) {
			hint := "take it out"
			if len(sensible) > 0 {
				hint = fmt.Sprintf("of a %s one says: %s", modality, strings.Join(sensible, ", "))
			}
			c.On(at+"/"+name, fmt.Sprintf("%s: %s of a %s", called(at), name, modality), hint)
		}
	}
}

// checkFiles looks at paths as text.
func checkFiles(c *yamltree.Collector, files []string, at string) {
	for _, f := range files {
		if strings.Contains(f, `\`) {
			c.On(at+"/files/"+f, fmt.Sprintf("%s: backslash in %s", called(at), f), "write / between folders, on Windows too")
		} else if _, err := path.Match(f, ""); err != nil {
			c.On(at+"/files/"+f, fmt.Sprintf("%s: %s is no pattern: a [ is not closed", called(at), f), "close it, or put ? in its place")
		}
	}
}

// checkTables looks at the tables a lab brings.
func checkTables(c *yamltree.Collector, s Study) {
	for i, t := range s.Tables {
		checkFiles(c, t.Files, "tables/"+strconv.Itoa(i+1))
	}
}
