package twin

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"respine/random"
)

// SimulateArms lives one mouse through several protocols, as Simulate would through
// each, and lives what they have in common once: arms of a study are alike until
// the drug.
func SimulateArms(ctx context.Context, p Params, protocols []Protocol, seed uint64, animal int) ([]Mouse, error) {
	if p == (Params{}) {
		p = Default()
	}
	key := random.New(seed, uint64(animal))
	p = vary(p, key.At(ofVariation))
	var together []group
	for i, protocol := range protocols {
		if err := protocol.Check(); err != nil {
			return nil, err
		}
		start := protocol.start(p)
		g := slices.IndexFunc(together, func(g group) bool { return g.life.StartHour == start })
		if g < 0 {
			g = len(together)
			m := Mouse{Animal: animal, Name: strconv.Itoa(animal), Params: p, StartHour: start}
			together = append(together, group{life: newLife(&m, key)})
		}
		together[g].arms = append(together[g].arms, i)
	}
	out := make([]Mouse, len(protocols))
	for len(together) > 0 {
		g := together[len(together)-1]
		together = together[:len(together)-1]
		parted, err := g.live(ctx, protocols, out)
		if err != nil {
			return nil, fmt.Errorf("twin: animal %d at hour %g: %w", animal, g.life.state.Hour, err)
		}
		together = append(together, parted...)
	}
	return out, nil
}

// group is a mouse in the hours in which several arms are alike.
type group struct {
	life *life
	arms []int // numbers of their protocols, rising
}

// live lives on until the arms part, and returns them parted; arms that come to
// their end are put into out.
func (g group) live(ctx context.Context, protocols []Protocol, out []Mouse) ([]group, error) {
	l := g.life
	for hour := l.state.Hour; ; hour++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		l.Protocol = g.protocol(protocols)
		l.observe(hour)
		g.arms = slices.DeleteFunc(g.arms, func(i int) bool {
			done := hour >= protocols[i].end()
			if done {
				out[i] = l.mouse(protocols[i])
			}
			return done
		})
		if len(g.arms) == 0 {
			return nil, nil
		}
		l.look(hour) // at the hours gone by, so before anything is done
		parts := g.part(protocols, hour)
		for i := range parts {
			p := &parts[i]
			p.life.Protocol = p.protocol(protocols)
			p.life.manipulate(hour)
			p.life.step(hour)
		}
		if len(parts) > 1 {
			return parts, nil
		}
	}
}

// protocol returns what is done to the first of the arms, with the sessions of
// all.
func (g group) protocol(protocols []Protocol) Protocol {
	p := protocols[g.arms[0]]
	if len(g.arms) == 1 {
		return p
	}
	p.Sessions = nil
	for _, i := range g.arms {
		for _, s := range protocols[i].Sessions {
			if !slices.Contains(p.Sessions, s) {
				p.Sessions = append(p.Sessions, s)
			}
		}
	}
	return p
}

// part returns the arms by what happens to them in an hour, each group with a
// life of its own.
func (g group) part(protocols []Protocol, hour float64) []group {
	var out []group
	for _, i := range g.arms {
		same := slices.IndexFunc(out, func(o group) bool { return protocols[o.arms[0]].alike(protocols[i], hour) })
		if same < 0 {
			same = len(out)
			out = append(out, group{life: g.life})
		}
		out[same].arms = append(out[same].arms, i)
	}
	for i := 1; i < len(out); i++ {
		out[i].life = g.life.clone()
	}
	return out
}

// alike reports whether an hour of two protocols does the same to a mouse.
func (p Protocol) alike(q Protocol, hour float64) bool {
	return p.stressed(hour) == q.stressed(hour) && slices.Equal(p.acts(hour), q.acts(hour))
}

// acts returns what is done at once in an hour, without what does nothing.
func (p Protocol) acts(hour float64) []Manipulation {
	var out []Manipulation
	for _, m := range p.Manipulations {
		if math.Floor(m.FromHours) == hour && !m.chronic() && m.Kind != Vehicle && !(m.Kind == Photoactivation && m.Probe == NoProbe) {
			out = append(out, m)
		}
	}
	return out
}

// clone returns a life that goes on by itself.
func (l *life) clone() *life {
	c, m := *l, *l.Mouse
	m.Hours, m.Sessions = slices.Clone(m.Hours), slices.Clone(m.Sessions)
	c.Mouse = &m
	c.lives, c.standing, c.there, c.current = slices.Clone(l.lives), slices.Clone(l.standing), slices.Clone(l.there), slices.Clone(l.current)
	for _, v := range []*[]float64{&c.volume, &c.maturity, &c.gained, &c.left, &c.alone, &c.size, &c.lostHour, &c.coactive,
		&c.loss.at, &c.growth.at, &c.coop, &c.coactivity} {
		*v = slices.Clone(*v)
	}
	return &c
}

// mouse returns the mouse of one arm at its end, with the sessions of that arm
// alone, in the order in which they were recorded.
func (l *life) mouse(p Protocol) Mouse {
	m := *l.Mouse
	m.Protocol, m.Wiring, m.Lives, m.Hours = p, l.contacts, slices.Clone(l.lives), slices.Clone(m.Hours)
	m.Sessions = nil
	for i, s := range p.Sessions {
		if at := slices.IndexFunc(l.Sessions, func(r Recording) bool { return r.Session == s }); at >= 0 {
			r := l.Sessions[at]
			r.Number = i
			m.Sessions = append(m.Sessions, r)
		}
	}
	slices.SortStableFunc(m.Sessions, func(a, b Recording) int { return cmp.Compare(math.Floor(a.Hours), math.Floor(b.Hours)) })
	return m
}
