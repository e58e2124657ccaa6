package tiff

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestImageJText(t *testing.T) {
	res := resolution{x: 8, y: 4, unit: 1}
	for _, c := range []struct {
		text string
		want Metadata
	}{
		{"ImageJ=1.53t\nimages=6\nchannels=2\nslices=3\nhyperstack=true\nunit=\\u00B5m\nspacing=1.5\n",
			Metadata{Channels: 2, Slices: 3, Frames: 1, VoxelUm: Voxel{1.5, 0.25, 0.125}}},
		{"ImageJ=1.53t\nimages=600\nframes=600\nfinterval=33.3\ntunit=ms\nfps=7\nunit=micron\n",
			Metadata{Channels: 1, Slices: 1, Frames: 600, VoxelUm: Voxel{0, 0.25, 0.125}, FrameRateHz: 1 / 0.0333}},
		{"ImageJ=1.53t\nimages=5\nfps=7.0\n", Metadata{Channels: 1, Slices: 5, Frames: 1}},
		{"ImageJ=1.53t\nimages=8\nchannels=2\n", Metadata{Channels: 2, Slices: 4, Frames: 1}},
		{"ImageJ=1.48v\nmin=0.0\nmax=4094.0\n", Metadata{Channels: 1, Slices: 0, Frames: 1}},
		{"ImageJ=1.53t\nimages=2\nslices=2\nunit=pixel\nspacing=3\n", Metadata{Channels: 1, Slices: 2, Frames: 1}},
		{"ImageJ=1.53t\nimages=2\nslices=2\nunit=um\nyunit=nm\nzunit=mm\nspacing=-0.002\n",
			Metadata{Channels: 1, Slices: 2, Frames: 1, VoxelUm: Voxel{2, 0.25e-3, 0.125}}},
		{"ImageJ=1.53t\nimages=2\nslices=2\nunit=inch\nspacing=1\n",
			Metadata{Channels: 1, Slices: 2, Frames: 1, VoxelUm: Voxel{Z: 25400}}},
		{"ImageJ=x\nimages=-3\nslices=banana\nspacing=NaN\nfinterval=-1\nunit=um\n",
			Metadata{Channels: 1, Slices: 0, Frames: 1, VoxelUm: Voxel{0, 0.25, 0.125}}},
	} {
		got := parseImageJ(c.text).metadata(res)
		c.want.Source, c.want.Order = SourceImageJ, "XYCZT"
		if !sameMeta(got, c.want) {
			t.Errorf("%q:\n got %+v\nwant %+v", c.text, got, c.want)
		}
	}
}

func ome(pixels, inside string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><!-- c --><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" UUID="urn:uuid:1">` +
		`<Image ID="Image:0"><Pixels ID="Pixels:0" ` + pixels + `>` + inside + `</Pixels></Image>` +
		`<Image ID="Image:1"><Pixels DimensionOrder="XYTZC" SizeC="9" SizeZ="9" SizeT="9"/></Image></OME>`
}

func TestOMEText(t *testing.T) {
	const axes = `DimensionOrder="XYZCT" SizeX="4" SizeY="4" SizeC="2" SizeZ="3" SizeT="1" `
	want := Metadata{Source: SourceOME, Order: "XYZCT", Channels: 2, Slices: 3, Frames: 1}
	for _, c := range []struct {
		attrs string
		voxel Voxel
		rate  float64
	}{
		{``, Voxel{}, 0},
		{`PhysicalSizeX="0.12" PhysicalSizeY="0.13" PhysicalSizeZ="1"`, Voxel{1, 0.13, 0.12}, 0},
		{`PhysicalSizeX="120" PhysicalSizeXUnit="nm" PhysicalSizeY="0.13" PhysicalSizeYUnit="µm" PhysicalSizeZ="2" PhysicalSizeZUnit="mm"`, Voxel{2000, 0.13, 0.12}, 0},
		{`PhysicalSizeX="1" PhysicalSizeXUnit="pixel" PhysicalSizeY="1" PhysicalSizeYUnit="reference frame"`, Voxel{}, 0},
		{`TimeIncrement="0.04"`, Voxel{}, 25},
		{`TimeIncrement="40" TimeIncrementUnit="ms"`, Voxel{}, 25},
		{"PhysicalSizeX=\"0.5\" PhysicalSizeXUnit=\"\xb5m\"", Voxel{X: 0.5}, 0}, // Latin-1
	} {
		got, err := parseOME(ome(axes+c.attrs, ""), 100)
		w := want
		w.VoxelUm, w.FrameRateHz = c.voxel, c.rate
		if err != nil || !sameMeta(got, w) {
			t.Errorf("%s:\n got %+v, %v\nwant %+v", c.attrs, got, err, w)
		}
	}
}

func TestOMEPlanes(t *testing.T) {
	const axes = `DimensionOrder="XYZCT" SizeC="2" SizeZ="3" SizeT="1"`
	block := func(ifd, c, z int, extra string) string {
		return fmt.Sprintf(`<TiffData IFD="%d" FirstC="%d" FirstZ="%d" PlaneCount="1">%s</TiffData>`, ifd, c, z, extra)
	}
	here, there := `<UUID FileName="a.ome.tif">urn:uuid:1</UUID>`, `<UUID FileName="b.ome.tif">urn:uuid:2</UUID>`
	var reverse string
	for i := range 6 {
		reverse += block(5-i, i/3, i%3, here)
	}
	for _, c := range []struct {
		name, inside string
		page         func(c, z int) int // -1 when in another file
	}{
		{"none", "", func(c, z int) int { return 3*c + z }},
		{"whole", `<TiffData/>`, func(c, z int) int { return 3*c + z }},
		{"counted", `<TiffData IFD="0" PlaneCount="6"/>`, func(c, z int) int { return 3*c + z }},
		{"reverse", reverse, func(c, z int) int { return 5 - 3*c - z }},
		{"two blocks", `<TiffData IFD="3" PlaneCount="3"/><TiffData IFD="0" FirstC="1" PlaneCount="3"/>`, func(c, z int) int { return 3*(1-c) + z }},
		{"shifted", `<TiffData IFD="2" PlaneCount="6"/>`, func(c, z int) int { return 2 + 3*c + z }},
		{"two files", `<TiffData IFD="0" PlaneCount="3">` + here + `</TiffData><TiffData IFD="0" FirstC="1" PlaneCount="3">` + there + `</TiffData>`,
			func(c, z int) int { return z - 10*c }},
	} {
		m, err := parseOME(ome(axes, c.inside), 100)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		for ch := range 2 {
			for z := range 3 {
				want := c.page(ch, z)
				got, err := m.PageIndex(ch, z, 0)
				if want < 0 {
					if err == nil || !strings.Contains(err.Error(), "is not in this file\nhint: ") {
						t.Errorf("%s: c=%d z=%d: %d, %v", c.name, ch, z, got, err)
					}
					continue
				}
				if err != nil || got != want {
					t.Errorf("%s: c=%d z=%d is page %d, %v, want %d", c.name, ch, z, got, err, want)
				}
			}
		}
	}
}

func TestDamagedOME(t *testing.T) {
	const axes = `DimensionOrder="XYZCT" SizeC="2" SizeZ="3" SizeT="1"`
	for want, text := range map[string]string{
		"OME-XML is damaged":                         ome(axes, "")[:200],
		"describes no pixels":                        `<OME><BinaryOnly MetadataFile="a.companion.ome"/></OME>`,
		`unknown dimension order "XYZ"`:              ome(`DimensionOrder="XYZ" SizeC="2" SizeZ="3" SizeT="1"`, ""),
		"0 channels":                                 ome(`DimensionOrder="XYZCT" SizeZ="3" SizeT="1"`, ""),
		"promises more than":                         ome(`DimensionOrder="XYZCT" SizeC="16777216" SizeZ="16777216" SizeT="16777216"`, ""),
		"promises 4096 planes, more than the file":   ome(`DimensionOrder="XYZCT" SizeC="16" SizeZ="16" SizeT="16"`, `<TiffData IFD="3"/>`),
		"places a plane outside its axes":            ome(axes, `<TiffData IFD="0" FirstC="2"/>`),
		"places 1 planes on page -4":                 ome(axes, `<TiffData IFD="-4"/>`),
		"places 6 planes on page 1, with 0 planes l": ome(axes, `<TiffData IFD="1" PlaneCount="6"/><TiffData IFD="1" PlaneCount="6"/>`),
		"invalid syntax":                             ome(`DimensionOrder="XYZCT" SizeC="two" SizeZ="3" SizeT="1"`, ""),
	} {
		if _, err := parseOME(text, 100); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
}

const fastStack = `SI.VERSION_MAJOR = 2020
SI.hChannels.channelSave = [1 2]
SI.hRoiManager.imagingFovUm = [-300,-300;300,-300;300,300;-300,300]
SI.hRoiManager.scanFrameRate = 30
SI.hRoiManager.scanVolumeRate = 5
SI.hScan2D.logAverageFactor = 2
SI.hStackManager.actualNumSlices = 5
SI.hStackManager.enable = true
SI.hStackManager.framesPerSlice = 1
SI.hStackManager.numFramesPerVolume = 5
SI.hStackManager.numFramesPerVolumeWithFlyback = 6
SI.hStackManager.actualStackZStepSize = -12.5
SI.hStackManager.stackMode = 'fast'
`

func TestScanImageText(t *testing.T) {
	change := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(fastStack) }
	square := Voxel{Z: 12.5, Y: 600.0 / 256, X: 600.0 / 512}
	flat := Voxel{Y: square.Y, X: square.X}
	for _, c := range []struct {
		name, text string
		want       Metadata
	}{
		{"volumes", fastStack, Metadata{Order: "XYCZT", Channels: 2, Slices: 6, FlybackSlices: 1, VoxelUm: square, FrameRateHz: 5}},
		{"volumes before 2020", change("SI.hStackManager.enable", "SI.hFastZ.enable", "numFramesPerVolume = 5", "x = 5", "SI.hStackManager.numFramesPerVolumeWithFlyback", "SI.hFastZ.numFramesPerVolume") +
			"SI.hFastZ.numDiscardFlybackFrames = 1\n", Metadata{Order: "XYCZT", Channels: 2, Slices: 6, FlybackSlices: 1, VoxelUm: square, FrameRateHz: 5}},
		{"movie with a stale stack", change("enable = true", "enable = false"), Metadata{Order: "XYCZT", Channels: 2, Slices: 1, VoxelUm: flat, FrameRateHz: 15}},
		{"slow", change("'fast'", "'slow'", "framesPerSlice = 1", "framesPerSlice = 20", "[1 2]", "1"),
			Metadata{Order: "XYCTZ", Channels: 1, Slices: 5, Frames: 10, VoxelUm: square, FrameRateHz: 15}},
		{"5.x", "scanimage.SI.hChannels.channelSave = [1;2]\rscanimage.SI.hRoiManager.scanFrameRate = 7.5\r",
			Metadata{Order: "XYCZT", Channels: 2, Slices: 1, FrameRateHz: 7.5}},
		{"regions", change("SI.VERSION_MAJOR = 2020", "SI.hRoiManager.mroiEnable = true", "enable = true", "enable = false"),
			Metadata{Order: "XYCZT", Channels: 2, Slices: 1, FrameRateHz: 15}},
		{"endless", change("enable = true", "enable = false", "framesPerSlice = 1", "framesPerSlice = Inf", "scanFrameRate = 30", "scanFrameRate = NaN"),
			Metadata{Order: "XYCZT", Channels: 2, Slices: 1, VoxelUm: flat}},
	} {
		got, err := parseScanImage(c.text, 512, 256)
		c.want.Source = SourceScanImage
		if err != nil || !sameMeta(got, c.want) || got.FlybackSlices != c.want.FlybackSlices {
			t.Errorf("%s:\n got %+v, %v\nwant %+v", c.name, got, err, c.want)
		}
	}
	for want, text := range map[string]string{
		"which channels were saved": "SI.x = 1",
		"20 frames per slice":       change("framesPerSlice = 1", "framesPerSlice = 20"),
	} {
		if _, err := parseScanImage(text, 512, 256); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
	old := parseScanImage3("state.configPath=''\rstate.acq.frameRate=4\rstate.acq.savingChannel1=1\rstate.acq.savingChannel2=1\rstate.acq.savingChannel3=0\r" +
		"state.acq.numberOfZSlices=40\rstate.acq.numberOfFrames=4\rstate.acq.averaging=1\rstate.acq.zStepSize=-1\r")
	if !sameMeta(old, Metadata{Source: SourceScanImage, Order: "XYCTZ", Channels: 2, Slices: 40, Frames: 1, VoxelUm: Voxel{Z: 1}, FrameRateHz: 1}) {
		t.Errorf("3.8: %+v", old)
	}
}

// Every plane has its own page, for every order and with the slowest axis open.
func TestPageIndexIsABijection(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 5)
		m := Metadata{
			Channels: size.Draw(t, "C"), Slices: size.Draw(t, "Z"), Frames: size.Draw(t, "T"),
			Order: rapid.SampledFrom([]string{"XYCZT", "XYCTZ", "XYZCT", "XYZTC", "XYTCZ", "XYTZC"}).Draw(t, "order"),
		}
		n := m.Channels * m.Slices * m.Frames
		open := m
		if strings.HasSuffix(m.Order, "T") {
			open.Frames = 0
		}
		for page := range n {
			c, z, frame := m.unravel(page)
			if got, err := m.PageIndex(c, z, frame); err != nil || got != page {
				t.Fatalf("%+v: page %d is c=%d z=%d t=%d, which is page %d, %v", m, page, c, z, frame, got, err)
			}
			if got, err := open.PageIndex(c, z, frame); err != nil || got != page {
				t.Fatalf("%+v: page %d with an open axis is %d, %v", open, page, got, err)
			}
		}
		for _, at := range [][3]int{{m.Channels, 0, 0}, {0, m.Slices, 0}, {0, 0, m.Frames}, {-1, 0, 0}} {
			if _, err := m.PageIndex(at[0], at[1], at[2]); err == nil {
				t.Fatalf("%+v has a plane %v", m, at)
			}
		}
		if closed, err := open.Fit(n); err != nil || closed.Frames != m.Frames {
			t.Fatalf("Fit(%d) = %+v, %v", n, closed, err)
		}
		if _, err := m.Fit(n + 1); err == nil {
			t.Fatalf("%+v fits %d pages", m, n+1)
		}
	})
	if _, err := (Metadata{}).PageIndex(0, 0, 0); err == nil || !strings.Contains(err.Error(), "does not say whether its pages are slices or frames\nhint: ") {
		t.Error(err)
	}
	if _, err := (Metadata{}).Fit(7); err == nil {
		t.Error("no axes fit 7 pages")
	}
	if n := open(0); n != math.MaxInt32 {
		t.Error(n)
	}
}
