package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Fingerprint returns the SHA-256 of a file's content, or of a folder: of the
// names and contents of all files below it. A file that has the size, times (that of
// the content, and where the system tells it that of the last change, which cannot
// be set back) and inode it had when it was last read is not read again, unless its
// time is so recent that a later change could hide behind it; touching a file
// has it read again and changes nothing.
func (s *Store) Fingerprint(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if info.IsDir() {
		return s.fingerprintFolder(path)
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is neither a file nor a folder", path)
	}
	now := seenAs(info)
	name := s.name(path)
	if was, hash, ok := s.recall(name); ok && was == now {
		return hash, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	hash, size, err := hashReader(f)
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	after, err := f.Stat()
	if err != nil {
		return "", err
	}
	if size != now.Size || seenAs(after) != now {
		return "", fmt.Errorf("%s: %w\nhint: is it still being recorded or copied? run again when it is whole", path, ErrChanged)
	}
	if time.Since(info.ModTime()) > settled {
		return hash, s.remember(name, now, hash)
	}
	return hash, nil
}

// ErrChanged is in the error of a file that changed while it was read.
var ErrChanged = errors.New("changed while it was read")

// settled is how old a file must be for its time to tell a later change apart:
// file systems keep time in steps of up to two seconds.
const settled = 2 * time.Second

func (s *Store) fingerprintFolder(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue // what file browsers leave
		}
		sum, err := s.Fingerprint(filepath.Join(dir, e.Name()))
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s\x00%s\n", e.Name(), sum)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// name returns how the index calls a file: by its path from the store's parent
// where it lies there, so that a study can be moved.
func (s *Store) name(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(filepath.Dir(s.dir), abs); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return abs
}

func hashReader(r io.Reader) (hash string, size int64, err error) {
	h := sha256.New()
	size, err = io.Copy(h, r)
	return hex.EncodeToString(h.Sum(nil)), size, err
}
