package study

import (
	"bytes"
	"fmt"
	"unicode"

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

// checkIDs: names become folders and keys of tables, so they are plain.
func checkIDs(c *yamltree.Collector, s Study) {
	plain := func(section, id string) {
		if !plainID(id) {
			c.On(join(section, id), fmt.Sprintf("%s: %q is no plain name", section, id), "letters and digits, with - _ . between them: it names folders too")
		}
	}
	for _, a := range s.Arms {
		plain("arms", a.ID)
	}
	for _, a := range s.Animals {
		plain("animals", a.ID)
	}
	for _, one := range s.Sessions {
		plain("sessions", one.ID)
	}
}

// plainID reports whether a name is letters and digits, with - _ . inside.
func plainID(s string) bool {
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && (i == 0 || r != '-' && r != '_' && r != '.') {
			return false
		}
	}
	return s != ""
}
