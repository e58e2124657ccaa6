package tiff

import (
	"bytes"
	"encoding/binary"
	"math"

	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// encodeRow stores pixels as bytes.
func encodeRow[T Sample](order binary.ByteOrder, dst []byte, pix []T) {
	switch pix := any(pix).(type) {
	case []uint8:
		copy(dst, pix)
	case []uint16:
		for i, v := range pix {
			order.PutUint16(dst[2*i:], v)
		}
	case []int16:
		for i, v := range pix {
			order.PutUint16(dst[2*i:], uint16(v))
		}
	case []float32:
		for i, v := range pix {
			order.PutUint32(dst[4*i:], math.Float32bits(v))
		}
	}
}

// predictRow applies p's predictor to one stored row. tmp has the row's length.
func predictRow(order binary.ByteOrder, p Page, row, tmp []byte) {
	if p.Predictor == FloatingPoint {
		sortBySignificance(order, row, tmp)
		differences(row)
		return
	}
	switch p.Type.Bytes() {
	case 1:
		differences(row)
	case 2:
		for i := len(row) - 2; i >= 2; i -= 2 {
			order.PutUint16(row[i:], order.Uint16(row[i:])-order.Uint16(row[i-2:]))
		}
	case 4:
		for i := len(row) - 4; i >= 4; i -= 4 {
			order.PutUint32(row[i:], order.Uint32(row[i:])-order.Uint32(row[i-4:]))
		}
	}
}

// differences replaces each byte but the first by its step from the one before.
func differences(b []byte) {
	for i := len(b) - 1; i > 0; i-- {
		b[i] -= b[i-1]
	}
}

// sortBySignificance puts the most significant bytes of all floats first, then
// the next, as sumFloat expects.
func sortBySignificance(order binary.ByteOrder, row, tmp []byte) {
	n := len(row) / 4
	for i := range n {
		v := order.Uint32(row[4*i:])
		tmp[i], tmp[n+i], tmp[2*n+i], tmp[3*n+i] = byte(v>>24), byte(v>>16), byte(v>>8), byte(v)
	}
	copy(row, tmp)
}

// A compressor keeps the tables of the codecs between segments. The zero value
// is ready.
type compressor struct {
	out  []byte
	buf  bytes.Buffer
	zlib *zlib.Writer
	zstd *zstd.Encoder
	lzw  lzwEncoder
}

// encode compresses src, whose rows have stride bytes. The result is valid
// until the next call.
func (c *compressor) encode(kind Compression, src []byte, stride int) ([]byte, error) {
	switch kind {
	case LZW:
		c.out = c.lzw.encode(c.out[:0], src)
		return c.out, nil
	case Deflate, OldDeflate:
		return c.deflate(src)
	case PackBits:
		c.out = c.out[:0]
		for ; len(src) > 0; src = src[stride:] { // rows are packed one by one, TIFF 6.0 section 9
			c.out = packBits(c.out, src[:stride])
		}
		return c.out, nil
	case Zstd:
		if c.zstd == nil {
			e, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(maxZstdWindow/2))
			if err != nil {
				return nil, err
			}
			c.zstd = e
		}
		c.out = c.zstd.EncodeAll(src, c.out[:0])
		return c.out, nil
	}
	return src, nil
}

func (c *compressor) deflate(src []byte) ([]byte, error) {
	c.buf.Reset()
	if c.zlib == nil {
		c.zlib = zlib.NewWriter(&c.buf)
	}
	c.zlib.Reset(&c.buf)
	if _, err := c.zlib.Write(src); err != nil {
		return nil, err
	}
	if err := c.zlib.Close(); err != nil {
		return nil, err
	}
	return c.buf.Bytes(), nil
}
