package twin

import "context"

// Effects is a simulated study under every reading of it: what the claims come
// to with every mechanism in place, in mice of their own and in the same mice,
// under the null and each rival, and without each mechanism.
type Effects struct {
	Paired   []Finding // the same mice in every arm
	Separate []Finding // mice of their own in every arm
	Rivals   []Rival
	Without  []Outcome
}

// Rival is what became of the claims under another preset, in the same mice.
type Rival struct {
	Preset   Preset
	Findings []Finding
}

// Measure runs a design with the constants of the study, in the same mice and in
// mice of their own, without each mechanism, and with the constants of every other
// preset. All but the second are paired, whatever the design says: what
// differs is then the mechanism.
func Measure(ctx context.Context, d Design) (e Effects, err error) {
	d.Paired = true
	if e.Paired, e.Without, err = Ablate(ctx, Default(), d, Ablations()); err != nil {
		return e, err
	}
	for _, p := range Presets()[1:] {
		found, err := Reached(ctx, p.Params, d, e.Paired, p.Reaches)
		if err != nil {
			return e, err
		}
		e.Rivals = append(e.Rivals, Rival{p, found})
	}
	d.Paired = false
	e.Separate, err = Run(ctx, Default(), d)
	return e, err
}
