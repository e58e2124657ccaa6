package photofile

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"

	"respine/photometry"
)

// sheet is a CSV file as numbers. Cells that hold none are NaN; of each column the
// first line with words is kept, for columns that turn out to be needed.
type sheet struct {
	name  []string
	value [][]float64 // column by column
	words []int       // line of the first cell that is no number; 0: none
	cell  []string    // what stood there
	first int         // line of the first row
	doric bool        // a line of groups stood above the names
}

// openSheet reads a CSV file as the system that wrote it.
func openSheet(path string) (photometry.Recording, error) {
	f, err := os.Open(path)
	if err != nil {
		return photometry.Recording{}, err
	}
	defer f.Close()
	s, err := readSheet(bufio.NewReaderSize(f, 1<<16))
	if err != nil {
		return photometry.Recording{}, err
	}
	return s.recording()
}

// recording turns a sheet into a recording.
func (s sheet) recording() (photometry.Recording, error) {
	switch {
	case s.column("ledstate", "flags") >= 0 || s.column("framecounter") >= 0:
		return s.neurophotometrics()
	case s.doric || s.column("time(s)") >= 0:
		return s.doricCSV()
	}
	return s.plain()
}

// readSheet reads names and numbers. Comma, semicolon or tab may part the cells.
func readSheet(r *bufio.Reader) (sheet, error) {
	head, _ := r.Peek(1 << 12)
	if len(head) >= 2 && (head[0] == 0xff && head[1] == 0xfe || head[0] == 0xfe && head[1] == 0xff) {
		return sheet{}, errors.New("the text is UTF-16\nhint: save it as CSV UTF-8")
	}
	if strings.HasPrefix(string(head), "\ufeff") {
		r.Discard(len("\ufeff"))
		head = head[len("\ufeff"):]
	}
	line, _, _ := strings.Cut(string(head), "\n")
	c := csv.NewReader(r)
	c.Comma, c.ReuseRecord, c.FieldsPerRecord = separator(line), true, -1
	var s sheet
	row, err := c.Read()
	if err != nil {
		return sheet{}, errors.New("the file is empty, or no CSV")
	}
	if strings.HasPrefix(row[0], "---") {
		s.doric = true
		if row, err = c.Read(); err != nil {
			return sheet{}, errors.New("the line of names is missing")
		}
	}
	for _, n := range row {
		s.name = append(s.name, strings.TrimSpace(n))
	}
	for len(s.name) > 1 && s.name[len(s.name)-1] == "" { // Doric ends lines with a comma
		s.name = s.name[:len(s.name)-1]
	}
	if _, err := strconv.ParseFloat(s.name[0], 64); err == nil && s.name[0] != "" {
		return sheet{}, fmt.Errorf("the first line holds numbers (%s), no names of columns\nhint: name the columns, as in time_s,signal_470,control_405", s.name[0])
	}
	s.value, s.words, s.cell = make([][]float64, len(s.name)), make([]int, len(s.name)), make([]string, len(s.name))
	for {
		row, err := c.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return sheet{}, err
		}
		at, _ := c.FieldPos(0)
		if s.first == 0 {
			s.first = at
		}
		if err := s.add(row, at); err != nil {
			return sheet{}, err
		}
	}
	if s.first == 0 {
		return sheet{}, errors.New("there are names of columns, but no rows")
	}
	return s, nil
}

func separator(line string) rune {
	best, most := ',', strings.Count(line, ",")
	for _, c := range []rune{';', '\t'} {
		if n := strings.Count(line, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}

// add appends a row that stands at a line of the file.
func (s *sheet) add(row []string, line int) error {
	if n := len(row); n < len(s.name) || n > len(s.name) && strings.Join(row[len(s.name):], "") != "" {
		return fmt.Errorf("line %d has %d cells, the names are %d\nhint: was the file cut off while it was copied? Remove the broken line if it is the last one", line, n, len(s.name))
	}
	for i := range s.name {
		text := strings.TrimSpace(row[i])
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			v = math.NaN()
			if text != "" && !strings.EqualFold(text, "na") && s.words[i] == 0 {
				s.words[i], s.cell[i] = line, text
			}
		}
		s.value[i] = append(s.value[i], v)
	}
	return nil
}

// column returns the first column of one of the names, in any case; -1 without.
func (s sheet) column(names ...string) int {
	for _, want := range names {
		for i, n := range s.name {
			if strings.EqualFold(n, want) {
				return i
			}
		}
	}
	return -1
}

// numbers returns a column that must hold numbers.
func (s sheet) numbers(i int) ([]float64, error) {
	if s.words[i] > 0 {
		return nil, fmt.Errorf("line %d, column %s: %q is no number", s.words[i], s.name[i], s.cell[i])
	}
	return s.value[i], nil
}

// need returns a column by one of its names, or an error that names what is there.
func (s sheet) need(what string, names ...string) ([]float64, error) {
	i := s.column(names...)
	if i < 0 {
		return nil, fmt.Errorf("there is no column %s (%s); there are %s", names[0], what, strings.Join(s.name, ", "))
	}
	return s.numbers(i)
}

// twoValued reports whether a column holds nothing but two values, low first, as
// lines do, and the larger one.
func twoValued(x []float64) (high float64, ok bool) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range x {
		if !math.IsNaN(v) {
			low, high = math.Min(low, v), math.Max(high, v)
		}
	}
	for _, v := range x {
		if v != low && v != high && !math.IsNaN(v) {
			return 0, false
		}
	}
	return high, high > low
}

// rises returns when a line goes up: each time it is high and was not a sample
// before.
func rises(sec, x []float64) []float64 {
	high, ok := twoValued(x)
	if !ok {
		return nil
	}
	var out []float64
	for i := 1; i < len(x); i++ {
		if x[i] == high && x[i-1] != high {
			out = append(out, sec[i])
		}
	}
	return out
}
