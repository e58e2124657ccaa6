// Package random draws numbers by name instead of by turn: a draw is a pure
// function of a key and a counter. What a simulated animal does in one hour
// therefore does not depend on how many draws came before it, on the arm it is
// in, or on the number of workers.
//
// A Key is 128 bits: the 64-bit key of the Philox4x32-10 block function and one
// half of its 128-bit counter; the caller's counter is the other half. Salmon et
// al. 2011 (doi 10.1145/2063384.2063405) introduced the function and found no
// flaw in it with TestU01's BigCrush. Keys form a tree: New(seed).At(animal)
// and New(seed, animal) are the same key, and each step down is one
// block of Philox under a tweaked key, so that a child shares nothing with the
// draws of its parent. Two keys of n agree by accident with chance n²/2^129.
//
// Uniform, Normal, Exponential and Uint64 of one key and counter are independent
// of each other. The generator is not for secrets.
package random

import "math/rand/v2"

// Key names a stream of draws. Keys are compared with ==; the zero Key is valid.
type Key struct {
	key    uint64 // of the block function
	stream uint64 // upper half of its counter
}

// use keeps the blocks spent on different things apart.
type use uint64

// The uses. Each is an odd 64-bit constant xored onto the key: the fractional
// parts of the square roots of 2, 3, 5, 7 and 11, made odd.
const (
	branch  use = 0x6a09e667f3bcc909
	word    use = 0xbb67ae8584caa73b
	level   use = 0x3c6ef372fe94f82b
	bell    use = 0xa54ff53a5f1d36f1
	waiting use = 0x510e527fade682d1
)

// New returns the key at the end of a path from a seed: an animal, a purpose, a
// session, whatever the caller counts by.
func New(seed uint64, path ...uint64) Key {
	return Key{}.At(seed).At(path...)
}

// At returns the key at the end of a path from k, k itself for an empty path.
func (k Key) At(path ...uint64) Key {
	for _, step := range path {
		b := k.block(branch, step)
		k = Key{key: join(b[0], b[1]), stream: join(b[2], b[3])}
	}
	return k
}

// Uint64 returns 64 random bits.
func (k Key) Uint64(counter uint64) uint64 {
	b := k.block(word, counter)
	return join(b[0], b[1])
}

// Rand returns a generator for draws whose number is not known beforehand: the
// bits Uint64(0), Uint64(1) and so on of this key.
func (k Key) Rand() *rand.Rand { return rand.New(&source{key: k}) }

// source hands out the words of a key in turn.
type source struct {
	key  Key
	next uint64
}

func (s *source) Uint64() uint64 {
	v := s.key.Uint64(s.next)
	s.next++
	return v
}

// block returns the 128 random bits of one counter and use.
func (k Key) block(u use, counter uint64) [4]uint32 {
	key := k.key ^ uint64(u)
	return philox4x32(
		[4]uint32{uint32(counter), uint32(counter >> 32), uint32(k.stream), uint32(k.stream >> 32)},
		[2]uint32{uint32(key), uint32(key >> 32)})
}

func join(low, high uint32) uint64 { return uint64(low) | uint64(high)<<32 }
