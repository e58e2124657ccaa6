package video

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"sync"
)

// frameLog takes the times out of the log of the filter showinfo.
type frameLog struct {
	mu     sync.Mutex
	more   sync.Cond
	times  []float64
	first  float64
	seen   bool
	words  string // the last line that is not about a frame
	cut    bool   // the file ended before its container says
	ended  bool
	closed chan struct{} // when ended
}

func newFrameLog() *frameLog {
	l := &frameLog{closed: make(chan struct{})}
	l.more.L = &l.mu
	return l
}

// read takes in the log to its end.
func (l *frameLog) read(r io.Reader) {
	lines := bufio.NewReader(r)
	for {
		s, err := lines.ReadString('\n')
		l.mu.Lock()
		l.line(s)
		l.ended = err != nil
		l.more.Broadcast()
		l.mu.Unlock()
		if err != nil {
			close(l.closed)
			return
		}
	}
}

func (l *frameLog) line(s string) {
	if _, rest, ok := strings.Cut(s, "pts_time:"); ok && strings.Contains(s, "showinfo") {
		word, _, _ := strings.Cut(rest, " ")
		if sec, err := strconv.ParseFloat(word, 64); err == nil {
			if !l.seen {
				l.seen, l.first = true, sec
			}
			l.times = append(l.times, sec-l.first)
		}
		return
	}
	if strings.Contains(s, endedEarly) {
		l.cut = true
	}
	if s = strings.TrimSpace(s); s != "" && !strings.Contains(s, "showinfo") {
		l.words = s
	}
}

// endedEarly is what ffmpeg says of a Matroska file that was cut off, without failing.
const endedEarly = "File ended prematurely"

func (l *frameLog) endedEarly() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.cut
}

// time returns the next time, false if the log ended without. The filter logs a
// frame before its pixels are written, but another goroutine brings the log.
func (l *frameLog) time() (float64, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.times) == 0 && !l.ended {
		l.more.Wait()
	}
	if len(l.times) == 0 {
		return 0, false
	}
	sec := l.times[0]
	l.times = l.times[1:]
	return sec, true
}

func (l *frameLog) last() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.words
}
