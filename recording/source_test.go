package recording

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"respine/img"
)

// made is a source whose slice z is z everywhere but for its last pixel, -1.
func made(d int) source {
	return source{
		d: d, h: 2, w: 2, top: 7,
		read: func(z int, dst []float32) error {
			dst[0], dst[1], dst[2], dst[3] = float32(z), float32(z), float32(z), -1
			return nil
		},
		name: func(z int) string { return fmt.Sprint("slice ", z) },
	}
}

func TestLoadFillsEverySlice(t *testing.T) {
	s := made(50)
	stack := img.NewStack(50, 2, 2, img.Voxel{})
	saturated, err := load(context.Background(), "x", s, stack)
	if err != nil || saturated != 3.0/200 {
		t.Errorf("saturated %g, %v, want 3 of 200", saturated, err)
	}
	for z := range 50 {
		if stack.At(z, 1, 0) != float32(z) || stack.At(z, 1, 1) != -1 {
			t.Fatalf("slice %d is %v", z, stack.Slice(z).Pix)
		}
	}
}

// Whatever the workers meet first, the first slice at fault is named.
func TestLoadNamesTheFirstFault(t *testing.T) {
	s := made(20)
	good := s.read
	s.read = func(z int, dst []float32) error {
		if z == 6 || z == 15 {
			return fmt.Errorf("slice %d is torn", z)
		}
		err := good(z, dst)
		if z == 9 {
			dst[1] = float32(math.NaN())
		}
		return err
	}
	stack := img.NewStack(20, 2, 2, img.Voxel{})
	for range 20 {
		_, err := load(context.Background(), "x", s, stack)
		wantError(t, err, "slice 6 is torn")
	}
}

func TestLoadBlankNeedsAllSlicesAlike(t *testing.T) {
	s := made(2)
	s.read = func(z int, dst []float32) error {
		for i := range dst {
			dst[i] = float32(z)
		}
		return nil
	}
	stack := img.NewStack(2, 2, 2, img.Voxel{})
	if _, err := load(context.Background(), "x", s, stack); err != nil {
		t.Errorf("two slices that differ: %v", err)
	}
	s.d = 1
	_, err := load(context.Background(), "x", s, img.NewStack(1, 2, 2, img.Voxel{}))
	if !errors.Is(err, ErrBlank) || !strings.HasPrefix(err.Error(), "x: ") {
		t.Errorf("one even slice: %v", err)
	}
}
