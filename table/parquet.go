package table

import (
	"io"
	"math"

	"github.com/parquet-go/parquet-go"
)

// unitKey is the file metadata key that holds the unit of a column.
func unitKey(column string) string { return "unit:" + column }

// WriteParquet writes the table as one row group, compressed with Snappy.
// Real numbers are nullable and null where NaN; the other columns are
// required. Units are file metadata under "unit:<column>". The same table
// always gives the same bytes.
func (t *Table) WriteParquet(w io.Writer) error {
	out := t.parquetWriter(w)
	for i, cw := range out.ColumnWriters() {
		if err := writeColumn(cw, &t.columns[i]); err != nil {
			return err
		}
	}
	return out.Close()
}

func (t *Table) parquetWriter(w io.Writer) *parquet.GenericWriter[any] {
	options := []parquet.WriterOption{
		parquet.NewSchema(t.Name, t.parquetNode()),
		parquet.CreatedBy("respine", "1", "0"),
		parquet.Compression(&parquet.Snappy),
	}
	for _, c := range t.columns {
		if c.Unit != "" {
			options = append(options, parquet.KeyValueMetadata(unitKey(c.Name), c.Unit))
		}
	}
	return parquet.NewGenericWriter[any](w, options...)
}

// writeColumn hands the cells over a few at a time, so that a long table is
// not held twice.
func writeColumn(w *parquet.ColumnWriter, c *column) error {
	const batch = 1024
	values := make([]parquet.Value, 0, batch)
	for r := range c.len() {
		values = append(values, c.parquetValue(r))
		if len(values) == batch || r == c.len()-1 {
			if _, err := w.WriteRowValues(values); err != nil {
				return err
			}
			values = values[:0]
		}
	}
	return nil
}

func (c *column) parquetValue(r int) parquet.Value {
	switch c.Kind {
	case KindInt:
		return parquet.Int64Value(c.ints[r])
	case KindBool:
		return parquet.BooleanValue(c.bools[r])
	case KindFloat:
		if math.IsNaN(c.floats[r]) {
			return parquet.NullValue()
		}
		return parquet.DoubleValue(c.floats[r]).Level(0, 1, 0)
	}
	return parquet.ByteArrayValue([]byte(c.strings[r]))
}

// orderedGroup is a parquet.Group, which sorts its fields by name, with the
// fields in the order of the table.
type orderedGroup struct {
	parquet.Group
	fields []parquet.Field
}

func (g orderedGroup) Fields() []parquet.Field { return g.fields }

func (t *Table) parquetNode() parquet.Node {
	group := parquet.Group{}
	for _, c := range t.columns {
		switch c.Kind {
		case KindInt:
			group[c.Name] = parquet.Int(64)
		case KindBool:
			group[c.Name] = parquet.Leaf(parquet.BooleanType)
		case KindFloat:
			group[c.Name] = parquet.Optional(parquet.Leaf(parquet.DoubleType))
		default:
			group[c.Name] = parquet.String()
		}
	}
	ordered := orderedGroup{Group: group, fields: make([]parquet.Field, len(t.columns))}
	for _, f := range group.Fields() {
		ordered.fields[t.index[f.Name()]] = f
	}
	return ordered
}
