package recording

import (
	"fmt"
	"math"

	"respine/img"
)

const voxelHint = "\nhint: give the size in um with --voxel-um z,y,x"

// chooseVoxel returns the voxel size to use: the one given, or else the one in
// the file. When the two differ by more than 1 % along an axis, warning says
// so.
func chooseVoxel(path string, file img.Voxel, given *img.Voxel) (v img.Voxel, warning string, err error) {
	if given == nil {
		if !(file.Z > 0 && file.Y > 0 && file.X > 0) {
			return v, "", fmt.Errorf("%s: the voxel size is not known (z %s, y %s, x %s um)%s",
				path, known(file.Z), known(file.Y), known(file.X), voxelHint)
		}
		return file, "", nil
	}
	for _, size := range []float64{given.Z, given.Y, given.X} {
		if !(size > 0) || math.IsInf(size, 1) {
			return v, "", fmt.Errorf("%s: voxel size %s um%s", path, given, voxelHint)
		}
	}
	if differ(given.Z, file.Z) || differ(given.Y, file.Y) || differ(given.X, file.X) {
		warning = fmt.Sprintf("voxel size %s um as given; the file says %s", given, file)
	}
	return *given, warning, nil
}

// differ reports whether a size in a file, if known, is more than 1 % off.
func differ(given, file float64) bool {
	const tolerance = 0.01 // rounding of sizes typed by hand
	return file > 0 && math.Abs(given-file) > tolerance*file
}

func known(size float64) string {
	if size > 0 {
		return fmt.Sprintf("%g", size)
	}
	return "?"
}
