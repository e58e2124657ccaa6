package tiff

import (
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// A decompressor keeps the tables of the codecs between segments. The zero
// value is ready.
type decompressor struct {
	src  bytes.Reader
	zlib io.ReadCloser
	zstd *zstd.Decoder
	lzw  lzwTable
	more [1]byte // what follows the pixels, not looked at
}

// decode decompresses src into dst and returns the number of bytes it gave, at
// most len(dst). Bytes beyond dst are ignored: some programs pad the last strip.
func (c *decompressor) decode(kind Compression, dst, src []byte) (int, error) {
	switch kind {
	case LZW:
		return c.lzw.decode(dst, src)
	case Deflate, OldDeflate:
		return c.inflate(dst, src)
	case PackBits:
		return unpackBits(dst, src)
	case Zstd:
		return c.unzstd(dst, src)
	}
	panic("tiff: no such compression")
}

func (c *decompressor) inflate(dst, src []byte) (int, error) {
	c.src.Reset(src)
	if c.zlib == nil {
		r, err := zlib.NewReader(&c.src)
		if err != nil {
			return 0, inflateError(err)
		}
		c.zlib = r
	} else if err := c.zlib.(zlib.Resetter).Reset(&c.src, nil); err != nil {
		return 0, inflateError(err)
	}
	n, err := io.ReadFull(c.zlib, dst)
	if err != nil {
		return n, inflateError(err)
	}
	// The checksum is compared when the end of the stream is read.
	if _, err := c.zlib.Read(c.more[:]); errors.Is(err, zlib.ErrChecksum) {
		return n, err
	}
	return n, nil
}

func inflateError(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return truncated("the stream ends early")
	}
	return err
}

// maxZstdWindow is the memory a stream may ask for beside its output, the
// limit that RFC 8878 recommends to decoders.
const maxZstdWindow = 8 << 20

func (c *decompressor) unzstd(dst, src []byte) (int, error) {
	if c.zstd == nil {
		d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecodeAllCapLimit(true),
			zstd.WithDecoderMaxWindow(maxZstdWindow), zstd.WithDecoderLowmem(true))
		if err != nil {
			return 0, err
		}
		c.zstd = d
	}
	out, err := c.zstd.DecodeAll(src, dst[:0:len(dst)])
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return 0, truncated("the stream ends early")
	}
	return len(out), err
}

// unpackBits undoes Macintosh PackBits (TIFF 6.0, section 9).
func unpackBits(dst, src []byte) (int, error) {
	n := 0
	for len(src) > 0 && n < len(dst) {
		code := int8(src[0])
		src = src[1:]
		switch {
		case code >= 0:
			k := int(code) + 1
			if k > len(src) {
				return n, truncated("a literal run of %d bytes has %d", k, len(src))
			}
			n += copy(dst[n:], src[:k])
			src = src[k:]
		case code != -128:
			if len(src) == 0 {
				return n, truncated("a repeated run has no byte")
			}
			run := dst[n:min(len(dst), n+1-int(code))]
			for i := range run {
				run[i] = src[0]
			}
			n += len(run)
			src = src[1:]
		}
	}
	return n, nil
}

// packBits appends the PackBits code of one row to dst. Runs of three and more
// are worth a code of their own.
func packBits(dst, row []byte) []byte {
	for start := 0; start < len(row); {
		if run := runLength(row[start:]); run >= 3 {
			dst = append(dst, byte(1-run), row[start])
			start += run
			continue
		}
		end := start + 1
		for end < len(row) && end-start < 128 && runLength(row[end:]) < 3 {
			end++
		}
		dst = append(dst, byte(end-start-1))
		dst = append(dst, row[start:end]...)
		start = end
	}
	return dst
}

// runLength counts how often the first byte of b repeats, up to 128.
func runLength(b []byte) int {
	n := 1
	for n < len(b) && n < 128 && b[n] == b[0] {
		n++
	}
	return n
}
