package video

import (
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// streamLine is how ffmpeg describes a video stream: "Video: h264 (High), ...,
// 640x480 [SAR ...], 12 kb/s, 30 fps".
var (
	streamSize = regexp.MustCompile(`Video:.*?[ ,](\d{2,5})x(\d{2,5})[ ,]`)
	streamRate = regexp.MustCompile(`Video:.*?[ ,]([\d.]+)(k?) fps`)
)

// probe asks ffmpeg for the shape and rate of a video.
func probe(ctx context.Context, program, path string) (Info, error) {
	// Without an output it describes the input and fails.
	text, _ := exec.CommandContext(ctx, program, "-hide_banner", "-nostdin", "-i", "file:"+path).CombinedOutput()
	info := Info{Frames: -1}
	size := streamSize.FindSubmatch(text)
	if size == nil {
		lines := strings.Split(strings.TrimSpace(string(text)), "\n")
		return info, fmt.Errorf("%s: ffmpeg finds no video in it: %s\nhint: is it a film, copied whole, and no longer being written?", path, strings.TrimPrefix(lines[len(lines)-1], "file:"+path+": "))
	}
	info.Width, _ = strconv.Atoi(string(size[1]))
	info.Height, _ = strconv.Atoi(string(size[2]))
	if rate := streamRate.FindSubmatch(text); rate != nil {
		info.RateHz, _ = strconv.ParseFloat(string(rate[1]), 64)
		if len(rate[2]) > 0 {
			info.RateHz *= 1000
		}
	}
	return info, nil
}
