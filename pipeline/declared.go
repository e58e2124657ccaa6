package pipeline

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"

	"respine/claim"
	"respine/study"
)

// Declared are the claims a study is judged by, and the text that declares them.
type Declared struct {
	claim.Set
	Text string
}

// Claims reads the claims that a manifest declares: those of its preset, or of its
// file, whose path counts from dir. With neither there are none. Every problem of
// the file comes back at once, with its line.
func Claims(s study.Study, dir string) (Declared, error) {
	if s.Claims.File == "" {
		return declared(s.Claims, "", "")
	}
	name := from(dir, filepath.FromSlash(s.Claims.File))
	text, err := os.ReadFile(name)
	if err != nil {
		return Declared{}, fmt.Errorf("%s: %w\nhint: the manifest names it under claims:, from its own folder; docs/claims.md shows one", name, reason(err))
	}
	return declared(s.Claims, string(text), name)
}

// declared makes claims of the text of their file, called name, or of the preset.
func declared(c study.Claims, text, name string) (Declared, error) {
	switch {
	case c.File != "":
		set, problems := claim.Parse([]byte(text), name)
		if err := problems.Err(); err != nil {
			return Declared{}, err
		}
		return Declared{set.WithPaper(c.Paper), text}, unknownPaper(c, set, name)
	case c.Preset == "":
		return Declared{}, nil
	}
	of, err := claim.PresetText(c.Preset)
	if err != nil {
		return Declared{}, err
	}
	set, err := claim.Preset(c.Preset)
	return Declared{set.WithPaper(c.Paper), string(of)}, err
}

// unknownPaper is that the manifest has a figure of the paper for a claim that the
// file does not declare; of a preset the manifest knows the claims itself.
func unknownPaper(c study.Claims, set claim.Set, name string) error {
	for _, p := range c.Paper {
		if _, ok := set.Claim(p.Claim); !ok {
			return fmt.Errorf("%s: no claim is called %q, of which the manifest has a figure under claims, paper", name, p.Claim)
		}
	}
	return nil
}

// from says where claims come from, in words, with the hash of their text.
func (d Declared) from(c study.Claims) string {
	what := "preset " + c.Preset
	if c.File != "" {
		what = "file " + c.File
	}
	return fmt.Sprintf("%s, SHA-256 %x", what, sha256.Sum256([]byte(d.Text)))
}
