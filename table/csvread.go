package table

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ReadCSV reads a table with a header line. name becomes the table's name and
// leads every error. Columns listed in schema must be there (unless Optional)
// and must hold what they say; the kind of any other column is inferred from
// its cells: true/false, else whole numbers, else numbers (empty, NA and NaN
// are missing), else text. Digits that a number would lose, as in the label
// 007, make a column text, and a column without any value is text.
//
// A byte order mark and CRLF line ends are accepted. CRLF inside a quoted cell
// reads back as LF.
func ReadCSV(r io.Reader, name string, schema ...Column) (*Table, error) {
	return readCSV(r, name, name, schema)
}

func readCSV(r io.Reader, name, where string, schema []Column) (*Table, error) {
	rows, lines, err := readRecords(r, where)
	if err != nil {
		return nil, err
	}
	header := rows[0]
	if err := checkHeader(where, header); err != nil {
		return nil, err
	}
	if err := checkColumns(where, header, schema); err != nil {
		return nil, err
	}
	columns := make([]Column, len(header))
	for i, h := range header {
		columns[i] = describe(h, i, rows[1:], schema)
	}
	t := New(name, columns...)
	for r, row := range rows[1:] {
		for i, cell := range row {
			if err := t.columns[i].parse(cell); err != nil {
				return nil, fmt.Errorf("%s: line %d, column %s: %w", where, lines[r+1], columns[i].Name, err)
			}
		}
	}
	return t, nil
}

// readRecords returns all records, the header first, and the line each starts
// on. All have as many cells as the header.
func readRecords(r io.Reader, where string) (rows [][]string, lines []int, err error) {
	in := bufio.NewReader(r)
	if mark, _ := in.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		in.Discard(3)
	}
	cr := csv.NewReader(in)
	cr.FieldsPerRecord = -1
	for {
		row, err := cr.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", where, err)
		}
		line, _ := cr.FieldPos(0)
		for i, cell := range row {
			if !utf8.ValidString(cell) {
				return nil, nil, fmt.Errorf("%s: line %d, cell %d is not UTF-8 text\nhint: save the file as \"CSV UTF-8\"", where, line, i+1)
			}
		}
		if len(rows) == 0 && len(row) == 1 {
			if err := notCommas(where, row[0]); err != nil {
				return nil, nil, err
			}
		}
		if len(rows) > 0 && len(row) != len(rows[0]) {
			return nil, nil, fmt.Errorf("%s: line %d has %d cells, the header has %d", where, line, len(row), len(rows[0]))
		}
		rows = append(rows, row)
		lines = append(lines, line)
	}
	if len(rows) == 0 {
		return nil, nil, fmt.Errorf("%s: empty file, not even a header line", where)
	}
	return rows, lines, nil
}

// notCommas is the error of a header whose cells something else than commas parts,
// as spreadsheets do where numbers are written with a comma.
func notCommas(where, header string) error {
	switch {
	case strings.Contains(header, ";"):
		return fmt.Errorf("%s: line 1: columns are parted by semicolons, and numbers perhaps written with commas\nhint: the cells are not separated by commas; save it with commas between them and points in numbers: in a spreadsheet set the language of the sheet to English and save as CSV; in R write.csv, not write.csv2", where)
	case strings.Contains(header, "\t"):
		return fmt.Errorf("%s: line 1: columns are parted by tabs\nhint: the cells are not separated by commas; save it as CSV", where)
	}
	return nil
}

// checkHeader trims the names in place and refuses a name that comes twice.
func checkHeader(where string, header []string) error {
	seen := make(map[string]bool, len(header))
	for i, h := range header {
		h = strings.TrimFunc(h, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' })
		if seen[h] {
			return fmt.Errorf("%s: line 1: two columns are named %q", where, h)
		}
		seen[h] = true
		header[i] = h
	}
	return nil
}

// describe returns the schema's description of column i, or one inferred from
// its cells.
func describe(name string, i int, rows [][]string, schema []Column) Column {
	for _, c := range schema {
		if c.Name == name {
			return c
		}
	}
	return Column{Name: name, Kind: infer(i, rows)}
}

func infer(i int, rows [][]string) Kind {
	ints, floats, bools, any := true, true, true, false
	for _, row := range rows {
		cell := strings.TrimSpace(row[i])
		if isMissing(cell) {
			ints, bools = false, false
			continue
		}
		any = true
		_, isBool := parseBool(cell)
		bools = bools && isBool
		ints = ints && isWhole(cell)
		floats = floats && isNumber(cell)
	}
	switch {
	case !any:
		return KindString
	case bools:
		return KindBool
	case ints:
		return KindInt
	case floats:
		return KindFloat
	}
	return KindString
}

// isWhole reports whether a cell is a whole number and nothing else: no
// leading zero or plus sign, no overflow.
func isWhole(cell string) bool {
	v, err := strconv.ParseInt(cell, 10, 64)
	return err == nil && strconv.FormatInt(v, 10) == cell
}

// isNumber reports whether a cell is a decimal number and not a label that
// happens to be made of digits.
func isNumber(cell string) bool {
	if _, err := parseFloat(cell); err != nil {
		return false
	}
	digits := strings.TrimLeft(cell, "+-")
	if len(digits) > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9' {
		return false
	}
	const exact = 15 // digits that a float64 always keeps
	return isWhole(cell) || len(digits) <= exact || strings.Trim(digits, "0123456789") != ""
}

func isMissing(cell string) bool {
	return cell == "" || cell == "NA" || strings.EqualFold(cell, "nan")
}

func parseBool(cell string) (value, ok bool) {
	switch cell {
	case "true", "True", "TRUE":
		return true, true
	case "false", "False", "FALSE":
		return false, true
	}
	return false, false
}

// parseTruth reads true and false as people write them, for columns of which it is
// known that they hold nothing else.
func parseTruth(cell string) (value, ok bool) {
	switch strings.ToLower(cell) {
	case "true", "yes", "1":
		return true, true
	case "false", "no", "0":
		return false, true
	}
	return false, false
}

func parseFloat(cell string) (float64, error) {
	if isMissing(cell) {
		return math.NaN(), nil
	}
	if strings.ContainsAny(cell, "xX_") { // Go's own notations, not data
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(cell, 64)
}

// parse adds the value a cell spells.
func (c *column) parse(cell string) error {
	trimmed := strings.TrimSpace(cell)
	switch c.Kind {
	case KindInt:
		v, err := strconv.ParseInt(trimmed, 10, 64)
		if err != nil {
			return fmt.Errorf("%q is not a whole number", cell)
		}
		c.ints = append(c.ints, v)
	case KindFloat:
		v, err := parseFloat(trimmed)
		if err != nil {
			return fmt.Errorf("%q is not a number", cell)
		}
		c.floats = append(c.floats, v)
	case KindBool:
		v, ok := parseTruth(trimmed)
		if !ok {
			return fmt.Errorf("%q is neither true nor false\nhint: write true or false in every row, or leave the column out if it may be absent", cell)
		}
		c.bools = append(c.bools, v)
	default:
		c.strings = append(c.strings, cell)
	}
	return nil
}
