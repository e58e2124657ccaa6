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
	log, err := s.readAudit()
	if err != nil {
		return err
	}
	e.Before = log.last()
	b, err := json.Marshal(e)
	if err != nil {
		return trouble(fmt.Errorf("audit: %w", err))
	}
	if err := appendLine(f, log.bytes, b); err != nil {
		return trouble(fmt.Errorf("audit: %w", err))
	}
	if err := s.writeHead(auditHead{Lines: len(log.entries) + 1, Last: hashLine(b)}); err != nil {
		return trouble(fmt.Errorf("audit: %w", errors.Join(err, f.Truncate(log.bytes))))
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

// Audit returns the log. It is an error when a line was changed or taken away, or
// added between others: then the log no longer holds together, or with its head. That
// finds accidents and edits of the log alone; whoever may write to the folder can
// write both anew, and what that hides only a copy kept elsewhere shows.
func (s *Store) Audit() ([]Entry, error) {
	log, err := s.readAudit()
	return log.entries, err
}

// auditHead is what is known of the log outside it: how long it is, and its last
// line. It is written after the line, so a log may have one more, of a process that
// was killed between.
type auditHead struct {
	Lines int    `json:"lines"`
	Last  string `json:"last"` // SHA-256 of the last line
}

func (s *Store) writeHead(h auditHead) error {
	b, err := json.Marshal(h)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(s.dir, "."+headName)
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(append(b, '\n'))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(s.dir, headName))
}

// readHead returns the head; a log from before there were heads has the zero one.
func (s *Store) readHead() (h auditHead, err error) {
	path := filepath.Join(s.dir, headName)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return h, nil
	}
	if err != nil {
		return h, trouble(fmt.Errorf("audit: %w", err))
	}
	if err := json.Unmarshal(b, &h); err != nil || h.Lines < 1 {
		return h, fmt.Errorf("%s is not what was written\n%s", path, auditHint)
	}
	return h, nil
}

// readAudit reads the log and compares it with its head, which is read first: a log
// only grows.
func (s *Store) readAudit() (auditLog, error) {
	h, err := s.readHead()
	if err != nil {
		return auditLog{}, err
	}
	path := filepath.Join(s.dir, auditName)
	log, err := readLog(path)
	if err != nil {
		return auditLog{}, err
	}
	if n := len(log.hashes); n < h.Lines {
		return auditLog{}, fmt.Errorf("%s: has %d lines and had %d: lines were taken away at the end\n%s", path, n, h.Lines, auditHint)
	}
	if h.Lines > 0 && log.hashes[h.Lines-1] != h.Last {
		return auditLog{}, fmt.Errorf("%s:%d: was changed\n%s", path, h.Lines, auditHint)
	}
	return log, nil
}

func hashLine(line []byte) string {
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:])
}

// auditLog is the log as it is on the disk.
type auditLog struct {
	entries []Entry
	hashes  []string // of the lines
	bytes   int64    // of all lines
}

// last is the hash of the last line, "" if there is none.
func (l auditLog) last() string {
	if len(l.hashes) == 0 {
		return ""
	}
	return l.hashes[len(l.hashes)-1]
}

// readLog reads the log. A last line without its end never happened: it is what a
// killed process left of an entry that Record did not say it made.
func readLog(path string) (log auditLog, err error) {
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
		if e.Before != log.last() {
			return auditLog{}, fmt.Errorf("%s:%d: does not follow from the line before: a line was changed, added or taken away\n%s", path, n, auditHint)
		}
		log.hashes = append(log.hashes, hashLine(line))
		log.entries = append(log.entries, e)
	}
	return log, nil
}

const auditHint = "hint: keep a copy of the file, and restore it from a backup"
