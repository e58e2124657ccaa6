package table

import (
	"encoding/csv"
	"io"
)

// WriteCSV writes a header line and one line per row (RFC 4180, UTF-8, lines
// end in \n). Real numbers have six significant digits, those from a thousand up
// three decimals; whole numbers below 1e15 are exact. The same table always gives
// the same bytes, and so does what is read back from them.
func (t *Table) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := writeRecord(out, w, t.Names()); err != nil {
		return err
	}
	record := make([]string, len(t.columns))
	for r := range t.Len() {
		for i := range t.columns {
			record[i] = t.columns[i].written(r)
		}
		if err := writeRecord(out, w, record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// writeRecord writes one line. A lone empty cell is quoted, since readers skip
// empty lines.
func writeRecord(out *csv.Writer, w io.Writer, record []string) error {
	if len(record) != 1 || record[0] != "" {
		return out.Write(record)
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\"\"\n")
	return err
}
