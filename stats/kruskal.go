package stats

// KruskalWallis tests whether any of k groups tends to lie apart from the others
// (Kruskal & Wallis 1952, doi 10.1080/01621459.1952.10483441), with the
// correction for ties, against χ² with k-1 degrees of freedom; groups of fewer
// than about five make that reference rough.
//
//	H = (12/(N(N+1)) Σ Rᵢ²/nᵢ - 3(N+1)) / (1 - Σ(t³-t)/(N³-N))
func KruskalWallis(groups ...[]float64) Omnibus {
	if len(groups) < 2 {
		return Omnibus{Undetermined: "fewer than two groups"}
	}
	if reason := lackingOrder(groups...); reason != "" {
		return Omnibus{Undetermined: reason}
	}
	var all []float64
	for _, g := range groups {
		all = append(all, g...)
	}
	rank, ties := midranks(all)
	n := float64(len(all))
	h, from := 0.0, 0
	for _, g := range groups {
		// About the mean rank, which keeps the digits that 3(N+1) would take.
		off := 0.0
		for _, r := range rank[from : from+len(g)] {
			off += r - (n+1)/2
		}
		h += off * off / float64(len(g))
		from += len(g)
	}
	h *= 12 / (n * (n + 1)) / (1 - ties/(n*n*n-n))
	return newOmnibus(h, len(groups)-1)
}

// Friedman tests whether any of k treatments tends to rank apart within blocks
// (Friedman 1937, doi 10.1080/01621459.1937.10503522), with the correction for
// ties. blocks[b][j] is treatment j in block b.
//
//	Q = 12 Σ (Rⱼ - b(k+1)/2)² / (bk(k+1) - Σ(t³-t)/(k-1))
func Friedman(blocks [][]float64) Omnibus {
	if len(blocks) == 0 || len(blocks[0]) < 2 {
		return Omnibus{Undetermined: "fewer than two treatments"}
	}
	k := len(blocks[0])
	off, ties := make([]float64, k), 0.0
	for _, block := range blocks {
		if len(block) != k {
			panic("stats: Friedman: every block has every treatment")
		}
		if !allFinite(block) {
			return Omnibus{Undetermined: notFinite}
		}
		rank, t := midranks(block)
		ties += t
		for j, r := range rank {
			off[j] += r - float64(k+1)/2
		}
	}
	b, kk := float64(len(blocks)), float64(k)
	below := b*kk*(kk+1) - ties/(kk-1)
	if below <= 0 {
		return Omnibus{Undetermined: "all values of every block are equal"}
	}
	q := 0.0
	for _, o := range off {
		q += o * o
	}
	return newOmnibus(12*q/below, k-1)
}
