//go:build !race

package tiff

const raceEnabled = false
