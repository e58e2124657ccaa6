package video

// ahead decodes the next frames while the last one is worked on.
type ahead struct {
	Reader
	ready, spare chan decoded
	stop         chan struct{}
	over         error
}

type decoded struct {
	pix []uint8
	sec float64
	err error
}

// aheadFrames are decoded before they are asked for.
const aheadFrames = 4

// Ahead returns a reader of the same frames that decodes on a goroutine of its own,
// so that decoding and measuring take two processors. Close ends it and closes r.
func Ahead(r Reader) Reader {
	a := &ahead{Reader: r, ready: make(chan decoded, aheadFrames), spare: make(chan decoded, aheadFrames), stop: make(chan struct{})}
	for range aheadFrames {
		a.spare <- decoded{pix: make([]uint8, r.Info().Width*r.Info().Height)}
	}
	go a.run()
	return a
}

func (a *ahead) run() {
	defer close(a.ready)
	for {
		select {
		case <-a.stop:
			return
		case d := <-a.spare:
			d.sec, d.err = a.Reader.Next(d.pix)
			a.ready <- d // never blocks: as roomy as there are frames
			if d.err != nil {
				return
			}
		}
	}
}

func (a *ahead) Next(dst []uint8) (float64, error) {
	if a.over != nil {
		return 0, a.over
	}
	d := <-a.ready
	if d.err != nil {
		a.over = d.err
		return 0, d.err
	}
	copy(dst, d.pix)
	a.spare <- d
	return d.sec, nil
}

func (a *ahead) Close() error {
	close(a.stop)
	for range a.ready { // until the goroutine has left the reader alone
	}
	return a.Reader.Close()
}
