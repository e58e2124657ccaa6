package sucrose

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// ReadLicks reads a file of licks: of Med-PC, of Coulbourn's Graphic State, of event
// lists such as "4,37.538,Input,2,Lick", or a plain table with the columns time_s (or
// onset_s) and spout, and if there are several animals, animal and session. What it
// is shows in its first lines. Name leads every error.
func ReadLicks(r io.Reader, name string) ([]Licks, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	read := reader(text)
	if read == nil {
		read = plainLicks
	}
	out, err := read(text)
	if err == nil && len(out) == 0 {
		err = errors.New("no licks in it")
	}
	for _, l := range out {
		for _, s := range l.Spouts {
			if i := unordered(s.Sec); i >= 0 && err == nil {
				err = fmt.Errorf("spout %s: lick %d at %g s comes after one at %g s\nhint: times must rise; are two sessions in one file?", s.Name, i+1, s.Sec[i], s.Sec[i-1])
			}
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return out, nil
}

// IsLicks reports whether the beginning of a file is that of one of licks.
func IsLicks(head []byte) bool { return reader(head) != nil }

// reader returns what reads a file that begins so; nil for none.
func reader(text []byte) func([]byte) ([]Licks, error) {
	first, _, _ := strings.Cut(strings.ToLower(string(text)), "\n")
	switch head := string(text[:min(len(text), 2000)]); {
	case strings.Contains(head, "Start Date:") && strings.Contains(head, "MSN:"):
		return medLicks
	case strings.Contains(head, "Current State") && strings.Contains(head, "On1A1"):
		return stateLicks
	case strings.Contains(head, ",Input,"):
		return eventLicks
	case strings.Contains(first, "spout") || strings.Contains(first, "time_s") || strings.Contains(first, "onset_s"):
		return plainLicks
	}
	return nil
}

// unordered is the first time before the one in front of it, -1 if there is none.
func unordered(sec []float64) int {
	for i := 1; i < len(sec); i++ {
		if sec[i] < sec[i-1] {
			return i
		}
	}
	return -1
}

// lickSet gathers licks by animal, session and spout, in the order they come.
type lickSet []Licks

func (s *lickSet) add(animal, session, spout string, sec ...float64) {
	i := slices.IndexFunc(*s, func(l Licks) bool { return l.Animal == animal && l.Session == session })
	if i < 0 {
		i = len(*s)
		*s = append(*s, Licks{Animal: animal, Session: session})
	}
	l := &(*s)[i]
	k := slices.IndexFunc(l.Spouts, func(p Spout) bool { return p.Name == spout })
	if k < 0 {
		k = len(l.Spouts)
		l.Spouts = append(l.Spouts, Spout{Name: spout})
	}
	l.Spouts[k].Sec = append(l.Spouts[k].Sec, sec...)
}

// medLicks reads Med-PC's text: for every subject a header, then arrays by letter,
// "L:" and lines of "index: values". Zeros behind the last time fill up an array.
// Arrays of fewer than two values are counters, not licks.
func medLicks(text []byte) ([]Licks, error) {
	var out lickSet
	animal, box, letter := "", "", ""
	var values []float64
	flush := func() {
		array := len(values) > 1 // as it was laid out: a spout may have one lick, or none
		for len(values) > 0 && values[len(values)-1] == 0 {
			values = values[:len(values)-1]
		}
		if letter != "" && array {
			out.add(animal, box, letter, values...)
		}
		letter, values = "", nil
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		key, rest, ok := strings.Cut(strings.TrimRight(lines.Text(), "\r \t"), ":")
		if !ok {
			continue
		}
		trimmed, rest := strings.TrimSpace(key), strings.TrimSpace(rest)
		index, err := strconv.Atoi(trimmed)
		switch {
		case err == nil && letter != "":
			if index != len(values) {
				return nil, fmt.Errorf("line %d: array %s goes on at %d, and %d values were read\nhint: the file is cut or damaged", n, letter, index, len(values))
			}
			for _, f := range strings.Fields(rest) {
				v, err := strconv.ParseFloat(f, 64)
				if err != nil {
					return nil, fmt.Errorf("line %d: %q is no number", n, f)
				}
				values = append(values, v)
			}
		case len(key) == 1 && key >= "A" && key <= "Z":
			flush()
			letter = key
		case trimmed == "Subject":
			flush()
			animal = rest
		case trimmed == "Start Date":
			flush()
			box = ""
		}
	}
	if letter != "" && !bytes.HasSuffix(text, []byte("\n")) {
		return nil, fmt.Errorf("the last line ends within array %s\nhint: the file is cut off", letter)
	}
	flush()
	return out, lines.Err()
}

// stateLicks reads Coulbourn's Graphic State: a row a change of input, with columns
// On1A1 and so on that are 1 as a lick begins.
func stateLicks(text []byte) ([]Licks, error) {
	rows, _, err := records(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	head := rows[0].cells
	at := func(name string) int { return slices.Index(head, name) }
	subject, session, timed := at("Subject"), at("Session"), at("Time")
	if subject < 0 || timed < 0 {
		return nil, errors.New("line 1: no column Subject or Time")
	}
	var out lickSet
	for _, r := range rows[1:] {
		if len(r.cells) != len(head) {
			return nil, fmt.Errorf("line %d has %d cells, the header has %d\nhint: the file is cut or damaged", r.line, len(r.cells), len(head))
		}
		sec, err := strconv.ParseFloat(r.cells[timed], 64)
		if err != nil {
			return nil, fmt.Errorf("line %d, Time: %q is no number", r.line, r.cells[timed])
		}
		in := ""
		if session >= 0 {
			in = r.cells[session]
		}
		for i, name := range head {
			if input, on := strings.CutPrefix(name, "On"); on && r.cells[i] == "1" {
				out.add(r.cells[subject], in, input, sec)
			}
		}
	}
	return out, nil
}

// eventLicks reads lists of events "number,seconds,Input,code,name" under a header of
// two-part lines such as ",,Subject,,,NAME". Names that end in Off are ends of licks.
func eventLicks(text []byte) ([]Licks, error) {
	rows, _, err := records(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	var out lickSet
	animal := ""
	for _, r := range rows {
		switch {
		case len(r.cells) > 5 && r.cells[2] == "Subject":
			animal = r.cells[5]
		case len(r.cells) < 5 || r.cells[2] != "Input" || strings.HasSuffix(r.cells[4], "Off"):
		default:
			sec, err := strconv.ParseFloat(r.cells[1], 64)
			if err != nil {
				return nil, fmt.Errorf("line %d: %q is no time", r.line, r.cells[1])
			}
			out.add(animal, "", r.cells[4]+" "+r.cells[3], sec)
		}
	}
	return out, nil
}

// plainLicks reads a table of licks.
func plainLicks(text []byte) ([]Licks, error) {
	rows, comma, err := records(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	head := rows[0].cells
	at := func(names ...string) int {
		return slices.IndexFunc(head, func(h string) bool { return slices.Contains(names, strings.ToLower(h)) })
	}
	timed, spout, animal, session := at("time_s", "onset_s", "time", "onset"), at("spout", "bottle", "content", "side"), at("animal", "subject", "mouse"), at("session")
	if timed < 0 || spout < 0 {
		return nil, fmt.Errorf("line 1: no columns time_s and spout; there are %s\nhint: licks are read from Med-PC, Coulbourn, event lists and tables with time_s and spout", strings.Join(head, ", "))
	}
	var out lickSet
	for _, r := range rows[1:] {
		if len(r.cells) != len(head) {
			return nil, fmt.Errorf("line %d has %d cells, the header has %d", r.line, len(r.cells), len(head))
		}
		number := r.cells[timed]
		if comma != ',' { // decimals may have one
			number = strings.ReplaceAll(number, ",", ".")
		}
		sec, err := strconv.ParseFloat(number, 64)
		if err != nil || !(sec >= 0) || math.IsInf(sec, 0) {
			return nil, fmt.Errorf("line %d, %s: %q is no time", r.line, head[timed], r.cells[timed])
		}
		cell := func(i int) string {
			if i < 0 {
				return ""
			}
			return r.cells[i]
		}
		out.add(cell(animal), cell(session), r.cells[spout], sec)
	}
	return out, nil
}
