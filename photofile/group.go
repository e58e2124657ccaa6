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
	return apartFrom(animal), session
}

// manyWords in common are no part of a name.
const manyWords = 3

// apartFrom takes the words off names that all of them begin or end with, words being
// parted by _, where these are many; mouse_1 and mouse_2 stay.
func apartFrom(names []string) []string {
	words := make([][]string, len(names))
	for i, n := range names {
		words[i] = strings.Split(n, "_")
	}
	same := func(at func(w []string) string) bool {
		for _, w := range words {
			if len(w) < 2 || at(w) != at(words[0]) {
				return false
			}
		}
		return len(words) > 1
	}
	gone := 0
	for ; same(func(w []string) string { return w[0] }); gone++ {
		for i := range words {
			words[i] = words[i][1:]
		}
	}
	for ; same(func(w []string) string { return w[len(w)-1] }); gone++ {
		for i := range words {
			words[i] = words[i][:len(words[i])-1]
		}
	}
	if gone < manyWords {
		return names
	}
	out := make([]string, len(names))
	for i, w := range words {
		out[i] = strings.Join(w, "_")
	}
	return out
}

func stem(path string) string {
	name := filepath.Base(path)
	name = strings.TrimSuffix(name, filepath.Ext(name))
	if cut := strings.Trim(lightIn.ReplaceAllString(name, ""), "-_ "); cut != "" {
		name = cut
	}
	return name
}
