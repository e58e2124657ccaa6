package photofile

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"sort"
	"strings"

	"respine/photometry"
)

// lights are the wavelengths of the lowest three bits of LedState, or of the
// older Flags: 1 is 415 nm, 2 is 470 nm, 4 is 560 nm.
var lights = map[int]int{1: 415, 2: 470, 4: 560}

// region matches the columns of a region of the image: R for red, G for green.
var region = regexp.MustCompile(`(?i)^(region)?\d+[rg]?$|^[rg]\d+$`)

// neurophotometrics reads the CSV of the FP3000 and its predecessors: a row a
// frame, lights by turns, in one file or a file a light. Frames with no light or
// several, such as the first, are left out with a note. A channel is a region and a
// light.
func (s sheet) neurophotometrics() (photometry.Recording, error) {
	state := s.column("ledstate", "flags")
	if state < 0 {
		return photometry.Recording{}, fmt.Errorf("there is no column LedState or Flags, which tells the light of a frame; there are %s", strings.Join(s.name, ", "))
	}
	led, err := s.numbers(state)
	if err != nil {
		return photometry.Recording{}, err
	}
	t, err := s.need("the time of a frame", "timestamp", "systemtimestamp", "computertimestamp")
	if err != nil {
		return photometry.Recording{}, err
	}
	out := photometry.Recording{Format: "Neurophotometrics CSV"}
	sec, unit, err := seconds(t, "")
	if err != nil {
		return out, err
	}
	out.TimeUnit = unit
	if err := rising(sec, func(i int) int { return s.first + i }); err != nil {
		return out, err
	}
	if n := s.lostFrames(); n > 0 {
		out.Notes = append(out.Notes, fmt.Sprintf("%d frames are missing by their counter", n))
	}
	rows, odd := byLight(led)
	if odd > 0 {
		out.Notes = append(out.Notes, fmt.Sprintf("%d of %d frames have no single light and are left out", odd, len(led)))
	}
	if len(rows) == 0 {
		return out, errors.New("no frame has a single light: LedState is none of 1 (415 nm), 2 (470 nm) and 4 (560 nm)")
	}
	if out.Channels, err = s.regions(sec, rows); err != nil {
		return photometry.Recording{}, err
	}
	for i, n := range s.name {
		if low := strings.ToLower(n); strings.HasPrefix(low, "input") || strings.HasPrefix(low, "output") || low == "stimulation" {
			out.Lines = append(out.Lines, photometry.Line{Name: n, RiseSec: rises(sec, s.value[i]), ResolutionSec: medianStep(sec)})
		}
	}
	return out, nil
}

// byLight sorts rows by their wavelength.
func byLight(led []float64) (rows map[int][]int, odd int) {
	rows = map[int][]int{}
	for i, v := range led {
		nm, ok := 0, false
		if !math.IsNaN(v) && v == math.Trunc(v) && v >= 0 {
			nm, ok = lights[int(v)&7], lights[int(v)&7] > 0
		}
		if !ok {
			odd++
			continue
		}
		rows[nm] = append(rows[nm], i)
	}
	return rows, odd
}

// lostFrames counts what the counter jumps over, in a file that holds every frame.
func (s sheet) lostFrames() int {
	i := s.column("framecounter")
	if i < 0 {
		return 0
	}
	step, lost := medianStep(s.value[i]), 0
	if !(step >= 1) {
		return 0
	}
	for k := 1; k < len(s.value[i]); k++ {
		if d := s.value[i][k] - s.value[i][k-1]; d > step {
			lost += int(math.Round(d/step)) - 1
		}
	}
	return lost
}

// regions makes a channel of every region and light, the lights in rising order.
func (s sheet) regions(sec []float64, rows map[int][]int) ([]photometry.Channel, error) {
	var nms []int
	for nm := range rows {
		nms = append(nms, nm)
	}
	sort.Ints(nms)
	var out []photometry.Channel
	for i, n := range s.name {
		if !region.MatchString(n) {
			continue
		}
		x, err := s.numbers(i)
		if err != nil {
			return nil, err
		}
		for _, nm := range nms {
			c := photometry.Channel{Name: fmt.Sprintf("%s %d", n, nm), Nanometres: nm}
			for _, k := range rows[nm] {
				c.Sec, c.Value = append(c.Sec, sec[k]), append(c.Value, x[k])
			}
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("there is no column of a region, such as Region0G; there are %s", strings.Join(s.name, ", "))
	}
	return out, nil
}
