package study

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Hours is a moment, in hours from time zero, or a length of time in hours.
type Hours float64

// Day is 24 hours.
const Day Hours = 24

// lifetime is longer than any animal of the bench lives; a moment beyond it is a
// slip, which a simulation would live through hour by hour.
const lifetime = 3650 * Day

func (h Hours) tooFar() bool { return h < -lifetime || h > lifetime }

const timeHint = `write times from time zero like -10 d, 3 h, 30 min or "day 13"`

// decimal is a number as the manifest writes it; minus signs of word processors
// have been made plain.
const decimal = `[-+]?\d+(?:\.\d+)?`

var (
	amountOfTime = regexp.MustCompile(`^(` + decimal + `) ?(d|days?|h|hours?|min)$`)
	dayNumber    = regexp.MustCompile(`^d(?:ay)? ?(` + decimal + `)$`)
)

// ParseHours reads a moment: a number and d, h or min, the number negative
// before time zero; or "day 13"; or a bare 0. Days count from time zero: day 1
// is 24 h later.
func ParseHours(s string) (Hours, error) {
	text, number, unit := plainMinus(s), "", ""
	if m := amountOfTime.FindStringSubmatch(text); m != nil {
		number, unit = m[1], m[2]
	} else if m := dayNumber.FindStringSubmatch(text); m != nil {
		number, unit = m[1], "d"
	} else if text != "0" {
		return 0, fmt.Errorf("%q is no time\nhint: %s", s, timeHint)
	}
	v, _ := strconv.ParseFloat(number, 64) // "" for a bare 0
	switch {
	case strings.HasPrefix(unit, "d"):
		v *= 24
	case unit == "min":
		v /= 60
	}
	if math.IsInf(v, 0) {
		return 0, fmt.Errorf("%q is too far away\nhint: %s", s, timeHint)
	}
	return Hours(v), nil
}

// String prints hours in the unit a lab would say, such that ParseHours gives
// back the same number: 4 d, 12 h, 30 min.
func (h Hours) String() string {
	v := float64(h)
	whole := func(x float64) bool { return x == math.Trunc(x) && math.Abs(x) < 1e9 }
	switch days, minutes := v/24, v*60; {
	case whole(days) && days*24 == v && math.Abs(v) > 48:
		return number(days) + " d"
	case !whole(v) && whole(minutes) && minutes/60 == v:
		return number(minutes) + " min"
	}
	return number(v) + " h"
}

// number prints a float64 with the fewest digits that give it back.
func number(v float64) string {
	if v == 0 {
		return "0" // and not -0
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// plainMinus trims, and makes minus signs and dashes that word processors put
// in into plain ones.
func plainMinus(s string) string {
	return strings.TrimSpace(strings.NewReplacer("−", "-", "–", "-").Replace(s))
}
