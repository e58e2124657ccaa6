package store

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite" // and the driver "sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// seen is what tells one state of a file from another without reading it.
type seen struct {
	Size, Time, Changed int64 // Time of the content; Changed is 0 where the system does not say
	Inode               uint64
}

func seenAs(info fs.FileInfo) seen {
	return seen{Size: info.Size(), Time: info.ModTime().UnixNano(), Changed: changed(info), Inode: inode(info)}
}

// A row of file holds until the machine starts anew, if boot is that of the start
// since which it holds, or for good, if boot is "".

// schema is that of the index. It is a memory, not a truth: each row can be
// found again by reading the folder.
const schema = `
create table if not exists file (
  name text primary key, size integer not null, time integer not null, changed integer not null, inode integer not null, hash text not null, boot text not null
) without rowid;
create table if not exists ending (
  id integer primary key, key text not null, step text not null, unit text not null,
  began text not null, seconds real not null, state text not null, error text not null
);
create index if not exists ending_key on ending (key);
`

// indexVersion is raised when schema changes; an index of another version is
// made anew.
const indexVersion = 3

// openIndex opens the index. One that is damaged, or of another version, is made
// anew, for it holds nothing that cannot be found again; where it cannot be written,
// as in a backup, one in memory does for looking.
func openIndex(path string) (*sql.DB, error) {
	db, err := connect(path)
	switch {
	case err == nil:
		return db, nil
	case !writable(filepath.Dir(path)):
		db, err = connect(":memory:")
	case useless(err):
		for _, suffix := range []string{"", "-wal", "-shm"} {
			if err := os.Remove(path + suffix); err != nil && suffix == "" {
				return nil, trouble(err)
			}
		}
		db, err = connect(path)
	}
	if err != nil {
		return nil, trouble(fmt.Errorf("%s: %w", path, err))
	}
	return db, nil
}

// errVersion is that the index is of another version of the program.
var errVersion = errors.New("index of another version")

// errDamaged is that pages of the index are not what was written.
var errDamaged = errors.New("index is damaged")

// useless reports whether an index says nothing any more. One that is merely in
// use, or has no room to grow, does.
func useless(err error) bool {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code()&0xff == sqlite3.SQLITE_CORRUPT || e.Code()&0xff == sqlite3.SQLITE_NOTADB
	}
	return errors.Is(err, errVersion) || errors.Is(err, errDamaged)
}

// writable tries to write into a folder.
func writable(dir string) bool {
	f, err := os.CreateTemp(dir, ".writable")
	if err != nil {
		return DiskFull(err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name())) == nil
}

// uri is what SQLite calls a file, so that no letter of its path is taken for
// something else (https://www.sqlite.org/uri.html), with what is asked of it.
func uri(path string) string {
	const query = "_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)&_pragma=synchronous(normal)"
	if path == ":memory:" {
		return "file::memory:?" + query
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // C:/study
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: query}).String()
}

// connect opens the index in a file, or ":memory:".
func connect(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", uri(path))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // one writer; readers need not wait for more than a row
	var version int
	if err := db.QueryRow("pragma user_version").Scan(&version); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if version != 0 && version != indexVersion {
		return nil, errors.Join(errVersion, db.Close())
	}
	var whole string
	if err := db.QueryRow("pragma quick_check(1)").Scan(&whole); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if whole != "ok" {
		return nil, errors.Join(errDamaged, db.Close())
	}
	if _, err := db.Exec(schema + fmt.Sprintf("pragma user_version = %d;", indexVersion)); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// recall returns what the index knows of a file. What it cannot say, it does
// not know.
func (s *Store) recall(name string) (was seen, hash string, ok bool) {
	var ino int64
	err := s.index.QueryRow("select size, time, changed, inode, hash from file where name = ? and boot in ('', ?)", name, s.boot).Scan(&was.Size, &was.Time, &was.Changed, &ino, &hash)
	was.Inode = uint64(ino)
	return was, hash, err == nil
}

// remember notes the hash of a file that was read. One that changed lately may have
// been read before it was on the disk, and is remembered until the next start only.
func (s *Store) remember(name string, now seen, hash string) error {
	boot := ""
	if time.Since(time.Unix(0, now.Time)) < written {
		boot = s.boot
	}
	if _, err := s.index.Exec(insertFile, name, now.Size, now.Time, now.Changed, int64(now.Inode), hash, boot); err != nil {
		return trouble(fmt.Errorf("index: %w", err))
	}
	return nil
}

// written is after what time a system has surely put a file on the disk; Linux
// waits 30 s (vm.dirty_expire_centisecs).
const written = 5 * time.Minute

const insertFile = "insert or replace into file values (?, ?, ?, ?, ?, ?, ?)"

// forget has a file read again when it is next asked for.
func (s *Store) forget(path string) error {
	_, err := s.index.Exec("delete from file where name = ?", s.name(path))
	return trouble(err)
}

// learn notes the files of a result just published, in one transaction. They were
// hashed as they were written and are renamed into place, never to change.
func (s *Store) learn(r Result) error {
	tx, err := s.index.Begin()
	if err != nil {
		return trouble(fmt.Errorf("index: %w", err))
	}
	defer tx.Rollback()
	for _, f := range r.Note.Files {
		path := r.Path(f.Name)
		info, err := os.Stat(path)
		if err != nil {
			return trouble(err)
		}
		now := seenAs(info)
		if _, err := tx.Exec(insertFile, s.name(path), now.Size, now.Time, now.Changed, int64(now.Inode), f.Hash, s.boot); err != nil {
			return trouble(fmt.Errorf("index: %w", err))
		}
	}
	if err := tx.Commit(); err != nil {
		return trouble(fmt.Errorf("index: %w", err))
	}
	return nil
}

// Ending is how an attempt at a result ended.
type Ending struct {
	Key     Key
	Step    string
	Unit    string
	Began   time.Time
	Seconds float64
	State   string // in the words of whoever ran it
	Error   string // "" if it ended well
}

// Ended notes how an attempt ended, for Endings.
func (s *Store) Ended(e Ending) error {
	_, err := s.index.Exec("insert into ending (key, step, unit, began, seconds, state, error) values (?, ?, ?, ?, ?, ?, ?)",
		string(e.Key), e.Step, e.Unit, e.Began.UTC().Format(time.RFC3339Nano), e.Seconds, e.State, e.Error)
	if err != nil {
		return trouble(fmt.Errorf("index: %w", err))
	}
	return nil
}

// Endings returns the last ending of every key that has one, in the order they
// came.
func (s *Store) Endings() ([]Ending, error) {
	rows, err := s.index.Query("select key, step, unit, began, seconds, state, error from ending where id in (select max(id) from ending group by key) order by id")
	if err != nil {
		return nil, trouble(fmt.Errorf("index: %w", err))
	}
	defer rows.Close()
	var out []Ending
	for rows.Next() {
		var e Ending
		var began string
		if err := rows.Scan(&e.Key, &e.Step, &e.Unit, &began, &e.Seconds, &e.State, &e.Error); err != nil {
			return nil, trouble(fmt.Errorf("index: %w", err))
		}
		if e.Began, err = time.Parse(time.RFC3339Nano, began); err != nil {
			return nil, trouble(fmt.Errorf("index: %w", err))
		}
		out = append(out, e)
	}
	return out, rows.Err()
}
