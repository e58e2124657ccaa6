package spine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"golang.org/x/sync/errgroup"

	"respine/dendrite"
	"respine/img"
	"respine/register"
)

// Tracker follows spines through stacks that are handed to it one by one, so
// that only one stack need be in memory. The first is the reference: its
// dendrites are the ones followed.
type Tracker struct {
	params   Params
	field    register.Field
	sessions []Session
	branches []Branch
	others   []dendrite.Branch // every dendrite traced in the reference, followed or not
}

// NewTracker returns a tracker without sessions.
func NewTracker(p Params) (*Tracker, error) {
	p.Workers = cmp.Or(p.Workers, 2)
	p.Trace.Workers = cmp.Or(p.Trace.Workers, p.Workers)
	if len(p.Classifier.Nets) == 0 {
		c, err := Default()
		if err != nil {
			return nil, err
		}
		p.Classifier = c
	}
	return &Tracker{params: p}, nil
}

// ErrNoDendrite is returned when the reference stack shows no dendrite.
var ErrNoDendrite = errors.New("no dendrite found")

// Add takes the next session in order of days. It subtracts the background
// from the stack's voxels, which may be reused afterwards. A later stack that cannot be aligned with the reference is kept
// as a session in which nothing can be judged, with an exclusion that says why.
func (t *Tracker) Add(ctx context.Context, name string, day float64, s img.Stack) error {
	n := len(t.sessions)
	if n > 0 && day <= t.sessions[n-1].Day {
		return fmt.Errorf("spine: %s is of day %g, not after day %g of %s\nhint: give stacks in order of days", name, day, t.sessions[n-1].Day, t.sessions[n-1].Name)
	}
	if v := s.Voxel; math.Abs(v.Y-v.X) > 0.01*v.X {
		return fmt.Errorf("spine: %s has pixels of %g x %g um\nhint: resample it to square pixels first", name, v.Y, v.X)
	}
	levelBackground(s)
	session := Session{Name: name, Day: day, Projection: img.MaxProject(s), Voxel: s.Voxel}
	var err error
	if n == 0 {
		session.Aligned, session.Correlation = true, 1
		err = t.begin(ctx, name, s)
	} else {
		err = t.follow(ctx, &session, s)
	}
	if err != nil {
		return err
	}
	t.sessions = append(t.sessions, session)
	return nil
}

// levelBackground subtracts the tenth percentile of a stack, so that a
// detector's constant offset changes nothing. Dendrites fill far less than nine
// tenths of a stack.
func levelBackground(s img.Stack) {
	sample := make([]float32, 0, len(s.Pix)/101+1)
	for i := 0; i < len(s.Pix); i += 101 {
		sample = append(sample, s.Pix[i])
	}
	if len(sample) == 0 {
		return
	}
	if bg := img.Percentile(sample, 10); bg != 0 {
		for i := range s.Pix {
			s.Pix[i] -= bg
		}
	}
}

// checkGiven refuses centrelines that cannot be those of a dendrite in the
// stack.
func checkGiven(s img.Stack, given []dendrite.Branch) error {
	w, h, d := float64(s.W)*s.Voxel.X, float64(s.H)*s.Voxel.Y, float64(s.D)*s.Voxel.Z
	for _, b := range given {
		for i, p := range b.Points {
			if !(math.Min(p.X, p.Y) > -outsideUm && p.X < w+outsideUm && p.Y < h+outsideUm && p.Z > -outsideUm && p.Z < d+outsideUm) {
				return fmt.Errorf("centreline %d: point %d lies at %g, %g, %g um, far outside the stack of %.0f x %.0f x %.0f um\nhint: coordinates are x, y, z in micrometres", b.ID, i, p.X, p.Y, p.Z, w, h, d)
			}
		}
		if l := b.LengthUm(); l < leastGivenUm {
			return fmt.Errorf("centreline %d is %.2g um long, at least %d um are needed to follow a dendrite", b.ID, l, leastGivenUm)
		}
	}
	return nil
}

const (
	outsideUm    = 50.0
	leastGivenUm = 3
)

// begin straightens the dendrites of the reference session.
func (t *Tracker) begin(ctx context.Context, name string, s img.Stack) error {
	traced, err := dendrite.Trace(ctx, s, t.params.Trace)
	if err != nil {
		return err
	}
	t.others = traced
	followed := traced
	if given := t.params.Centreline[0]; given != nil {
		if err := checkGiven(s, given); err != nil {
			return fmt.Errorf("spine: %s: %w", name, err)
		}
		followed = given
	}
	if len(followed) == 0 {
		return fmt.Errorf("spine: %s: %w\nhint: give a centreline with --centerline, or check the channel and the voxel size", name, ErrNoDendrite)
	}
	t.field = register.NewField(s)
	t.branches = make([]Branch, len(followed))
	return t.eachBranch(ctx, len(followed), func(i int) {
		strip := Straighten(s, followed[i])
		t.branches[i] = Branch{
			ID: followed[i].ID, LengthUm: float64(strip.NS) * dendrite.StepUm,
			Days: []Day{{Strip: strip}},
		}
	})
}

// Straighten cuts a stack open along a branch, moved onto the middle of the
// shaft first: what the classifier is trained on and applied to.
func Straighten(s img.Stack, b dendrite.Branch) dendrite.Strip {
	return dendrite.Straighten(s, dendrite.NewFrame(b, dendrite.StepUm).Recentre(s, recentreUm, 2))
}

// recentreUm is how far a centreline may lie from the middle of its shaft.
const recentreUm = 0.7

// follow finds the reference's dendrites in a later session.
func (t *Tracker) follow(ctx context.Context, session *Session, s img.Stack) error {
	n := len(t.sessions)
	r, err := register.Align(t.field, register.NewField(s))
	session.Correlation = r.Correlation
	if errors.Is(err, register.ErrUnalignable) {
		t.leaveOut(n, fmt.Sprintf("not the field of view of the reference session (correlation %.2f)", r.Correlation))
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w", session.Name, err)
	}
	err = t.eachBranch(ctx, len(t.branches), func(i int) {
		b := &t.branches[i]
		l := register.Along(b.Days[0].Strip, s, moved(b.Days[0].Strip.Frame, r))
		b.Days = append(b.Days, Day{Strip: dendrite.Straighten(s, l.Frame), Correlation: l.Correlation})
	})
	if err != nil {
		return err
	}
	if c := t.localCorrelation(n); c < minFieldCorrelation {
		t.leaveOut(n, fmt.Sprintf("its dendrites are not those of the reference session (local correlation %.2f)", c))
		return nil
	}
	session.Aligned = true
	return nil
}

// minFieldCorrelation is the median local correlation along all branches below
// which a session shows another field. Fields of view days apart have 0.4 and
// more, different fields 0.1 and less, whose projections may still overlap well
// enough to pass the rigid alignment.
const minFieldCorrelation = 0.25

func (t *Tracker) localCorrelation(session int) float64 {
	var all []float64
	for _, b := range t.branches {
		all = append(all, b.Days[session].Correlation...)
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// leaveOut records that nothing of a session can be judged.
func (t *Tracker) leaveOut(session int, reason string) {
	for i := range t.branches {
		t.branches[i].Days = append(t.branches[i].Days[:session], Day{Reason: reason})
	}
}

// eachBranch calls f for 0..n-1 on the tracker's goroutines, and stops between
// branches when ctx ends. f must write to its own branch alone.
func (t *Tracker) eachBranch(ctx context.Context, n int, f func(i int)) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(t.params.Workers)
	for i := range n {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			f(i)
			return nil
		})
	}
	return g.Wait()
}

// moved carries a frame from the reference by a rigid motion.
func moved(f dendrite.Frame, r register.Rigid) dendrite.Frame {
	d := make([]dendrite.Point, f.Len())
	for i, c := range f.Centre {
		p := r.Apply(c)
		d[i] = dendrite.Point{X: p.X - c.X, Y: p.Y - c.Y, Z: p.Z - c.Z}
	}
	return f.Moved(d)
}

// Finish finds the sites on every branch and decides their presence.
func (t *Tracker) Finish(ctx context.Context) (Result, error) {
	if len(t.sessions) == 0 {
		panic("spine: Finish without a session")
	}
	r := Result{Sessions: t.sessions, Branches: t.branches}
	type found struct {
		sites    []Site
		excluded []Exclusion
	}
	per := make([]found, len(r.Branches))
	views := make([][]*view, len(r.Branches))
	err := t.eachBranch(ctx, len(per), func(i int) {
		b := &r.Branches[i]
		f := &per[i]
		f.excluded = judge(b)
		views[i] = t.views(b)
		sites, left := t.sites(b, views[i])
		f.sites, f.excluded = sites, append(f.excluded, left...)
	})
	if err != nil {
		return Result{}, err
	}
	var all []Site
	for _, f := range per {
		all = append(all, f.sites...)
		r.Exclusions = append(r.Exclusions, f.excluded...)
	}
	var twice []Exclusion
	r.Sites, twice = r.onceEach(all)
	markCrowded(r.Sites)
	r.Exclusions = append(r.Exclusions, twice...)
	t.estimateErrors(&r, views)
	return r, nil
}
