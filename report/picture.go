package report

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html/template"
	"image/jpeg"
	"image/png"
	"net/http"
	"slices"

	"respine/plot"
)

// largePNG is the size above which a PNG image is embedded as JPEG instead, at
// a quality at which thin coloured lines stay clean.
const (
	largePNG    = 300_000
	jpegQuality = 88
)

// Of a kind of which there are more than many, pictures are shown fewPx wide at most, so
// that a page of a whole study can be opened and sent.
const (
	many  = 24
	fewPx = 560
)

// fewer makes pictures smaller where there are many of their kind.
func fewer(all []Picture) ([]Picture, error) {
	count := map[string]int{}
	for _, p := range all {
		count[p.Kind]++
	}
	out := slices.Clone(all)
	for i, p := range all {
		if count[p.Kind] <= many || p.kind() != "image/png" {
			continue
		}
		m, err := png.Decode(bytes.NewReader(p.Data))
		if err != nil {
			return nil, fmt.Errorf("picture %q: %w", p.Name, err)
		}
		if m.Bounds().Dx() <= fewPx {
			continue
		}
		var b bytes.Buffer
		if err := plot.WritePNG(&b, plot.Narrowed(m, fewPx)); err != nil {
			return nil, fmt.Errorf("picture %q: %w", p.Name, err)
		}
		out[i].Data = b.Bytes()
	}
	return out, nil
}

// figures makes pictures ready for the page.
func figures(all []Picture) ([]figure, error) {
	var out []figure
	for _, p := range all {
		f, err := p.figure()
		if err != nil {
			return nil, fmt.Errorf("picture %q: %w", p.Name, err)
		}
		out = append(out, f)
	}
	return out, nil
}

func (p Picture) figure() (figure, error) {
	data, kind := p.Data, p.kind()
	if kind == "" {
		return figure{}, fmt.Errorf("neither PNG, JPEG, GIF nor SVG")
	}
	f := figure{Name: p.Name, Caption: p.Caption}
	if kind == "image/png" {
		c, err := png.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			return figure{}, err
		}
		f.Width = c.Width
		if len(data) > largePNG {
			small, err := asJPEG(data)
			if err != nil {
				return figure{}, err
			}
			if len(small) < len(data) {
				data, kind = small, "image/jpeg"
			}
		}
	}
	f.Source = template.URL("data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data))
	return f, nil
}

// kind is the media type of a picture by its first bytes, "" if it is none that
// a page shows.
func (p Picture) kind() string {
	switch k := http.DetectContentType(p.Data); k {
	case "image/png", "image/jpeg", "image/gif":
		return k
	}
	head := p.Data[:min(len(p.Data), 1024)]
	if bytes.Contains(head, []byte("<svg")) {
		return "image/svg+xml"
	}
	return ""
}

func asJPEG(data []byte) ([]byte, error) {
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: jpegQuality}); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
