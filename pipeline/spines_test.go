package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"respine/study"
)

// What the classifier finds follows from its weights, and so does the key.
func TestKeyHoldsTheWeights(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "spine", "weights.bin"))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(b)
	s := Study{Study: parse(t, manifest)}
	w := s.spinesWork(study.Animal{ID: "A1"}, "", []given{{Recording: s.Recordings[0]}})
	if got := w.Params.(spinesParams).Weights; got != hex.EncodeToString(sum[:]) {
		t.Errorf("weights %q", got)
	}
}
