package network

// wiring is the synapses by presynaptic cell: those of cell j stand at
// from[j]:from[j+1].
type wiring struct {
	from   []int32
	target []int32   // branch·stride + post
	jump   []float32 // mV
}

// wire sorts the synapses by presynaptic cell and adds up those between one cell
// and one branch, in the order of the list.
func wire(p Params, synapses []Synapse, stride int) wiring {
	width := stride * p.Branches
	sum := make([]float32, p.Neurons*width)
	count := 0
	for _, s := range synapses {
		if uint(s.Post) >= uint(p.Neurons) || uint(s.Pre) >= uint(p.Neurons) || uint(s.Branch) >= uint(p.Branches) {
			panic("network: a synapse names a cell or branch that is not there")
		}
		if !(s.Weight >= 0) || s.Weight-s.Weight != 0 {
			panic("network: the weight of a synapse is negative or no number")
		}
		at := &sum[int(s.Pre)*width+int(s.Branch)*stride+int(s.Post)]
		if *at == 0 && s.Weight > 0 {
			count++
		}
		*at += s.Weight
	}
	w := wiring{from: make([]int32, 1, p.Neurons+1), target: make([]int32, 0, count), jump: make([]float32, 0, count)}
	unit := float32(p.Dendrite.UnitMv)
	for pre := range p.Neurons {
		for i, v := range sum[pre*width : (pre+1)*width] {
			if v > 0 {
				w.target = append(w.target, int32(i))
				w.jump = append(w.jump, float32(v*unit))
			}
		}
		w.from = append(w.from, int32(len(w.target)))
	}
	return w
}

// spike adds the jumps of one presynaptic spike to the drives of the branches.
func (w wiring) spike(branches []float32, pre int32) {
	from, to := w.from[pre], w.from[pre+1]
	jump := w.jump[from:to]
	for i, t := range w.target[from:to] {
		branches[t] += jump[i]
	}
}
