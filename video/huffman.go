package video

import (
	"encoding/hex"
	"fmt"
)

// The values of the Huffman tables of ITU T.81 (1992), annex K.3, in the order
// of their codes: of DC coefficients, of AC coefficients of luma, and of chroma.
const (
	dcValues   = "000102030405060708090a0b"
	lumaValues = "01020300041105122131410613516107227114328191a1082342b1c11552d1f0" +
		"2433627282090a161718191a25262728292a3435363738393a43444546474849" +
		"4a535455565758595a636465666768696a737475767778797a83848586878889" +
		"8a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5" +
		"c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8" +
		"f9fa"
	chromaValues = "0001020311040521310612415107617113223281081442" +
		"91a1b1c109233352f0156272d10a162434e125f11718191a262728292a353637" +
		"38393a434445464748494a535455565758595a636465666768696a7374757677" +
		"78797a82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3" +
		"b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8" +
		"e9eaf2f3f4f5f6f7f8f9fa"
)

// standardTables returns the segment that defines those tables, luma as number
// 0 and chroma as number 1, each with how many codes have 1 to 16 bits.
func standardTables() []byte {
	segment := []byte{0xFF, markerDHT, 0, 0}
	for _, t := range []struct {
		class  byte
		counts [16]byte
		values string
	}{
		{0x00, [16]byte{0, 1, 5, 1, 1, 1, 1, 1, 1}, dcValues},
		{0x10, [16]byte{0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125}, lumaValues},
		{0x01, [16]byte{0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1}, dcValues},
		{0x11, [16]byte{0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119}, chromaValues},
	} {
		values, err := hex.DecodeString(t.values)
		if err != nil {
			panic(fmt.Sprintf("video: Huffman table %#x: %v", t.class, err))
		}
		segment = append(append(append(segment, t.class), t.counts[:]...), values...)
	}
	n := len(segment) - 2
	segment[2], segment[3] = byte(n>>8), byte(n)
	return segment
}
