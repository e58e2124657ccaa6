package tiff

import (
	"bytes"
	"math"
	"slices"
	"testing"
)

func sortedKeys(m map[string][]byte) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// FuzzOpen reads any bytes as a file: no panic, no hang, no page over the limit.
func FuzzOpen(f *testing.F) {
	_, files := oracles(f)
	for i, name := range sortedKeys(files) {
		if i%4 == 0 || len(files[name]) < 2000 {
			f.Add(files[name])
		}
	}
	f.Add(file(400, 8, grey()))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<16 {
			return
		}
		exercise(b)
	})
}

// FuzzRoundTrip stores any bytes as pixels in any way and reads them back.
func FuzzRoundTrip(f *testing.F) {
	f.Add([]byte("some pixels, then more of the same, same, same"), uint8(5), uint16(0))
	f.Add(bytes.Repeat([]byte{0, 255}, 3000), uint8(64), uint16(300))
	f.Add(bytes.Repeat([]byte{7}, 9000), uint8(255), uint16(517))
	all := combinations()
	f.Fuzz(func(t *testing.T, b []byte, width uint8, which uint16) {
		if len(b) == 0 || width == 0 || len(b) > 1<<15 {
			return
		}
		c := all[int(which)%len(all)]
		w := int(width)
		h := max(1, len(b)/c.kind.Bytes()/w)
		b = append(b, make([]byte, w*h*c.kind.Bytes())...)
		switch c.kind {
		case Uint8:
			fuzzTrip(t, c, w, h, func(i int) uint8 { return b[i] })
		case Uint16:
			fuzzTrip(t, c, w, h, func(i int) uint16 { return uint16(b[2*i]) | uint16(b[2*i+1])<<8 })
		case Int16:
			fuzzTrip(t, c, w, h, func(i int) int16 { return int16(uint16(b[2*i]) | uint16(b[2*i+1])<<8) })
		case Float32:
			fuzzTrip(t, c, w, h, func(i int) float32 {
				return math.Float32frombits(uint32(b[4*i]) | uint32(b[4*i+1])<<8 | uint32(b[4*i+2])<<16 | uint32(b[4*i+3])<<24)
			})
		}
	})
}

func fuzzTrip[T Sample](t *testing.T, c combination, width, height int, pixel func(i int) T) {
	want := make([]T, width*height)
	for i := range want {
		want[i] = pixel(i)
	}
	var m memory
	store(t, &m, width, height, c.o, [][]T{want, want})
	f := open1(t, "fuzz.tif", m.b)
	got := make([]T, len(want))
	for i := range 2 {
		if err := ReadPageAs(f, i, got); err != nil {
			t.Fatal(err)
		}
		if !sameBits(got, want) {
			t.Fatalf("%v: page %d changed", c, i)
		}
	}
}
