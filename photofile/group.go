package photofile

import (
	"path/filepath"
	"regexp"
	"strings"
)

// lightIn finds the light in a file name, with what parts it from the rest.
var lightIn = regexp.MustCompile(`[-_ ]?\b?(405|410|415|465|470|490|560)(nm)?`)

// Group puts files of one session together: those in one folder whose names differ
// in a light alone, such as a_415.csv and a_470.csv. The order is that of the
// first file of each.
func Group(paths []string) [][]string {
	var out [][]string
	place := map[string]int{}
	for _, p := range paths {
		key := p
		if base := filepath.Base(p); lightIn.MatchString(base) {
			key = filepath.Join(filepath.Dir(p), lightIn.ReplaceAllString(base, "")) + "\x00"
		}
		i, ok := place[key]
		if !ok {
			i, place[key] = len(out), len(out)
			out = append(out, nil)
		}
		out[i] = append(out[i], p)
	}
	return out
}

// Names returns what recordings are called: of ANIMAL/SESSION/photometry.csv, as
// studies lay them out, both folders; else the animal is the name of the file
// without its light, and the session has no name.
func Names(groups [][]string) (animal, session []string) {
	count := map[string]int{}
	for _, g := range groups {
		count[stem(g[0])]++
	}
	for _, g := range groups {
		name := stem(g[0])
		dir := filepath.Dir(filepath.Clean(g[0]))
		if name == "photometry" || count[name] > 1 {
			animal = append(animal, filepath.Base(filepath.Dir(dir)))
			session = append(session, filepath.Base(dir))
			continue
		}
		animal, session = append(animal, name), append(session, "")
	}
	return animal, session
}

func stem(path string) string {
	name := filepath.Base(path)
	name = strings.TrimSuffix(name, filepath.Ext(name))
	if cut := strings.Trim(lightIn.ReplaceAllString(name, ""), "-_ "); cut != "" {
		name = cut
	}
	return name
}
