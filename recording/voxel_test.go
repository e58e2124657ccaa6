package recording

import (
	"math"
	"testing"

	"respine/img"
)

func TestChooseVoxel(t *testing.T) {
	file := img.Voxel{Z: 1, Y: 0.12, X: 0.12}
	for _, c := range []struct {
		name         string
		file         img.Voxel
		given        *img.Voxel
		want         img.Voxel
		warning, err string
	}{
		{name: "file", file: file, want: file},
		{name: "nothing", err: "a.tif: the voxel size is not known (z ?, y ?, x ? um)\nhint: give the size in um with --voxel-um z,y,x"},
		{name: "no z", file: img.Voxel{Y: 0.12, X: 0.1}, err: "(z ?, y 0.12, x 0.1 um)"},
		{name: "given", given: &img.Voxel{Z: 2, Y: 1, X: 1}, want: img.Voxel{Z: 2, Y: 1, X: 1}},
		{name: "given z", file: img.Voxel{Y: 0.12, X: 0.12}, given: &file, want: file},
		{name: "rounded", file: file, given: &img.Voxel{Z: 1.0099, Y: 0.12, X: 0.12}, want: img.Voxel{Z: 1.0099, Y: 0.12, X: 0.12}},
		{name: "other z", file: file, given: &img.Voxel{Z: 1.011, Y: 0.12, X: 0.12}, want: img.Voxel{Z: 1.011, Y: 0.12, X: 0.12},
			warning: "voxel size 1.011,0.12,0.12 um as given; the file says 1,0.12,0.12"},
		{name: "other x", file: file, given: &img.Voxel{Z: 1, Y: 0.12, X: 0.06}, want: img.Voxel{Z: 1, Y: 0.12, X: 0.06},
			warning: "voxel size 1,0.12,0.06 um as given; the file says 1,0.12,0.12"},
		{name: "other y", file: file, given: &img.Voxel{Z: 1, Y: 12, X: 0.12}, want: img.Voxel{Z: 1, Y: 12, X: 0.12},
			warning: "voxel size 1,12,0.12 um as given; the file says 1,0.12,0.12"},
		{name: "zero", file: file, given: &img.Voxel{Z: 1, Y: 0.12}, err: "a.tif: voxel size 1,0.12,0 um\nhint:"},
		{name: "NaN", given: &img.Voxel{Z: math.NaN(), Y: 1, X: 1}, err: "voxel size NaN"},
		{name: "infinite", given: &img.Voxel{Z: 1, Y: math.Inf(1), X: 1}, err: "voxel size 1,+Inf"},
	} {
		got, warning, err := chooseVoxel("a.tif", c.file, c.given)
		if c.err != "" {
			wantError(t, err, c.err)
			continue
		}
		if got != c.want || warning != c.warning || err != nil {
			t.Errorf("%s: %v, %q, %v", c.name, got, warning, err)
		}
	}
}

// The two ways of a whole run.
func TestOpenStackVoxel(t *testing.T) {
	path := writeTIFF(t, "a.tif", slicesOfImageJ, ramp[uint8](0), ramp[uint8](1))
	stack, info, err := OpenStack(t.Context(), path, Options{VoxelUm: &img.Voxel{Z: 3, Y: 0.25, X: 0.5}})
	if err != nil || stack.Voxel.Z != 3 || len(info.Warnings) != 1 {
		t.Errorf("voxel %s, %q, %v", stack.Voxel, info.Warnings, err)
	}
	noZ := slicesOfImageJ
	noZ.VoxelUm.Z = 0
	_, _, err = OpenStack(t.Context(), writeTIFF(t, "b.tif", noZ, ramp[uint8](0), ramp[uint8](1)), Options{})
	wantError(t, err, "b.tif: the voxel size is not known (z ?, y 0.25, x 0.5 um)")
}
