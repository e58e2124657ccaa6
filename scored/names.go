package scored

import (
	"strings"

	"respine/spelling"
)

// nearAnimal is the animal that was perhaps meant by a name nobody has, "" if none
// is likely. Animals are numbered: k4 beside k1 to k3 is one the manifest lacks, and
// no slip of the pen for h4 or k3; 07 beside 007 is.
func nearAnimal(id string, all []string) string {
	known := false
	letters, number := numbered(id)
	for _, name := range all {
		l, n := numbered(name)
		if l == letters && n == number {
			return name
		}
		known = known || l == letters
	}
	if known {
		return ""
	}
	return spelling.Nearest(id, all)
}

// numbered parts a name into what is no digit and its digits without leading
// zeros, in small letters and without spaces.
func numbered(id string) (letters, number string) {
	digit := func(r rune) bool { return r >= '0' && r <= '9' }
	keep := func(want bool) func(rune) rune {
		return func(r rune) rune {
			if digit(r) != want || r == ' ' || r == '_' || r == '-' {
				return -1
			}
			return r
		}
	}
	id = strings.ToLower(id)
	return strings.Map(keep(false), id), strings.TrimLeft(strings.Map(keep(true), id), "0")
}
