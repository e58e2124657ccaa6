package tiff

import (
	"errors"
	"io"
)

// finish writes what follows the pixels, and the header.
func (w *Writer) finish() {
	if w.err != nil {
		return
	}
	if w.pages == 0 {
		w.fail(errors.New("a TIFF file needs at least one page"))
		return
	}
	text, err := w.description()
	if err != nil {
		w.fail(err)
		return
	}
	d := directoryWriter{Writer: w, text: text}
	d.big = w.options.BigTIFF
	if !d.big && w.position+d.bytes() > w.limit {
		d.big = true
	}
	first := d.writeAll()
	if err := w.buf.Flush(); err != nil {
		w.fail(err)
	}
	w.writeHeader(d.big, first)
}

// description renders the metadata for the pages written.
func (w *Writer) description() (string, error) {
	m := w.options.Meta
	if m.Source == "" {
		return "", nil
	}
	m, err := m.Fit(w.pages)
	if err != nil {
		return "", err
	}
	if m.Order == "" {
		m.Order = "XYCZT"
	}
	if m.Source == SourceImageJ {
		return imageJText(m, w.pages), nil
	}
	return omeText(m, w.page, w.pages, w.options.BigEndian), m.checkOME()
}

func (w *Writer) writeHeader(big bool, first int64) {
	if w.err != nil {
		return
	}
	var b [dataStart]byte
	copy(b[:], pickOrder(w.options.BigEndian))
	if big {
		w.order.PutUint16(b[2:], 43)
		w.order.PutUint16(b[4:], 8)
		w.order.PutUint64(b[8:], uint64(first))
	} else {
		w.order.PutUint16(b[2:], 42)
		w.order.PutUint32(b[4:], uint32(first))
	}
	if _, err := w.dst.Seek(0, io.SeekStart); err != nil {
		w.fail(err)
		return
	}
	if _, err := w.dst.Write(b[:]); err != nil {
		w.fail(err)
	}
}

func pickOrder(bigEndian bool) string {
	if bigEndian {
		return "MM"
	}
	return "II"
}
