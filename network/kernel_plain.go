package network

// plain returns the inner loops in ordinary Go. The conversions float32(a * b)
// forbid the compiler to fuse a product with the sum around it.
func plain() kernels {
	return kernels{name: "plain", membrane: membranePlain, wander: wanderPlain, gather: gatherPlain, branch: branchPlain}
}

func membranePlain(v, drive []float32, keep, against, threshold float32, fired []int32) []int32 {
	drive = drive[:len(v)]
	rest := 1 - keep
	for i, x := range v {
		x = float32(x*keep) + float32((drive[i]-against)*rest)
		v[i] = x
		if x >= threshold {
			fired = append(fired, int32(i))
		}
	}
	return fired
}

func wanderPlain(noise []float32, s *streams, w wander) {
	for i, x := range noise {
		word := s.next(i % lanes)
		pairs := word&0x00ff00ff + word>>8&0x00ff00ff
		sum := (pairs + pairs>>16) & 0x7ff
		noise[i] = float32(x*w.keep) + float32((float32(int32(sum))-fourBytes)*w.scale)
	}
}

func gatherPlain(drive, noise, shared, adaptation []float32, keep float32) {
	noise, shared, adaptation = noise[:len(drive)], shared[:len(drive)], adaptation[:len(drive)]
	for i := range drive {
		a := float32(adaptation[i] * keep)
		adaptation[i] = a
		drive[i] = shared[i] + noise[i] - a
	}
}

func branchPlain(drive, y []float32, d dendrite) {
	for at, v := range y {
		u := float32(v * d.keep)
		y[at] = u
		over := u - d.threshold
		if !(over > 0) {
			over = 0
		}
		sum := u + float32(d.gain*over)
		if sum > d.ceiling {
			sum = d.ceiling
		}
		drive[at%len(drive)] += sum
	}
}
