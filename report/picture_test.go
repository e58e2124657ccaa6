package report

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestPictureKinds(t *testing.T) {
	var j bytes.Buffer
	if err := jpeg.Encode(&j, image.NewGray(image.Rect(0, 0, 4, 4)), nil); err != nil {
		t.Fatal(err)
	}
	for want, data := range map[string][]byte{
		"image/png": tinyPNG(t, 2, 2), "image/jpeg": j.Bytes(), "image/gif": []byte("GIF89a..."),
		"image/svg+xml": []byte("<?xml version=\"1.0\"?>\n<!-- x -->\n<svg/>"), "": []byte("hello"),
	} {
		if got := (Picture{Data: data}).kind(); got != want {
			t.Errorf("kind %q, want %q", got, want)
		}
	}
	err := Spines(&bytes.Buffer{}, SpinesInput{Overlays: []Picture{{Name: "day 4", Data: []byte("hello")}}})
	if err == nil || err.Error() != `report: picture "day 4": neither PNG, JPEG, GIF nor SVG` {
		t.Errorf("error %v", err)
	}
	if _, err := (Picture{Data: tinyPNG(t, 2, 2)[:20]}).figure(); err == nil {
		t.Error("a broken PNG is embedded")
	}
}

// A large picture is embedded as JPEG of the same size, a small one as it is.
func TestLargePicturesAreEmbeddedSmaller(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	m := image.NewGray(image.Rect(0, 0, 700, 500))
	for i := range m.Pix {
		m.Pix[i] = uint8(rng.IntN(256))
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	f, err := (Picture{Name: "noise", Data: b.Bytes()}).figure()
	if err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(string(f.Source), "data:image/jpeg;base64,")
	data, err := base64.StdEncoding.DecodeString(text)
	if !ok || err != nil || len(data) >= b.Len() || f.Width != 700 {
		t.Fatalf("embedded as %.30s, %d of %d bytes, width %d, %v", f.Source, len(data), b.Len(), f.Width, err)
	}
	back, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil || back.Bounds() != m.Bounds() {
		t.Errorf("reads back as %v, %v", back.Bounds(), err)
	}
	small := tinyPNG(t, 20, 20)
	if f, err = (Picture{Data: small}).figure(); err != nil || string(f.Source) != "data:image/png;base64,"+base64.StdEncoding.EncodeToString(small) {
		t.Error("a small picture was changed")
	}
}
