package study

import (
	"fmt"
	"regexp"
	"strings"
)

// Interval is a stretch of time, from one moment to a later one.
type Interval struct{ From, To Hours }

const intervalHint = `write "day -10..0", "-10 d..12 h" or "0..6 h"`

// ParseInterval reads two moments with two dots between them. A unit that
// stands before both, or after both, is meant for both: day -10..0 begins ten
// days before time zero and ends at time zero.
func ParseInterval(s string) (Interval, error) {
	first, second, ok := strings.Cut(plainMinus(s), "..")
	if !ok {
		return Interval{}, fmt.Errorf("%q is no stretch of time\nhint: %s", s, intervalHint)
	}
	first, second = strings.TrimSpace(first), strings.TrimSpace(second)
	bare := regexp.MustCompile(`^[-+]?\d+(\.\d+)?$`)
	switch {
	case strings.HasPrefix(first, "d") && bare.MatchString(second):
		second = "day " + second
	case bare.MatchString(first) && first != "0":
		first += " " + strings.TrimLeft(second, "-+.0123456789 ")
	}
	from, err := ParseHours(first)
	if err != nil {
		return Interval{}, fmt.Errorf("%q is no stretch of time\nhint: %s", s, intervalHint)
	}
	to, err := ParseHours(second)
	if err != nil {
		return Interval{}, fmt.Errorf("%q is no stretch of time\nhint: %s", s, intervalHint)
	}
	if from >= to {
		return Interval{}, fmt.Errorf("%q ends before it begins\nhint: write the earlier time first, as in day -10..0", s)
	}
	return Interval{from, to}, nil
}

// String prints an interval such that ParseInterval gives back the same one.
func (i Interval) String() string {
	a, b := float64(i.From)/24, float64(i.To)/24
	days := fmt.Sprintf("day %s..%s", number(a), number(b))
	if whole, err := ParseInterval(days); err == nil && whole == i && a == float64(int(a)) && b == float64(int(b)) {
		return days
	}
	return i.From.String() + ".." + i.To.String()
}

// Overlaps reports whether two intervals share more than a moment.
func (i Interval) Overlaps(j Interval) bool { return i.From < j.To && j.From < i.To }
