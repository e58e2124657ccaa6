package study

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"respine/spelling"
	"respine/yamltree"
)

// scalar is a single value.
type scalar[T comparable] struct {
	p     *T
	parse func(string) (T, error)
	print func(T) string
	like  map[string]any // for the schema
}

func (v scalar[T]) read(c *yamltree.Collector, n yamltree.Node, path string) {
	if n.Kind != yamltree.IsScalar {
		c.Fail(path)
		c.At(n.Place, fmt.Sprintf("%s: %s, not a single value", called(path), n.Kind), "")
		return
	}
	c.Put(path, n.Place)
	got, err := v.parse(n.Text)
	if err != nil {
		c.Fail(path)
		c.Err(n.Place, fmt.Errorf("%s: %w", called(path), err))
		return
	}
	*v.p = got
}

func (v scalar[T]) empty() bool {
	var zero T
	return *v.p == zero
}

func (v scalar[T]) text(string) string     { return " " + quote(v.print(*v.p)) }
func (v scalar[T]) schema() map[string]any { return v.like }

// word is any text but none at all.
func word(p *string) scalar[string] {
	return scalar[string]{p, func(s string) (string, error) {
		if strings.TrimSpace(s) == "" {
			return "", errors.New("empty")
		}
		return s, nil
	}, func(s string) string { return s }, map[string]any{"type": []string{"string", "number"}}}
}

// choice is one of some names, in any case.
func choice[T ~string](p *T, of []T) scalar[T] {
	return scalar[T]{p, func(s string) (T, error) {
		for _, one := range of {
			if strings.EqualFold(s, string(one)) {
				return one, nil
			}
		}
		return "", fmt.Errorf("nothing is called %q here\nhint: %s", s, spelling.Suggest(s, names(of)))
	}, func(t T) string { return string(t) }, map[string]any{"enum": of}}
}

// moment is a time from time zero.
func moment(p *Hours) scalar[Hours] {
	return scalar[Hours]{p, ParseHours, Hours.String, map[string]any{"type": []string{"string", "number"}, "examples": []string{"-10 d", "3 h"}}}
}

// length is a length of time.
func length(p *Hours) scalar[Hours] {
	v := moment(p)
	v.parse = func(s string) (Hours, error) {
		h, err := ParseHours(s)
		if err == nil && h <= 0 {
			err = fmt.Errorf("%q is no length of time\nhint: write how long it took, such as 6 min", s)
		}
		return h, err
	}
	v.like = map[string]any{"type": "string", "examples": []string{"6 min", "1 d"}}
	return v
}

// positive is a number above zero.
func positive(p *float64) scalar[float64] {
	parse := func(s string) (float64, error) {
		v, err := parseNumber(s)
		if err == nil && v <= 0 {
			err = fmt.Errorf("%s is not above zero", s)
		}
		return v, err
	}
	return scalar[float64]{p, parse, number, map[string]any{"type": "number", "exclusiveMinimum": 0}}
}

// What the clock of a simulated recorder may be off by: a twentieth in speed, and a
// day, as a recorder that shows the time of day is.
const (
	maxDriftPPM = 5e4
	maxOffsetS  = 86400
)

// clockError is a number from -most to most.
func clockError(p *float64, most float64) scalar[float64] {
	parse := func(s string) (float64, error) {
		v, err := parseNumber(s)
		if err == nil && !(v >= -most && v <= most) {
			err = fmt.Errorf("%s lies beyond %s either way", s, number(most))
		}
		return v, err
	}
	return scalar[float64]{p, parse, number, map[string]any{"type": "number", "minimum": -most, "maximum": most}}
}

// count is a whole number from 1.
func count(p *int) scalar[int] {
	return scalar[int]{p, func(s string) (int, error) {
		v, err := strconv.Atoi(s)
		if err != nil || v < 1 {
			return 0, fmt.Errorf("%q is no number to count with\nhint: it counts from 1", s)
		}
		return v, nil
	}, strconv.Itoa, map[string]any{"type": "integer", "minimum": 1}}
}

// clock is a time of day.
func clock(p *string) scalar[string] {
	const pattern = `^([01]\d|2[0-3]):[0-5]\d$`
	v := word(p)
	v.parse = func(s string) (string, error) {
		if !regexp.MustCompile(pattern).MatchString(s) {
			return "", fmt.Errorf("%q is no time of day\nhint: write hours and minutes, such as 09:30", s)
		}
		return s, nil
	}
	v.like = map[string]any{"type": "string", "pattern": pattern}
	return v
}

var aNumber = regexp.MustCompile(`^` + decimal + `(?:[eE][-+]?\d+)?$`)

// parseNumber reads a number as people write it: no hexadecimal, no infinity.
func parseNumber(s string) (float64, error) {
	t := plainMinus(s)
	v, err := strconv.ParseFloat(t, 64)
	if err != nil || !aNumber.MatchString(t) {
		return 0, fmt.Errorf("%q is no number", s)
	}
	return v, nil
}

// quantity reads a number with its unit.
func quantity(s, unit string) (float64, error) {
	t, ok := strings.CutSuffix(strings.TrimSpace(s), unit)
	if !ok {
		return 0, fmt.Errorf("%q is not in %s", s, unit)
	}
	return parseNumber(t)
}
