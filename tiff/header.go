package tiff

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// format is what the header settles: byte order and the width of offsets.
type format struct {
	order binary.ByteOrder
	big   bool // BigTIFF: 64-bit offsets
}

// offset reads a file offset from the start of b.
func (ft format) offset(b []byte) uint64 {
	if ft.big {
		return ft.order.Uint64(b)
	}
	return uint64(ft.order.Uint32(b))
}

// Bytes of an offset, of the entry count of a directory and of one entry.
func (ft format) offsetBytes() int { return pick(ft.big, 8, 4) }
func (ft format) countBytes() int  { return pick(ft.big, 8, 2) }
func (ft format) entryBytes() int  { return pick(ft.big, 20, 12) }

func pick(big bool, yes, no int) int {
	if big {
		return yes
	}
	return no
}

// readHeader reads byte order and version, and returns the place of the first
// directory.
func (f *File) readHeader() (int64, error) {
	var b [16]byte
	n, err := f.r.ReadAt(b[:min(f.size, 16)], 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, f.at(-1, 0, err)
	}
	if n < 8 {
		return 0, f.at(-1, 0, truncated("the file has %d bytes, less than a TIFF header", n))
	}
	switch string(b[:2]) {
	case "II":
		f.format.order = binary.LittleEndian
	case "MM":
		f.format.order = binary.BigEndian
	default:
		return 0, f.at(-1, 0, fmt.Errorf("not a TIFF file: it starts with %q", b[:4]))
	}
	switch v := f.format.order.Uint16(b[2:]); v {
	case 42:
		return f.firstDirectory(uint64(f.format.order.Uint32(b[4:])), 4)
	case 43:
		f.format.big = true
	default:
		return 0, f.at(-1, 2, fmt.Errorf("not a TIFF file: version %d is neither 42 (TIFF) nor 43 (BigTIFF)", v))
	}
	if n < 16 {
		return 0, f.at(-1, 0, truncated("the file has %d bytes, less than a BigTIFF header", n))
	}
	if w := f.format.order.Uint16(b[4:]); w != 8 {
		return 0, f.at(-1, 4, fmt.Errorf("BigTIFF offsets of %d bytes; only 8 are defined", w))
	}
	return f.firstDirectory(f.format.order.Uint64(b[8:]), 8)
}

func (f *File) firstDirectory(offset uint64, where int64) (int64, error) {
	if offset == 0 {
		return 0, f.at(-1, where, hinted(
			"the program that wrote the file did not finish; a copy made before it closed stays unreadable",
			"the file has no pages"))
	}
	if err := f.checkDirectoryOffset(offset); err != nil {
		return 0, f.at(-1, where, err)
	}
	return int64(offset), nil
}

func (f *File) checkDirectoryOffset(offset uint64) error {
	if offset < 8 {
		return fmt.Errorf("a directory at byte %d would lie inside the header", offset)
	}
	if offset >= uint64(f.size) {
		return truncated("the next directory should be at byte %d, but the file has %d bytes", offset, f.size)
	}
	return nil
}

// read fills b from offset. what names the thing read, for the error.
func (f *File) read(page int, b []byte, offset int64, what string) error {
	n, err := f.r.ReadAt(b, offset)
	if n == len(b) {
		return nil
	}
	return f.short(page, b, offset, what, n, err)
}

// short is the error of a read that gave n bytes.
func (f *File) short(page int, b []byte, offset int64, what string, n int, err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		err = truncated("%s needs %d bytes, the file gives %d", what, len(b), n)
	}
	return f.at(page, offset, err)
}
