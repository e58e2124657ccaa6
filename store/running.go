package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// Runner is who runs on a store.
type Runner struct {
	Host    string    `json:"host"`
	Process int       `json:"process"`
	Since   time.Time `json:"since"`
}

// ErrRunning is in the error of Lock when somebody else runs.
var ErrRunning = errors.New("a run is under way")

// Lock makes this process the one that runs on the store, until release. Another
// run is told who holds it. The lock goes with the process that holds it, so what
// a killed run left holds nobody up.
func (s *Store) Lock(now time.Time) (release func(), err error) {
	path := filepath.Join(s.dir, runningName)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o666)
	if err != nil {
		return nil, trouble(err)
	}
	f.Close()
	held, err := patiently(path)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		r, _ := s.Running()
		return nil, fmt.Errorf("%w: process %d on %s, since %s\nhint: wait for it, or stop it", ErrRunning, r.Process, r.Host, r.Since.Format(time.DateTime))
	}
	if err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, syscall.ENOTSUP) && !errors.Is(err, syscall.ENOLCK) {
		return nil, trouble(err)
	}
	host, _ := os.Hostname()
	b, err := json.Marshal(Runner{Host: host, Process: os.Getpid(), Since: now})
	if err == nil {
		err = os.WriteFile(path, b, 0o666)
	}
	if err != nil {
		held.Close()
		return nil, trouble(err)
	}
	return func() {
		os.Truncate(path, 0)
		held.Close()
	}, nil
}

// patiently takes a lock that Running may hold for a moment to try it.
func patiently(path string) (held *os.File, err error) {
	for range 5 {
		if held, err = Lock(path); !errors.Is(err, syscall.EWOULDBLOCK) {
			return held, err
		}
		time.Sleep(10 * time.Millisecond)
	}
	return held, err
}

// Running returns who runs; nobody is the zero Runner. What a killed run left says
// nothing: its lock is gone.
func (s *Store) Running() (r Runner, err error) {
	path := filepath.Join(s.dir, runningName)
	if held, err := Lock(path); err == nil {
		return r, held.Close()
	}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(b) == 0 {
		return r, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &r)
	}
	return r, err
}
