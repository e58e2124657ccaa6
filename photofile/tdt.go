package photofile

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"respine/photometry"
)

// tsqBytes is the length of a record of the index: size i32, type i32, name 4
// bytes, channel u16, sort u16, time f64, offset i64 or strobe f64, format i32,
// rate f32; little-endian.
const tsqBytes = 40

// Types of records.
const (
	tdtStrobeOn = 0x0101
	tdtScalar   = 0x0201
	tdtStream   = 0x8101
	tdtStart    = 1 // name of the mark of the start, as a number
)

// headerWords is how many words of 4 bytes of a record's size are not samples.
const headerWords = 10

// tdtRecord is one record of the index.
type tdtRecord struct {
	size    int
	kind    int
	name    string
	channel int
	sec     float64
	offset  uint64 // of the samples in the .tev; of a strobe the bits of its value
	format  int
	rateHz  float64
}

// openTank reads a recording of Tucker-Davis systems: .tsq, the index, with the
// strobes, and .tev, with the samples. Times are from the start mark. Without the
// .tev the strobes alone are read, with a note. Names such as 405R and 490R tell
// the light.
func openTank(stem string) (photometry.Recording, error) {
	index, err := os.ReadFile(stem + ".tsq")
	if err != nil {
		return photometry.Recording{}, fmt.Errorf("the index %s.tsq cannot be read: %w", filepath.Base(stem), err)
	}
	records, notes, err := readIndex(index)
	if err != nil {
		return photometry.Recording{}, err
	}
	out := photometry.Recording{Format: "TDT tank", TimeUnit: "s", Notes: notes, Lines: strobes(records)}
	samples, err := os.ReadFile(stem + ".tev")
	if errors.Is(err, fs.ErrNotExist) {
		out.Notes = append(out.Notes, fmt.Sprintf("there is no %s.tev beside the index: of %s only strobes could be read", filepath.Base(stem), strings.Join(streamNames(records), ", ")))
		return out, nil
	}
	if err != nil {
		return out, err
	}
	out.Channels, err = streams(records, samples)
	return out, err
}

// readIndex returns the records between the marks, times from the start.
func readIndex(b []byte) ([]tdtRecord, []string, error) {
	n := len(b) / tsqBytes
	if n < 3 {
		return nil, nil, errors.New("the index has no records")
	}
	var notes []string
	if left := len(b) % tsqBytes; left > 0 {
		notes = append(notes, fmt.Sprintf("the last %d bytes of the index are part of a record: it was cut off", left))
	}
	var out []tdtRecord
	start := math.NaN()
	le := binary.LittleEndian
	for i := range n {
		r := b[i*tsqBytes:]
		name := string(r[8:12])
		v := tdtRecord{size: int(int32(le.Uint32(r))), kind: int(int32(le.Uint32(r[4:]))), name: strings.TrimRight(name, "\x00"),
			channel: int(le.Uint16(r[12:])), sec: math.Float64frombits(le.Uint64(r[16:])), offset: le.Uint64(r[24:]),
			format: int(int32(le.Uint32(r[32:]))), rateHz: float64(math.Float32frombits(le.Uint32(r[36:])))}
		switch {
		case le.Uint32(r[8:]) == tdtStart:
			start = v.sec
		case v.kind == tdtStream || v.kind == tdtStrobeOn || v.kind == tdtScalar:
			out = append(out, v)
		}
	}
	if math.IsNaN(start) || len(out) == 0 {
		return nil, nil, errors.New("the index has no start mark or no data\nhint: is this the .tsq of a TDT block?")
	}
	for i := range out {
		out[i].sec -= start
		if out[i].sec < -1 || math.IsNaN(out[i].sec) {
			return nil, nil, fmt.Errorf("record %s lies %.4g s before the start", out[i].name, -out[i].sec)
		}
	}
	return out, notes, nil
}

// mostValues is how many values of a strobe get a line of their own: more are a
// counter, such as the frames of a video.
const mostValues = 8

// strobes returns a line for every strobe, and one for each of its values where it
// has several but is no counter.
func strobes(records []tdtRecord) []photometry.Line {
	values := map[string]map[uint64]bool{}
	for _, r := range records {
		if r.kind != tdtStream {
			if values[r.name] == nil {
				values[r.name] = map[uint64]bool{}
			}
			values[r.name][r.offset] = true
		}
	}
	var out []photometry.Line
	place := map[string]int{}
	for _, r := range records {
		if r.kind == tdtStream {
			continue
		}
		name := r.name
		if n := len(values[name]); n > 1 && n <= mostValues {
			name = fmt.Sprintf("%s %g", r.name, math.Float64frombits(r.offset))
		}
		i, ok := place[name]
		if !ok {
			i, place[name] = len(out), len(out)
			out = append(out, photometry.Line{Name: name, ResolutionSec: strobeSec})
		}
		out[i].RiseSec = append(out[i].RiseSec, r.sec)
	}
	slices.SortStableFunc(out, func(a, b photometry.Line) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// strobeSec is how late a strobe may be noted: a sample of the input at 1 kHz.
const strobeSec = 0.001

func streamNames(records []tdtRecord) []string {
	var out []string
	for _, r := range records {
		if r.kind == tdtStream && !slices.Contains(out, r.name) {
			out = append(out, r.name)
		}
	}
	return out
}

// sampleBytes are the sizes of the formats of samples: f32, i32, i16, i8, f64.
var sampleBytes = []int{4, 4, 2, 1, 8}

// streams reads the samples that the index points at. A block continues the one
// before it unless its time says otherwise.
func streams(records []tdtRecord, samples []byte) ([]photometry.Channel, error) {
	var out []photometry.Channel
	place := map[string]int{}
	for _, r := range records {
		if r.kind != tdtStream {
			continue
		}
		if r.format < 0 || r.format >= len(sampleBytes) || !(r.rateHz > 0) || r.size < headerWords {
			return nil, fmt.Errorf("stream %s: format %d, rate %g Hz, size %d are not understood", r.name, r.format, r.rateHz, r.size)
		}
		each := sampleBytes[r.format]
		n := (r.size - headerWords) * 4 / each
		if r.offset > uint64(len(samples)) || uint64(n*each) > uint64(len(samples))-r.offset {
			return nil, fmt.Errorf("stream %s at %.4g s lies beyond the end of the .tev, of %d bytes\nhint: was the .tev cut off while it was copied?", r.name, r.sec, len(samples))
		}
		name := r.name
		if r.channel > 1 {
			name = fmt.Sprintf("%s-%d", r.name, r.channel)
		}
		i, ok := place[name]
		if !ok {
			i, place[name] = len(out), len(out)
			out = append(out, photometry.Channel{Name: name, Nanometres: nanometres(r.name)})
		}
		appendBlock(&out[i], r, samples[r.offset:], n, each)
	}
	return out, nil
}

func appendBlock(c *photometry.Channel, r tdtRecord, b []byte, n, each int) {
	at := r.sec
	if k := len(c.Sec); k > 0 {
		if next := c.Sec[k-1] + 1/r.rateHz; math.Abs(next-at) < 1.5/r.rateHz {
			at = next
		}
	}
	le := binary.LittleEndian
	for i := range n {
		var v float64
		switch s := b[i*each:]; r.format {
		case 0:
			v = float64(math.Float32frombits(le.Uint32(s)))
		case 1:
			v = float64(int32(le.Uint32(s)))
		case 2:
			v = float64(int16(le.Uint16(s)))
		case 3:
			v = float64(int8(s[0]))
		default:
			v = math.Float64frombits(le.Uint64(s))
		}
		c.Sec, c.Value = append(c.Sec, at+float64(i)/r.rateHz), append(c.Value, v)
	}
}
