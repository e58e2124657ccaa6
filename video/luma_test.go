package video

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"testing"
)

// lumaOff: two inverse transforms, each rounded, differ by one grey value.
const lumaOff = 1

// TestLumaIsThatOfTheGeneralDecoder: grey and colour, all qualities, sizes that are
// no whole blocks, noise up to the largest coefficients.
func TestLumaIsThatOfTheGeneralDecoder(t *testing.T) {
	l := new(luma) // serves all, as it does in a film
	rng := rand.New(rand.NewPCG(1, 2))
	for _, size := range [][2]int{{64, 48}, {61, 35}, {8, 8}, {17, 1}} {
		for _, quality := range []int{1, 30, 75, 90, 100} {
			for _, noise := range []float64{0, 8, 400} {
				w, h := size[0], size[1]
				grey := image.NewGray(image.Rect(0, 0, w, h))
				colour := image.NewNRGBA(grey.Rect)
				for i, v := range picture(w, h, 3) {
					u := uint8(max(0, min(float64(v)+noise*rng.NormFloat64(), 255)))
					grey.Pix[i] = u
					colour.Set(i%w, i/w, color.NRGBA{u, uint8(rng.IntN(256)), v, 255})
				}
				for _, m := range []image.Image{grey, colour} {
					var b bytes.Buffer
					if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
						t.Fatal(err)
					}
					sameLuma(t, l, b.Bytes(), w, h)
				}
			}
		}
	}
}

func sameLuma(t *testing.T, l *luma, b []byte, w, h int) {
	t.Helper()
	got, want := make([]uint8, w*h), make([]uint8, w*h)
	if err := l.decode(got, b, w, h); err != nil {
		t.Fatal(err)
	}
	if err := decodeJPEG(want, b, w, h); err != nil {
		t.Fatal(err)
	}
	for i, v := range want {
		if max(v-got[i], got[i]-v) > lumaOff && max(int(v)-int(got[i]), int(got[i])-int(v)) > lumaOff {
			t.Fatalf("%d x %d: pixel %d is %d, want %d", w, h, i, got[i], v)
		}
	}
}

// TestLumaLeavesTheRest: what is damaged or unusual is refused, without a panic.
func TestLumaLeavesTheRest(t *testing.T) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, &image.Gray{Pix: picture(64, 48, 0), Stride: 64, Rect: image.Rect(0, 0, 64, 48)}, nil); err != nil {
		t.Fatal(err)
	}
	dst := make([]uint8, 64*48)
	for n := range b.Len() - 2 {
		if n < b.Len()/2 && new(luma).decode(dst, b.Bytes()[:n], 64, 48) == nil {
			t.Errorf("the first %d of %d bytes were taken", n, b.Len())
		}
		new(luma).decode(dst, b.Bytes()[:n], 64, 48)
	}
	if new(luma).decode(dst[:60*48], b.Bytes(), 60, 48) == nil {
		t.Error("another size was taken")
	}
}

// FuzzLuma: bytes of any kind end in an error or a picture.
func FuzzLuma(f *testing.F) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, &image.Gray{Pix: picture(16, 16, 0), Stride: 16, Rect: image.Rect(0, 0, 16, 16)}, nil); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) { new(luma).decode(make([]uint8, 256), b, 16, 16) })
}

func BenchmarkLuma(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	pix := picture(320, 240, 0)
	for i, v := range pix {
		pix[i] = uint8(max(0, min(float64(v)+4*rng.NormFloat64(), 255)))
	}
	var coded bytes.Buffer
	if err := jpeg.Encode(&coded, &image.Gray{Pix: pix, Stride: 320, Rect: image.Rect(0, 0, 320, 240)}, &jpeg.Options{Quality: jpegQuality}); err != nil {
		b.Fatal(err)
	}
	l := new(luma)
	b.Run("luma", func(b *testing.B) {
		for b.Loop() {
			if err := l.decode(pix, coded.Bytes(), 320, 240); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("general", func(b *testing.B) {
		for b.Loop() {
			if err := decodeJPEG(pix, coded.Bytes(), 320, 240); err != nil {
				b.Fatal(err)
			}
		}
	})
}
