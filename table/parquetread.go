package table

import (
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"
)

// ReadParquet reads a table of size bytes, written by WriteParquet or by
// another program. name becomes the table's name and leads every error; schema
// is checked as in ReadCSV. A null is a missing number (a column of whole
// numbers with nulls becomes one of real numbers) or an empty text. Nested
// columns, dates and decimals are errors.
func ReadParquet(r io.ReaderAt, size int64, name string, schema ...Column) (*Table, error) {
	return readParquet(r, size, name, name, schema)
}

func readParquet(r io.ReaderAt, size int64, name, where string, schema []Column) (t *Table, err error) {
	defer func() {
		// The decoder panics on some damaged files; to us they are data.
		if p := recover(); p != nil {
			t, err = nil, fmt.Errorf("%s: damaged Parquet file: %v", where, p)
		}
	}()
	file, err := parquet.OpenFile(r, size)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", where, err)
	}
	fields := file.Root().Columns()
	if len(fields) == 0 {
		return nil, fmt.Errorf("%s: no columns", where)
	}
	t = &Table{Name: name, index: make(map[string]int, len(fields))}
	for i, f := range fields {
		c, err := readColumn(f)
		if err != nil {
			return nil, fmt.Errorf("%s: column %s: %w", where, f.Name(), err)
		}
		if t.Has(c.Name) {
			return nil, fmt.Errorf("%s: two columns are named %q", where, c.Name)
		}
		c.Unit, _ = file.Lookup(unitKey(c.Name))
		if int64(c.len()) != file.NumRows() {
			return nil, fmt.Errorf("%s: column %s has %d rows, the file says %d", where, c.Name, c.len(), file.NumRows())
		}
		t.index[c.Name] = i
		t.columns = append(t.columns, c)
	}
	return t, t.conform(where, schema)
}

func readColumn(f *parquet.Column) (column, error) {
	c := column{Column: Column{Name: f.Name()}}
	if !f.Leaf() || f.Repeated() {
		return c, errors.New("holds nested values")
	}
	kind, err := kindOf(f.Type())
	if err != nil {
		return c, err
	}
	c.Kind = kind
	pages := f.Pages()
	defer pages.Close()
	for {
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return c, nil
		}
		if err == nil {
			err = c.readPage(page)
			parquet.Release(page)
		}
		if err != nil {
			return c, err
		}
	}
}

// kindOf says which kind of column holds a Parquet type.
func kindOf(t parquet.Type) (Kind, error) {
	if !isPlain(t) {
		return 0, fmt.Errorf("holds %s, which tables cannot", t)
	}
	switch t.Kind() {
	case parquet.Boolean:
		return KindBool, nil
	case parquet.Int32, parquet.Int64:
		return KindInt, nil
	case parquet.Float, parquet.Double:
		return KindFloat, nil
	case parquet.ByteArray:
		return KindString, nil
	}
	return 0, fmt.Errorf("holds %s, which tables cannot", t)
}

// isPlain reports whether a type is text or a bare number, and not, say, a
// date stored as a number.
func isPlain(t parquet.Type) bool {
	if logical := t.LogicalType(); logical != nil && logical.Value != nil {
		switch l := logical.Value.(type) {
		case *format.StringType, *format.EnumType, *format.JsonType:
			return true
		case *format.IntType:
			return l.IsSigned || l.BitWidth < 32
		}
		return false
	}
	if old := t.ConvertedType(); old != nil {
		switch *old {
		case deprecated.UTF8, deprecated.Enum, deprecated.Json, deprecated.Uint8, deprecated.Uint16,
			deprecated.Int8, deprecated.Int16, deprecated.Int32, deprecated.Int64:
			return true
		}
		return false
	}
	return true
}

// readPage adds the values of a page, a few at a time: how many a damaged page
// claims to hold is not to be trusted with memory.
func (c *column) readPage(page parquet.Page) error {
	var buffer [1024]parquet.Value
	values := page.Values()
	for {
		n, err := values.ReadValues(buffer[:])
		for _, v := range buffer[:n] {
			if err := c.appendParquet(v); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (c *column) appendParquet(v parquet.Value) error {
	if v.IsNull() && c.Kind == KindInt {
		if err := c.toFloats(); err != nil {
			return err
		}
	}
	switch {
	case v.IsNull() && c.Kind == KindFloat:
		c.floats = append(c.floats, math.NaN())
	case v.IsNull() && c.Kind == KindBool:
		return fmt.Errorf("row %d is null, neither true nor false", c.len()+1)
	case v.IsNull():
		c.strings = append(c.strings, "")
	case v.Kind() == parquet.Boolean:
		c.bools = append(c.bools, v.Boolean())
	case v.Kind() == parquet.ByteArray:
		c.strings = append(c.strings, string(v.ByteArray()))
	case v.Kind() == parquet.Float:
		c.floats = append(c.floats, float64(v.Float()))
	case v.Kind() == parquet.Double:
		c.floats = append(c.floats, v.Double())
	case c.Kind == KindFloat: // a whole number after a null
		return c.appendWhole(whole(v))
	default:
		c.ints = append(c.ints, whole(v))
	}
	return nil
}

func whole(v parquet.Value) int64 {
	if v.Kind() == parquet.Int32 {
		return int64(v.Int32())
	}
	return v.Int64()
}

// toFloats turns a column of whole numbers into one of real numbers.
func (c *column) toFloats() error {
	ints := c.ints
	c.Kind, c.ints = KindFloat, nil
	for _, v := range ints {
		if err := c.appendWhole(v); err != nil {
			return err
		}
	}
	return nil
}

// appendWhole adds a whole number to a column of real numbers; beyond 2^53 it
// would change, which is an error.
func (c *column) appendWhole(v int64) error {
	const exact = 1 << 53
	if v > exact || v < -exact {
		return fmt.Errorf("row %d: %d has too many digits for a real number", c.len()+1, v)
	}
	c.floats = append(c.floats, float64(v))
	return nil
}
