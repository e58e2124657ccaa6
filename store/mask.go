package store

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Mask turns names into codes by a secret (RFC 2104, HMAC-SHA-256): the same name
// has the same code in this study and another one elsewhere, and a code cannot be
// found by trying names without the secret.
type Mask struct{ secret []byte }

// NewMask draws the secret of a store, unless it has one, and reports whether it did.
func (s *Store) NewMask() (m Mask, fresh bool, err error) {
	if m, err = s.Mask(); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return m, false, err
	}
	secret := make([]byte, 32)
	rand.Read(secret) // never fails
	path := filepath.Join(s.dir, maskName)
	f, err := os.CreateTemp(s.dir, "."+maskName)
	if err != nil {
		return Mask{}, false, trouble(err)
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(hex.EncodeToString(secret) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Link(f.Name(), path) // unlike a rename, this does not replace another's
	}
	if errors.Is(err, fs.ErrExist) {
		m, err := s.Mask()
		return m, false, err
	}
	return Mask{secret}, err == nil, trouble(err)
}

// Mask returns the mask of a store; the error is fs.ErrNotExist if it never had one.
func (s *Store) Mask() (Mask, error) {
	path := filepath.Join(s.dir, maskName)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Mask{}, err
	}
	if err != nil {
		return Mask{}, trouble(err)
	}
	secret, err := hex.DecodeString(strings.TrimSpace(string(b)))
	if err != nil || len(secret) != 32 {
		return Mask{}, fmt.Errorf("%s does not hold the secret it was written with\nhint: restore it from a backup: codes of animals come from it", path)
	}
	return Mask{secret}, nil
}

// letters of codes, without vowels and what is mistaken for another.
const letters = "BCDFGHJKLMNPQRSTVWXZ"

// codeLetters are 20^6 codes: of 200 animals two share one in 1 of 3000 studies, and
// Codes tells them apart.
const codeLetters = 6

// Codes returns the codes of names, no two alike, such as M-KQXTRV.
func (m Mask) Codes(names []string) []string {
	out, taken := make([]string, len(names)), map[string]bool{}
	for i, name := range names {
		for n := 0; ; n++ {
			h := hmac.New(sha256.New, m.secret)
			fmt.Fprintf(h, "%s\x00%d", name, n)
			code := []byte("M-")
			for _, b := range h.Sum(nil)[:codeLetters] {
				code = append(code, letters[int(b)%len(letters)])
			}
			if out[i] = string(code); !taken[out[i]] {
				break
			}
		}
		taken[out[i]] = true
	}
	return out
}
