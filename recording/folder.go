package recording

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// openFolder describes a stack kept as one file per slice.
func openFolder(dir string, channel int) (source, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return source{}, err
	}
	var names []string
	kinds := make(map[string]string) // a file by extension
	for _, e := range entries {
		name := e.Name()
		kind := imageKind(name)
		if kind == "" || strings.HasPrefix(name, ".") || !e.Type().IsRegular() {
			continue // notes, previews, what the computer left
		}
		names = append(names, name)
		kinds[kind] = name
	}
	switch len(kinds) {
	case 0:
		return source{}, fmt.Errorf("%s: no PNG or TIFF files in this folder", dir)
	case 2:
		return source{}, fmt.Errorf("%s: both PNG and TIFF files (%s, %s)\nhint: leave only the slices of one stack", dir, kinds["png"], kinds["tiff"])
	}
	names, warning, err := order(dir, names)
	if err != nil {
		return source{}, err
	}
	paths := make([]string, len(names))
	for i, name := range names {
		paths[i] = filepath.Join(dir, name)
	}
	s, err := openSlices(dir, paths, channel)
	if err == nil && warning != "" {
		s.warnings = append(s.warnings, warning)
	}
	return s, err
}

func imageKind(name string) string {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".png":
		return "png"
	case ".tif", ".tiff":
		return "tiff"
	}
	return ""
}

var digits = regexp.MustCompile(`[0-9]+`)

// order sorts the names of slices by the one number that counts them, so that
// slice_2 comes before slice_10. Names that differ in anything else are of
// more than one series, an error; numbers that are skipped give a warning.
func order(dir string, names []string) (sorted []string, warning string, err error) {
	if len(names) == 1 {
		return names, "", nil
	}
	counter := -1 // which of the numbers in a name counts
	first := digits.FindAllString(names[0], -1)
	for _, name := range names[1:] {
		numbers := digits.FindAllString(name, -1)
		if digits.ReplaceAllString(name, "#") != digits.ReplaceAllString(names[0], "#") {
			return nil, "", twoSeries(dir, names[0], name)
		}
		for i := range numbers {
			if numbers[i] == first[i] {
				continue
			}
			if counter >= 0 && counter != i {
				return nil, "", twoSeries(dir, names[0], name)
			}
			counter = i
		}
	}
	number := make(map[string]int, len(names))
	for _, name := range names {
		n, err := strconv.Atoi(digits.FindAllString(name, -1)[counter])
		if err != nil {
			return nil, "", fmt.Errorf("%s: %s: the slice number is too long", dir, name)
		}
		number[name] = n
	}
	sorted = slices.Clone(names)
	slices.SortFunc(sorted, func(a, b string) int { return number[a] - number[b] })
	for i := range sorted[1:] {
		a, b := sorted[i], sorted[i+1]
		switch step := number[b] - number[a]; {
		case step == 0:
			return nil, "", fmt.Errorf("%s: %s and %s have the same slice number", dir, a, b)
		case step > 1 && warning == "":
			warning = fmt.Sprintf("slices are missing between %s and %s", a, b)
		}
	}
	return sorted, warning, nil
}

func twoSeries(dir, a, b string) error {
	return fmt.Errorf("%s: %s and %s are not of one series\nhint: leave only the slices of one stack, numbered in order", dir, a, b)
}
