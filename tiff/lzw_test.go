package tiff

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/tiff/lzw"
)

// inputs are byte strings that reach every width, the clearing of the table,
// and codes used right after their definition.
func inputs() [][]byte {
	rng := rand.New(rand.NewPCG(3, 4))
	noise := make([]byte, 30000)
	for i := range noise {
		noise[i] = byte(rng.Uint32())
	}
	few := make([]byte, 30000)
	for i := range few {
		few[i] = byte(rng.Uint32() & 1)
	}
	out := [][]byte{{}, {9}, []byte("abababababab"), bytes.Repeat([]byte{0}, 100000), noise, few}
	// Every length around the changes of width: 511 - 258 codes and so on,
	// with one code a byte.
	for n := 240; n < 270; n++ {
		out = append(out, noise[:n])
	}
	for _, edge := range []int{1023 - 258, 2047 - 258, 4095 - 258} {
		for n := edge - 12; n < edge+12; n++ {
			out = append(out, noise[:n])
		}
	}
	return out
}

func TestLZWAgreesWithTheGoDecoder(t *testing.T) {
	var e lzwEncoder
	var d lzwTable
	for _, in := range inputs() {
		code := e.encode(nil, in)
		r := lzw.NewReader(bytes.NewReader(code), lzw.MSB, 8)
		theirs, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(theirs, in) {
			t.Fatalf("%d bytes: x/image reads %d, %v", len(in), len(theirs), err)
		}
		ours := make([]byte, len(in)+10)
		n, err := d.decode(ours, code)
		if err != nil || !bytes.Equal(ours[:n], in) {
			t.Fatalf("%d bytes: we read %d, %v", len(in), n, err)
		}
		// A shorter buffer gets the beginning.
		n, err = d.decode(ours[:len(in)/2], code)
		if err != nil || !bytes.Equal(ours[:n], in[:len(in)/2]) {
			t.Fatalf("half of %d bytes: %d, %v", len(in), n, err)
		}
	}
}

func TestLZWRefusesWhatNoEncoderWrites(t *testing.T) {
	var d lzwTable
	dst := make([]byte, 100)
	// Clear, then code 300 before anything is defined: 100000000 100101100.
	if n, err := d.decode(dst, []byte{0x80, 0x4b, 0x00}); err == nil || n != 0 {
		t.Errorf("undefined code: %d, %v", n, err)
	}
	if _, err := d.decode(dst, []byte{0, 1, 0}); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("old bit order: %v", err)
	}
}

// TIFF 6.0 has encoders clear the table as soon as code 4094 is defined:
// decoders of other programs need not hold more.
func TestLZWClearsTheTableInTime(t *testing.T) {
	var e lzwEncoder
	code := e.encode(nil, inputs()[4])
	at, next, cleared := 0, 0, 0
	for {
		width := 9
		for next >= 1<<width-1 {
			width++
		}
		v := 0
		for range width {
			v = v<<1 | int(code[at/8]>>(7-at%8))&1
			at++
		}
		if v == lzwEnd {
			break
		}
		if v == lzwClear {
			cleared++
			next = lzwFirst - 1 // the first code after it defines nothing
			continue
		}
		if next++; next > lzwLast {
			t.Fatalf("a decoder must define code %d", next)
		}
	}
	if want := 1 + 30000/(lzwLast-lzwFirst+1); cleared < want {
		t.Errorf("cleared %d times, want at least %d", cleared, want)
	}
}

func TestPackBitsRestartsWithEveryRow(t *testing.T) {
	var c compressor
	got, err := c.encode(PackBits, make([]byte, 30), 10)
	if want := []byte{0xF7, 0, 0xF7, 0, 0xF7, 0}; err != nil || !bytes.Equal(got, want) {
		t.Errorf("% x, %v", got, err)
	}
}

// The vector is from Apple Technical Note TN1023, as TIFF 6.0 section 9 uses it.
func TestPackBits(t *testing.T) {
	packed := []byte{0xFE, 0xAA, 0x02, 0x80, 0x00, 0x2A, 0xFD, 0xAA, 0x03, 0x80, 0x00, 0x2A, 0x22, 0xF7, 0xAA}
	want := []byte{0xAA, 0xAA, 0xAA, 0x80, 0x00, 0x2A, 0xAA, 0xAA, 0xAA, 0xAA, 0x80, 0x00, 0x2A, 0x22,
		0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA}
	got := make([]byte, 100)
	n, err := unpackBits(got, packed)
	if err != nil || !bytes.Equal(got[:n], want) {
		t.Errorf("% x, %v", got[:n], err)
	}
	if code := packBits(nil, want); !bytes.Equal(code, packed) {
		t.Errorf("packed % x\n  want % x", code, packed)
	}
	for _, in := range inputs() {
		code := packBits(nil, in)
		if limit := len(in) + (len(in)+127)/128; len(code) > limit {
			t.Errorf("%d bytes become %d", len(in), len(code))
		}
		got := make([]byte, len(in))
		if n, err := unpackBits(got, code); err != nil || n != len(in) || !bytes.Equal(got, in) {
			t.Errorf("%d bytes: %d, %v", len(in), n, err)
		}
	}
	for _, bad := range [][]byte{{5, 1, 2}, {0xFE}} {
		if _, err := unpackBits(got, bad); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("% x: %v", bad, err)
		}
	}
	if n, err := unpackBits(got, []byte{0x80, 0, 7}); n != 1 || err != nil { // -128 does nothing
		t.Errorf("no-op: %d, %v", n, err)
	}
}
