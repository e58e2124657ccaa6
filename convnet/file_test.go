package convnet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"
)

func encode(t testing.TB, n Net) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := n.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestNetworksSurviveTheFile(t *testing.T) {
	for name, n := range zoo() {
		r := bytes.NewReader(append(encode(t, n), "rest"...))
		got, err := Read(r)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !reflect.DeepEqual(got, n) {
			t.Errorf("%s: read %+v, want %+v", name, got, n)
		}
		if rest, _ := io.ReadAll(r); string(rest) != "rest" {
			t.Errorf("%s: %q left to read", name, rest)
		}
	}
}

// The bytes are written out by hand from the comment of the format.
func TestFileLayout(t *testing.T) {
	n := Net{[]Layer{{1, 1, 1, 2, true, ReLU, []float32{1}, []float32{-2}}}}
	want := "convnet\n" + "\x01\x00\x00\x00" + "\x01\x00\x00\x00" +
		"\x01\x00\x00\x00" + "\x01\x00\x00\x00" + "\x01\x00\x00\x00" + "\x02\x00\x00\x00" + "\x01\x01" +
		"\x00\x00\x80\x3f" + "\x00\x00\x00\xc0"
	want = string(binary.LittleEndian.AppendUint32([]byte(want), crc32.ChecksumIEEE([]byte(want))))
	if got := string(encode(t, n)); got != want {
		t.Errorf("wrote %q, want %q", got, want)
	}
}

func TestReadRefusesEveryTruncation(t *testing.T) {
	whole := encode(t, zoo()["two outputs"])
	for n := range whole {
		if _, err := Read(bytes.NewReader(whole[:n])); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("%d of %d bytes: %v", n, len(whole), err)
		}
	}
}

func TestReadRefusesEveryFlippedByte(t *testing.T) {
	whole := encode(t, zoo()["far"])
	for i := range whole {
		bad := bytes.Clone(whole)
		bad[i] ^= 0x41
		if _, err := Read(bytes.NewReader(bad)); err == nil {
			t.Fatalf("byte %d flipped: no error", i)
		}
	}
}

func TestReadNamesWhatIsWrong(t *testing.T) {
	// A header of one layer: bytes 16, 20, 24 and 28 hold input channels,
	// output channels, kernel and dilation, 32 and 33 the two flags.
	for _, c := range []struct {
		at    int
		value byte
		want  string
	}{
		{0, 'C', "begins with"}, {8, 2, "version 2"}, {12, 0, "0 layers"}, {12, 200, "200 layers"},
		{16, 0, "0 input"}, {19, 1, "out of range"}, {24, 2, "kernel 2"}, {28, 0, "dilation 0"},
		{28, 100, "out of range"}, {32, 2, "out of range"}, {33, 2, "activation 2"},
		{34, 1, "checksum"}, {37, 0x7f, "value 0"},
	} {
		bad := encode(t, Net{[]Layer{{1, 1, 1, 1, false, ReLU, []float32{1.984375}, []float32{-2}}}})
		bad[c.at] = c.value
		if _, err := Read(bytes.NewReader(bad)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("byte %d set to %d: error %v, want one with %q", c.at, c.value, err, c.want)
		}
	}
}

func TestReadRefusesHugeNetworksBeforeReadingThem(t *testing.T) {
	b := []byte(magic)
	b = binary.LittleEndian.AppendUint32(b, version)
	b = binary.LittleEndian.AppendUint32(b, 1)
	for _, v := range []uint32{maxChannels, maxChannels, 3, 1} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	_, err := Read(bytes.NewReader(append(b, 0, 0)))
	if err == nil || !strings.Contains(err.Error(), "parameters") {
		t.Errorf("error %v, want one about the number of parameters", err)
	}
}

func TestWriteRefusesWhatCannotBeRead(t *testing.T) {
	for want, l := range map[string]Layer{
		"weights":      {1, 1, 1, 1, false, None, nil, []float32{0}},
		"value 0":      {1, 1, 1, 1, false, None, []float32{float32(math.NaN())}, []float32{0}},
		"out of range": {1, 1, 1, 1000, false, None, []float32{1}, []float32{0}},
	} {
		var b bytes.Buffer
		if err := (Net{[]Layer{l}}).Write(&b); err == nil || !strings.Contains(err.Error(), want) || b.Len() > 0 {
			t.Errorf("error %v after %d bytes, want one with %q", err, b.Len(), want)
		}
	}
}

// FuzzRead looks for input that panics Read, or that Read takes but Write
// would not give back.
func FuzzRead(f *testing.F) {
	for _, n := range zoo() {
		f.Add(encode(f, n))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		// A right checksum lets the fuzzer past it.
		if len(data) > 4 {
			data = binary.LittleEndian.AppendUint32(data[:len(data)-4:len(data)-4], crc32.ChecksumIEEE(data[:len(data)-4]))
		}
		n, err := Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		if again := encode(t, n); !bytes.HasPrefix(data, again) {
			t.Fatal("Write gives other bytes than Read took")
		}
		n.Forward(noise(1, n.Layers[0].In, 2, 3))
	})
}
