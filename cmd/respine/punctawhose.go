package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"
)

// whose are animal and session of the i-th image: as told, else by its folders.
func (c punctaCommand) whose(i int) (animal, session string) {
	animal, session = folders(c.Images[i])
	switch len(c.Animals) {
	case 0:
	case 1:
		animal = c.Animals[0]
	default:
		animal = c.Animals[i]
	}
	return animal, session
}

// folders are animal and session of ANIMAL/SESSION/image.
func folders(path string) (animal, session string) {
	parts := strings.Split(filepath.ToSlash(filepath.Clean(path)), "/")
	if len(parts) < 3 {
		return "", ""
	}
	return parts[len(parts)-3], parts[len(parts)-2]
}

// oneFolder warns that several images lie in one folder, so that whose they are is not
// known: they may be sections of one animal, or of many whose names are in those of the
// files. Controls make a filter, whoever they are of.
func (c punctaCommand) oneFolder() string {
	if len(c.Images) < 2 || c.Animals != nil || c.Controls {
		return ""
	}
	dir := filepath.Dir(c.Images[0])
	for _, path := range c.Images[1:] {
		if filepath.Dir(path) != dir {
			return ""
		}
	}
	animal, session := folders(c.Images[0])
	return fmt.Sprintf("all %d images lie in %s: they count as animal %q, session %q, whosever they are; name them with --animals NAME,NAME,... in their order, one name if they are of one animal, or put them into folders ANIMAL/SESSION",
		len(c.Images), filepath.ToSlash(cmp.Or(dir, ".")), animal, session)
}
