package measure

import (
	"respine/study"
	"respine/turnover"
)

// ages counts what was lost by at[2] of the spines new between at[0] and at[1],
// and of those standing at both. Corrected, spines missed at at[0] leave the new
// ones and what was seen by mistake leaves them as lost, and all shares allow for
// what the last session missed.
func (a animal) ages(at []study.Hours) (young, old fraction, seen float64, counts Counts, why string) {
	v := a.see()
	p, why := v.pick(at, a.how.Reading)
	if why != "" {
		return young, old, 1, counts, why
	}
	for _, s := range p.Sites {
		if s.States[1] != turnover.Present || s.States[2] == turnover.NotJudgeable {
			continue
		}
		f := &young
		if s.States[0] == turnover.Present {
			f = &old
		} else if s.States[0] == turnover.NotJudgeable {
			continue
		}
		f.of++
		if s.States[2] == turnover.Absent {
			f.y++
		}
	}
	counts, seen = v.counts(p), 1
	if a.how.Reading == Corrected {
		e, why := a.errors()
		if why != "" {
			return young, old, 1, counts, why
		}
		if old.of > 0 {
			young.less(old.of*e.Miss/(1-e.Miss), old.y/old.of)
		}
		young.less(e.FalsePerUm*v.pathUm(), 1)
		seen = 1 - e.Miss
		young.unmiss(e.Miss)
		old.unmiss(e.Miss)
	}
	return young, old, seen, counts, ""
}

// unmiss turns a count of spines not seen into one of spines not there: of those
// not seen, n·m/(1-m) of the n seen stood.
func (f *fraction) unmiss(miss float64) {
	f.y -= (f.of - f.y) * miss / (1 - miss)
}

func lossOfNew(a animal, at []study.Hours) Value {
	young, _, _, counts, why := a.ages(at)
	return lossOf(young, counts, why, "no new spines")
}

func lossOfOld(a animal, at []study.Hours) Value {
	_, old, _, counts, why := a.ages(at)
	return lossOf(old, counts, why, "no spine stood")
}

func lossOf(f fraction, counts Counts, why, without string) Value {
	if why != "" {
		return undefined(why)
	}
	v := share(f.y, f.of, without)
	counts.Items = int(f.of)
	v.Counts = counts
	return v
}

func lossNewLessOld(a animal, at []study.Hours) Value {
	young, old, _, counts, why := a.ages(at)
	if why != "" {
		return undefined(why)
	}
	if !(young.of > 0) || !(old.of > 0) {
		return undefined("no spines of one of the two kinds")
	}
	n := young.of + old.of
	return Value{Sum: (young.y*old.of - old.y*young.of) / n, Of: young.of * old.of / n, Counts: counts}
}
