package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// hashOf returns the content hash of a file, or of a folder: of the names and
// contents of all files below it, links followed.
func hashOf(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, unwrapPath(err))
	}
	if !info.IsDir() {
		return hashFile(path)
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return "", err
	}
	lines := make([]string, len(entries))
	for i, e := range entries {
		sum, err := hashOf(filepath.Join(path, e.Name()))
		if err != nil {
			return "", err
		}
		lines[i] = e.Name() + " " + sum
	}
	return key(lines), nil
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
	// the hashes of the files, "" for those not given
	stacks              []string
	centerline, weights string
}

// keys hashes the inputs. Two stacks of the same content are a mistake that
// would look like a perfectly stable dendrite.
func (c trackCommand) keys() (keys, error) {
	var k keys
	program, err := programHash()
	if err != nil {
		return keys{}, err
	}
	inner := []any{program, version, c.names(), c.Days, c.VoxelUm, c.Channel, c.MinBranchUm, c.CenterlineSession}
	seen := map[string]string{}
	for _, path := range c.Stacks {
		sum, err := hashOf(path)
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
			if *v.sum, err = hashOf(v.path); err != nil {
				return keys{}, err
			}
		}
		inner = append(inner, *v.sum)
	}
	k.inner = key(inner)
	k.outer = key([]any{k.inner, c.RestoredUm, c.Seed})
	return k, nil
}
