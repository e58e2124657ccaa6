package video

import "encoding/binary"

// Flags of the main header: the file has an index, and chunks lie in order.
const (
	hasIndex      = 0x10
	isInterleaved = 0x100
)

// header returns the hdrl list as far as it is known: main header, the one
// stream with its index of segments, and the number of frames of all segments.
// Its length does not depend on what was written so far.
func (w *aviWriter) header() []byte {
	var inFirst uint32
	if len(w.segments) > 0 {
		inFirst = w.segments[0].frames
	}
	microseconds := uint32(1e6*float64(w.scale)/float64(w.rate) + 0.5)
	main := numbers(microseconds, 0, 0, hasIndex|isInterleaved, inFirst, 0, 1, w.largest,
		uint32(w.width), uint32(w.height), 0, 0, 0, 0)
	stream := append([]byte("vidsMJPG"), numbers(0, 0, 0, w.scale, w.rate, 0, w.frames, w.largest, 0xFFFFFFFF, 0,
		0, uint32(w.width)|uint32(w.height)<<16)...)
	// 24 bits a pixel, as players expect of motion JPEG, whatever is in it.
	format := append(numbers(40, uint32(w.width), uint32(w.height), 1|24<<16), "MJPG"...)
	format = append(format, numbers(uint32(3*w.width*w.height), 0, 0, 0, 0)...)
	extended := make([]byte, 248)
	binary.LittleEndian.PutUint32(extended, w.frames)
	return list("hdrl", block("avih", main),
		list("strl", block("strh", stream), block("strf", format), block("indx", w.superIndex())),
		list("odml", block("dmlh", extended)))
}

// superIndex lists the index chunks of the segments.
func (w *aviWriter) superIndex() []byte {
	b := binary.LittleEndian.AppendUint16(nil, 4) // longs per entry
	b = append(b, 0, 0)                           // an index of indexes
	b = binary.LittleEndian.AppendUint32(b, uint32(len(w.segments)))
	b = append(b, "00dc"...)
	b = append(b, make([]byte, 12)...)
	for _, s := range w.segments {
		b = binary.LittleEndian.AppendUint64(b, uint64(s.offset))
		b = append(b, numbers(s.size, s.frames)...)
	}
	return append(b, make([]byte, 16*(maxSegments-len(w.segments)))...)
}

func numbers(vs ...uint32) []byte {
	var b []byte
	for _, v := range vs {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

// block returns a chunk of even length.
func block(id string, b []byte) []byte {
	return append(binary.LittleEndian.AppendUint32([]byte(id), uint32(len(b))), b...)
}

// list returns a chunk of chunks.
func list(id string, parts ...[]byte) []byte {
	b := []byte(id)
	for _, p := range parts {
		b = append(b, p...)
	}
	return block("LIST", b)
}
