package mapmanager

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// none marks a cell of a link table that holds nothing.
const none = -1

// blocks is a link table: for each named block a table of one row per mark and
// one column per session, stacked in one file.
type blocks struct {
	path string
	rows int
	cell map[string][][]int // by block, row, session
}

// at returns a cell, none when the row is beyond the table.
func (b blocks) at(block string, row, session int) int {
	if row < 0 || row >= b.rows {
		return none
	}
	return b.cell[block][row][session]
}

// readBlocks reads a link table of the given number of sessions.
func readBlocks(path string, sessions int) (blocks, error) {
	lines, err := readLines(path)
	if err != nil {
		return blocks{}, err
	}
	h := parseHeader(lines[0])
	names := strings.Split(h["blockNames"], ",")
	rows, err := strconv.Atoi(h["rows"])
	if err != nil || rows < 0 || h["cols"] != strconv.Itoa(sessions) {
		return blocks{}, fmt.Errorf("%s: line 1: rows=%s, cols=%s for %d sessions", path, h["rows"], h["cols"], sessions)
	}
	if want := 1 + rows*len(names); len(lines) != want || rows > len(lines) { // the product may wrap
		return blocks{}, fmt.Errorf("%s: %d lines, but %d blocks of %d rows and a header make %d", path, len(lines), len(names), rows, want)
	}
	b := blocks{path: path, rows: rows, cell: make(map[string][][]int)}
	for i, name := range names {
		for r := range rows {
			at := 1 + i*rows + r
			values, err := parseLinks(lines[at], sessions)
			if err != nil {
				return blocks{}, fmt.Errorf("%s: line %d: %w", path, at+1, err)
			}
			b.cell[name] = append(b.cell[name], values)
		}
	}
	for _, name := range []string{"next", "nextTP", "runIdx"} {
		if rows > 0 && b.cell[name] == nil {
			return blocks{}, fmt.Errorf("%s: line 1: no block %q", path, name)
		}
	}
	return b, nil
}

func parseLinks(line string, sessions int) ([]int, error) {
	cells := strings.Split(line, "\t")
	if len(cells) != sessions {
		return nil, fmt.Errorf("%d columns for %d sessions", len(cells), sessions)
	}
	values := make([]int, sessions)
	for i, cell := range cells {
		if strings.EqualFold(cell, "nan") || cell == "" {
			values[i] = none
			continue
		}
		v, err := strconv.Atoi(cell)
		if err != nil || v < 0 {
			return nil, fmt.Errorf("%q is not a link", cell)
		}
		values[i] = v
	}
	return values, nil
}

// readSegmentLinks reads the link table of segments. Without one, a segment is
// the same in all sessions that number it the same.
func readSegmentLinks(path string, sessions int) (func(segment, session int) int, error) {
	b, err := readBlocks(path, sessions)
	if errors.Is(err, fs.ErrNotExist) {
		return func(segment, _ int) int { return segment }, nil
	}
	if err != nil {
		return nil, err
	}
	return func(segment, session int) int { return b.at("runIdx", segment, session) }, nil
}

// checkChains confirms that every link leads from a spine to one of the same
// identity in a later session, and that no identity comes twice in a session.
func checkChains(m Map, links blocks) error {
	id := make([]map[int]int, len(m.Sessions)) // by session and row
	for i, s := range m.Sessions {
		id[i] = make(map[int]int)
		row := make(map[int]int)
		for _, spine := range s.Spines {
			if other, twice := row[spine.ID]; twice {
				return fmt.Errorf("%s: session %d: rows %d and %d are both spine %d", links.path, i, other, spine.Row, spine.ID)
			}
			row[spine.ID] = spine.Row
			id[i][spine.Row] = spine.ID
		}
	}
	for i, s := range m.Sessions {
		for _, spine := range s.Spines {
			next := links.at("next", spine.Row, i)
			if next == none {
				continue
			}
			to := links.at("nextTP", spine.Row, i)
			if to <= i || to >= len(m.Sessions) {
				return fmt.Errorf("%s: session %d: row %d leads to session %d", links.path, i, spine.Row, to)
			}
			if there, ok := id[to][next]; !ok || there != spine.ID {
				return fmt.Errorf("%s: session %d: row %d, spine %d, leads to row %d of session %d, which is another or no spine", links.path, i, spine.Row, spine.ID, next, to)
			}
		}
	}
	return nil
}
