// Package scope holds the instruments: it renders a known scene into the raw
// recordings a lab would make of it, so that whatever is measured from those
// can be held against the truth. A whole study is lived by package twin, as its
// manifest says, and rendered session by session (SimulateStudy, WriteRaw).
//
// The two-photon microscope images dendrites with their spines, crossing axons
// and autofluorescence, session after session. The fluorophore fills every
// process evenly; a process is drawn as a row of Gaussian blobs whose widths
// are the point-spread function's and its own added in squares. Photons are
// Poisson, the detector smears them along the scanned line, and the digitiser
// offsets, rounds and clips. Between sessions the tissue shifts, turns and
// warps, and the brightness changes.
//
// Lengths are micrometres and brightness is in units of a straight shaft of
// radius 0.5 um at the surface. Defaults are those measured in vivo in
// mapmanager/PyMapManager-Data rr30a (0.12 x 0.12 x 1 um voxels) or, where
// that data set cannot say, the field's usual values.
//
// It cannot show scattering of the excitation, motion within a slice, pulse
// pile-up, or a point-spread function that is not a sum of two Gaussians.
package scope

import (
	"context"
	"fmt"
	"math/rand/v2"

	"respine/img"
)

// Render images one session of the scene. The randomness is the noise of the
// recording only: what changes between sessions is part of the scene. One
// number is drawn from rng, and every slice has its own stream from it, so the
// stack does not depend on workers, the number of goroutines. An error is that
// of ctx, when cancelled.
func Render(ctx context.Context, sc Scene, session int, m Microscope, rng *rand.Rand, workers int) (img.Stack, error) {
	if session < 0 || session >= len(sc.Sessions) {
		panic(fmt.Sprintf("scope: session %d of %d", session, len(sc.Sessions)))
	}
	m = m.orDefaults()
	s := m.emptyStack(sc.FieldUm)
	view := sc.Sessions[session].View
	splats := sc.splats(session, m.Optics)
	seed := rng.Uint64()
	err := eachSlice(ctx, s.D, workers, func(z int) {
		im := s.Slice(z)
		drawSlice(im, s.Voxel, z, view.sliceShift(z), splats)
		m.expose(im, m.power(view, z, s), sliceStream(seed, z))
	})
	return s, err
}

// Expected returns the noiseless image of a session: relative brightness, 1
// being the middle of the reference shaft, without background, attenuation or
// detector. It is what Render hands to the detector.
func Expected(ctx context.Context, sc Scene, session int, o Optics, workers int) (img.Stack, error) {
	m := Microscope{Optics: o}.orDefaults()
	s := m.emptyStack(sc.FieldUm)
	view := sc.Sessions[session].View
	splats := sc.splats(session, m.Optics)
	err := eachSlice(ctx, s.D, workers, func(z int) {
		drawSlice(s.Slice(z), s.Voxel, z, view.sliceShift(z), splats)
	})
	return s, err
}
