package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// checkMovies tells what cannot be the files of one movie: one that is not there, a
// folder, and one file twice, whose events would come twice.
func checkMovies(names []string) error {
	for i, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, unwrapPath(err))
		}
		if info.IsDir() {
			return fmt.Errorf("%s is a folder\nhint: name the TIFF files of one recording, in order, as in %s", name, filepath.Join(name, "*.tif"))
		}
		for _, earlier := range names[:i] {
			if sameFile(earlier, name) {
				return usage(fmt.Sprintf("%s and %s are one file", earlier, name), "name each file of the recording once, in order")
			}
		}
	}
	return nil
}

// movieOrder warns of files whose numbers fall, as those that a shell names in the
// order of the alphabet: movie_1, movie_10, movie_2.
func movieOrder(names []string) []string {
	var base []string
	for _, name := range names {
		base = append(base, filepath.Base(name))
	}
	if a, b, ok := againstOrder(base); ok {
		return []string{fmt.Sprintf("%s comes before %s; are the files in the order in which they were recorded?", base[a], base[b])}
	}
	return nil
}

// sameFile reports whether two paths lead to one file.
func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}
