package study

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"respine/yamltree"
)

// Check finds what is wrong with a study that did not come from a file. The
// problems are those Parse finds in what Write writes of it, without lines, and
// what Write could not write.
func (s Study) Check() Problems {
	c := yamltree.Collect("study")
	for _, a := range s.Arms {
		for _, m := range a.Manipulations {
			if why := unwritable(m); why != "" {
				c.On("", fmt.Sprintf("arm %s, %s: %s", a.ID, m.Kind, why), "")
			}
		}
	}
	if found := c.Problems(); found != nil {
		return placeless(found)
	}
	var text bytes.Buffer
	if err := Write(&text, s); err != nil { // a buffer takes everything
		panic("study: " + err.Error())
	}
	_, problems := Parse(text.Bytes(), "study")
	return placeless(problems)
}

// placeless returns problems without lines, which a study of no file has not.
func placeless(all Problems) Problems {
	for i := range all {
		all[i].Line, all[i].Column = 0, 0
	}
	return all
}

// unwritable says why a manipulation has no form in a manifest, "" if it has.
func unwritable(m Manipulation) string {
	switch {
	case rank(m.Kind) < 0:
		return "unknown manipulation"
	case formOf(m.Kind).word == "at" && m.From != m.To:
		return "it happens at a moment"
	}
	return ""
}

// check looks at what only shows when everything is read.
func check(c *yamltree.Collector, s Study) {
	checkIDs(c, s)
	checkArms(c, s)
	checkAnimals(c, s)
	checkSessions(c, s)
	checkRecordings(c, s)
	checkTables(c, s)
	checkClaims(c, s)
}

// checkIDs: names become folders and keys of tables, so they are plain, and
// apart where capitals do not count, as on the disks of macOS and Windows.
func checkIDs(c *yamltree.Collector, s Study) {
	checkNames(c, "arms", idsOf(s.Arms))
	checkNames(c, "animals", idsOf(s.Animals))
	checkNames(c, "sessions", idsOf(s.Sessions))
}

// mostID is how many bytes a name may have, with room for the rest of a file's
// name.
const mostID = 100

func checkNames(c *yamltree.Collector, section string, names []string) {
	spelt := map[string]string{}
	for _, id := range names {
		low := strings.ToLower(id)
		switch other, twice := spelt[low]; {
		case !plainID(id):
			c.On(join(section, id), fmt.Sprintf("%s: %q is no plain name", section, id), "letters and digits, with - _ . between them: it names folders too")
		case len(id) > mostID:
			c.On(join(section, id), fmt.Sprintf("%s: a name of %d bytes", section, len(id)), fmt.Sprintf("at most %d: it names folders too", mostID))
		case twice && other != id:
			c.On(join(section, id), fmt.Sprintf("%s: %s and %s differ in capitals alone", section, other, id), "rename one: many disks take the two for one folder")
		}
		spelt[low] = id
	}
}

// idsOf returns the names the lab gave.
func idsOf[T any, P interface {
	*T
	identified
}](all []T) []string {
	out := make([]string, len(all))
	for i := range all {
		out[i] = *P(&all[i]).id()
	}
	return out
}

// plainID reports whether a name is letters and digits, with - _ . between them.
func plainID(s string) bool {
	edge := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	return edge(first) && edge(last) && !strings.ContainsFunc(s, func(r rune) bool { return !edge(r) && !strings.ContainsRune("-_.", r) })
}
