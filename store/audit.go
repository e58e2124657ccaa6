package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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

// Record appends an entry to the audit log and brings it to the disk. If that fails,
// the log is as it was.
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
	log, err := readAudit(path)
	if err != nil {
		return err
	}
	e.Before = log.last
	b, err := json.Marshal(e)
	if err != nil {
		return trouble(fmt.Errorf("audit: %w", err))
	}
	if err := appendLine(f, log.bytes, b); err != nil {
		return trouble(fmt.Errorf("audit: %w", err))
	}
	return nil
}

// appendable is a file open for appending.
type appendable interface {
	io.Writer
	Sync() error
	Truncate(size int64) error
}

// appendLine writes a line behind the first whole bytes of a file, cutting what
// follows them, and forces it onto the disk; if that fails, it cuts the line again.
func appendLine(f appendable, whole int64, line []byte) error {
	if err := f.Truncate(whole); err != nil {
		return err
	}
	_, err := f.Write(append(line, '\n'))
	if err == nil {
		err = f.Sync()
	}
	if err != nil {
		return errors.Join(err, f.Truncate(whole))
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
	log, err := readAudit(filepath.Join(s.dir, auditName))
	return log.entries, err
}

// auditLog is the log as it is on the disk.
type auditLog struct {
	entries []Entry
	last    string // hash of the last line
	bytes   int64  // of all lines
}

// readAudit reads the log. A last line without its end never happened: it is what a
// killed process left of an entry that Record did not say it made.
func readAudit(path string) (log auditLog, err error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return log, nil
	}
	if err != nil {
		return log, trouble(fmt.Errorf("audit: %w", err))
	}
	log.bytes = int64(bytes.LastIndexByte(b, '\n') + 1)
	n := 0
	for line := range bytes.Lines(b[:log.bytes]) {
		n++
		line = bytes.TrimSuffix(line, []byte("\n"))
		var e Entry
		if err := json.Unmarshal(line, &e); err != nil {
			return auditLog{}, fmt.Errorf("%s:%d: %w\n%s", path, n, err, auditHint)
		}
		if e.Before != log.last {
			return auditLog{}, fmt.Errorf("%s:%d: does not follow from the line before: a line was changed, added or taken away\n%s", path, n, auditHint)
		}
		sum := sha256.Sum256(line)
		log.last = hex.EncodeToString(sum[:])
		log.entries = append(log.entries, e)
	}
	return log, nil
}

const auditHint = "hint: keep a copy of the file, and restore it from a backup"
