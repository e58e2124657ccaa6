package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"respine/video"
)

// Films that are damaged or none, and places that cannot be, are told with what to
// do about it.
func TestTailSuspensionBadInput(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	whole := hungFilm(t, dir)
	places := func(name, row string) string {
		return put(name, "film,animal,left_px,top_px,right_px,bottom_px,pivot_x_px,pivot_y_px,start_s,end_s\n"+row+"\n")
	}
	out := filepath.Join(dir, "out")
	for _, c := range []struct {
		name, want, hint string
		code             int
		ffmpeg           bool // it is ffmpeg that says so
		args             []string
	}{
		{"empty file", "finds no video", "no longer being written", exitFailed, true, []string{put("empty.avi", "")}},
		{"text", "finds no video", "is it a film", exitFailed, true, []string{put("text.avi", "a text\n")}},
		{"cut MP4", "finds no video", "copied whole", exitFailed, true, []string{put("cut.mp4", "\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isom")}},
		{"region outside", "beyond the picture", "pixels of the film", exitFailed, false, []string{whole, "--animals", places("out.csv", "cage,cage,0,0,900,240,120,20,,")}},
		{"no pivot", "row 1: animal cage has no pivot", "", exitFailed, false, []string{whole, "--animals", places("nopivot.csv", "cage,cage,0,0,240,240,,,,")}},
		{"no column", "no column", "", exitFailed, false, []string{whole, "--animals", put("nocolumn.csv", "film,animal\ncage,cage\n")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.ffmpeg && video.FFmpeg() == "" {
				t.Skip("SKIPPED: no ffmpeg")
			}
			code, _, talk := printed(append(append([]string{"tst"}, c.args...), "--out", out)...)
			if code != c.code || !strings.Contains(talk, c.want) || c.hint != "" && !(strings.Contains(talk, "hint:") && strings.Contains(talk, c.hint)) {
				t.Errorf("code %d, want %d with %q and %q:\n%s", code, c.code, c.want, c.hint, talk)
			}
			if _, err := os.Stat(out); err == nil {
				t.Error("a folder was left")
			}
		})
	}
	t.Run("cut AVI", func(t *testing.T) { // its beginning is scored, and told to be that
		text := fileText(t, whole)
		cut := put("cut.avi", text[:len(text)/2])
		code, table, talk := printed("tst", cut, "--out", out)
		if code != exitPartly || !strings.Contains(talk, "cut off after frame") || !strings.Contains(talk, "hint: is it still being written") || !strings.Contains(table, "of a test of 360 s") {
			t.Errorf("code %d\n%s\n%s", code, table, talk)
		}
	})
}

// Two animals of one name would be one in every table: the second is left out. Places of
// films that are not there are told, and films without places.
func TestTailSuspensionNames(t *testing.T) {
	dir := t.TempDir()
	whole := hungFilm(t, dir)
	second := filepath.Join(dir, "cage-1.avi")
	places := filepath.Join(dir, "places.csv")
	rows := "film,animal,left_px,top_px,right_px,bottom_px,pivot_x_px,pivot_y_px,start_s,end_s\ncage,cage-1,0,0,240,240,120,20,,\nkage-1,m2,0,0,240,240,120,20,,\n"
	for path, text := range map[string]string{second: fileText(t, whole), places: rows} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(dir, "out")
	code, _, talk := printed("tst", whole, second, "--animals", places, "--test-sec", "16", "--short", "--out", out)
	for _, want := range []string{"an animal cage-1 is in " + whole + " already", "has a film kage-1, which is none of these", "has no film cage-1: its animals are looked for"} {
		if !strings.Contains(talk, want) {
			t.Errorf("not told: %s\n%s", want, talk)
		}
	}
	if rows := strings.Count(fileText(t, filepath.Join(out, "tests.csv")), "\ncage-1,"); code != exitPartly || rows != 1 {
		t.Errorf("code %d, %d animals cage-1", code, rows)
	}
}

// Films of behaviour that is no tail suspension are read, and are not scored.
func TestTailSuspensionOtherFilms(t *testing.T) {
	data := os.Getenv("RESPINE_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "..", "shared", "data")
	}
	films, err := filepath.Glob(filepath.Join(data, "behavior", "video", "*"))
	if err != nil || len(films) == 0 || video.FFmpeg() == "" {
		t.Skip("SKIPPED: no real films, or no ffmpeg; set RESPINE_DATA")
	}
	for _, path := range films {
		code, _, talk := printed("tst", path, "--out", filepath.Join(t.TempDir(), "out"))
		if code != exitFailed || !strings.Contains(talk, "hang") || !strings.Contains(talk, "hint:") {
			t.Errorf("%s: code %d\n%s", path, code, talk)
		}
	}
}
