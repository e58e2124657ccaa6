// Package store keeps what was measured of a study on disk, in one folder that can
// be backed up, moved, or shared between machines:
//
//	objects/ab/abcd…/   one result: its files and result.json, which names them
//	                    with their hashes and says what they follow from
//	attempts/           results being made; nothing reads them
//	damaged/            results whose files no longer have their hashes
//	audit.jsonl         every exclusion, review and unblinding, each line
//	                    holding the hash of the one before
//	audit.head          how many lines the log has, and the hash of the last
//	mask                the secret that codes of masked animals come from
//	index.sqlite        what the store knows by heart so that it need not read
//	                    everything: it can be deleted, and is made anew
//	running             who runs at the moment
//
// A result is named by what it follows from (Key), appears whole by one rename, and
// is never changed after. It exists if its files have the hashes that result.json
// gives them; nothing else is believed, neither the index nor whoever made it.
//
// The store knows no biology, and cannot see whether a result is right.
package store

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Store is the folder. Its methods may be called from many goroutines, and from
// several processes on one folder.
type Store struct {
	dir   string
	index *sql.DB
	boot  string // until when the index is to be believed of files just written
}

// Open opens a store, making the folder if there is none.
func Open(dir string) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	for _, d := range []string{objectsName, attemptsName} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o777); err != nil {
			return nil, fmt.Errorf("%w\nhint: results are kept in %s", trouble(err), dir)
		}
	}
	index, err := openIndex(filepath.Join(dir, indexName))
	if err != nil {
		return nil, err
	}
	return &Store{dir: dir, index: index, boot: boot()}, nil
}

// Exists reports whether dir holds a store.
func Exists(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, objectsName))
	return err == nil && info.IsDir()
}

// Close lets go of the index.
func (s *Store) Close() error { return s.index.Close() }

// Dir returns the folder.
func (s *Store) Dir() string { return s.dir }

const (
	objectsName  = "objects"
	attemptsName = "attempts"
	damagedName  = "damaged"
	indexName    = "index.sqlite"
	auditName    = "audit.jsonl"
	headName     = "audit.head"
	runningName  = "running"
	maskName     = "mask"
)

// Path returns the folder of a result, whether it is there yet or not.
func (s *Store) Path(k Key) string {
	return filepath.Join(s.dir, objectsName, string(k[:2]), string(k))
}

// exists reports whether a path is there.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
