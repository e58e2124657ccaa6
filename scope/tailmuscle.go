package scope

import (
	"math"

	"respine/random"
)

// pose is how a mouse looks in one frame.
type pose struct {
	state      TailState
	swing      swing
	bend       float64    // of the trunk, rad from base to nose
	spin       float64    // about the long axis, rad; 0 shows the back
	limbs      [4]float64 // rad from rest: left and right, hind and fore
	breath     float64    // relative width of the chest
	wireSway   float64    // cm
	hand       float64    // 1 while holding, to 0 gone
	vigour     float64    // of the movement, 0 to about 1
	twitching  bool
	bodyCentre [2]float64 // cm from the pivot, right and down
}

// What muscles do. The torque bends the body by tens of degrees at a few Hz, as
// a mouse of 25 g does; a hanging mouse breathes twice to three times a second.
// Chosen by eye.
const (
	struggleTorque = 0.008 // N m, of a 25 g mouse
	struggleHz     = 9     // knots of the torque per second: power below 5 Hz
	limbHz         = 14
	swingTorque    = 0.008 // N m, the slower part, which sets the mouse swinging
	swingHz        = 3
	bendAngle      = 0.55 // rad
	limbAngle      = 0.8  // rad
	spinPush       = 8    // rad/s²
	spinPeriodSec  = 2.6  // of the twisted tail
	breathHz       = 2.3
	easeSec        = 0.12 // over which movement starts and stops
	twitchSec      = 0.25
	climbAngle     = math.Pi - 0.45 // between tail and body when it has climbed
	climbStiff     = 0.1            // N m/rad
	climbLoss      = 0.004          // N m s/rad
	stepSec        = 0.001          // at most, of the integration
)

// What the keys of an animal are for.
const (
	forTorque = iota
	forBend
	forSpin
	forLimbs // and the three after it
	_
	_
	_
	forVigour
	forTwitch
	forWire
	forStart
	forSurge
	forFur
	forSwing
)

// wobble is a smooth random course of mean 0 and standard deviation near 0.86,
// with a new value perSec times a second: a function of time alone.
func wobble(key random.Key, sec, perSec float64) float64 {
	u := sec * perSec
	k := math.Floor(u)
	f := u - k
	w := f * f * (3 - 2*f)
	n := uint64(int64(k)) // negative times wrap and stay apart
	return (1-w)*key.Normal(n) + w*key.Normal(n+1)
}

// effort is how hard the mouse works at a time of its test: 0 outside bouts of
// struggling, rising and falling within easeSec inside them, each bout with its
// own vigour and surges.
func (a TailAnimal) effort(t float64, key random.Key) (struggle, climb float64) {
	for i, b := range a.Bouts {
		if t < b.FromSec || t >= b.ToSec || b.State == TailImmobile {
			continue
		}
		ease := min(1, (t-b.FromSec)/easeSec, (b.ToSec-t)/easeSec)
		if b.State == TailClimbing {
			return 0, ease
		}
		bout := 0.6 + 0.5*key.At(forVigour).Uniform(uint64(i))
		surge := max(0.45, 1+0.35*wobble(key.At(forSurge), t, 1.5))
		return ease * bout * surge * a.Vigour, 0
	}
	return 0, 0
}

// twitch is a small movement of the limbs of an immobile mouse: in each second
// one starts with the chance TwitchHz.
func (a TailAnimal) twitch(t float64, key random.Key) float64 {
	second := math.Floor(t)
	k := key.At(forTwitch, uint64(int64(second)))
	if k.Uniform(0) >= a.TwitchHz {
		return 0
	}
	into := t - second - (1-twitchSec)*k.Uniform(1)
	if into < 0 || into > twitchSec {
		return 0
	}
	return 0.35 * math.Sin(math.Pi*into/twitchSec)
}

// live integrates the mouse through the film and returns its pose in every
// frame, times frame/rate.
func (a TailAnimal) live(rateHz float64, frames int, key random.Key) []pose {
	poses := make([]pose, frames)
	sub := int(math.Ceil(1 / (rateHz * stepSec)))
	dt := 1 / (rateHz * float64(sub))
	m := newMover(a, key)
	for i := range poses {
		sec := float64(i) / rateHz
		poses[i] = m.pose(a.stateAt(sec), sec-a.StartSec)
		for j := range sub {
			m.advance(sec+float64(j)*dt-a.StartSec, dt)
		}
	}
	return poses
}

// mover is a mouse while it is integrated.
type mover struct {
	TailAnimal
	key            random.Key
	rods           pendulum
	swing          swing
	spin, spinRate float64
	facing         float64 // the spin of a tail that is not twisted
	side           float64 // to which it climbs
}

func newMover(a TailAnimal, key random.Key) *mover {
	k := key.At(forStart)
	m := &mover{TailAnimal: a, key: key, rods: a.pendulum(), facing: 0.8 * (2*k.Uniform(0) - 1), side: 1}
	m.swing = swing{tail: 0.18 * (2*k.Uniform(1) - 1), body: 0.25 * (2*k.Uniform(2) - 1), bodyRate: 2 * (2*k.Uniform(3) - 1)}
	m.spin = m.facing + k.Uniform(4) - 0.5
	if k.Uniform(5) < 0.5 {
		m.side = -1
	}
	return m
}

// advance moves the mouse from t seconds into its test by dt; before, the hand
// holds it still.
func (m *mover) advance(t, dt float64) {
	if t < 0 || t >= m.TestSec {
		return
	}
	struggle, climb := m.effort(t, m.key)
	torque := struggle * m.MassG / 25 * (struggleTorque*wobble(m.key.At(forTorque), t, struggleHz) +
		swingTorque*wobble(m.key.At(forSwing), t, swingHz))
	if climb > 0 {
		target := m.side * (climbAngle + 0.15*wobble(m.key.At(forBend), t, 2))
		torque += climb * (climbStiff*(target-m.swing.body+m.swing.tail) - climbLoss*(m.swing.bodyRate-m.swing.tailRate))
	}
	m.swing = m.rods.step(m.swing, torque, dt)
	twist := 2 * math.Pi / spinPeriodSec
	push := m.Twist * (struggle + 0.3*climb) * spinPush * wobble(m.key.At(forSpin), t, 3)
	// Semi-implicit Euler keeps the energy of an oscillation.
	m.spinRate += dt * (push - twist*twist*(m.spin-m.facing) - 2/m.SwingTauSec*m.spinRate)
	m.spin += dt * m.spinRate
}

// pose returns how the mouse looks t seconds into its test.
func (m *mover) pose(state TailState, t float64) pose {
	p := pose{state: state, swing: m.swing, spin: m.spin, breath: 1 + 0.012*math.Sin(2*math.Pi*breathHz*t)}
	if state == TailAbsent {
		return pose{}
	}
	struggle, climb := m.effort(t, m.key)
	p.vigour = max(struggle, 0.5*climb)
	p.bend = bendAngle * p.vigour * wobble(m.key.At(forBend), t, struggleHz)
	move := p.vigour
	if state == TailImmobile {
		twitch := m.twitch(t, m.key)
		p.twitching = twitch > 0
		move = twitch
	}
	for i := range p.limbs {
		p.limbs[i] = limbAngle * move * wobble(m.key.At(forLimbs+uint64(i)), t, limbHz)
	}
	p.wireSway = 0.5 * wobble(m.key.At(forWire), t, 0.4)
	if state == TailHandled {
		p.hand = min(1, -t/0.4)
	}
	sinTail, cosTail := math.Sincos(p.swing.tail)
	sinBody, cosBody := math.Sincos(p.swing.body)
	middle := 0.45 * m.BodyCm
	p.bodyCentre = [2]float64{m.TailCm*sinTail + middle*sinBody, m.TailCm*cosTail + middle*cosBody}
	return p
}
