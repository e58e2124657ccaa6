// Package photofile reads what photometry systems write, and the pulses and bouts
// that go with it, into photometry.Recording: Neurophotometrics CSV, pyPhotometry
// .ppd, TDT tanks (.tsq with .tev), Doric CSV, and plain CSV with a column of
// times.
//
// Times stay on the recorder's own clock; where a file does not say whether it
// counts seconds or milliseconds that is inferred from the rate, and recorded.
// Channels whose light the file does not tell keep their name and no wavelength.
// What is not understood is refused with the line or byte where it stands; what is
// odd but readable is a note. Doric .doric and other HDF5 are not read: export
// CSV.
package photofile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"respine/photometry"
)

// Open reads the files of one session as one recording: several where a system
// writes a file a light. The format is told from the content.
func Open(paths ...string) (photometry.Recording, error) {
	var out photometry.Recording
	for i, path := range paths {
		r, err := open(path)
		if err != nil {
			return photometry.Recording{}, fmt.Errorf("%s: %w", path, err)
		}
		if i == 0 {
			out = r
			continue
		}
		if r.Format != out.Format {
			return photometry.Recording{}, fmt.Errorf("%s is %s, %s is %s: they are not one recording", paths[0], out.Format, path, r.Format)
		}
		out.Channels = append(out.Channels, r.Channels...)
		out.Notes = append(out.Notes, r.Notes...)
		out.Lines = better(out.Lines, r.Lines)
	}
	apart(out.Channels, paths)
	return out, nil
}

// better keeps, of lines that several files hold, those with more pulses.
func better(a, b []photometry.Line) []photometry.Line {
	for _, l := range b {
		known := false
		for i := range a {
			if a[i].Name == l.Name {
				known = true
				if len(l.RiseSec) > len(a[i].RiseSec) {
					a[i] = l
				}
			}
		}
		if !known {
			a = append(a, l)
		}
	}
	return a
}

// apart gives channels of one name the name of their file as well.
func apart(channels []photometry.Channel, paths []string) {
	count := map[string]int{}
	for _, c := range channels {
		count[c.Name]++
	}
	if len(paths) < 2 || len(channels) != len(paths) {
		return
	}
	for i := range channels {
		if count[channels[i].Name] > 1 {
			channels[i].Name = strings.TrimSuffix(filepath.Base(paths[i]), filepath.Ext(paths[i])) + " " + channels[i].Name
		}
	}
}

func open(path string) (photometry.Recording, error) {
	info, err := os.Stat(path)
	if err != nil {
		if e, ok := errors.AsType[*fs.PathError](err); ok {
			err = e.Err
		}
		return photometry.Recording{}, err
	}
	if info.IsDir() {
		index, err := filepath.Glob(filepath.Join(path, "*.tsq"))
		if err != nil || len(index) != 1 {
			return photometry.Recording{}, fmt.Errorf("a folder with %d files .tsq is no TDT tank of one recording", len(index))
		}
		path = index[0]
	}
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".ppd":
		return openPPD(path)
	case ".tsq", ".tev":
		return openTank(strings.TrimSuffix(path, filepath.Ext(path)))
	case ".csv", ".txt", ".tsv":
		return openSheet(path)
	case ".doric", ".h5", ".hdf5", ".nwb":
		return photometry.Recording{}, fmt.Errorf("%s is HDF5, which is not read\nhint: export the session as CSV from Doric Neuroscience Studio", ext)
	default:
		return photometry.Recording{}, fmt.Errorf("no photometry format has files named %q\nhint: .csv, .ppd, .tsq with .tev", ext)
	}
}
