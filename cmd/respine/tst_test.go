package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"respine/random"
	"respine/scope"
	"respine/table"
	"respine/tiff"
	"respine/video"
)

// hungFilm renders a film of one mouse with its truth, and returns the file.
func hungFilm(t *testing.T, dir string) string {
	t.Helper()
	test := scope.Hang(scope.TailVideo{Width: 240, Height: 240, RateHz: 10, Animals: []scope.TailAnimal{{Name: "cage", StartSec: 2, TestSec: 16,
		Bouts: []scope.TailBout{{FromSec: 0, ToSec: 4, State: scope.TailStruggling}, {FromSec: 9, ToSec: 12, State: scope.TailStruggling}}}}}, random.New(3))
	path := filepath.Join(dir, "cage.avi")
	w, err := video.CreateAVI(path, 240, 240, 10)
	if err != nil {
		t.Fatal(err)
	}
	if err := test.Write(t.Context(), w, 1); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := table.WriteFiles(filepath.Join(dir, "truth"), test.Tables()...); err != nil {
		t.Fatal(err)
	}
	return path
}

// leastHungKappa: 16 s with three edges at 10 Hz; a frame off at each costs 0.04.
const leastHungKappa = 0.75

func TestTailSuspension(t *testing.T) {
	dir := t.TempDir()
	path := hungFilm(t, dir)
	out := filepath.Join(dir, "out")
	code, text, talk := printed("tst", path, "--count", "1", "--test-sec", "16", "--short", "--out", out)
	if code != exitDone || !strings.Contains(text, "cage") {
		t.Fatalf("code %d\n%s\n%s", code, text, talk)
	}
	for _, name := range []string{"bouts.csv", "tests.csv", "frames.parquet", "animals.csv", "methods.csv", "boris.tsv", "cage_contact.png", "cage_ethogram.svg"} {
		if _, err := os.Stat(filepath.Join(out, name)); err != nil {
			t.Error(err)
		}
	}
	t.Run("score", func(t *testing.T) {
		code, text, talk := printed("score", "tst", "--measured", out, "--truth", filepath.Join(dir, "truth"))
		var r comparison
		if err := json.Unmarshal([]byte(text), &r); err != nil || code != exitDone {
			t.Fatalf("code %d, %v\n%s", code, err, talk)
		}
		if k := float64(r.Pairs[0].Kappa); !(k > leastHungKappa) {
			t.Errorf("kappa %.3f, want more than %g", k, leastHungKappa)
		}
	})
	t.Run("score the file for BORIS", func(t *testing.T) {
		code, text, _ := printed("score", "tst", "--measured", out, "--human", filepath.Join(out, "boris.tsv"))
		var r comparison
		if err := json.Unmarshal([]byte(text), &r); err != nil || code != exitDone || float64(r.Pairs[0].Kappa) < 0.99 {
			t.Errorf("code %d, %v\n%s", code, err, text)
		}
	})
	t.Run("rescore gives the same", func(t *testing.T) {
		again := filepath.Join(dir, "again")
		if code, _, talk := printed("tst", "--rescore", out, "--test-sec", "16", "--short", "--out", again); code != exitDone {
			t.Fatalf("code %d\n%s", code, talk)
		}
		a, b := fileText(t, filepath.Join(out, "bouts.csv")), fileText(t, filepath.Join(again, "bouts.csv"))
		if a != b {
			t.Errorf("%s\nis not\n%s", b, a)
		}
	})
	t.Run("rescore a shorter test in place", func(t *testing.T) {
		twice := filepath.Join(dir, "twice")
		for _, args := range [][]string{{"--rescore", out, "--test-sec", "16"}, {"--rescore", twice, "--test-sec", "8"}} {
			if code, _, talk := printed(append([]string{"tst", "--short", "--out", twice}, args...)...); code != exitDone {
				t.Fatalf("code %d\n%s", code, talk)
			}
		}
		tests, err := table.Read(twice, "tests", table.Float("test_s", "s"))
		if err != nil || tests.Floats("test_s")[0] != 8 {
			t.Errorf("%v, %v", tests, err)
		}
		if a, b := fileText(t, filepath.Join(out, "cage_contact.png")), fileText(t, filepath.Join(twice, "cage_contact.png")); a != b {
			t.Error("the contact sheet is another one")
		}
	})
	t.Run("a film that shows less than half of a test", func(t *testing.T) {
		code, _, talk := printed("tst", "--rescore", out, "--out", filepath.Join(dir, "whole"))
		if code != exitPartly || !strings.Contains(talk, "warning: cage shows 16.1 s of a test of 360 s") {
			t.Errorf("code %d\n%s", code, talk)
		}
	})
	t.Run("a test that begins later", func(t *testing.T) {
		edited := filepath.Join(dir, "animals.csv")
		rows := strings.Split(strings.TrimSpace(fileText(t, filepath.Join(out, "animals.csv"))), "\n")
		cells := strings.Split(rows[1], ",")
		cells[len(cells)-2], cells[len(cells)-1] = "6", "14"
		if err := os.WriteFile(edited, []byte(rows[0]+"\n"+strings.Join(cells, ",")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		later := filepath.Join(dir, "later")
		if code, _, talk := printed("tst", path, "--animals", edited, "--out", later); code != exitDone {
			t.Fatalf("code %d\n%s", code, talk)
		}
		tests, err := table.Read(later, "tests", table.Float("start_s", "s"), table.Float("test_s", "s"))
		if err != nil || tests.Floats("start_s")[0] != 6 || tests.Floats("test_s")[0] != 8 {
			t.Errorf("%v, %v", tests, err)
		}
	})
}

func fileText(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// cellsTIFF writes a movie of a microscope, 1 um a pixel, in which blobs hang below lines.
func cellsTIFF(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "cells.tif")
	const side, frames = 128, 40
	w, err := tiff.Create(path, side, side, tiff.Options{Meta: tiff.Metadata{Source: tiff.SourceImageJ, Channels: 1, Slices: 1, Frames: frames, FrameRateHz: 10, VoxelUm: tiff.Voxel{Y: 1, X: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range frames {
		pix := make([]uint8, side*side)
		for k := range pix {
			pix[k] = 20
			if y, x := k/side, k%side; y > 10 && y < 50 && max(x-64, 64-x) < 2 || y >= 50 && y < 90 && max(x-64, 64-x) < 12+i%2 {
				pix[k] = 200
			}
		}
		if err := tiff.WritePage(w, pix); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// Films that cannot be scored say why, and leave no folder behind.
func TestTailSuspensionRefuses(t *testing.T) {
	dir := t.TempDir()
	still := func(name string, frames int) string {
		path := filepath.Join(dir, name)
		w, err := video.CreateAVI(path, 64, 64, 10)
		if err != nil {
			t.Fatal(err)
		}
		pix := make([]uint8, 64*64)
		for i := range pix {
			pix[i] = 180
		}
		for range frames {
			frame, err := w.Encode(nil, pix)
			if err == nil {
				err = w.Append(frame)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return path
	}
	static := still("static.avi", 30)
	cut := filepath.Join(dir, "cut.avi")
	if err := os.WriteFile(cut, []byte(fileText(t, static)[:100]), 0o644); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out")
	for _, c := range []struct {
		name, want string
		code       int
		args       []string
	}{
		{"static", "no hanging animal", exitFailed, []string{static}},
		{"one frame", "too few frames", exitFailed, []string{still("one.avi", 1)}},
		{"truncated", "cut.avi", exitFailed, []string{cut}},
		{"absent", "none.avi", exitFailed, []string{filepath.Join(dir, "none.avi")}},
		{"nothing asked", "films, or --rescore", exitUsage, nil},
		{"both asked", "not both", exitUsage, []string{static, "--rescore", dir}},
		{"one name twice", "two films are called", exitUsage, []string{static, filepath.Join(dir, "x", "static.avi")}},
		{"minutes for seconds", "6 min are --test-sec 360", exitUsage, []string{static, "--test-sec", "6"}},
		{"a last part of more than the test", "is no part of a test of 100 s", exitUsage, []string{static, "--test-sec", "100", "--last-sec", "240"}},
		{"a movie of cells", "0.128 x 0.128 mm", exitFailed, []string{cellsTIFF(t, dir)}},
		{"no earlier run", "--rescore names a folder", exitFailed, []string{"--rescore", dir}},
		{"no such animals", "animals.csv", exitFailed, []string{static, "--animals", filepath.Join(dir, "animals.csv")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, _, talk := printed(append(append([]string{"tst"}, c.args...), "--out", out)...)
			if code != c.code || !strings.Contains(talk, c.want) {
				t.Errorf("code %d, want %d with %q:\n%s", code, c.code, c.want, talk)
			}
			if _, err := os.Stat(out); err == nil {
				t.Error("a folder was left")
			}
		})
	}
	if code, _, talk := printed("score", "tst", "--human", static); code == exitDone || talk == "" {
		t.Errorf("a film as a record was scored: %s", talk)
	}
}
