package report

import "slices"

// The kinds of pictures of fields that the page has words for, as study names what was
// recorded.
const (
	SpineField  = "stack"
	CellField   = "movie"
	PunctaField = "images"
)

// fieldText is what pictures of a kind show.
func fieldText(kind string) string {
	switch kind {
	case SpineField, "":
		return "Dendrites. " + overlayText
	case CellField:
		return "Calcium movies. The cells that were found, outlined and numbered as in table cells. Choose a picture to see it at full size."
	case PunctaField:
		return "PSD95 images. The puncta that were kept, as in table psd95_puncta. Choose a picture to see it at full size."
	}
	return "Fields of other recordings."
}

// fieldBlocks are the pictures of fields, kind by kind in the order in which they come.
func fieldBlocks(all []Picture) ([]block, error) {
	if len(all) == 0 {
		return []block{missing("No pictures were given.")}, nil
	}
	small, err := fewer(all)
	if err != nil {
		return nil, err
	}
	var kinds []string
	for _, p := range small {
		if !slices.Contains(kinds, p.Kind) {
			kinds = append(kinds, p.Kind)
		}
	}
	var out []block
	for _, kind := range kinds {
		shown, err := figures(slices.DeleteFunc(slices.Clone(small), func(p Picture) bool { return p.Kind != kind }))
		if err != nil {
			return nil, err
		}
		out = append(out, paragraph(fieldText(kind)), block{Figures: shown})
	}
	return out, nil
}
