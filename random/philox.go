package random

import "math/bits"

// Multipliers and key increments of Philox4x32 (Salmon et al. 2011, section
// 4.3). The increments are the golden ratio and sqrt(3)-1 as fractions of 2^32.
const (
	philoxM0 = 0xD2511F53
	philoxM1 = 0xCD9E8D57
	philoxW0 = 0x9E3779B9
	philoxW1 = 0xBB67AE85

	rounds = 10
)

// philox4x32 turns a counter into 128 random bits: ten rounds of two 32-bit
// multiplications whose halves are swapped and xored with the key.
func philox4x32(counter [4]uint32, key [2]uint32) [4]uint32 {
	a, b, c, d := counter[0], counter[1], counter[2], counter[3]
	k0, k1 := key[0], key[1]
	for range rounds {
		high0, low0 := bits.Mul32(philoxM0, a)
		high1, low1 := bits.Mul32(philoxM1, c)
		a, b, c, d = high1^b^k0, low1, high0^d^k1, low0
		k0 += philoxW0
		k1 += philoxW1
	}
	return [4]uint32{a, b, c, d}
}
