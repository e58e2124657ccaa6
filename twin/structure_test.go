package twin

import (
	"context"
	"math"
	"slices"
	"testing"

	"respine/random"
	"respine/spatial"
)

// alone is a mouse whose structure does not look at the network, which is what
// most tests of spines need, and what makes them fast.
func alone(change func(*Params)) Params {
	return changed(func(p *Params) {
		p.Coupling.Seconds = 0
		p.Wiring.Neurons, p.Imaging.Branches = 60, 180
		p.Variation = Variation{}
		if change != nil {
			change(p)
		}
	})
}

// spinesOnly keeps the spine sessions of a protocol.
func spinesOnly(p Protocol) Protocol {
	p.Sessions = slices.DeleteFunc(slices.Clone(p.Sessions), func(s Session) bool { return s.Kind != SpineSession })
	return p
}

func armNamed(id string) Protocol {
	all := Arms()
	return all[slices.IndexFunc(all, func(a Arm) bool { return a.ID == id })].Protocol
}

func mustSimulate(t testing.TB, p Params, protocol Protocol, seed uint64, animal int) Mouse {
	t.Helper()
	m, err := Simulate(context.Background(), p, protocol, seed, animal)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// inert switches off everything that makes one hazard differ from another.
func inert(p *Params) {
	p.Spines.Maturity, p.Spines.Volume, p.Spines.Cooperation = 0, 0, 0
	p.Contagion.PerHour, p.Formation.PerHour = 0, 0
}

// TestSurvivalIsExponential: with one hazard for all, the share that stands
// falls as exp(-h t).
func TestSurvivalIsExponential(t *testing.T) {
	t.Parallel()
	p := alone(inert)
	p.Spines.HazardPerHour = 0.004
	m := mustSimulate(t, p, spinesOnly(armNamed("A")), 1, 1)
	n := float64(len(m.Lives))
	for _, h := range []float64{-264, -12, 120} {
		standing := 0.0
		for _, l := range m.Lives {
			if l.At(h) {
				standing++
			}
		}
		want := math.Exp(-0.004 * (h - m.StartHour))
		if se := math.Sqrt(want * (1 - want) / n); math.Abs(standing/n-want) > 4*se {
			t.Errorf("hour %g: %.4f of the spines stand, exp(-ht) is %.4f, standard error %.4f", h, standing/n, want, se)
		}
	}
}

// TestVolumeIsOrnsteinUhlenbeck: without loss, log-volume has the variance and
// the memory it was given.
func TestVolumeIsOrnsteinUhlenbeck(t *testing.T) {
	t.Parallel()
	p := alone(inert)
	p.Spines.HazardPerHour = 0
	m := mustSimulate(t, p, spinesOnly(armNamed("A")), 2, 1)
	a, b := m.Sessions[0].Spines, m.Sessions[1].Spines
	if len(a) != len(b) || len(a) < 1500 {
		t.Fatalf("%d and %d spines without loss", len(a), len(b))
	}
	var vv, ww, vw float64
	for i := range a {
		v, w := math.Log(a[i].Volume), math.Log(b[i].Volume)
		vv, ww, vw = vv+v*v, ww+w*w, vw+v*w
	}
	n := float64(len(a))
	sd := p.Spines.VolumeSD
	if se := sd * sd * math.Sqrt(2/n); math.Abs(ww/n-sd*sd) > 4*se {
		t.Errorf("variance %.4f, want %.4f ± %.4f", ww/n, sd*sd, se)
	}
	hours := m.Sessions[1].Hours - m.Sessions[0].Hours
	want := math.Exp(-hours / p.Spines.VolumeHours)
	if got := vw / math.Sqrt(vv*ww); math.Abs(got-want) > 4/math.Sqrt(n) {
		t.Errorf("correlation over %g h %.4f, want %.4f", hours, got, want)
	}
}

// TestContagionBranchingRatio lets one spine fall on every branch and counts
// whom it takes along against the closed form: with q = exp(-dx/l) exp(-t/tau)
// the hazard r q/(q+h) adds up to r tau ln(1 + exp(-dx/l)/h). The rate is so low
// that those taken along take hardly anybody.
func TestContagionBranchingRatio(t *testing.T) {
	t.Parallel()
	p := alone(inert)
	p.Spines.HazardPerHour = 0
	p.Contagion.PerHour = 0.003
	p.Stress.OnHours = 1e-3 // full stress at once
	c := p.Contagion
	taken, expected := 0.0, 0.0
	for animal := range 16 {
		m := Mouse{Animal: animal, Params: p, StartHour: 0, Protocol: Protocol{Manipulations: []Manipulation{{Kind: Corticosterone, FromHours: 0, ToHours: 1e6}}}}
		l := newLife(&m, random.New(5, uint64(animal)))
		l.state.Stress = 1
		before := 0
		for b := range l.contacts.Branches {
			lo, hi := b*l.contacts.PerBranch, (b+1)*l.contacts.PerBranch
			k := lo + (hi-lo)/2
			for k < hi-1 && !l.standing[k] {
				k++
			}
			if !l.standing[k] {
				continue
			}
			l.fall(k, 0, Lost)
			before++
			for i := lo; i < hi; i++ {
				if l.standing[i] {
					expected -= math.Expm1(-c.PerHour * c.Hours * math.Log1p(math.Exp(-math.Abs(l.contacts.PositionUm[i]-l.contacts.PositionUm[k])/c.ReachUm)/c.Half))
				}
			}
		}
		for hour := range 8 * int(c.Hours) {
			l.step(float64(hour))
		}
		for _, life := range l.lives {
			if !math.IsInf(life.Died, 1) {
				taken++
			}
		}
		taken -= float64(before)
	}
	// The second generation adds its share of the first, under a tenth.
	if low, high := expected-4*math.Sqrt(expected), 1.1*expected+4*math.Sqrt(expected); taken < low || taken > high {
		t.Errorf("%g spines taken along, closed form %.1f", taken, expected)
	}
}

// TestLossNearnessIsCalibrated: without any coupling between neighbours, the
// p-values of the within-branch test over 1080 branches, in groups of nine, are
// uniform by Kolmogorov's statistic, although maturity, size and stress differ.
func TestLossNearnessIsCalibrated(t *testing.T) {
	t.Parallel()
	p := alone(func(p *Params) {
		p.Contagion.PerHour, p.Spines.Cooperation, p.Formation.Growth = 0, 0, 0
		p.Stress.Elimination = evenElimination
	})
	var ps []float64
	for animal := range 6 {
		m := mustSimulate(t, p, spinesOnly(armNamed("B")), 3, animal)
		rows := labelled(m.Presence(), 0, 1)
		for g := 0; g+9 <= len(rows); g += 9 {
			rng := random.New(11, uint64(animal), uint64(g)).Rand()
			c := spatial.LostClustering(rows[g:g+9], spatial.WithinBranch, 199, rng)
			// Ties are broken at random, so that p is uniform and not only below.
			ps = append(ps, c.P-rng.Float64()/200)
		}
	}
	slices.Sort(ps)
	n, d := float64(len(ps)), 0.0
	for i, v := range ps {
		d = math.Max(d, math.Max(float64(i+1)/n-v, v-float64(i)/n))
	}
	if len(ps) != 120 {
		t.Fatalf("%d groups of branches", len(ps))
	}
	if limit := 1.63 / math.Sqrt(n); d > limit { // 1 % point
		t.Errorf("Kolmogorov's statistic %.3f of %d p-values is beyond %.3f", d, len(ps), limit)
	}
}

// TestRestoredByChance: when a contact is never met twice and spines need no
// room, new spines fall near lost places as often as chance says.
func TestRestoredByChance(t *testing.T) {
	t.Parallel()
	p := alone(func(p *Params) {
		p.Formation.Bouton, p.Formation.BoutonHours, p.Formation.Coactivity, p.Formation.Growth = 0, never, 0, 0
		p.Formation.PerHour, p.Contagion.PerHour, p.Spines.Cooperation = nullFormation, 0, 0
		p.Imaging.SpineGapUm, p.Formation.JitterUm = 0, 0
	})
	restored, of, chance := 0.0, 0.0, 0.0
	for animal := range 3 {
		m := mustSimulate(t, p, spinesOnly(armNamed("C")), 4, animal)
		r, why := m.restoration(baseline, stressed, stressed, dayOne, 99)
		if why != "" {
			t.Fatal(why)
		}
		restored, of, chance = restored+float64(r.Restored), of+float64(r.New), chance+r.Uniform.Mean
	}
	share, want := restored/of, chance/of
	if se := math.Sqrt(want * (1 - want) / of); of < 500 || math.Abs(share-want) > 3*se {
		t.Errorf("%.3f of %g new spines near lost places, chance %.3f ± %.3f", share, of, want, se)
	}
}

// TestRestoredAboveChance: with boutons that outlive their spines it is more,
// and with R_b = 1 exactly as much as choosing among vacant contacts gives.
func TestRestoredAboveChance(t *testing.T) {
	t.Parallel()
	m := mustSimulate(t, alone(nil), spinesOnly(armNamed("C")), 5, 1)
	if x := m.RestoredExcess(baseline, stressed, dayOne).X(); x < 0.08 {
		t.Errorf("restored share is only %.3f above chance", x)
	}
	forgets := alone(func(p *Params) {
		p.Formation.Bouton, p.Formation.Coactivity, p.Formation.Growth, p.Formation.PerHour = 1, 0, 0, nullFormation
		p.Imaging.SpineGapUm, p.Formation.JitterUm = 0, 0
	})
	near, of, chance, vacant := 0.0, 0.0, 0.0, 0.0
	for animal := range 3 {
		a, b, c, d := contactChance(mustSimulate(t, forgets, spinesOnly(armNamed("C")), 6, animal))
		near, of, chance, vacant = near+a, of+b, chance+c, vacant+d
	}
	share, want := near/of, chance/vacant
	if se := math.Sqrt(want * (1 - want) / of); math.Abs(share-want) > 3*se {
		t.Errorf("with R_b = 1 %.3f of %g new spines stand near lost places; among vacant contacts it is %.3f ± %.3f", share, of, want, se)
	}
}

// contactChance counts new spines and vacant contacts, and those of each that
// stand within 2 um of a lost place.
func contactChance(m Mouse) (near, of, chance, vacant float64) {
	n := m.Wiring.Len()
	before, lost, born := make([]bool, n), make([]bool, n), make([]bool, n)
	for _, l := range m.Lives {
		before[l.Contact] = before[l.Contact] || l.At(stressed)
		lost[l.Contact] = lost[l.Contact] || l.At(baseline) && !l.At(stressed)
		born[l.Contact] = born[l.Contact] || l.At(dayOne) && !l.At(stressed)
	}
	for k := range n {
		if before[k] {
			continue
		}
		first := m.Wiring.Branch(k) * m.Wiring.PerBranch
		close := false
		for i := first; i < first+m.Wiring.PerBranch; i++ {
			close = close || lost[i] && !before[i] && math.Abs(m.Wiring.PositionUm[i]-m.Wiring.PositionUm[k]) < 2
		}
		vacant++
		if close {
			chance++
		}
		if born[k] {
			of++
			if close {
				near++
			}
		}
	}
	return near, of, chance, vacant
}

// TestBirthsComeLate: births at 12-24 h rise at least twice as much as those
// at 0-6 h, relative to vehicle.
func TestBirthsComeLate(t *testing.T) {
	t.Parallel()
	k, v := mustSimulate(t, alone(nil), spinesOnly(armNamed("C")), 7, 1), mustSimulate(t, alone(nil), spinesOnly(armNamed("B")), 7, 1)
	late := k.BirthsPerHour(12, 24).X() / v.BirthsPerHour(12, 24).X()
	early := k.BirthsPerHour(0, 6).X() / v.BirthsPerHour(0, 6).X()
	if late < 2*early || late < 2 {
		t.Errorf("births relative to vehicle: %.2f at 12-24 h, %.2f at 0-6 h", late, early)
	}
}
