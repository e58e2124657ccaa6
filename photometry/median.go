package photometry

// median returns the middle value, or the mean of the two middle ones, and leaves x as
// it was. It selects rather than sorts: fits ask for many medians of long traces.
func median(x []float64) float64 { return medianIn(append([]float64(nil), x...)) }

// medianIn is median for a slice that may be put into another order.
func medianIn(dst []float64) float64 {
	n := len(dst)
	if n == 0 {
		return nan
	}
	high := selectAt(dst, n/2)
	if n%2 == 1 {
		return high
	}
	low := dst[0]
	for _, v := range dst[:n/2] {
		low = max(low, v)
	}
	return low + (high-low)*0.5
}

// selectAt puts the k-th smallest value at k, smaller ones before it and larger ones
// after it (Hoare 1961, doi 10.1145/366622.366647), and returns it.
func selectAt(x []float64, k int) float64 {
	lo, hi := 0, len(x)-1
	for lo < hi {
		pivot := middle(x[lo], x[(lo+hi)/2], x[hi])
		i, j := lo, hi
		for i <= j {
			for x[i] < pivot {
				i++
			}
			for x[j] > pivot {
				j--
			}
			if i <= j {
				x[i], x[j] = x[j], x[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return x[k]
		}
	}
	return x[k]
}

func middle(a, b, c float64) float64 { return max(min(a, b), min(max(a, b), c)) }
