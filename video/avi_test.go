package video

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// picture is a frame with a slope, an edge that moves with i, and texture.
func picture(width, height, i int) []uint8 {
	pix := make([]uint8, width*height)
	for y := range height {
		for x := range width {
			v := 60 + 100*float64(x)/float64(width) + 20*math.Sin(float64(x*y)/90)
			if x > 5+3*i && y > height/3 {
				v += 50
			}
			pix[y*width+x] = uint8(v)
		}
	}
	return pix
}

// psnr is the peak signal-to-noise ratio in dB.
func psnr(a, b []uint8) float64 {
	sum := 0.0
	for i := range a {
		d := float64(a[i]) - float64(b[i])
		sum += d * d
	}
	return 10 * math.Log10(255*255*float64(len(a))/sum)
}

// jpegPSNR is what quality 90 reaches on pictures like these: libjpeg, by way of
// Pillow 13, comes to 49.0 to 50.4 dB on the same ones, and encoders round
// differently.
const jpegPSNR = 48

func writeAVI(t *testing.T, width, height, frames int, rate float64, limit int64) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "clip.avi")
	w, err := createAVI(path, width, height, rate, limit)
	if err != nil {
		t.Fatal(err)
	}
	for i := range frames {
		if err := Write(w, picture(width, height, i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// readAll decodes every frame, compares it with the picture it was made of, and
// returns the times.
func readAll(t *testing.T, r Reader, least float64) []float64 {
	t.Helper()
	defer r.Close()
	info := r.Info()
	pix := make([]uint8, info.Width*info.Height)
	var times []float64
	for i := 0; ; i++ {
		sec, err := r.Next(pix)
		if err == io.EOF {
			return times
		}
		if err != nil {
			t.Fatal(err)
		}
		if p := psnr(pix, picture(info.Width, info.Height, i)); p < least {
			t.Errorf("frame %d: %.1f dB, want %g", i, p, least)
		}
		times = append(times, sec)
	}
}

// TestAVIComesBack: size, rate, times and pictures, at odd sizes, rates of
// television, and across segments.
func TestAVIComesBack(t *testing.T) {
	for _, c := range []struct {
		width, height, frames int
		rate                  float64
		limit                 int64
	}{
		{64, 48, 5, 25, segmentBytes},
		{61, 35, 12, 30000. / 1001, segmentBytes},
		{64, 48, 40, 29.5, 20000}, // several segments
		{64, 48, 0, 30, segmentBytes},
	} {
		path := writeAVI(t, c.width, c.height, c.frames, c.rate, c.limit)
		a, err := OpenAVI(path)
		if err != nil {
			t.Fatal(err)
		}
		if want := (Info{c.width, c.height, a.info.RateHz, c.frames}); a.Info() != want || a.Truncated {
			t.Errorf("%+v, truncated %v; want %+v", a.Info(), a.Truncated, want)
		}
		if math.Abs(a.info.RateHz-c.rate) > 1e-9 {
			t.Errorf("rate %v, want %v", a.info.RateHz, c.rate)
		}
		times := readAll(t, a, jpegPSNR)
		if len(times) != c.frames {
			t.Fatalf("%d frames, want %d", len(times), c.frames)
		}
		for i, sec := range times {
			if math.Abs(sec-float64(i)/c.rate) > 1e-9 {
				t.Errorf("frame %d at %v s", i, sec)
			}
		}
	}
}

// TestIndexes: both kinds of index say where the walked chunks are.
func TestIndexes(t *testing.T) {
	path := writeAVI(t, 64, 48, 40, 30, 20000)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	a, err := OpenAVI(path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	le := binary.LittleEndian
	super := bytes.Index(b, []byte("indx")) + 8
	var listed []place
	for s := range int(le.Uint32(b[super+4:])) {
		entry := b[super+24+16*s:]
		at, size := int(le.Uint64(entry)), int(le.Uint32(entry[8:]))
		if string(b[at:at+4]) != "ix00" || size != 8+int(le.Uint32(b[at+4:])) {
			t.Fatalf("segment %d: no index of %d bytes at %d", s, size, at)
		}
		base := int64(le.Uint64(b[at+20:]))
		for i := range int(le.Uint32(b[at+12:])) {
			e := b[at+32+8*i:]
			listed = append(listed, place{base + int64(le.Uint32(e)), le.Uint32(e[4:])})
		}
		if n := le.Uint32(entry[12:]); n != le.Uint32(b[at+12:]) {
			t.Errorf("segment %d: %d frames in one index, %d in the other", s, n, le.Uint32(b[at+12:]))
		}
	}
	if len(listed) != 40 {
		t.Fatalf("the index lists %d frames, want 40", len(listed))
	}
	for i, p := range listed {
		if p != a.frames[i] {
			t.Errorf("frame %d: index says %v, walking says %v", i, p, a.frames[i])
		}
	}
	old := bytes.Index(b, []byte("idx1"))
	movi := bytes.Index(b, []byte("movi"))
	n := int(le.Uint32(b[old+4:])) / 16
	if n < 2 || n >= 40 {
		t.Fatalf("the old index lists %d frames, want those of the first segment", n)
	}
	for i := range n {
		e := b[old+8+16*i:]
		if got := (place{int64(movi) + int64(le.Uint32(e[8:])) + 8, le.Uint32(e[12:])}); got != a.frames[i] {
			t.Errorf("frame %d: old index says %v, walking says %v", i, got, a.frames[i])
		}
	}
	if got := le.Uint32(b[bytes.Index(b, []byte("dmlh"))+8:]); got != 40 {
		t.Errorf("dmlh says %d frames, want 40", got)
	}
}

// TestHeaders: what players read before a frame, and this reader does not need
// (Microsoft's AVIMAINHEADER and AVISTREAMHEADER).
func TestHeaders(t *testing.T) {
	path := writeAVI(t, 64, 48, 40, 25, 20000)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	a, err := OpenAVI(path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	largest := uint32(0)
	for _, f := range a.frames {
		largest = max(largest, f.size)
	}
	le := binary.LittleEndian
	main, stream := bytes.Index(b, []byte("avih"))+8, bytes.Index(b, []byte("strh"))+8
	inFirst := le.Uint32(b[bytes.Index(b, []byte("idx1"))+4:]) / 16
	for what, c := range map[string]struct {
		at   int
		want uint32
	}{
		"microseconds a frame": {main, 40000}, "frames of the first segment": {main + 16, inFirst}, "streams": {main + 24, 1},
		"buffer": {main + 28, largest}, "width": {main + 32, 64}, "height": {main + 36, 48},
		"scale": {stream + 20, 1}, "rate": {stream + 24, 25}, "start": {stream + 28, 0}, "length": {stream + 32, 40}, "buffer of the stream": {stream + 36, largest},
	} {
		if got := le.Uint32(b[c.at:]); got != c.want {
			t.Errorf("%s: %d, want %d", what, got, c.want)
		}
	}
}

// TestTruncatedAVI: whatever a recorder left is read up to the last whole frame.
func TestTruncatedAVI(t *testing.T) {
	path := writeAVI(t, 64, 48, 10, 30, segmentBytes)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	a, err := OpenAVI(path)
	if err != nil {
		t.Fatal(err)
	}
	cut := a.frames[7].at + 10
	a.Close()
	unfinished := bytes.Clone(whole[:cut])
	binary.LittleEndian.PutUint32(unfinished[4:], 0) // lengths never filled in
	binary.LittleEndian.PutUint32(unfinished[bytes.Index(whole, []byte("movi"))-4:], 0)
	for name, b := range map[string][]byte{"cut": whole[:cut], "unfinished": unfinished} {
		p := filepath.Join(t.TempDir(), name+".avi")
		if err := os.WriteFile(p, b, 0o666); err != nil {
			t.Fatal(err)
		}
		a, err := OpenAVI(p)
		if err != nil {
			t.Fatal(err)
		}
		if a.Info().Frames != 7 || !a.Truncated {
			t.Errorf("%s: %d frames, truncated %v; want 7, true", name, a.Info().Frames, a.Truncated)
		}
		readAll(t, a, jpegPSNR)
	}
}

// TestBadAVI: damage is an error with the file's name, never a panic.
func TestBadAVI(t *testing.T) {
	b, err := os.ReadFile(writeAVI(t, 64, 48, 2, 30, segmentBytes))
	if err != nil {
		t.Fatal(err)
	}
	set := func(at int, v ...byte) []byte {
		c := bytes.Clone(b)
		copy(c[at:], v)
		return c
	}
	stream, format := bytes.Index(b, []byte("strh"))+8, bytes.Index(b, []byte("strf"))+8
	for want, c := range map[string][]byte{
		"not an AVI file":            []byte("RIFF\x04\x00\x00\x00WAVEfmt "),
		`coded as "H264"`:            set(format+16, []byte("H264")...),
		"frame rate":                 set(stream+20, 0, 0, 0, 0),
		"a frame of 0 x 48":          set(format+4, 0, 0, 0, 0),
		"no video in this AVI":       set(stream, []byte("auds")...),
		"hint: install ffmpeg":       set(format+16, []byte("XVID")...),
		"no video in this AVI file":  []byte("RIFF"),
		"the file says 66 x 48":      set(format+4, 66),
		"frame 0: invalid JPEG form": set(bytes.Index(b, []byte{0xFF, 0xD8}), 0, 0),
	} {
		path := filepath.Join(t.TempDir(), "bad.avi")
		if err := os.WriteFile(path, c, 0o666); err != nil {
			t.Fatal(err)
		}
		a, err := OpenAVI(path)
		if err == nil {
			_, err = a.Next(make([]uint8, a.Info().Width*a.Info().Height))
			a.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "bad.avi") {
			t.Errorf("got %v, want %q and the file's name", err, want)
		}
	}
}

// smallAVI is a file of three frames of 8 x 8.
func smallAVI(tb testing.TB) []byte {
	tb.Helper()
	w := &aviWriter{width: 8, height: 8, rate: 25, scale: 1}
	var chunks []byte
	for range 3 {
		b, err := encodeJPEG(nil, make([]uint8, 64), 8, 8)
		if err != nil {
			tb.Fatal(err)
		}
		chunks = append(chunks, block("00dc", append(b, make([]byte, len(b)%2)...))...)
	}
	return append(append([]byte("RIFF\x00\x00\x00\x00AVI "), w.header()...), list("movi", chunks)...)
}

// survives opens any bytes as a file and reads what it can.
func survives(b []byte) (frames int) {
	a := &AVI{path: "damaged.avi", file: bytes.NewReader(b), size: int64(len(b))}
	if a.open() != nil || a.info.Width*a.info.Height > 1<<16 {
		return 0
	}
	pix := make([]uint8, a.info.Width*a.info.Height)
	for range min(3, a.info.Frames) {
		a.Next(pix)
	}
	return a.info.Frames
}

// TestDamagedAVI: changed bytes never panic, and every frame has its chunk head
// of eight bytes.
func TestDamagedAVI(t *testing.T) {
	whole, rng := smallAVI(t), rand.New(rand.NewPCG(1, 2))
	if n := survives(whole); n != 3 {
		t.Fatalf("%d frames, want 3", n)
	}
	heads := []string{"RIFF", "LIST", "strh", "strf", "movi", "00dc"}
	for range 5000 {
		b := bytes.Clone(whole)
		for range 1 + rng.IntN(3) {
			at := bytes.Index(b, []byte(heads[rng.IntN(len(heads))]))
			b[max(0, at)+rng.IntN(40)] = uint8(rng.Uint32())
		}
		if n := survives(b); 8*n > len(b) {
			t.Fatalf("%d frames in %d bytes", n, len(b))
		}
	}
}

func FuzzAVI(f *testing.F) {
	f.Add(smallAVI(f))
	f.Fuzz(func(t *testing.T, b []byte) { survives(b) })
}

// greyAVI is an uncompressed file as other programs write them.
func greyAVI(coding string, height int32, frames ...[]byte) []byte {
	format := append(numbers(40, 5, uint32(height), 1|8<<16), coding...)
	format = append(format, numbers(0, 0, 0, 0, 0)...)
	stream := append([]byte("vids\x00\x00\x00\x00"), numbers(0, 0, 0, 1, 20, 0, 0, 0, 0, 0, 0, 0)...)
	var chunks []byte
	for _, f := range frames {
		chunks = append(chunks, block("00db", f)...)
	}
	body := append([]byte("AVI "), list("hdrl", block("avih", make([]byte, 56)), list("strl", block("strh", stream), block("strf", format)))...)
	return block("RIFF", append(body, list("movi", chunks)...))
}

// TestUncompressedAVI: rows from the bottom, filled up to four bytes, unless the
// height is negative or the code says otherwise; an empty chunk repeats.
func TestUncompressedAVI(t *testing.T) {
	padded := []byte{1, 2, 3, 4, 5, 0, 0, 0, 6, 7, 8, 9, 10, 0, 0, 0}
	up, down := []byte{6, 7, 8, 9, 10, 1, 2, 3, 4, 5}, []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	for _, c := range []struct {
		coding string
		height int32
		frame  []byte
		want   []byte
	}{
		{"\x00\x00\x00\x00", 2, padded, up},
		{"\x00\x00\x00\x00", -2, padded, down},
		{"Y800", 2, down, down},
	} {
		path := filepath.Join(t.TempDir(), "grey.avi")
		if err := os.WriteFile(path, greyAVI(c.coding, c.height, c.frame, nil), 0o666); err != nil {
			t.Fatal(err)
		}
		a, err := OpenAVI(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 2 {
			got := make([]uint8, 10)
			if sec, err := a.Next(got); err != nil || !bytes.Equal(got, c.want) || sec != float64(i)/20 {
				t.Errorf("%q frame %d: %v at %v s, %v; want %v", c.coding, i, got, sec, err, c.want)
			}
		}
		a.Close()
	}
}

// TestJPEGWithoutTables: a picture whose tables were left out decodes to the
// same luma, in grey and in colour.
func TestJPEGWithoutTables(t *testing.T) {
	colour := image.NewYCbCr(image.Rect(0, 0, 40, 24), image.YCbCrSubsampleRatio444)
	copy(colour.Y, picture(40, 24, 1))
	for i := range colour.Cb {
		colour.Cb[i], colour.Cr[i] = uint8(100+i%40), uint8(160-i%60)
	}
	rgb := image.NewRGBA(colour.Rect)
	for y := range 24 {
		for x := range 40 {
			rgb.Set(x, y, color.RGBAModel.Convert(colour.At(x, y)))
		}
	}
	for name, im := range map[string]image.Image{
		"grey":   &image.Gray{Pix: picture(40, 24, 1), Stride: 40, Rect: image.Rect(0, 0, 40, 24)},
		"colour": rgb,
	} {
		var buf bytes.Buffer
		if err := jpeg.Encode(&buf, im, nil); err != nil {
			t.Fatal(err)
		}
		whole := buf.Bytes()
		at := bytes.Index(whole, []byte{0xFF, markerDHT})
		n := 2 + int(binary.BigEndian.Uint16(whole[at+2:]))
		bare := append(bytes.Clone(whole[:at]), whole[at+n:]...)
		want, got := make([]uint8, 40*24), make([]uint8, 40*24)
		if err := decodeJPEG(want, whole, 40, 24); err != nil {
			t.Fatal(err)
		}
		if err := decodeJPEG(got, bare, 40, 24); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: without its tables the picture differs: %v", name, err)
		}
	}
}

func TestAbortLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	w, err := CreateAVI(filepath.Join(dir, "clip.avi"), 8, 8, 25)
	if err != nil {
		t.Fatal(err)
	}
	if err := Write(w, make([]uint8, 64)); err != nil {
		t.Fatal(err)
	}
	w.Abort()
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

func TestFraction(t *testing.T) {
	for rate, want := range map[float64][2]uint32{
		25: {25, 1}, 30: {30, 1}, 30000. / 1001: {30000, 1001}, 60000. / 1001: {60000, 1001}, 29.97: {29970, 1000}, 7.5: {7500, 1000}, 0.5: {500, 1000},
	} {
		if r, s := fraction(rate); [2]uint32{r, s} != want {
			t.Errorf("%v frames/s as %d/%d, want %d/%d", rate, r, s, want[0], want[1])
		}
	}
}
