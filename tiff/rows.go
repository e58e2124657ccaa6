package tiff

import (
	"encoding/binary"
	"math"
)

// A rowCode says how the bytes of a row become pixels.
type rowCode struct {
	kind      Type
	predictor Predictor
	little    bool
}

func (p Page) rowCode(ft format) rowCode {
	return rowCode{p.Type, p.Predictor, ft.order == binary.LittleEndian}
}

// decodeRow turns the stored bytes of one row into pixels, undoing the
// predictor on the way. It may overwrite the bytes. dst may be shorter than the
// row, at the right edge of tiles.
func decodeRow[T Sample](code rowCode, dst []T, row []byte) {
	switch code {
	case rowCode{Uint8, NoPredictor, true}, rowCode{Uint8, NoPredictor, false}:
		copy8(dst, row)
	case rowCode{Uint8, Horizontal, true}, rowCode{Uint8, Horizontal, false}:
		sum8(dst, row)
	case rowCode{Uint16, NoPredictor, true}:
		copyU16LE(dst, row)
	case rowCode{Uint16, NoPredictor, false}:
		copyU16BE(dst, row)
	case rowCode{Uint16, Horizontal, true}:
		sumU16LE(dst, row)
	case rowCode{Uint16, Horizontal, false}:
		sumU16BE(dst, row)
	case rowCode{Int16, NoPredictor, true}:
		copyI16LE(dst, row)
	case rowCode{Int16, NoPredictor, false}:
		copyI16BE(dst, row)
	case rowCode{Int16, Horizontal, true}:
		sumI16LE(dst, row)
	case rowCode{Int16, Horizontal, false}:
		sumI16BE(dst, row)
	case rowCode{Float32, NoPredictor, true}:
		copyF32LE(dst, row)
	case rowCode{Float32, NoPredictor, false}:
		copyF32BE(dst, row)
	case rowCode{Float32, Horizontal, true}:
		sumF32LE(dst, row)
	case rowCode{Float32, Horizontal, false}:
		sumF32BE(dst, row)
	case rowCode{Float32, FloatingPoint, true}, rowCode{Float32, FloatingPoint, false}:
		sumFloat(dst, row)
	default:
		panic("tiff: no such rows")
	}
}

// fits says whether every value of t is a value of T.
func fits[T Sample](t Type) bool {
	own := typeOf[T]()
	return own == t || own == Float32 || t == Uint8
}

func typeOf[T Sample]() Type {
	switch any(*new(T)).(type) {
	case uint8:
		return Uint8
	case uint16:
		return Uint16
	case int16:
		return Int16
	}
	return Float32
}

func copy8[T Sample](dst []T, row []byte) {
	row = row[:len(dst)]
	for i, v := range row {
		dst[i] = T(v)
	}
}

func sum8[T Sample](dst []T, row []byte) {
	row = row[:len(dst)]
	var v uint8
	for i, d := range row {
		v += d
		dst[i] = T(v)
	}
}

// copyU16LE takes four pixels at a time: most movies are read through it.
func copyU16LE[T Sample](dst []T, row []byte) {
	for len(dst) >= 4 && len(row) >= 8 {
		v := binary.LittleEndian.Uint64(row)
		dst[0], dst[1], dst[2], dst[3] = T(uint16(v)), T(uint16(v>>16)), T(uint16(v>>32)), T(uint16(v>>48))
		dst, row = dst[4:], row[8:]
	}
	for i := range dst {
		dst[i] = T(binary.LittleEndian.Uint16(row[2*i:]))
	}
}

func copyU16BE[T Sample](dst []T, row []byte) {
	for i := range dst {
		dst[i] = T(binary.BigEndian.Uint16(row[2*i:]))
	}
}

func sumU16LE[T Sample](dst []T, row []byte) {
	var v uint16
	for i := range dst {
		v += binary.LittleEndian.Uint16(row[2*i:])
		dst[i] = T(v)
	}
}

func sumU16BE[T Sample](dst []T, row []byte) {
	var v uint16
	for i := range dst {
		v += binary.BigEndian.Uint16(row[2*i:])
		dst[i] = T(v)
	}
}

func copyI16LE[T Sample](dst []T, row []byte) {
	for i := range dst {
		dst[i] = T(int16(binary.LittleEndian.Uint16(row[2*i:])))
	}
}

func copyI16BE[T Sample](dst []T, row []byte) {
	for i := range dst {
		dst[i] = T(int16(binary.BigEndian.Uint16(row[2*i:])))
	}
}

func sumI16LE[T Sample](dst []T, row []byte) {
	var v uint16
	for i := range dst {
		v += binary.LittleEndian.Uint16(row[2*i:])
		dst[i] = T(int16(v))
	}
}

func sumI16BE[T Sample](dst []T, row []byte) {
	var v uint16
	for i := range dst {
		v += binary.BigEndian.Uint16(row[2*i:])
		dst[i] = T(int16(v))
	}
}

func copyF32LE[T Sample](dst []T, row []byte) {
	for i := range dst {
		dst[i] = T(math.Float32frombits(binary.LittleEndian.Uint32(row[4*i:])))
	}
}

func copyF32BE[T Sample](dst []T, row []byte) {
	for i := range dst {
		dst[i] = T(math.Float32frombits(binary.BigEndian.Uint32(row[4*i:])))
	}
}

// The horizontal predictor takes differences of the bit patterns of floats, as
// whole numbers.
func sumF32LE[T Sample](dst []T, row []byte) {
	var v uint32
	for i := range dst {
		v += binary.LittleEndian.Uint32(row[4*i:])
		dst[i] = T(math.Float32frombits(v))
	}
}

func sumF32BE[T Sample](dst []T, row []byte) {
	var v uint32
	for i := range dst {
		v += binary.BigEndian.Uint32(row[4*i:])
		dst[i] = T(math.Float32frombits(v))
	}
}

// sumFloat undoes the floating-point predictor (Adobe TIFF Technical Note 3):
// the row holds the most significant byte of every pixel, then the next bytes,
// in this order in files of either byte order, as differences along the row.
func sumFloat[T Sample](dst []T, row []byte) {
	var sum byte
	for i, d := range row {
		sum += d
		row[i] = sum
	}
	n := len(row) / 4
	b0, b1, b2, b3 := row[:n], row[n:2*n], row[2*n:3*n], row[3*n:4*n]
	for i := range dst {
		bits := uint32(b0[i])<<24 | uint32(b1[i])<<16 | uint32(b2[i])<<8 | uint32(b3[i])
		dst[i] = T(math.Float32frombits(bits))
	}
}
