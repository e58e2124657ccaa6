//go:build race

package tiff

// raceEnabled: the race detector drops pooled memory on purpose, so allocation
// counts mean nothing under it.
const raceEnabled = true
