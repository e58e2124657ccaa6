package report

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

// Of 25 images of a kind none is wider than 560, of 24 all stay as they are; each kind
// has its own words.
func TestPicturesOfManyAreSmaller(t *testing.T) {
	m := image.NewGray(image.Rect(0, 0, 600, 300))
	for i := range m.Pix {
		m.Pix[i] = 90
	}
	m.Set(1, 1, color.White)
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	var all []Picture
	for range many {
		all = append(all, Picture{Name: "cells", Data: b.Bytes(), Kind: CellField}, Picture{Name: "puncta", Data: b.Bytes(), Kind: PunctaField})
	}
	all = append(all, Picture{Name: "puncta", Data: b.Bytes(), Kind: PunctaField})
	blocks, err := fieldBlocks(all)
	if err != nil {
		t.Fatal(err)
	}
	if len(blocks) != 4 || !strings.Contains(blocks[0].Text, "cells") || !strings.Contains(blocks[2].Text, "puncta") || strings.Contains(blocks[0].Text+blocks[2].Text, "spines") {
		t.Errorf("%d blocks", len(blocks))
	}
	for i, f := range append(blocks[1].Figures, blocks[3].Figures...) {
		if want := map[string]int{"cells": 600, "puncta": fewPx}[f.Name]; f.Width != want {
			t.Fatalf("picture %d, %s, is %d wide, want %d", i, f.Name, f.Width, want)
		}
	}
	if len(blocks[1].Figures) != many || len(blocks[3].Figures) != many+1 {
		t.Error("a picture is missing")
	}
}

// A study without spines has no empty sections about them, and its calcium cells are not
// told to be spines.
func TestSectionsOfOtherKinds(t *testing.T) {
	in := StudyInput{Title: "x", Sessions: []DesignSession{{Kind: "calcium", Hours: []float64{24}}}, Overlays: []Picture{{Name: "m1", Data: tinyPNG(t, 8, 6), Kind: CellField}}}
	page := writeStudy(t, in)
	for _, word := range []string{"Restored spines", "Survival of spines", "Dendrites over days", "Behaviour and transients", "tips of spines"} {
		if strings.Contains(page, word) {
			t.Errorf("the page speaks of %q", word)
		}
	}
	if !strings.Contains(page, "Synchronous events") || !strings.Contains(page, "the cells that were found") && !strings.Contains(page, "The cells that were found") {
		t.Error("sections of the kind that is there are missing")
	}
}
