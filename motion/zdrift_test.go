package motion

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"respine/img"
)

// planeError is what noise and the parabola leave of a place between planes.
const planeError = 0.35

// A movie sinks through a stack whose planes pass into one another.
func TestZDrift(t *testing.T) {
	const h, w, planes, frames = 96, 80, 7, 120
	rng := rand.New(rand.NewPCG(1, 1))
	stack := make([]img.Image, planes)
	blobs := img.NewStack(planes, h+8, w+8, img.Voxel{})
	for range 90 {
		z, y, x, a := rng.Float64()*planes, rng.Float64()*(h+8), rng.Float64()*(w+8), 100+200*rng.Float64()
		for i := range blobs.Pix {
			dz, dy, dx := float64(i/((h+8)*(w+8)))-z, float64(i/(w+8)%(h+8))-y, float64(i%(w+8))-x
			blobs.Pix[i] += float32(a * math.Exp(-dz*dz/2-(dy*dy+dx*dx)/8))
		}
	}
	k := kept{h, w, make([][]float32, frames)}
	truth := func(i int) float64 { return 2 + 2.5*float64(i)/frames }
	for i := range k.frames {
		z := int(truth(i))
		f := float32(truth(i) - float64(z))
		k.frames[i] = filled(k, func(y, x int) float32 {
			return (1-f)*blobs.At(z, y+4, x+4) + f*blobs.At(z+1, y+4, x+4) + float32(20*rng.NormFloat64())
		})
	}
	for z := range stack { // taken 2 rows lower and 3 columns to the left
		stack[z] = img.NewImage(h, w)
		stack[z].Pix = filled(k, func(y, x int) float32 { return blobs.At(z, y+4-2, x+4+3) })
	}
	r := register(t, k, Params{MaxShiftPx: 8})
	got, err := ZDrift(context.Background(), r.Correct(k), stack, DepthParams{Window: 20, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != frames/20 {
		t.Fatalf("%d stretches", len(got))
	}
	for _, d := range got {
		want := (truth(d.From) + truth(d.To-1)) / 2
		t.Logf("%.2f of %.2f, beyond %.1f, apart %.2f, %s", d.Plane, want, d.Beyond, d.Apart, d.Unsure)
		if !(math.Abs(d.Plane-want) < planeError) {
			t.Errorf("frames %d to %d: plane %.2f, want %.2f (%.2v)", d.From, d.To, d.Plane, want, d.Correlation)
		}
	}
	if _, err := ZDrift(context.Background(), r.Correct(k), []img.Image{img.NewImage(3, 3)}, DepthParams{}); err == nil {
		t.Error("a stack of another size is no error")
	}
}
