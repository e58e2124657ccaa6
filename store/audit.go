package store

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Entry is one line of the audit log: something a person decided, or a rule
// decided for them, that no later result may hide.
type Entry struct {
	Time   time.Time       `json:"time"`
	Who    string          `json:"who"`
	What   string          `json:"what"` // exclude, review, mask, unblind
	Of     string          `json:"of"`   // what it is about
	Why    string          `json:"why,omitempty"`
	Detail json.RawMessage `json:"detail,omitempty"`
	Before string          `json:"before"` // SHA-256 of the line before, "" for the first; filled in by Record
}

// Record appends an entry to the audit log and brings it to the disk.
func (s *Store) Record(e Entry) error {
	path := filepath.Join(s.dir, auditName)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o666)
	if err != nil {
		return trouble(fmt.Errorf("audit: %w", err))
	}
	defer f.Close()
	held, err := waitFlock(path)
	if err != nil {
		return trouble(fmt.Errorf("audit: %w", err))
	}
	defer held.Close()
	_, last, err := readAudit(path)
	if err != nil {
		return err
	}
	e.Before = last
	b, err := json.Marshal(e)
	if err != nil {
		return trouble(fmt.Errorf("audit: %w", err))
	}
	_, err = f.Write(append(b, '\n'))
	if err := errors.Join(err, f.Sync()); err != nil {
		return trouble(fmt.Errorf("audit: %w", err))
	}
	return nil
}

// waitFlock waits for a lock for a short while.
func waitFlock(path string) (*os.File, error) {
	for range 200 {
		held, err := Lock(path)
		if err == nil || errors.Is(err, errors.ErrUnsupported) {
			return held, nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return nil, errors.New("another process is writing it")
}

// Audit returns the log. It is an error when a line was changed, added or taken
// away between others: then the log no longer holds together.
func (s *Store) Audit() ([]Entry, error) {
	entries, _, err := readAudit(filepath.Join(s.dir, auditName))
	return entries, err
}

// readAudit returns the entries and the hash of the last line.
func readAudit(path string) (entries []Entry, last string, err error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", trouble(fmt.Errorf("audit: %w", err))
	}
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, 1<<24)
	for n := 1; lines.Scan(); n++ {
		var e Entry
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			return nil, "", fmt.Errorf("%s:%d: %w\nhint: keep a copy of the file, and restore it from a backup", path, n, err)
		}
		if e.Before != last {
			return nil, "", fmt.Errorf("%s:%d: does not follow from the line before: a line was changed, added or taken away\nhint: keep a copy of the file, and restore it from a backup", path, n)
		}
		sum := sha256.Sum256(lines.Bytes())
		last = hex.EncodeToString(sum[:])
		entries = append(entries, e)
	}
	return entries, last, lines.Err()
}
