package plot

// winAnsi codes text as PDF's WinAnsiEncoding (ISO 32000-1, annex D). What it does
// not have becomes what reads most like it.
func winAnsi(text string) []byte {
	var out []byte
	for _, r := range text {
		switch {
		case r >= 0x20 && r < 0x7F || r >= 0xA0 && r <= 0xFF:
			out = append(out, byte(r))
		case r == 0x2013 || r == 0x2212: // en dash, minus
			out = append(out, 0x96)
		case r == 0x2014:
			out = append(out, 0x97)
		case r == 0x2018:
			out = append(out, 0x91)
		case r == 0x2019:
			out = append(out, 0x92)
		case r == 0x201C:
			out = append(out, 0x93)
		case r == 0x201D:
			out = append(out, 0x94)
		case r == 0x2026:
			out = append(out, 0x85)
		case r == 0x03BC: // Greek mu
			out = append(out, 0xB5)
		case r == 0x2264:
			out = append(out, "<="...)
		case r == 0x2265:
			out = append(out, ">="...)
		default:
			out = append(out, '?')
		}
	}
	return out
}

// helveticaWidths are the widths of the characters from space to ~, in thousandths
// of the size (Adobe Core 14 font metrics, Helvetica).
var helveticaWidths = [...]int{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

// helvetica is the width of a coded text at a size of 1000.
func helvetica(code []byte) float64 {
	sum := 0
	for _, c := range code {
		switch {
		case c >= 0x20 && int(c-0x20) < len(helveticaWidths):
			sum += helveticaWidths[c-0x20]
		case c == 0x97:
			sum += 1000
		default: // most of the rest are as wide as a digit
			sum += 556
		}
	}
	return float64(sum)
}
