package store

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// seen is what tells one state of a file from another without reading it.
type seen struct {
	Size, Time int64
	Inode      uint64
}

// schema is that of the index. It is a memory, not a truth: each row can be
// found again by reading the folder.
const schema = `
create table if not exists file (
  name text primary key, size integer not null, time integer not null, inode integer not null, hash text not null
) without rowid;
create table if not exists ending (
  id integer primary key, key text not null, step text not null, unit text not null,
  began text not null, seconds real not null, state text not null, error text not null
);
create index if not exists ending_key on ending (key);
`

// indexVersion is raised when schema changes; an index of another version is
// made anew.
const indexVersion = 1

// openIndex opens the index. One that cannot be read is made anew, for it holds
// nothing that cannot be found again.
func openIndex(path string) (*sql.DB, error) {
	db, err := connect(path)
	if err == nil {
		return db, nil
	}
	if _, statErr := os.Stat(path); statErr != nil {
		return nil, fmt.Errorf("store: %s: %w", path, err)
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if rmErr := os.Remove(path + suffix); rmErr != nil && suffix == "" {
			return nil, fmt.Errorf("store: %s: %w", path, errors.Join(err, rmErr))
		}
	}
	if db, err = connect(path); err != nil {
		return nil, fmt.Errorf("store: %s: %w", path, err)
	}
	return db, nil
}

func connect(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)&_pragma=synchronous(normal)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // one writer; readers need not wait for more than a row
	var version int
	if err := db.QueryRow("pragma user_version").Scan(&version); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if version != 0 && version != indexVersion {
		return nil, errors.Join(fmt.Errorf("index of version %d", version), db.Close())
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
	err := s.index.QueryRow("select size, time, inode, hash from file where name = ?", name).Scan(&was.Size, &was.Time, &ino, &hash)
	was.Inode = uint64(ino)
	return was, hash, err == nil
}

func (s *Store) remember(name string, now seen, hash string) error {
	_, err := s.index.Exec("insert or replace into file values (?, ?, ?, ?, ?)", name, now.Size, now.Time, int64(now.Inode), hash)
	if err != nil {
		return fmt.Errorf("store: index: %w", err)
	}
	return nil
}

// learn notes the files of a result just published, in one transaction. They were
// hashed as they were written and are renamed into place, never to change.
func (s *Store) learn(r Result) error {
	tx, err := s.index.Begin()
	if err != nil {
		return fmt.Errorf("store: index: %w", err)
	}
	defer tx.Rollback()
	for _, f := range r.Note.Files {
		path := r.Path(f.Name)
		info, err := os.Stat(path)
		if err != nil {
			return fmt.Errorf("store: %w", err)
		}
		if _, err := tx.Exec("insert or replace into file values (?, ?, ?, ?, ?)", s.name(path), info.Size(), info.ModTime().UnixNano(), int64(inode(info)), f.Hash); err != nil {
			return fmt.Errorf("store: index: %w", err)
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("store: index: %w", err)
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
		return fmt.Errorf("store: index: %w", err)
	}
	return nil
}

// Endings returns the last ending of every key that has one, in the order they
// came.
func (s *Store) Endings() ([]Ending, error) {
	rows, err := s.index.Query("select key, step, unit, began, seconds, state, error from ending where id in (select max(id) from ending group by key) order by id")
	if err != nil {
		return nil, fmt.Errorf("store: index: %w", err)
	}
	defer rows.Close()
	var out []Ending
	for rows.Next() {
		var e Ending
		var began string
		if err := rows.Scan(&e.Key, &e.Step, &e.Unit, &began, &e.Seconds, &e.State, &e.Error); err != nil {
			return nil, fmt.Errorf("store: index: %w", err)
		}
		if e.Began, err = time.Parse(time.RFC3339Nano, began); err != nil {
			return nil, fmt.Errorf("store: index: %w", err)
		}
		out = append(out, e)
	}
	return out, rows.Err()
}
