package tiff

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// omePixels is the part of OME-XML (schema 2016-06) that says how planes map
// to pages. Only the first Image of a file is read.
type omePixels struct {
	DimensionOrder    string   `xml:"DimensionOrder,attr"`
	SizeC             int      `xml:"SizeC,attr"`
	SizeZ             int      `xml:"SizeZ,attr"`
	SizeT             int      `xml:"SizeT,attr"`
	PhysicalSizeX     float64  `xml:"PhysicalSizeX,attr"`
	PhysicalSizeXUnit *string  `xml:"PhysicalSizeXUnit,attr"`
	PhysicalSizeY     float64  `xml:"PhysicalSizeY,attr"`
	PhysicalSizeYUnit *string  `xml:"PhysicalSizeYUnit,attr"`
	PhysicalSizeZ     float64  `xml:"PhysicalSizeZ,attr"`
	PhysicalSizeZUnit *string  `xml:"PhysicalSizeZUnit,attr"`
	TimeIncrement     float64  `xml:"TimeIncrement,attr"`
	TimeIncrementUnit *string  `xml:"TimeIncrementUnit,attr"`
	Planes            []omeTIF `xml:"TiffData"`
}

type omeTIF struct {
	IFD        *int `xml:"IFD,attr"`
	FirstC     int  `xml:"FirstC,attr"`
	FirstZ     int  `xml:"FirstZ,attr"`
	FirstT     int  `xml:"FirstT,attr"`
	PlaneCount *int `xml:"PlaneCount,attr"`
	UUID       struct {
		ID string `xml:",chardata"`
	} `xml:"UUID"`
}

func isOME(description string) bool {
	head := description[:min(len(description), 4096)]
	return strings.Contains(head, "<OME") || strings.Contains(head, "<ome:OME")
}

// parseOME reads OME-XML. maxPlanes is the number of pages that the file can
// possibly hold; a text that promises more is damaged.
func parseOME(text string, maxPlanes int64) (Metadata, error) {
	if !utf8.ValidString(text) {
		text = latin1(text)
	}
	root, p, err := decodeOME(text)
	if err != nil {
		return Metadata{}, fmt.Errorf("the OME-XML is damaged: %w", err)
	}
	m := Metadata{Source: SourceOME, Order: p.DimensionOrder, Channels: p.SizeC, Slices: p.SizeZ, Frames: p.SizeT}
	if err := m.checkOME(); err != nil {
		return Metadata{}, err
	}
	m.VoxelUm = Voxel{
		Z: positive(p.PhysicalSizeZ * omeUnit(p.PhysicalSizeZUnit, lengthUm)),
		Y: positive(p.PhysicalSizeY * omeUnit(p.PhysicalSizeYUnit, lengthUm)),
		X: positive(p.PhysicalSizeX * omeUnit(p.PhysicalSizeXUnit, lengthUm)),
	}
	m.FrameRateHz = rate(p.TimeIncrement * omeUnit(p.TimeIncrementUnit, timeSec))
	err = m.place(p.Planes, root, maxPlanes)
	return m, err
}

// omeUnit returns a unit in micrometres or seconds, which are the defaults of
// the schema.
func omeUnit(unit *string, known func(string) float64) float64 {
	if unit == nil {
		return 1
	}
	return known(*unit)
}

// decodeOME finds the first Pixels element and the UUID of this file.
func decodeOME(text string) (uuid string, p omePixels, err error) {
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return "", p, hinted("open the file that holds the OME-XML of this data set", "it describes no pixels")
		}
		if err != nil {
			return "", p, err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "OME":
			for _, a := range start.Attr {
				if a.Name.Local == "UUID" {
					uuid = a.Value
				}
			}
		case "Pixels":
			return uuid, p, d.DecodeElement(&p, &start)
		}
	}
}

func latin1(s string) string {
	r := make([]rune, len(s))
	for i := range len(s) {
		r[i] = rune(s[i])
	}
	return string(r)
}

func (m *Metadata) checkOME() error {
	switch m.Order {
	case "XYCZT", "XYCTZ", "XYZCT", "XYZTC", "XYTCZ", "XYTZC":
	default:
		return fmt.Errorf("the OME-XML has the unknown dimension order %q", m.Order)
	}
	if min(m.Channels, m.Slices, m.Frames) < 1 || max(m.Channels, m.Slices, m.Frames) > maxPages {
		return fmt.Errorf("the OME-XML has %d channels, %d slices and %d frames", m.Channels, m.Slices, m.Frames)
	}
	return nil
}

// place reads which page holds which plane. It leaves m.planes nil where the
// pages simply follow Order.
func (m *Metadata) place(blocks []omeTIF, uuid string, maxPlanes int64) error {
	n := int64(m.Channels) * int64(m.Slices)
	if n > maxPages || n*int64(m.Frames) > maxPages {
		return fmt.Errorf("the OME-XML promises more than %d planes", maxPages)
	}
	n *= int64(m.Frames)
	if inOrder(blocks, int(n)) {
		return nil
	}
	// Planes may lie in other files of the data set, but no more than the
	// text has room to name.
	if n > maxPlanes+int64(len(blocks)) {
		return truncated("the OME-XML promises %d planes, more than the file can hold", n)
	}
	planes := make([]int32, n)
	for i := range planes {
		planes[i] = -1
	}
	left := n
	for _, b := range blocks {
		if b.UUID.ID != "" && uuid != "" && strings.TrimSpace(b.UUID.ID) != uuid {
			continue
		}
		k, err := m.placeBlock(planes, b, left)
		if err != nil {
			return err
		}
		left -= k
	}
	m.planes = planes
	return nil
}

// inOrder says whether the blocks put all n planes on pages 0 to n-1.
func inOrder(blocks []omeTIF, n int) bool {
	if len(blocks) == 0 {
		return true
	}
	b := blocks[0]
	whole := b.PlaneCount == nil && b.IFD == nil || b.PlaneCount != nil && *b.PlaneCount >= n || n == 1
	first := b.IFD == nil || *b.IFD == 0
	return len(blocks) == 1 && whole && first && b.FirstC == 0 && b.FirstZ == 0 && b.FirstT == 0
}

// placeBlock assigns one TiffData: PlaneCount pages from IFD on hold the planes
// from (FirstC, FirstZ, FirstT) on, in the dimension order. It returns how many
// it placed. left bounds the work: blocks that overlap are damaged.
func (m *Metadata) placeBlock(planes []int32, b omeTIF, left int64) (int64, error) {
	page, count := 0, 1
	if b.IFD != nil {
		page = *b.IFD
	} else {
		count = len(planes)
	}
	if b.PlaneCount != nil {
		count = *b.PlaneCount
	}
	plain := *m
	plain.planes = nil
	first, err := plain.PageIndex(b.FirstC, b.FirstZ, b.FirstT)
	if err != nil {
		return 0, fmt.Errorf("the OME-XML places a plane outside its axes: %w", err)
	}
	count = min(count, len(planes)-first)
	if page < 0 || count < 0 || page > maxPages || int64(count) > left {
		return 0, fmt.Errorf("the OME-XML places %d planes on page %d, with %d planes left", count, page, left)
	}
	for k := range count {
		c, z, t := m.unravel(first + k)
		planes[c+m.Channels*(z+m.Slices*t)] = int32(page + k)
	}
	return int64(count), nil
}

// unravel is the inverse of PageIndex for pages in Order.
func (m *Metadata) unravel(page int) (c, z, t int) {
	for _, axis := range m.Order[2:] {
		switch axis {
		case 'C':
			c, page = page%m.Channels, page/m.Channels
		case 'Z':
			z, page = page%m.Slices, page/m.Slices
		case 'T':
			t, page = page%m.Frames, page/m.Frames
		}
	}
	return c, z, t
}

// omeText writes OME-XML for pages that follow m.Order.
func omeText(m Metadata, p Page, pages int, bigEndian bool) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` +
		`<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"` +
		` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"` +
		` xsi:schemaLocation="http://www.openmicroscopy.org/Schemas/OME/2016-06 http://www.openmicroscopy.org/Schemas/OME/2016-06/ome.xsd">` +
		`<Image ID="Image:0" Name="Image0">`)
	kind := p.Type.String()
	if p.Type == Float32 {
		kind = "float"
	}
	fmt.Fprintf(&b, `<Pixels ID="Pixels:0" DimensionOrder="%s" Type="%s" BigEndian="%t" SizeX="%d" SizeY="%d" SizeC="%d" SizeZ="%d" SizeT="%d"`,
		m.Order, kind, bigEndian, p.Width, p.Height, m.Channels, m.Slices, m.Frames)
	for _, axis := range []struct {
		name string
		um   float64
	}{{"X", m.VoxelUm.X}, {"Y", m.VoxelUm.Y}, {"Z", m.VoxelUm.Z}} {
		if axis.um > 0 {
			fmt.Fprintf(&b, ` PhysicalSize%s="%v" PhysicalSize%sUnit="µm"`, axis.name, axis.um, axis.name)
		}
	}
	if m.FrameRateHz > 0 {
		fmt.Fprintf(&b, ` TimeIncrement="%v" TimeIncrementUnit="s"`, 1/m.FrameRateHz)
	}
	b.WriteString(">")
	for c := range m.Channels {
		fmt.Fprintf(&b, `<Channel ID="Channel:0:%d" SamplesPerPixel="1"/>`, c)
	}
	fmt.Fprintf(&b, `<TiffData IFD="0" PlaneCount="%d"/></Pixels></Image></OME>`, pages)
	return b.String()
}
