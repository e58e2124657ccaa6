package stats

import (
	"strings"

	"gonum.org/v1/gonum/mat"
)

// betweenBlocks are the effects between animals, the mean first.
type betweenBlocks struct {
	names  []string
	blocks [][][]float64
	df     float64 // animals less columns
}

func betweenDesign(n int, between []Between) (betweenBlocks, string) {
	d := betweenBlocks{names: []string{""}, blocks: [][][]float64{ones(n)}}
	for _, b := range between {
		if len(b.Level) != n {
			panic("stats: slice length mismatch")
		}
	}
	columns := 1
	for mask := 1; mask < 1<<len(between); mask++ {
		var names []string
		block := ones(n)
		for f, b := range between {
			if mask>>f&1 == 1 {
				names = append(names, b.Name)
				block = products(block, sumCoded(b.Level))
			}
		}
		if len(block) == 0 || len(block[0]) == 0 {
			return d, "a factor has one level"
		}
		columns += len(block[0])
		d.names = append(d.names, strings.Join(names, ":"))
		d.blocks = append(d.blocks, block)
	}
	if d.df = float64(n - columns); d.df < 1 {
		return d, "no more animals than groups"
	}
	x := dense(join(d.blocks...))
	var qr mat.QR
	qr.Factorize(x)
	if dependentColumn(&qr, x) >= 0 {
		return d, "an empty group"
	}
	return d, ""
}

// lastBlock joins all blocks with block b at the end.
func lastBlock(blocks [][][]float64, b int) [][]float64 {
	var order [][][]float64
	for i, block := range blocks {
		if i != b {
			order = append(order, block)
		}
	}
	return join(append(order, blocks[b])...)
}
