package video

import (
	"io"
	"runtime"
)

// ahead decodes the next frames while the last one is worked on.
type ahead struct {
	Reader
	lanes []*lane // each decodes every so manyth frame
	next  int     // lane
	stop  chan struct{}
	over  error
}

// lane is one goroutine that decodes, and the frames it goes round with.
type lane struct {
	ready, spare chan decoded
	decode       func(dst []uint8) (sec float64, err error)
}

type decoded struct {
	pix []uint8
	sec float64
	err error
}

// A lane decodes so many frames before they are asked for; more than so many lanes
// one reader of the frames does not keep busy.
const (
	aheadFrames = 4
	mostLanes   = 4
)

// Ahead returns a reader of the same frames that decodes while they are worked on,
// on goroutines of its own from the first call of Next on: AVI on as many as there
// are processors, as its frames need no others. What ffmpeg decodes is ahead by
// itself. Close ends them and closes r.
func Ahead(r Reader) Reader {
	if _, ok := r.(*decoder); ok {
		return r
	}
	a := &ahead{Reader: r, stop: make(chan struct{})}
	avi, ok := r.(*AVI)
	if !ok {
		a.lanes = []*lane{newLane(r.Next)}
		return a
	}
	n := min(mostLanes, runtime.GOMAXPROCS(0))
	for k := range n {
		i := avi.next + k
		a.lanes = append(a.lanes, newLane(func(dst []uint8) (float64, error) {
			if i >= len(avi.frames) {
				return 0, io.EOF
			}
			i += n
			return float64(i-n) / avi.rate, avi.Frame(i-n, dst)
		}))
	}
	return a
}

func newLane(decode func([]uint8) (float64, error)) *lane {
	return &lane{decode: decode, ready: make(chan decoded, aheadFrames)}
}

func (l *lane) run(size int, stop chan struct{}) {
	l.spare = make(chan decoded, aheadFrames)
	for range aheadFrames {
		l.spare <- decoded{pix: make([]uint8, size)}
	}
	go func() {
		defer close(l.ready)
		for {
			select {
			case <-stop:
				return
			case d := <-l.spare:
				d.sec, d.err = l.decode(d.pix)
				l.ready <- d // never blocks: as roomy as there are frames
				if d.err != nil {
					return
				}
			}
		}
	}()
}

func (a *ahead) Next(dst []uint8) (float64, error) {
	if a.over != nil {
		return 0, a.over
	}
	if a.lanes[0].spare == nil {
		for _, l := range a.lanes {
			l.run(a.Info().Width*a.Info().Height, a.stop)
		}
	}
	l := a.lanes[a.next]
	a.next = (a.next + 1) % len(a.lanes)
	d := <-l.ready
	if d.err != nil {
		a.over = d.err
		return 0, d.err
	}
	copy(dst, d.pix)
	l.spare <- d
	return d.sec, nil
}

func (a *ahead) Close() error {
	close(a.stop)
	for _, l := range a.lanes {
		if l.spare == nil {
			continue
		}
		for range l.ready { // until the goroutine has left the reader alone
		}
	}
	return a.Reader.Close()
}
