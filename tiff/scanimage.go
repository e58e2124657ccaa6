package tiff

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// isScanImage recognises the text of ScanImage: 2016 and later write "SI."
// lines in Software, 5.x "scanimage.SI" lines in the description, 3.x "state."
// lines.
func isScanImage(description, software string) bool {
	return strings.HasPrefix(software, "SI.") || strings.HasPrefix(description, "state.") ||
		strings.Contains(description, "scanimage.SI")
}

// scanImage is the "SI.group.name = value" lines, values as Matlab prints them.
type scanImage map[string]string

func readScanImage(text string) scanImage {
	m := scanImage{}
	for line := range strings.Lines(strings.ReplaceAll(text, "\r", "\n")) {
		key, value, ok := strings.Cut(line, "=")
		if !ok {
			continue
		}
		key = strings.TrimPrefix(strings.TrimSpace(key), "scanimage.")
		m[key] = strings.TrimSpace(value)
	}
	return m
}

// numbers reads a Matlab scalar, vector or matrix, row by row.
func (m scanImage) numbers(key string) []float64 {
	var out []float64
	for _, word := range strings.FieldsFunc(m[key], func(r rune) bool { return strings.ContainsRune("[]{};, ", r) }) {
		v, err := strconv.ParseFloat(word, 64)
		if err != nil {
			return nil
		}
		out = append(out, v)
	}
	return out
}

// number returns the first finite number among keys, 0 when there is none.
func (m scanImage) number(keys ...string) float64 {
	for _, key := range keys {
		if v := m.numbers(key); len(v) == 1 && !math.IsInf(v[0], 0) && !math.IsNaN(v[0]) {
			return v[0]
		}
	}
	return 0
}

// count is number for counts: 0 when there is no whole number of at least 1.
func (m scanImage) count(keys ...string) int {
	v := m.number(keys...)
	if v < 1 || v != math.Trunc(v) || v > maxPages {
		return 0
	}
	return int(v)
}

func (m scanImage) on(key string) bool { return m[key] == "true" || m[key] == "1" }

// parseScanImage reads ScanImage 5 and later. Channels are fastest. What
// follows depends on the focus: fixed, frames; moved between frames (fast),
// slices and then volumes; moved after some frames (slow), frames and then
// slices. The slice counts hold only while the stack is enabled; they stay from
// earlier settings otherwise.
func parseScanImage(text string, width, height int) (Metadata, error) {
	m := readScanImage(text)
	out := Metadata{Source: SourceScanImage, Order: "XYCZT", Slices: 1}
	out.Channels = len(m.numbers("SI.hChannels.channelSave"))
	if out.Channels == 0 {
		return Metadata{}, fmt.Errorf("the ScanImage text does not say which channels were saved")
	}
	average := max(1, m.count("SI.hScan2D.logAverageFactor"))
	out.FrameRateHz = positive(m.number("SI.hRoiManager.scanFrameRate") / float64(average))
	out.VoxelUm.X, out.VoxelUm.Y = m.pixelUm(width, height)
	repeats := m.count("SI.hStackManager.framesPerSlice")
	switch {
	case m.fast():
		if repeats > 1 {
			return Metadata{}, unsupported("export the volumes one frame per slice", "ScanImage volumes with %d frames per slice are not supported", repeats)
		}
		m.volumes(&out)
	case m.on("SI.hStackManager.enable") && m.slices() > 1:
		out.Order = "XYCTZ"
		out.Slices = m.slices()
		out.Frames = max(1, repeats/average)
		out.VoxelUm.Z = m.stepUm()
	}
	return out, nil
}

func (m scanImage) fast() bool {
	if m.on("SI.hFastZ.enable") {
		return true
	}
	return m.on("SI.hStackManager.enable") && strings.Trim(m["SI.hStackManager.stackMode"], "'") == "fast"
}

func (m scanImage) slices() int {
	return m.count("SI.hStackManager.actualNumSlices", "SI.hStackManager.numSlices")
}

func (m scanImage) stepUm() float64 {
	return positive(math.Abs(m.number("SI.hStackManager.actualStackZStepSize", "SI.hStackManager.stackZStepSize")))
}

// volumes fills in a fast stack. The pages taken during flyback are in the
// file: numFramesPerVolumeWithFlyback (2020 on) or hFastZ.numFramesPerVolume
// (before) counts them.
func (m scanImage) volumes(out *Metadata) {
	out.VoxelUm.Z = m.stepUm()
	out.FrameRateHz = positive(m.number("SI.hRoiManager.scanVolumeRate"))
	imaged := m.count("SI.hStackManager.numFramesPerVolume")
	if all := m.count("SI.hStackManager.numFramesPerVolumeWithFlyback"); all > 0 {
		out.Slices = all
		out.FlybackSlices = max(0, all-max(imaged, m.slices()))
		return
	}
	if all := m.count("SI.hFastZ.numFramesPerVolume"); all > 0 {
		out.Slices = all
		out.FlybackSlices = min(all-1, m.count("SI.hFastZ.numDiscardFlybackFrames"))
		return
	}
	out.Slices = max(1, m.slices())
}

// pixelUm divides the field of view by the page. With several regions of
// interest a page is a collage, and the field of view tells nothing.
func (m scanImage) pixelUm(width, height int) (x, y float64) {
	corners := m.numbers("SI.hRoiManager.imagingFovUm")
	if len(corners) != 8 || m.on("SI.hRoiManager.mroiEnable") {
		return 0, 0
	}
	loX, hiX, loY, hiY := corners[0], corners[0], corners[1], corners[1]
	for i := 2; i < 8; i += 2 {
		loX, hiX = min(loX, corners[i]), max(hiX, corners[i])
		loY, hiY = min(loY, corners[i+1]), max(hiY, corners[i+1])
	}
	return positive((hiX - loX) / float64(width)), positive((hiY - loY) / float64(height))
}

// parseScanImage3 reads ScanImage 3.x, which knows no pixel size.
func parseScanImage3(text string) Metadata {
	m := readScanImage(text)
	out := Metadata{Source: SourceScanImage, Order: "XYCTZ", Slices: 1}
	for i := 1; i <= 4; i++ {
		if m.on(fmt.Sprintf("state.acq.savingChannel%d", i)) {
			out.Channels++
		}
	}
	out.Channels = max(out.Channels, 1)
	frames := m.count("state.acq.numberOfFrames")
	out.FrameRateHz = positive(m.number("state.acq.frameRate"))
	if m.on("state.acq.averaging") {
		out.FrameRateHz /= float64(max(frames, 1))
		frames = 1
	}
	if z := m.count("state.acq.numberOfZSlices"); z > 1 {
		out.Slices, out.Frames = z, max(frames, 1)
		out.VoxelUm.Z = positive(math.Abs(m.number("state.acq.zStepSize")))
		return out
	}
	out.Order = "XYCZT"
	return out
}
