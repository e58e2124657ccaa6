package pipeline

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"respine/table"
)

// unlikePart is by how much a number of the manifest may differ from the file's
// before it is told: headers round to about a hundredth.
const unlikePart = 0.01

// otherwise says that a number of the manifest differs from that of the file, "" if it
// does not, or one of them is not known (0).
func otherwise(what string, manifest, file float64) string {
	if !(manifest > 0 && file > 0) || math.Abs(manifest-file) <= unlikePart*file {
		return ""
	}
	return fmt.Sprintf("%g %s in the manifest; the file says %.4g", manifest, what, file)
}

// warned are the rows of all tables of warnings, in words, with whose they are. What
// is said of several recordings alike is one.
func warned(tables []*table.Table) []string {
	var out []string
	of := map[string][]string{}
	for _, t := range tables {
		if !strings.HasSuffix(t.Name, "_warnings") || !t.Has("warning") {
			continue
		}
		for i, w := range t.Strings("warning") {
			whose := t.Strings("animal")[i]
			if t.Has("session") {
				whose += " " + t.Strings("session")[i]
			}
			if of[w] == nil {
				out = append(out, w)
			}
			if !slices.Contains(of[w], whose) {
				of[w] = append(of[w], whose)
			}
		}
	}
	for i, w := range out {
		out[i] = strings.Join(of[w], ", ") + ": " + w
	}
	return out
}
