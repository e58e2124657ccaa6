package spike

// pool is a stretch of frames without a jump of a second-order process: its
// calcium k frames in is
//
//	c = a(k) value + b(k) last,  a(k) = (d^(k+1) - r^(k+1))/(d - r),  b(k) = -d r a(k-1)
//
// where last is the calcium of the frame before it, d the decay and r the
// rise per frame. Over the frames that have a value it keeps the sums that
// make two pools one in a constant number of steps.
type pool struct {
	value, last   float64 // calcium at its first frame, and at its last
	dy, ry        float64 // sums of d^k y and r^k y
	dd, dr, rr    float64 // sums of d^2k, (dr)^k and r^2k
	dPow, rPow    float64 // d and r to the length
	first, length int32
}

// oasis2 fits c[t] = (d+r) c[t-1] - d r c[t-2] + s[t] with every s zero or at
// least least, by pooling (Friedrich, Zhou, Paninski 2017, doi
// 10.1371/journal.pcbi.1005423, algorithm 4: greedy, not exact, for second
// order). The sums of exponentials kept with a pool make a merger constant in
// time, where the paper sums over its frames. decay and rise must differ.
func oasis2(y []float32, decay, rise, least float64) []pool {
	var pools []pool
	for t, v := range y {
		if v != v {
			if n := len(pools); n > 0 {
				pools[n-1].extend(decay, rise, before(pools, n-1))
			}
			continue
		}
		f := float64(v)
		pools = append(pools, pool{value: f, last: f, dy: f, ry: f, dd: 1, dr: 1, rr: 1, dPow: decay, rPow: rise, first: int32(t), length: 1})
		for n := len(pools) - 1; n > 0; n-- {
			from, to := &pools[n-1], pools[n]
			if to.value >= from.next(decay, rise, before(pools, n-1))+least && to.value >= 0 {
				break
			}
			from.merge(to)
			from.fit(decay, rise, before(pools, n-1), n == 1)
			pools = pools[:n]
		}
	}
	return pools
}

// before returns the calcium of the frame before pool n.
func before(pools []pool, n int) float64 {
	if n == 0 {
		return 0
	}
	return pools[n-1].last
}

// weights returns a(k) and b(k) for the k whose powers are given.
func weights(d, r, dPow, rPow float64) (a, b float64) {
	return (dPow*d - rPow*r) / (d - r), -d * r * (dPow - rPow) / (d - r)
}

// next returns the calcium that the pool predicts for the frame after it.
func (p *pool) next(d, r, last float64) float64 {
	a, b := weights(d, r, p.dPow, p.rPow)
	return a*p.value + b*last
}

// extend adds a frame without a value.
func (p *pool) extend(d, r, last float64) {
	p.last = p.next(d, r, last)
	p.dPow, p.rPow, p.length = p.dPow*d, p.rPow*r, p.length+1
}

func (p *pool) merge(q pool) {
	p.dy += p.dPow * q.dy
	p.ry += p.rPow * q.ry
	p.dd += p.dPow * p.dPow * q.dd
	p.dr += p.dPow * p.rPow * q.dr
	p.rr += p.rPow * p.rPow * q.rr
	p.dPow, p.rPow, p.length = p.dPow*q.dPow, p.rPow*q.rPow, p.length+q.length
}

// fit sets value by least squares, given the calcium of the frame before:
// value = (sum of a y - last sum of a b) / sum of a^2.
func (p *pool) fit(d, r, last float64, first bool) {
	g := 1 / (d - r)
	ay := g * (d*p.dy - r*p.ry)
	aa := g * g * (d*d*p.dd - 2*d*r*p.dr + r*r*p.rr)
	ab := -d * r * g * g * (d*p.dd - (d+r)*p.dr + r*p.rr)
	p.value = (ay - last*ab) / aa
	if first {
		p.value = max(0, p.value)
	}
	a, b := weights(d, r, p.dPow/d, p.rPow/r)
	p.last = a*p.value + b*last
}

// unroll2 writes the calcium and the jumps that pools stand for.
func unroll2(calcium, jumps []float32, pools []pool, d, r float64) {
	var c1, c2 float64 // of the frame before, and of the one before that
	for i, p := range pools {
		jumps[p.first] = 0
		if i > 0 {
			jumps[p.first] = float32(p.value - (d+r)*c1 + d*r*c2)
		}
		c := p.value
		for t := p.first; t < p.first+p.length; t++ {
			if t > p.first {
				c = (d+r)*c1 - d*r*c2
				jumps[t] = 0
			}
			calcium[t] = float32(c)
			c1, c2 = c, c1
		}
	}
}
