package table

import (
	"fmt"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"
)

// Stream writes one Parquet table out of pieces, each a row group, so that the
// whole is never in memory. Read reads it like any other.
type Stream struct {
	columns []Column
	out     *parquet.GenericWriter[any]
}

// NewStream begins a table with the columns of the first piece to come.
func NewStream(w io.Writer, name string, columns ...Column) *Stream {
	return &Stream{slices.Clone(columns), New(name, columns...).parquetWriter(w)}
}

// Write appends the rows of a piece. It panics when the piece has other columns.
func (s *Stream) Write(piece *Table) error {
	if !slices.Equal(piece.Columns(), s.columns) {
		panic(fmt.Sprintf("table: a piece of %s has other columns", piece.Name))
	}
	for i, cw := range s.out.ColumnWriters() {
		if err := writeColumn(cw, &piece.columns[i]); err != nil {
			return err
		}
	}
	return s.out.Flush()
}

// Close ends the table; it is not whole before.
func (s *Stream) Close() error { return s.out.Close() }
