package report

import (
	"fmt"
	"math"
	"strconv"
)

// none stands for a number that is missing.
const none = "–"

// percent writes a fraction with one decimal below 10 %, and none from there.
func percent(f float64) string {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return none
	}
	digits := 1
	if math.Abs(f) >= 0.0995 || f == 0 {
		digits = 0
	}
	return strconv.FormatFloat(100*f, 'f', digits, 64) + " %"
}

// digits writes a number with n significant digits, without exponent for
// anything a lab would read.
func digits(v float64, n int) string {
	if math.IsNaN(v) {
		return none
	}
	if v == 0 || math.IsInf(v, 0) {
		return strconv.FormatFloat(v, 'g', n, 64)
	}
	e := int(math.Floor(math.Log10(math.Abs(v))))
	if e < -6 || e > 12 {
		return strconv.FormatFloat(v, 'g', n, 64)
	}
	round := math.Pow(10, float64(e-n+1))
	s := strconv.FormatFloat(math.Round(v/round)*round, 'f', max(0, n-1-e), 64)
	if f, err := strconv.ParseFloat(s, 64); err == nil { // no trailing zeros
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return s
}

// fixed writes a number with n decimals.
func fixed(v float64, n int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return none
	}
	return strconv.FormatFloat(v, 'f', n, 64)
}

// micrometres writes a length to a micrometre, short ones to a tenth.
func micrometres(v float64) string {
	if math.Abs(v) < 100 {
		return fixed(v, 1)
	}
	return fixed(v, 0)
}

// span writes an interval of fractions; once where its ends read alike.
func span(lo, hi float64) string {
	if math.IsNaN(lo) || math.IsNaN(hi) {
		return ""
	}
	if percent(lo) == percent(hi) {
		return percent(lo)
	}
	return fmt.Sprintf("%s to %s", percent(lo), percent(hi))
}

// LeastForPercent is the smallest number of which shares are written in per
// cent; of fewer, the parts say it all.
const LeastForPercent = 10

// fraction is a cell with a fraction, its parts and its interval; of few, the
// parts alone.
func fraction(num, den, lo, hi float64) cell {
	switch {
	case !(den > 0):
		return cell{Main: none, Small: parts(num, den)}
	case den < LeastForPercent:
		return cell{Main: digits(num, 6) + "/" + digits(den, 6)}
	}
	return cell{Main: percent(num / den), Small: parts(num, den), Range: span(lo, hi)}
}

// ofMany is a share of n as a cell; of few, none.
func ofMany(share, n, lo, hi float64) cell {
	if n < LeastForPercent {
		return cell{Main: none}
	}
	return cell{Main: percent(share), Range: span(lo, hi)}
}

func parts(num, den float64) string { return digits(num, 6) + " of " + digits(den, 6) }

// probability writes a p-value. None is smaller than its draws can show.
func probability(p float64) string {
	switch {
	case math.IsNaN(p):
		return none
	case p < 0.001:
		return "< 0.001"
	case p < 0.1:
		return fixed(p, 3)
	}
	return fixed(p, 2)
}

// sized writes a number of bytes.
func sized(n int64) string {
	const k = 1024
	switch f := float64(n); {
	case f < k:
		return fmt.Sprintf("%d B", n)
	case f < k*k:
		return fixed(f/k, 1) + " KiB"
	case f < k*k*k:
		return fixed(f/k/k, 1) + " MiB"
	default:
		return fixed(f/k/k/k, 2) + " GiB"
	}
}

// plural writes a number and its noun: 1 branch, 3 branches.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
