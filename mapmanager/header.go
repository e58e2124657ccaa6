package mapmanager

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"time"
)

// readHeader fills in what <map>.txt says of the sessions, and returns the
// names of their stackdb files. The file has one property per line and one
// session per column, separated by tabs.
func readHeader(path string, m *Map) (files []string, err error) {
	lines, err := readLines(path)
	if err != nil {
		return nil, err
	}
	properties := make(map[string][]string)
	for _, line := range lines {
		cells := strings.Split(line, "\t")
		properties[strings.TrimSpace(cells[0])] = cells[1:]
	}
	cell := func(property string, i int) string {
		if cells := properties[property]; i < len(cells) {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	for i := 0; cell("hsdb", i) != ""; i++ {
		s := Session{
			Name:      cell("hsStackNV", i),
			StackPath: cell("hsStackPath", i) + cell("hsStack", i),
			Condition: cell("condStr", i),
			Day:       math.NaN(),
		}
		if s.Name == "" {
			return nil, fmt.Errorf("%s: session %d has no hsStackNV", path, i)
		}
		if text := cell("date", i); text != "" {
			if s.Time, err = time.Parse("20060102 15:04:05", text+" "+cell("time", i)); err != nil {
				return nil, fmt.Errorf("%s: session %d: %w", path, i, err)
			}
		}
		if text := cell("days", i); text != "" {
			if s.Day, err = strconv.ParseFloat(text, 64); err != nil {
				return nil, fmt.Errorf("%s: session %d: days %q is not a number", path, i, text)
			}
		}
		m.Sessions = append(m.Sessions, s)
		files = append(files, cell("hsdb", i))
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no sessions (no hsdb)", path)
	}
	return files, nil
}

// readLines returns the lines of a text file that may end in LF, CRLF or, as
// Igor writes them, CR. An empty last line is dropped.
func readLines(path string) ([]string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(b))
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n"), nil
}
