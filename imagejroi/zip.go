package imagejroi

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// WriteZip writes a ROI set, one entry per region in order. Entries are named
// after the regions, or by number where there is no name; a name that comes
// again gets a number after it. The same set always gives the same bytes.
func WriteZip(w io.Writer, rois []ROI) error {
	set := zip.NewWriter(w)
	taken := make(map[string]bool, len(rois))
	for i, r := range rois {
		b, err := Encode(r)
		if err != nil {
			return err
		}
		entry, err := set.CreateHeader(&zip.FileHeader{Name: entryName(r.Name, i, taken) + ".roi", Method: zip.Store})
		if err != nil {
			return err
		}
		if _, err := entry.Write(b); err != nil {
			return err
		}
	}
	return set.Close()
}

// entryName returns a file name not yet taken.
func entryName(name string, i int, taken map[string]bool) string {
	name = strings.NewReplacer("/", "_", `\`, "_", ":", "_").Replace(name)
	if name == "" {
		name = fmt.Sprintf("%04d", i+1)
	}
	free := name
	for n := 1; taken[strings.ToLower(free)]; n++ { // some disks ignore case
		free = name + "-" + strconv.Itoa(n)
	}
	taken[strings.ToLower(free)] = true
	return free
}

// ReadFile reads the regions of a .roi file or a .zip set, in order. A region
// without a name is named after its file. Errors carry the path and the entry.
func ReadFile(path string) ([]ROI, error) {
	if strings.EqualFold(filepath.Ext(path), ".zip") {
		return readZip(path)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	r, err := decodeNamed(b, path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return []ROI{r}, nil
}

func readZip(path string) ([]ROI, error) {
	set, err := zip.OpenReader(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	defer set.Close()
	var rois []ROI
	for _, f := range set.File {
		if !strings.EqualFold(filepath.Ext(f.Name), ".roi") {
			continue
		}
		r, err := readEntry(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", path, f.Name, err)
		}
		rois = append(rois, r)
	}
	if len(rois) == 0 {
		return nil, fmt.Errorf("%s: no .roi entries", path)
	}
	return rois, nil
}

func readEntry(f *zip.File) (ROI, error) {
	in, err := f.Open()
	if err != nil {
		return ROI{}, err
	}
	defer in.Close()
	const most = 64 << 20 // bytes; five million points
	b, err := io.ReadAll(io.LimitReader(in, most+1))
	if err != nil {
		return ROI{}, err
	}
	if len(b) > most {
		return ROI{}, errors.New("larger than any ImageJ ROI")
	}
	return decodeNamed(b, f.Name)
}

func decodeNamed(b []byte, path string) (ROI, error) {
	r, err := Decode(b)
	if err == nil && r.Name == "" {
		r.Name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	}
	return r, err
}
