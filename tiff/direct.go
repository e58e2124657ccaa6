package tiff

import (
	"encoding/binary"
	"unsafe"
)

// direct reports whether the bytes of the page are the pixels as this machine holds
// them: they go from the file into the caller's buffer, and are not looked at.
func direct[T Sample](f *File, l *layout) bool {
	own := (binary.NativeEndian.Uint16([]byte{1, 0}) == 1) == (f.format.order == binary.LittleEndian)
	return l.Compression == NoCompression && l.Predictor == NoPredictor && l.TileWidth == 0 &&
		typeOf[T]() == l.Type && (own || l.Type == Uint8)
}

// readDirect fills dst strip by strip.
func readDirect[T Sample](f *File, l *layout, dst []T) error {
	b := bytesOf(dst)
	for k, at := range l.offsets {
		n := l.storedBytes(k)
		if err := f.readSegment(l, k, b[:n], at); err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

// bytesOf is the memory of pixels.
func bytesOf[T Sample](pix []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(pix))), len(pix)*int(unsafe.Sizeof(*new(T))))
}
