package recording

import (
	"reflect"
	"testing"

	"respine/img"
	"respine/tiff"
)

func TestOpenTIFFChannels(t *testing.T) {
	for _, order := range []tiff.Metadata{
		{Source: tiff.SourceImageJ, Channels: 2, Order: "XYCZT", VoxelUm: inUm},
		{Source: tiff.SourceOME, Channels: 2, Order: "XYZCT", VoxelUm: inUm},
	} {
		order.Slices, order.Frames = 2, 1
		first, second := 1, 2 // pages of (channel 2, slice 0) and (channel 1, slice 1)
		if order.Order == "XYZCT" {
			first, second = 2, 1
		}
		pages := [][]uint8{ramp[uint8](0), nil, nil, ramp[uint8](130)}
		pages[first], pages[second] = ramp[uint8](30), ramp[uint8](100)
		path := writeTIFF(t, "two.tif", order, pages...)

		for channel, want := range map[int][2]float32{1: {0, 100}, 2: {30, 130}} {
			stack, info, err := OpenStack(t.Context(), path, Options{Channel: channel})
			if err != nil || stack.D != 2 || stack.At(0, 0, 0) != want[0] || stack.At(1, 0, 0) != want[1] {
				t.Errorf("%s channel %d: %d slices, %v", order.Order, channel, stack.D, err)
			}
			if info.Channel != channel || info.Channels != 2 {
				t.Errorf("info %+v", info)
			}
		}
		_, _, err := OpenStack(t.Context(), path, Options{})
		wantError(t, err, path+": 2 channels\nhint: choose one with --channel")
		_, _, err = OpenStack(t.Context(), path, Options{Channel: 3})
		wantError(t, err, path+": no channel 3, there are 2")
	}
}

func TestOpenTIFFWithoutAxes(t *testing.T) {
	path := writeTIFF(t, "plain.tif", tiff.Metadata{VoxelUm: tiff.Voxel{Y: 0.25, X: 0.5}}, ramp[uint8](0), ramp[uint8](100))
	stack, info, err := OpenStack(t.Context(), path, Options{VoxelUm: &img.Voxel{Z: 1, Y: 0.25, X: 0.5}})
	want := []string{"the file does not name its axes; its 2 pages are taken as slices"}
	if err != nil || stack.D != 2 || stack.At(1, 0, 0) != 100 || !reflect.DeepEqual(info.Warnings, want) {
		t.Errorf("%d slices, %q, %v", stack.D, info.Warnings, err)
	}
}

func TestOpenTIFFTimeSeries(t *testing.T) {
	movie := tiff.Metadata{Source: tiff.SourceImageJ, Slices: 1, Frames: 4, VoxelUm: inUm}
	series := tiff.Metadata{Source: tiff.SourceOME, Channels: 1, Slices: 2, Frames: 2, Order: "XYZCT", VoxelUm: inUm}
	for want, m := range map[string]tiff.Metadata{
		"a.tif: a movie of 4 frames, not a z-stack\nhint:":              movie,
		"a.tif: 2 z-stacks one after the other, not one\nhint: average": series,
	} {
		path := writeTIFF(t, "a.tif", m, ramp[uint8](0), ramp[uint8](1), ramp[uint8](2), ramp[uint8](3))
		_, _, err := OpenStack(t.Context(), path, Options{})
		wantError(t, err, want)
	}
}

func TestOpenTIFFLeavesFlybackOut(t *testing.T) {
	stack, info, err := OpenStack(t.Context(), "testdata/flyback.tif", unit)
	if err != nil || stack.D != 3 || stack.At(2, 0, 0) != 200 || len(info.Warnings) == 0 {
		t.Errorf("%d slices, %q, %v", stack.D, info.Warnings, err)
	}
}

func TestFit(t *testing.T) {
	scan := tiff.Metadata{Source: tiff.SourceScanImage, Channels: 1, Slices: 10, Frames: 1, FlybackSlices: 2, Order: "XYCZT"}
	got, warnings, err := fit("a.tif", scan, 10)
	if err != nil || got.Slices != 10 || !reflect.DeepEqual(warnings, []string{"the last 2 slices, taken while the focus returned, are left out"}) {
		t.Errorf("%+v, %q, %v", got, warnings, err)
	}
	scan.FlybackSlices = 10
	_, _, err = fit("a.tif", scan, 10)
	wantError(t, err, "a.tif: all 10 slices are flyback")
	_, _, err = fit("a.tif", scan, 9)
	wantError(t, err, "a.tif: tiff: 9 pages do not make")
}

func TestOpenTIFFMixedPages(t *testing.T) {
	for name, want := range map[string]string{
		"testdata/mixed_size.tif": "testdata/mixed_size.tif: page 1 is 4 x 4 pixels of uint8, page 0 is 3 x 4 pixels of uint8",
		"testdata/mixed_type.tif": "testdata/mixed_type.tif: page 1 is 3 x 4 pixels of uint16, page 0 is 3 x 4 pixels of uint8",
	} {
		_, _, err := OpenStack(t.Context(), name, Options{VoxelUm: &img.Voxel{Z: 1, Y: 1, X: 1}})
		wantError(t, err, want)
	}
}
