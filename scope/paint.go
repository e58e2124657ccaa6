package scope

import "respine/dendrite"

// splats paints what stands in the field in one session, where the session's
// view puts it.
func (sc Scene) splats(session int, o Optics) []splat {
	v := sc.Sessions[session].View
	b := newBrush(o)
	for _, p := range sc.Branches {
		b.tube(v.moveAll(p.Points), p.RadiusUm)
	}
	for _, p := range sc.Axons {
		b.tube(v.moveAll(p.Points), p.RadiusUm)
	}
	for _, p := range sc.Blobs {
		b.glow(v.Move(p.At), p.SigmaUm, p.Brightness)
	}
	for _, s := range sc.Spines {
		if s.Present[session] {
			b.spine(v.moveAnatomy(sc.branch(s.BranchID).Anatomy(s)), s.HeadRadiusUm, s.NeckRadiusUm)
		}
	}
	return b.splats
}

// spine paints a neck from the base to the head, and the head.
func (b *brush) spine(a Anatomy, headRadius, neckRadius float64) {
	b.tube([]dendrite.Point{a.Base, a.Head}, []float64{neckRadius, neckRadius})
	b.ball(a.Head, headRadius)
}
