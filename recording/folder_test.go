package recording

import (
	"image"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"respine/img"
)

var unit = Options{VoxelUm: &img.Voxel{Z: 1, Y: 1, X: 1}}

func TestOpenFolderOfPNG(t *testing.T) {
	dir := t.TempDir()
	for i, n := range []string{"2", "10", "1", "9"} { // as a folder lists them: 1, 10, 2, 9
		writePNG(t, filepath.Join(dir, "day0_slice_"+n+".png"), image.NewGray16(box(2, 3)), 1000*(i+1))
	}
	for _, clutter := range []string{"notes.txt", "._day0_slice_1.png", "Thumbs.db"} {
		if err := os.WriteFile(filepath.Join(dir, clutter), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "old.png"), 0o777); err != nil {
		t.Fatal(err)
	}
	stack, info, err := OpenStack(t.Context(), dir, unit)
	if err != nil {
		t.Fatal(err)
	}
	var got []float32
	for z := range stack.D {
		got = append(got, stack.At(z, 1, 2))
	}
	if want := []float32{3102, 1102, 4102, 2102}; !slices.Equal(got, want) || stack.H != 2 || stack.W != 3 {
		t.Errorf("slices %v of %d x %d, want %v", got, stack.H, stack.W, want)
	}
	want := Info{Path: dir, Slices: 4, Channel: 1, Channels: 1, BitDepth: 16,
		Warnings: []string{"slices are missing between day0_slice_2.png and day0_slice_9.png"}}
	if !reflect.DeepEqual(info, want) {
		t.Errorf("info %+v, want %+v", info, want)
	}
}

func TestOpenFolderOfTIFF(t *testing.T) {
	dir := t.TempDir()
	for name, value := range map[string]int16{"Z001.TIF": -3, "Z002.TIF": 50} {
		writeTIFF(t, filepath.Join(dir, name), slicesOfImageJ, ramp(value))
	}
	stack, info, err := OpenStack(t.Context(), dir, Options{})
	if err != nil || stack.D != 2 || stack.At(0, 0, 0) != -3 || stack.At(1, 0, 1) != 51 ||
		stack.Voxel != img.Voxel(inUm) || info.BitDepth != 16 || info.Saturated != 0 || info.Warnings != nil {
		t.Errorf("%+v, %+v, %v", stack, info, err)
	}
	writeTIFF(t, filepath.Join(dir, "Z003.TIF"), slicesOfImageJ, ramp[int16](0), ramp[int16](1))
	_, _, err = OpenStack(t.Context(), dir, Options{})
	wantError(t, err, "Z003.TIF: 2 pages in a file of a folder of slices")
}

func TestOpenFolderErrors(t *testing.T) {
	folder := func(names ...string) string {
		dir := t.TempDir()
		for i, n := range names {
			writePNG(t, filepath.Join(dir, n), image.NewGray(box(2, 3)), i)
		}
		return dir
	}
	empty := t.TempDir()
	_, _, err := OpenStack(t.Context(), empty, unit)
	wantError(t, err, empty+": no PNG or TIFF files in this folder")

	both := folder("a1.png", "a2.png")
	writeTIFF(t, filepath.Join(both, "a3.tif"), slicesOfImageJ, ramp[uint8](0))
	_, _, err = OpenStack(t.Context(), both, unit)
	wantError(t, err, both+": both PNG and TIFF files (a2.png, a3.tif)")

	projection := folder("s_1.png", "s_2.png", "MAX_s.png")
	_, _, err = OpenStack(t.Context(), projection, unit)
	wantError(t, err, projection+": MAX_s.png and s_1.png are not of one series\nhint:")

	channels := folder("c1_z1.png", "c1_z2.png", "c2_z1.png")
	_, _, err = OpenStack(t.Context(), channels, unit)
	wantError(t, err, "c1_z1.png and c2_z1.png are not of one series")

	twice := folder("z1.png", "z01.png")
	_, _, err = OpenStack(t.Context(), twice, unit)
	wantError(t, err, "have the same slice number")

	long := folder("z99999999999999999999.png", "z1.png")
	_, _, err = OpenStack(t.Context(), long, unit)
	wantError(t, err, "z99999999999999999999.png: the slice number is too long")

	one := folder("z1.png", "z2.png")
	_, _, err = OpenStack(t.Context(), one, Options{Channel: 2, VoxelUm: unit.VoxelUm})
	wantError(t, err, one+": no channel 2, there are 1")
	_, _, err = OpenStack(t.Context(), one, Options{})
	wantError(t, err, one+": the voxel size is not known (z ?, y ?, x ? um)")
}

// Any order in, the order of the numbers out.
func TestOrderIsTheOrderOfNumbers(t *testing.T) {
	want := []string{"d3_z0_x1.png", "d3_z1_x1.png", "d3_z2_x1.png", "d3_z03_x1.png", "d3_z10_x1.png", "d3_z11_x1.png"}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		names := slices.Clone(want)
		rng.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		got, warning, err := order("dir", names)
		if err != nil || !slices.Equal(got, want) || warning != "slices are missing between d3_z03_x1.png and d3_z10_x1.png" {
			t.Fatalf("%v gives %v, %q, %v", names, got, warning, err)
		}
	}
}
