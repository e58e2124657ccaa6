package photofile

import (
	"fmt"
	"math"
	"strings"

	"respine/photometry"
)

// doricCSV reads what Doric Neuroscience Studio exports: a line of groups, a line
// of names with Time(s), demodulated channels AIn-x - Dem (AOut-y), digital
// DI/O-x, often an empty last column. A channel is sampled less often than the
// rows: rows without a value are not its samples. Which light an output drove is
// not in the file, so channels have no wavelength unless their name tells it;
// channels that are empty all through, of outputs that were off, are left out with
// a note.
func (s sheet) doricCSV() (photometry.Recording, error) {
	out := photometry.Recording{Format: "Doric CSV", TimeUnit: "s"}
	t, err := s.need("the time of a row", "time(s)", "time_s", "time")
	if err != nil {
		return out, err
	}
	if err := rising(t, func(i int) int { return s.first + i }); err != nil {
		return out, err
	}
	for i, n := range s.name {
		low := strings.ToLower(n)
		if strings.HasPrefix(low, "time") || n == "" || strings.HasPrefix(low, "aout") {
			continue
		}
		if strings.HasPrefix(low, "di") || lineName.MatchString(n) {
			sec, x := present(t, s.value[i])
			if len(sec) > 1 {
				out.Lines = append(out.Lines, photometry.Line{Name: n, RiseSec: rises(sec, x), ResolutionSec: medianStep(sec)})
			}
			continue
		}
		if s.words[i] > 0 {
			_, err := s.numbers(i)
			return out, err
		}
		sec, x := present(t, s.value[i])
		if len(x) < 3 {
			out.Notes = append(out.Notes, fmt.Sprintf("channel %s is empty: its output was off", n))
			continue
		}
		out.Channels = append(out.Channels, photometry.Channel{Name: n, Nanometres: nanometres(n), Sec: sec, Value: x})
	}
	if len(out.Channels) == 0 {
		return out, fmt.Errorf("no channel has values; there are %s", strings.Join(s.name, ", "))
	}
	return out, nil
}

// present leaves out rows without a value.
func present(t, x []float64) (sec, v []float64) {
	for i, y := range x {
		if !math.IsNaN(y) {
			sec, v = append(sec, t[i]), append(v, y)
		}
	}
	return sec, v
}
