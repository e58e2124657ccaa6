package photofile

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"respine/photometry"
)

// wavelength finds three digits that can be a light in the name of a column.
var wavelength = regexp.MustCompile(`(?:^|\D)(4\d\d|5[0-9]\d)(?:\D|$)`)

// lineName matches columns that carry pulses.
var lineName = regexp.MustCompile(`(?i)sync|ttl|pulse|^di|^dio|digital|input|event|led_on`)

// nanometres is the light that a name tells, 0 if none: signal and control by
// those words stand for 470 and 405.
func nanometres(name string) int {
	if m := wavelength.FindStringSubmatch(name); m != nil {
		nm, _ := strconv.Atoi(m[1])
		return nm
	}
	low := strings.ToLower(name)
	switch {
	case strings.Contains(low, "isos") || strings.Contains(low, "control") || strings.Contains(low, "reference"):
		return 405
	case strings.Contains(low, "signal"):
		return 470
	}
	return 0
}

// plain reads a table of columns under their names: one column of times for all
// (time_s, time, timestamps, sec, in s or ms), or one for every light, found by the
// wavelength in its name (Time_470nm beside MeanInt_470nm). Columns of two values
// named like a line are pulses; what is no number is not read.
func (s sheet) plain() (photometry.Recording, error) {
	out := photometry.Recording{Format: "plain CSV"}
	all := s.column("time_s", "time", "timestamps", "timestamp", "times", "sec", "seconds", "time_ms", "t")
	if all < 0 && len(s.timesByLight()) == 0 {
		return out, fmt.Errorf("there is no column of times; there are %s\nhint: name it time_s, or time_ms", strings.Join(s.name, ", "))
	}
	if all >= 0 {
		return s.oneClock(out, all)
	}
	for _, i := range s.timesByLight() {
		c, unit, err := s.lightOf(i)
		if err != nil {
			return out, err
		}
		out.TimeUnit = unit
		out.Channels = append(out.Channels, c)
	}
	return out, nil
}

func stated(name string) string {
	switch low := strings.ToLower(name); {
	case strings.HasSuffix(low, "_ms"):
		return "ms"
	case strings.HasSuffix(low, "_s") || strings.HasPrefix(low, "sec") || strings.HasSuffix(low, "(s)"):
		return "s"
	}
	return ""
}

// oneClock reads columns that share the times of one.
func (s sheet) oneClock(out photometry.Recording, at int) (photometry.Recording, error) {
	t, err := s.numbers(at)
	if err != nil {
		return out, err
	}
	sec, unit, err := seconds(t, stated(s.name[at]))
	if err != nil {
		return out, err
	}
	out.TimeUnit = unit
	if err := rising(sec, func(i int) int { return s.first + i }); err != nil {
		return out, err
	}
	for i, n := range s.name {
		if i == at || strings.EqualFold(n, "sampling_rate") {
			continue
		}
		_, two := twoValued(s.value[i])
		switch {
		case lineName.MatchString(n) && (two || constant(s.value[i])):
			out.Lines = append(out.Lines, photometry.Line{Name: n, RiseSec: rises(sec, s.value[i]), ResolutionSec: medianStep(sec)})
		case s.words[i] > 0 && nanometres(n) > 0:
			_, err := s.numbers(i)
			return out, err
		case s.words[i] == 0 && n != "" && !constant(s.value[i]):
			out.Channels = append(out.Channels, photometry.Channel{Name: n, Nanometres: nanometres(n), Sec: sec, Value: s.value[i]})
		}
	}
	return out, nil
}

func constant(x []float64) bool {
	seen := math.NaN()
	for _, v := range x {
		if !math.IsNaN(v) {
			if !math.IsNaN(seen) && v != seen {
				return false
			}
			seen = v
		}
	}
	return true
}

// timesByLight returns the columns of times whose name tells a light.
func (s sheet) timesByLight() []int {
	var out []int
	for i, n := range s.name {
		if strings.HasPrefix(strings.ToLower(n), "time") && wavelength.MatchString(n) {
			out = append(out, i)
		}
	}
	return out
}

// lightOf returns the channel whose times stand in a column: the first column of
// the same light that is neither time nor frame.
func (s sheet) lightOf(at int) (photometry.Channel, string, error) {
	nm := nanometres(s.name[at])
	t, err := s.numbers(at)
	if err != nil {
		return photometry.Channel{}, "", err
	}
	sec, unit, err := seconds(t, stated(s.name[at]))
	if err != nil {
		return photometry.Channel{}, "", fmt.Errorf("column %s: %w", s.name[at], err)
	}
	if err := rising(sec, func(i int) int { return s.first + i }); err != nil {
		return photometry.Channel{}, "", fmt.Errorf("column %s: %w", s.name[at], err)
	}
	for i, n := range s.name {
		low := strings.ToLower(n)
		if i == at || nanometres(n) != nm || strings.Contains(low, "time") || strings.HasPrefix(low, "frame") {
			continue
		}
		v, err := s.numbers(i)
		return photometry.Channel{Name: n, Nanometres: nm, Sec: sec, Value: v}, unit, err
	}
	return photometry.Channel{}, "", fmt.Errorf("column %s has no column of values at %d nm beside it; there are %s", s.name[at], nm, strings.Join(s.name, ", "))
}
