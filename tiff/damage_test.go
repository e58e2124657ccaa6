package tiff

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
)

// field is one tag of a little-endian classic directory made by hand.
type field struct {
	tag, typ uint16
	count    uint32
	value    uint32
}

// grey is the directory of a 4 x 4 uint8 page whose pixels are at byte 300.
func grey() []field {
	return []field{
		{tagWidth, typeLong, 1, 4}, {tagHeight, typeLong, 1, 4}, {tagBits, typeShort, 1, 8},
		{tagCompression, typeShort, 1, 1}, {tagPhotometric, typeShort, 1, 1},
		{tagStripOffsets, typeLong, 1, 300}, {tagRowsPerStrip, typeLong, 1, 4}, {tagStripCounts, typeLong, 1, 16},
	}
}

// with returns the directory with some tags changed or added.
func with(changes ...field) []field {
	out := grey()
next:
	for _, c := range changes {
		for i := range out {
			if out[i].tag == c.tag {
				out[i] = c
				continue next
			}
		}
		out = append(out, c)
	}
	return out
}

// file is a TIFF of size bytes with one directory at byte 8.
func file(size int, next uint32, fields []field) []byte {
	le := binary.LittleEndian
	b := []byte{'I', 'I', 42, 0, 8, 0, 0, 0}
	b = le.AppendUint16(b, uint16(len(fields)))
	for _, f := range fields {
		b = le.AppendUint16(b, f.tag)
		b = le.AppendUint16(b, f.typ)
		b = le.AppendUint32(b, f.count)
		b = le.AppendUint32(b, f.value)
	}
	b = le.AppendUint32(b, next)
	return append(b, make([]byte, max(0, size-len(b)))...)
}

// readAll opens and decodes everything, and returns the first error.
func readAll(name string, b []byte) error {
	f, err := NewReader(bytes.NewReader(b), int64(len(b)), name)
	if err != nil {
		return err
	}
	n, err := f.Len()
	for i := range n {
		p, err := f.Page(i)
		if err != nil {
			return err
		}
		if err := f.ReadPage(i, make([]float32, p.Width*p.Height)); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	_, err = f.Meta()
	return err
}

func TestDamageNamesFilePageAndByte(t *testing.T) {
	const kept = 400
	for _, c := range []struct {
		name string
		b    []byte
		want string
	}{
		{"sound", file(kept, 0, grey()), ""},
		{"empty", nil, "header, byte 0: the file has 0 bytes, less than a TIFF header\nhint: the file is still being written"},
		{"version", []byte("II\x07\x00\x08\x00\x00\x00"), "header, byte 2: not a TIFF file: version 7"},
		{"no pages", []byte("MM\x00\x2a\x00\x00\x00\x00"), "header, byte 4: the file has no pages\nhint: "},
		{"first directory", []byte("MM\x00\x2a\x00\x00\xff\x00"), "header, byte 4: the next directory should be at byte 65280, but the file has 8 bytes\nhint: "},
		{"in header", []byte("II\x2a\x00\x04\x00\x00\x00"), "header, byte 4: a directory at byte 4 would lie inside the header"},
		{"short BigTIFF", []byte("II\x2b\x00\x08\x00\x00\x00\x10\x00"), "header, byte 0: the file has 10 bytes, less than a BigTIFF header"},
		{"BigTIFF offsets", append([]byte("II\x2b\x00\x04\x00\x00\x00"), make([]byte, 20)...), "header, byte 4: BigTIFF offsets of 4 bytes"},
		{"no entries", file(kept, 0, nil), "page 0, byte 8: a directory of 0 entries is not plausible"},
		{"next page", file(kept, 9999, grey()), "page 0, byte 106: the next directory should be at byte 9999"},
		{"loop", file(kept, 8, grey()), "page 1, byte 8: the list of pages loops: page 1 has the directory of page 0"},
		{"no width", file(kept, 0, grey()[1:]), "page 0, byte 8: a page of 0 x 4 pixels is not possible"},
		{"huge page", file(kept, 0, with(field{tagWidth, typeLong, 1, 1 << 30}, field{tagHeight, typeLong, 1, 1 << 30})), "over the limit of 536870912\nhint: raise MaxPageBytes"},
		{"impossible page", file(kept, 0, with(field{tagWidth, typeLong, 1, 1<<32 - 1})), "a page of 4294967295 x 4 pixels is not possible"},
		{"more than the file", file(kept, 0, with(field{tagHeight, typeLong, 1, 1 << 20}, field{tagRowsPerStrip, typeLong, 1, 1 << 20})), "page 0, byte 300: strip 0 is truncated: 16 bytes cannot hold 4194304 bytes of pixels\nhint: "},
		{"zip bomb", file(kept, 0, with(field{tagHeight, typeLong, 1, 1 << 20}, field{tagRowsPerStrip, typeLong, 1, 1 << 20}, field{tagCompression, typeShort, 1, 8})), "cannot hold 4194304 bytes of pixels"},
		{"strip beyond", file(kept, 0, with(field{tagStripOffsets, typeLong, 1, 390})), "page 0, byte 390: strip 0 is truncated: it has 16 bytes, the file ends after 10\nhint: the file is still being written"},
		{"offset beyond", file(kept, 0, with(field{tagStripOffsets, typeLong, 1, 1e9})), "strip or tile 0 has 1000000000 in the table of offsets, but the file has 400 bytes"},
		{"empty strip", file(kept, 0, with(field{tagStripCounts, typeLong, 1, 0})), "page 0, byte 300: strip 0 is empty"},
		{"few strips", file(kept, 0, with(field{tagRowsPerStrip, typeLong, 1, 1})), "page 0, byte 8: the table of offsets has 1 strips or tiles, but the page needs 4"},
		{"many strips", file(kept, 0, with(field{tagHeight, typeLong, 1, 1 << 24}, field{tagRowsPerStrip, typeLong, 1, 1})), "strips or tiles are not plausible"},
		{"strip table beyond", file(kept, 0, with(field{tagRowsPerStrip, typeLong, 1, 1}, field{tagStripOffsets, typeLong, 4, 390})), "page 0, byte 70: tag 273 has 16 bytes at byte 390, but the file has 400 bytes\nhint: "},
		{"count overflow", file(kept, 0, with(field{tagStripOffsets, typeLong8, 1<<32 - 1, 0})), "page 0, byte 70: tag 273 claims 4294967295 values, more than the file can hold"},
		{"no rows", file(kept, 0, with(field{tagRowsPerStrip, typeLong, 1, 0})), "strips of 0 rows are not possible"},
		{"no value", file(kept, 0, with(field{tagWidth, typeLong, 0, 0})), "page 0, byte 10: tag 256 has no value"},
		{"field type", file(kept, 0, with(field{tagWidth, 77, 1, 4})), "page 0, byte 10: tag 256 has the unknown field type 77"},
		{"not a number", file(kept, 0, with(field{tagWidth, typeRational, 1, 100})), "tag 256 has field type 5, not a whole number"},
		{"table of text", file(kept, 0, with(field{tagStripOffsets, typeASCII, 1, 100})), "the table of offsets has field type 2, not whole numbers"},
		{"tile size", file(kept, 0, with(field{tagTileWidth, typeLong, 1, 1 << 31}, field{tagTileHeight, typeLong, 1, 1 << 31}, field{tagTileOffsets, typeLong, 1, 300}, field{tagTileCounts, typeLong, 1, 16})), "tiles of 2147483648 x 2147483648 pixels are not possible"},
		{"tile of nothing", file(kept, 0, with(field{tagTileOffsets, typeLong, 1, 300}, field{tagTileCounts, typeLong, 1, 16})), "tiles of 0 x 0 pixels"},
		{"predictor 3", file(kept, 0, with(field{tagPredictor, typeShort, 1, 3}, field{tagCompression, typeShort, 1, 8})), "the floating-point predictor does not go with uint8 pixels"},
		{"predictor alone", file(kept, 0, with(field{tagPredictor, typeShort, 1, 2})), "a predictor without compression is not defined"},
		{"predictor 9", file(kept, 0, with(field{tagPredictor, typeShort, 1, 9}, field{tagCompression, typeShort, 1, 8})), "predictor 9 is not supported"},
		{"fill order", file(kept, 0, with(field{tagFillOrder, typeShort, 1, 2})), "reversed bits"},
		{"deflate", file(kept, 0, with(field{tagCompression, typeShort, 1, 8})), "page 0, byte 300: strip 0 cannot be decompressed (Deflate): zlib: invalid header"},
		{"zstd", file(kept, 0, with(field{tagCompression, typeShort, 1, 50000})), "page 0, byte 300: strip 0 cannot be decompressed (Zstandard)"},
		{"lzw", file(kept, 0, with(field{tagCompression, typeShort, 1, 5}, field{tagStripCounts, typeLong, 1, 4})), "page 0, byte 300: strip 0 is truncated: 3 of 16 bytes of pixels"},
		{"too much", file(9000, 0, with(field{tagCompression, typeShort, 1, 5}, field{tagStripCounts, typeLong, 1, 8000})), "strip 0 has 8000 bytes for 16 bytes of pixels"},
	} {
		err := readAll("stack.tif", c.b)
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "stack.tif: ") {
			t.Errorf("%s:\n got %v\nwant %s", c.name, err, c.want)
		}
	}
}

// A file cut anywhere gives an error, and the error says so in a way a
// pipeline can act on.
func TestEveryTruncationIsAnError(t *testing.T) {
	_, files := oracles(t)
	for _, name := range []string{
		"uint16_none_p1_le_strip.tif", "uint8_lzw_p2_be_tile.tif", "float32_zstd_p3_le_strip.tif", "int16_packbits_p1_be_strip.tif",
		"libtiff_uint8_czip1B.tif",
	} {
		b, ok := files[name]
		if !ok {
			t.Fatal(name)
		}
		if err := readAll(name, b); err != nil {
			t.Fatal(err)
		}
		for n := 0; n < len(b)-1; n += max(1, len(b)/400) {
			err := readAll(name, b[:n])
			var e *Error
			if !errors.As(err, &e) || !errors.Is(err, io.ErrUnexpectedEOF) || e.File != name {
				t.Errorf("%s cut to %d of %d bytes: %v", name, n, len(b), err)
			}
		}
	}
}

// Files with random bytes changed must not panic, hang, or take memory that
// their size does not justify.
func TestRandomDamageIsHarmless(t *testing.T) {
	_, files := oracles(t)
	rng := rand.New(rand.NewPCG(1, 2))
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	tries := 3000
	if testing.Short() {
		tries = 600
	}
	names := sortedKeys(files)
	for range tries {
		b := append([]byte(nil), files[names[rng.IntN(len(names))]]...)
		for range 1 + rng.IntN(8) {
			b[rng.IntN(len(b))] = byte(rng.Uint32())
		}
		exercise(b)
	}
	runtime.ReadMemStats(&after)
	// exercise reads pages of up to 1 MiB; the codecs' own tables come on top.
	const perFile = 16 << 20
	if used := after.TotalAlloc - before.TotalAlloc; used > uint64(tries)*perFile {
		t.Errorf("%d bytes for each damaged file", used/uint64(tries))
	}
}

// exercise does what a program does with an unknown file, within limits.
func exercise(b []byte) {
	f, err := NewReader(bytes.NewReader(b), int64(len(b)), "fuzz.tif")
	if err != nil {
		return
	}
	f.MaxPageBytes = 1 << 20
	n, _ := f.Len()
	for i := range min(n, 20) {
		p, err := f.Page(i)
		if err != nil {
			continue
		}
		if p.Bytes() > f.MaxPageBytes {
			panic(fmt.Sprintf("page of %d bytes passes the limit", p.Bytes()))
		}
		_ = f.ReadPage(i, make([]float32, p.Width*p.Height))
		_, _ = f.Description(i)
	}
	m, err := f.Meta()
	if err != nil {
		return
	}
	_, _ = m.Fit(n)
	_, _ = m.PageIndex(0, 0, 0)
	_, _ = m.PageIndex(m.Channels-1, m.Slices-1, m.Frames-1)
}
