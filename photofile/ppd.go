package photofile

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"respine/photometry"
)

// ppdHeader is the JSON before the samples of a pyPhotometry file.
type ppdHeader struct {
	Mode    string    `json:"mode"`
	RateHz  float64   `json:"sampling_rate"`
	Volts   []float64 `json:"volts_per_division"`
	Version any       `json:"version"` // 0.2 or "1.1"
	Analog  int       `json:"n_analog_signals"`
	Digital int       `json:"n_digital_signals"`
	Most    float64   `json:"ADC_max_value"`
}

// openPPD reads a pyPhotometry file (Akam & Walton 2019, doi
// 10.1038/s41598-019-39724-y): the length of a header, u16, the header, JSON, then
// u16 words, channels by turns: 15 bits of light and one of a digital line. From
// version 1.1 on pulsed modes keep every sample twice, light on and off, and the
// difference is what counts. All little-endian.
func openPPD(path string) (photometry.Recording, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return photometry.Recording{}, err
	}
	return readPPD(b)
}

func readPPD(b []byte) (photometry.Recording, error) {
	if len(b) < 2 || len(b) < 2+int(binary.LittleEndian.Uint16(b)) {
		return photometry.Recording{}, errors.New("the file ends within its header")
	}
	end := 2 + int(binary.LittleEndian.Uint16(b))
	var h ppdHeader
	if err := json.Unmarshal(b[2:end], &h); err != nil {
		return photometry.Recording{}, fmt.Errorf("the header is no JSON: %w\nhint: is this a pyPhotometry file?", err)
	}
	major, minor, err := h.check()
	if err != nil {
		return photometry.Recording{}, err
	}
	paired := (major > 1 || major == 1 && minor >= 1) && strings.Contains(h.Mode, "pulsed")
	stride := h.Analog
	if paired {
		stride *= 2
	}
	words := b[end:]
	n := len(words) / 2 / stride
	out := photometry.Recording{Format: "pyPhotometry", TimeUnit: "s"}
	if n < 3 {
		return out, fmt.Errorf("there are %d samples after the header", n)
	}
	if left := len(words) - 2*stride*n; left > 0 {
		out.Notes = append(out.Notes, fmt.Sprintf("the last %d bytes are part of a sample: the file was cut off", left))
	}
	word := func(i, k int) uint16 { return binary.LittleEndian.Uint16(words[2*(i*stride+k):]) }
	sec := make([]float64, n)
	for i := range sec {
		sec[i] = float64(i) / h.RateHz
	}
	most, clipped := h.most(), 0
	step := stride / h.Analog
	for a := range h.Analog {
		v := make([]float64, n)
		for i := range v {
			x := float64(word(i, step*a) >> 1)
			if x > 0.98*most {
				clipped++
			}
			if paired {
				x -= float64(word(i, step*a+1) >> 1)
			}
			v[i] = x * h.Volts[min(a, len(h.Volts)-1)]
		}
		out.Channels = append(out.Channels, photometry.Channel{Name: "analog_" + strconv.Itoa(a+1), Nanometres: h.light(a), Sec: sec, Value: v})
	}
	if clipped > 0 {
		out.Notes = append(out.Notes, fmt.Sprintf("%d samples are at the top of the range: the detector was saturated", clipped))
	}
	for d := range h.Digital {
		x := make([]float64, n)
		for i := range x {
			x[i] = float64(word(i, step*d) & 1)
		}
		out.Lines = append(out.Lines, photometry.Line{Name: "digital_" + strconv.Itoa(d+1), RiseSec: rises(sec, x), ResolutionSec: 1 / h.RateHz})
	}
	return out, nil
}

// check fills what older headers leave out, and refuses what cannot be.
func (h *ppdHeader) check() (major, minor int, err error) {
	parts := strings.SplitN(fmt.Sprint(h.Version), ".", 3)
	major, err = strconv.Atoi(parts[0])
	if err != nil {
		return 0, 0, fmt.Errorf("version %v of pyPhotometry is not known", h.Version)
	}
	if len(parts) > 1 {
		minor, _ = strconv.Atoi(parts[1])
	}
	if major < 1 {
		h.Analog, h.Digital = 2, 2
	}
	switch {
	case h.Analog < 1 || h.Analog > 8 || h.Digital < 0 || h.Digital > h.Analog:
		err = fmt.Errorf("the header tells of %d analog and %d digital signals", h.Analog, h.Digital)
	case !(h.RateHz >= slowestHz && h.RateHz <= fastestHz):
		err = fmt.Errorf("a sampling rate of %g Hz is none of photometry", h.RateHz)
	case len(h.Volts) == 0:
		err = errors.New("the header has no volts_per_division")
	}
	return major, minor, err
}

func (h ppdHeader) most() float64 {
	if h.Most > 0 {
		return h.Most
	}
	return 1 << 15
}

// light is the wavelength of a channel where the mode tells it: with one emission
// colour the first light is 470 nm and the second the isosbestic one, 405 nm. In
// modes with two colours the second channel is another indicator.
func (h ppdHeader) light(a int) int {
	one := strings.HasPrefix(h.Mode, "1 colour") || strings.Contains(h.Mode, "2EX_1EM") || strings.Contains(h.Mode, "GCaMP/iso")
	if !one || a > 1 {
		return 0
	}
	return []int{470, 405}[a]
}
