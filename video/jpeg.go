package video

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
)

// jpegQuality keeps the noise of a camera, a few grey values, within one or two.
const jpegQuality = 90

// encodeJPEG appends a grey frame as a JPEG to dst.
func encodeJPEG(dst []byte, pix []uint8, width, height int) ([]byte, error) {
	if len(pix) != width*height {
		panic(fmt.Sprintf("video: %d pixels for a frame of %d x %d", len(pix), width, height))
	}
	buf := bytes.NewBuffer(dst)
	err := jpeg.Encode(buf, &image.Gray{Pix: pix, Stride: width, Rect: image.Rect(0, 0, width, height)}, &jpeg.Options{Quality: jpegQuality})
	return buf.Bytes(), err
}

// decodeJPEG decodes the luma of a JPEG into dst.
func decodeJPEG(dst []uint8, b []byte, width, height int) error {
	im, err := jpeg.Decode(bytes.NewReader(withTables(b)))
	if err != nil {
		return err
	}
	size := im.Bounds().Size()
	if size.X != width || size.Y != height {
		return fmt.Errorf("the picture is %d x %d, the file says %d x %d", size.X, size.Y, width, height)
	}
	switch m := im.(type) {
	case *image.Gray:
		copyRows(dst, m.Pix, m.Stride, width, height)
	case *image.YCbCr:
		copyRows(dst, m.Y, m.YStride, width, height)
	default:
		return fmt.Errorf("the picture is %T, neither grey nor YCbCr", im)
	}
	return nil
}

func copyRows(dst, src []uint8, stride, width, height int) {
	for y := range height {
		copy(dst[y*width:(y+1)*width], src[y*stride:])
	}
}

// JPEG markers.
const (
	markerDHT = 0xC4
	markerSOI = 0xD8
	markerSOS = 0xDA
)

// withTables returns a JPEG with Huffman tables. Cameras leave out the standard
// ones, as the motion JPEG of AVI allows.
func withTables(b []byte) []byte {
	if len(b) < 4 || b[0] != 0xFF || b[1] != markerSOI {
		return b
	}
	for at := 2; at+4 <= len(b) && b[at] == 0xFF; {
		switch b[at+1] {
		case markerDHT:
			return b
		case markerSOS:
			return append(append(append([]byte{}, b[:at]...), standardTables()...), b[at:]...)
		}
		at += 2 + int(b[at+2])<<8 + int(b[at+3])
	}
	return b
}
