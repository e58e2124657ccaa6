package scope

import (
	"math"

	"respine/table"
)

// Tables returns the truth of the film: tail_animals, where and when each mouse
// hangs; bout, what it did, in seconds of the film, those the end of the test
// cut off marked censored; and tail_frames, its state and shape frame by frame
// while it is seen. Angles are from hanging straight, positive to the right;
// body_bend_rad and spin_rad have no film coordinates.
func (t *TailTest) Tables() []*table.Table {
	return []*table.Table{t.animalTable(), t.boutTable(), t.frameTable()}
}

func (t *TailTest) animalTable() *table.Table {
	out := table.New("tail_animals", table.String("animal", ""), table.Float("start_s", "s"), table.Float("end_s", "s"),
		table.Int("left_px", "px"), table.Int("right_px", "px"), table.Float("pivot_x_px", "px"), table.Float("pivot_y_px", "px"),
		table.Float("px_per_cm", "px/cm"), table.Float("mass_g", "g"), table.Float("swing_tau_s", "s"), table.Bool("wire", ""))
	for i, a := range t.video.Animals {
		l := t.lanes[i]
		out.Append(a.Name, a.StartSec, a.StartSec+a.TestSec, l.left, l.right, l.pivotX, l.pivotY, l.pxPerCm, a.MassG, a.SwingTauSec, a.Wire)
	}
	return out
}

func (t *TailTest) boutTable() *table.Table {
	out := table.New("bout", table.String("animal", ""), table.String("state", ""),
		table.Float("from_s", "s"), table.Float("to_s", "s"), table.Bool("censored", ""))
	for _, a := range t.video.Animals {
		for _, b := range a.filled() {
			out.Append(a.Name, b.State.String(), a.StartSec+b.FromSec, a.StartSec+b.ToSec, b.ToSec == a.TestSec)
		}
	}
	return out
}

// filled returns the bouts up to the end of the test with the gaps between them
// as immobile ones, and neighbours of one state as one.
func (a TailAnimal) filled() []TailBout {
	var out []TailBout
	add := func(b TailBout) {
		b.ToSec = min(b.ToSec, a.TestSec)
		if b.ToSec <= b.FromSec {
			return
		}
		if n := len(out); n > 0 && out[n-1].State == b.State {
			out[n-1].ToSec = b.ToSec
			return
		}
		out = append(out, b)
	}
	at := 0.0
	for _, b := range a.Bouts {
		add(TailBout{at, b.FromSec, TailImmobile})
		add(b)
		at = b.ToSec
	}
	add(TailBout{at, a.TestSec, TailImmobile})
	return out
}

func (t *TailTest) frameTable() *table.Table {
	out := table.New("tail_frames", table.String("animal", ""), table.Int("frame", ""), table.Float("time_s", "s"), table.String("state", ""),
		table.Float("swing_rad", "rad"), table.Float("tail_rad", "rad"), table.Float("body_rad", "rad"), table.Float("body_bend_rad", "rad"),
		table.Float("spin_rad", "rad"), table.Float("effort", ""), table.Bool("twitch", ""))
	for k, a := range t.video.Animals {
		for i, p := range t.poses[k] {
			if p.state == TailAbsent {
				continue
			}
			angle := math.Atan2(p.bodyCentre[0], p.bodyCentre[1])
			out.Append(a.Name, i, float64(i)/t.video.RateHz, p.state.String(), angle, p.swing.tail, p.swing.body, p.bend, p.spin, p.vigour, p.twitching)
		}
	}
	return out
}
