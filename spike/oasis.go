package spike

// block is a stretch of frames in which calcium only decays: one pool of the
// algorithm. Frames without a value lie in a block and weigh nothing.
type block struct {
	value  float64 // of calcium at its first frame, best by least squares
	weight float64 // sum of decay^2k over the frames k that have a value
	first  int32
	length int32
}

// oasis fits calcium c with c[t] = decay c[t-1] + s[t] to y, where every s is
// zero or at least least:
//
//	min over c of sum over frames with a value of (y - c)^2
//
// by pooling adjacent violators (Friedrich, Zhou, Paninski 2017, doi
// 10.1371/journal.pcbi.1005423, algorithms 1 and 3, without penalty). With
// least 0 it is the exact non-negative solution; above 0 the greedy one of the
// paper. Time is linear in the number of frames. A frame that is NaN carries
// no weight: calcium decays through it. buf is reused when large enough.
func oasis(y []float32, decay, least float64, buf []block) []block {
	powers := newPowers(decay)
	blocks := buf[:0]
	for t, v := range y {
		if v != v {
			if n := len(blocks); n > 0 {
				blocks[n-1].length++
			}
			continue
		}
		last := block{value: float64(v), weight: 1, first: int32(t), length: 1}
		for n := len(blocks); n > 0; n-- {
			before := blocks[n-1]
			p := powers.at(before.length)
			if last.value >= before.value*p+least && last.value >= 0 {
				break
			}
			w := before.weight + last.weight*p*p
			last = block{
				value:  (before.value*before.weight + last.value*last.weight*p) / w,
				weight: w, first: before.first, length: before.length + last.length,
			}
			blocks = blocks[:n-1]
		}
		blocks = append(blocks, last)
	}
	if len(blocks) > 0 && blocks[0].value < 0 {
		blocks[0].value = 0
	}
	return blocks
}

// powers holds the powers of a number below 1 until they vanish.
type powers []float64

func newPowers(x float64) powers {
	out := powers{1}
	for p := x; p > 1e-18 && len(out) < 1<<16; p *= x {
		out = append(out, p)
	}
	return out
}

func (p powers) at(n int32) float64 {
	if int(n) < len(p) {
		return p[n]
	}
	return 0
}

// unroll writes the calcium and the jumps that blocks stand for; the first
// block has no jump. Frames before the first value are left as they are.
func unroll(calcium, jumps []float32, blocks []block, decay float64) {
	before := 0.0
	for i, b := range blocks {
		c := b.value
		jumps[b.first] = 0
		if i > 0 {
			jumps[b.first] = float32(c - before)
		}
		for t := b.first; t < b.first+b.length; t++ {
			calcium[t] = float32(c)
			if t > b.first {
				jumps[t] = 0
			}
			c *= decay
		}
		before = c
	}
}
