// Package swc reads and writes SWC files: neurons traced as trees of points
// with a radius, one point per line, after Cannon, Turner, Pyapali & Wheal
// 1998 (doi:10.1016/S0165-0270(98)00091-0). Lengths are micrometres, as
// NeuroMorpho.Org and most tracers write them; the format itself does not say.
//
// Comment lines are kept in order, so that the header fields of SWC+ and
// NeuroMorpho.Org survive, but are not interpreted. Columns after the seventh
// are dropped.
package swc

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Node is one traced point.
type Node struct {
	ID      int
	Type    int     // 1 soma, 2 axon, 3 basal dendrite, 4 apical dendrite; others are the lab's own
	X, Y, Z float64 // um
	R       float64 // um
	Parent  int     // ID of the node before it, -1 at a root
}

// File is the content of an SWC file.
type File struct {
	Comments []string // without the leading "#"
	Nodes    []Node
}

// Read reads an SWC file and checks that its nodes form trees. name leads
// every error, followed by the line.
func Read(r io.Reader, name string) (File, error) {
	var f File
	var lines []int // of each node
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	in.Split(splitLines)
	for line := 1; in.Scan(); line++ {
		text := strings.TrimSpace(strings.TrimPrefix(in.Text(), "\ufeff"))
		if text == "" {
			continue
		}
		if comment, ok := strings.CutPrefix(text, "#"); ok {
			f.Comments = append(f.Comments, comment)
			continue
		}
		n, err := parse(text)
		if err != nil {
			return File{}, fmt.Errorf("%s: line %d: %w", name, line, err)
		}
		f.Nodes = append(f.Nodes, n)
		lines = append(lines, line)
	}
	if err := in.Err(); err != nil {
		return File{}, fmt.Errorf("%s: %w", name, err)
	}
	if len(f.Nodes) == 0 {
		return File{}, fmt.Errorf("%s: no nodes", name)
	}
	if i, err := check(f.Nodes); err != nil {
		return File{}, fmt.Errorf("%s: line %d: %w", name, lines[i], err)
	}
	return f, nil
}

// splitLines ends a line at LF, CRLF or, as in files from old Macs, CR.
func splitLines(data []byte, atEOF bool) (advance int, line []byte, err error) {
	i := bytes.IndexAny(data, "\r\n")
	switch {
	case i < 0 && atEOF && len(data) > 0:
		return len(data), data, nil
	case i < 0:
		return 0, nil, nil
	case data[i] == '\n':
		return i + 1, data[:i], nil
	case i+1 == len(data) && !atEOF:
		return 0, nil, nil // an LF may follow
	case i+1 < len(data) && data[i+1] == '\n':
		return i + 2, data[:i], nil
	}
	return i + 1, data[:i], nil
}

// parse reads the seven columns of a node.
func parse(text string) (Node, error) {
	columns := [...]string{"id", "type", "x", "y", "z", "radius", "parent"}
	cells := strings.Fields(text)
	if len(cells) < len(columns) {
		return Node{}, fmt.Errorf("%d columns, not 7 (id type x y z radius parent)", len(cells))
	}
	var whole [len(columns)]int
	var real [len(columns)]float64
	for i, column := range columns {
		var err error
		switch column {
		case "id", "type", "parent":
			if whole[i], err = strconv.Atoi(cells[i]); err != nil {
				return Node{}, fmt.Errorf("%s %q is not a whole number", column, cells[i])
			}
		default:
			real[i], err = strconv.ParseFloat(cells[i], 64)
			if err != nil || math.IsNaN(real[i]) || math.IsInf(real[i], 0) {
				return Node{}, fmt.Errorf("%s %q is not a number", column, cells[i])
			}
		}
	}
	return Node{
		ID: whole[0], Type: whole[1],
		X: real[2], Y: real[3], Z: real[4], R: real[5],
		Parent: whole[6],
	}, nil
}

// Write writes the comments, then the nodes, with the fewest digits that read
// back as the same numbers. It writes nothing and returns an error when the
// nodes do not form trees. It panics when a comment has more than one line.
func Write(w io.Writer, f File) error {
	if err := Check(f.Nodes); err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	for _, c := range f.Comments {
		if strings.ContainsAny(c, "\r\n") {
			panic("swc: a comment has more than one line")
		}
		fmt.Fprintf(out, "#%s\n", c)
	}
	for _, n := range f.Nodes {
		fmt.Fprintf(out, "%d %d %s %s %s %s %d\n",
			n.ID, n.Type, number(n.X), number(n.Y), number(n.Z), number(n.R), n.Parent)
	}
	return out.Flush()
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
