package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"time"
)

// hashes remembers the content hash of files by path, so that a file whose size
// and time have not changed is not read again.
type hashes map[string]hashed

type hashed struct {
	Size   int64     `json:"size"`
	Time   time.Time `json:"time"`
	SHA256 string    `json:"sha256"`
}

// readHashes returns what an earlier run remembered; nothing if there is no
// such run.
func readHashes(out string) hashes {
	h := hashes{}
	if b, err := os.ReadFile(filepath.Join(out, noteName, "hashes.json")); err == nil {
		if json.Unmarshal(b, &h) != nil {
			return hashes{}
		}
	}
	return h
}

func (h hashes) write(path string) error {
	b, err := json.MarshalIndent(h, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o644)
}

// of returns the content hash of a file, or of a folder: of the names and
// contents of the files in it. What it learns goes into next.
func (h hashes) of(path string, next hashes) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, unwrapPath(err))
	}
	if info.IsDir() {
		return h.ofFolder(path, next)
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	known := h[full]
	if known.SHA256 == "" || known.Size != info.Size() || !known.Time.Equal(info.ModTime()) {
		sum, err := hashFile(path)
		if err != nil {
			return "", err
		}
		known = hashed{Size: info.Size(), Time: info.ModTime(), SHA256: sum}
	}
	next[full] = known
	return known.SHA256, nil
}

func (h hashes) ofFolder(dir string, next hashes) (string, error) {
	var lines []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		sum, err := h.of(path, next)
		name, _ := filepath.Rel(dir, path)
		lines = append(lines, filepath.ToSlash(name)+" "+sum)
		return err
	})
	sort.Strings(lines)
	return key(lines), err
}

// key is the hash of a value, by way of its JSON.
func key(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic("respine: key: " + err.Error())
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// keys are the hashes of everything a result follows from: inner, of what is
// measured from pixels; outer, of all of it.
type keys struct {
	inner, outer string
	remember     hashes
	// the hashes of the files, "" for those not given
	stacks              []string
	centerline, weights string
}

// keys hashes the inputs. Two stacks of the same content are a mistake that
// would look like a perfectly stable dendrite.
func (c trackCommand) keys() (keys, error) {
	old, k := readHashes(c.Out), keys{remember: hashes{}}
	program, err := programHash()
	if err != nil {
		return keys{}, err
	}
	inner := []any{program, version, c.names(), c.Days, c.VoxelUm, c.Channel, c.MinBranchUm, c.CenterlineSession}
	seen := map[string]string{}
	for _, path := range c.Stacks {
		sum, err := old.of(path, k.remember)
		if err != nil {
			return keys{}, err
		}
		if first, twice := seen[sum]; twice {
			return keys{}, usage(fmt.Sprintf("%s and %s have the same content", first, path), "every day needs a stack of its own")
		}
		seen[sum] = path
		k.stacks = append(k.stacks, sum)
		inner = append(inner, sum)
	}
	for _, v := range []struct {
		path string
		sum  *string
	}{{c.Centerline, &k.centerline}, {c.Weights, &k.weights}} {
		if v.path != "" {
			if *v.sum, err = old.of(v.path, k.remember); err != nil {
				return keys{}, err
			}
		}
		inner = append(inner, *v.sum)
	}
	k.inner = key(inner)
	k.outer = key([]any{k.inner, c.RestoredUm, c.Seed})
	return k, nil
}
