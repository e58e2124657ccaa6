package study

import (
	"fmt"
	"slices"

	"respine/spelling"
	"respine/yamltree"
)

// Claims are the statements the study is to be judged by; without preset and file
// none are.
type Claims struct {
	Preset string       // a set that comes with the program, or
	File   string       // a declaration of one's own, from the folder of the manifest
	Paper  []PaperValue // what the paper reports, entered by who has it
}

// PaperValue is the figure the paper gives for a claim, in the unit of the
// claim's own measure. A nil Value is not known; none is filled in for you.
type PaperValue struct {
	Claim string
	Value *float64
}

// ClaimPresets returns the names of the declared sets of claims.
func ClaimPresets() []string { return []string{"moda-sava-2019"} }

// ClaimIDs returns the claims of a preset in order, nil for an unknown one.
func ClaimIDs(preset string) []string {
	if !slices.Contains(ClaimPresets(), preset) {
		return nil
	}
	return []string{
		"C1", "C2", "C3", "C4", "C5a", "C5b", "C6", "C7", "C8", "C9", "C10", "C11", "C12", "C13", "C14",
		"C15", "C16", "C17", "C18", "C19", "C20", "C21", "C22", "C23", "C24", "C25", "C26", "C27",
	}
}

// Declared reports whether there are claims to judge.
func (c Claims) Declared() bool { return c.Preset != "" || c.File != "" }

// checkClaims: they come from one place, and figures of the paper are of declared
// claims. Those of a file are not known here.
func checkClaims(c *yamltree.Collector, s Study) {
	const hint = "preset: moda-sava-2019, or file: with claims of your own, from the folder of the manifest"
	switch failed := c.Failed("claims/preset") || c.Failed("claims/file"); {
	case s.Claims.Preset != "" && s.Claims.File != "":
		c.On("claims/file", "claims: both a preset and a file", "keep one of the two; a copy of the preset can be changed")
	case !s.Claims.Declared() && s.Claims.Paper != nil && !failed:
		c.On("claims", `claims: neither "preset" nor "file"`, hint)
	}
	ids := ClaimIDs(s.Claims.Preset)
	for _, p := range s.Claims.Paper {
		if ids != nil && !slices.Contains(ids, p.Claim) {
			c.On("claims/paper/"+p.Claim, fmt.Sprintf("claims: none is called %q", p.Claim), spelling.Suggest(p.Claim, ids))
		}
	}
}
