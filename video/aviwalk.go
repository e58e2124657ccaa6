package video

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// open walks the RIFFs of the file.
func (a *AVI) open() error {
	for at := int64(0); at+12 <= a.size; {
		id, size, kind, err := a.chunkAt(at)
		if err != nil {
			return err
		}
		if id != "RIFF" || kind != "AVI " && kind != "AVIX" {
			if at == 0 {
				return fmt.Errorf("not an AVI file: begins %q", id)
			}
			break
		}
		if err := a.walk(at+12, a.listEnd(at, size), nil); err != nil {
			return err
		}
		if size == 0 {
			break
		}
		at += 8 + even(size)
	}
	if a.coding == "" {
		return errors.New("no video in this AVI file")
	}
	a.info.RateHz, a.info.Frames = a.rate, len(a.frames)
	return nil
}

// end is where a chunk ends, at most the end of the file.
func (a *AVI) end(at int64, size uint32) int64 {
	if at+8+int64(size) > a.size {
		a.Truncated = true
		return a.size
	}
	return at + 8 + int64(size)
}

// listEnd is where a list ends. A length of 0, left by a recorder that was cut
// off, means the rest of the file.
func (a *AVI) listEnd(at int64, size uint32) int64 {
	if size == 0 {
		a.Truncated = true
		return a.size
	}
	return a.end(at, size)
}

func even(size uint32) int64 { return int64(size) + int64(size&1) }

// chunkAt reads the head of a chunk, and the kind of a list.
func (a *AVI) chunkAt(at int64) (id string, size uint32, kind string, err error) {
	var b [12]byte
	n, err := a.file.ReadAt(b[:], at)
	if n < 8 && err != nil {
		return "", 0, "", fmt.Errorf("byte %d: %w", at, err)
	}
	return string(b[:4]), binary.LittleEndian.Uint32(b[4:]), string(b[8:n]), nil
}

// streamHead is what a stream says of itself, until its format follows.
type streamHead struct {
	video       bool
	handler     string
	rate, scale uint32
	number      int
}

// walk visits the chunks from at to end: into lists, headers, and frames.
func (a *AVI) walk(at, end int64, head *streamHead) error {
	streams := 0
	for at+8 <= end {
		id, size, kind, err := a.chunkAt(at)
		if err != nil {
			return err
		}
		if id == "LIST" {
			inner := head
			if kind == "strl" {
				inner = &streamHead{number: streams}
				streams++
			}
			// No list reaches beyond the one around it.
			err = a.walk(at+12, min(end, a.listEnd(at, size)), inner)
			if size == 0 {
				at = end
			}
		} else {
			err = a.visit(id, at+8, min(end, a.end(at, size)), size, head)
		}
		if err != nil {
			return err
		}
		at += 8 + even(size)
	}
	return nil
}

func (a *AVI) visit(id string, at, stop int64, size uint32, head *streamHead) error {
	switch {
	case id == "strh" && head != nil:
		b, err := a.bytes(at, stop, 36)
		if err != nil {
			return err
		}
		head.video, head.handler = string(b[:4]) == "vids", string(b[4:8])
		head.scale, head.rate = binary.LittleEndian.Uint32(b[20:]), binary.LittleEndian.Uint32(b[24:])
	case id == "strf" && head != nil && head.video && a.coding == "":
		return a.format(at, stop, head)
	case a.coding != "" && (id == a.stream+"dc" || id == a.stream+"db"):
		if stop-at < int64(size) {
			a.Truncated = true // the last frame is cut off
			return nil
		}
		if size > 0 || len(a.frames) == 0 {
			a.frames = append(a.frames, place{at, size})
		} else {
			a.frames = append(a.frames, a.frames[len(a.frames)-1]) // dropped: the one before stays
		}
	}
	return nil
}

func (a *AVI) bytes(at, stop int64, n int) ([]byte, error) {
	if stop-at < int64(n) {
		return nil, fmt.Errorf("byte %d: a header of %d bytes, want %d", at, stop-at, n)
	}
	b := make([]byte, n)
	_, err := a.file.ReadAt(b, at)
	return b, err
}

// format reads the shape and coding of the video stream.
func (a *AVI) format(at, stop int64, head *streamHead) error {
	b, err := a.bytes(at, stop, 40)
	if err != nil {
		return err
	}
	width, height := int32(binary.LittleEndian.Uint32(b[4:])), int32(binary.LittleEndian.Uint32(b[8:]))
	bits, coding := binary.LittleEndian.Uint16(b[14:]), string(b[16:20])
	a.flip = height > 0
	if height < 0 {
		height = -height
	}
	if width < 1 || height < 1 || width > maxSide || height > maxSide {
		return fmt.Errorf("a frame of %d x %d pixels", width, height)
	}
	a.info = Info{Width: int(width), Height: int(height)}
	a.rate = float64(head.rate) / float64(head.scale)
	if !(a.rate > 0) || math.IsInf(a.rate, 0) {
		return fmt.Errorf("a frame rate of %d/%d per second", head.rate, head.scale)
	}
	a.stream = fmt.Sprintf("%02d", head.number)
	switch {
	case coding == "MJPG" || coding == "mjpg":
		a.coding = "MJPG"
	case coding == "Y800" || coding == "GREY" || coding == "Y8  ":
		a.coding, a.flip = "grey", false
	case coding == "\x00\x00\x00\x00" && bits == 8:
		a.coding = "grey"
	default:
		return &codecError{coding}
	}
	return nil
}
