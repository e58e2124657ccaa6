// Command real scores respine on the rr30a recordings, each dendrite by a
// classifier that was trained without it, and prints one JSON object a line:
// detection and events with the scorer's centrelines and with traced ones, the
// path the tracer recovers, and the linking of the scorer's own points.
//
//	real -data ../shared/data/spines/rr30a -twins spine/testdata/left_out
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"respine/dendrite"
	"respine/recording"
	"respine/score"
	"respine/spine"
	"respine/table"
)

// sessions and days of the recordings scored: session 2 has no picture.
var (
	sessions = []int{0, 1, 3}
	days     = []float64{0, 4.1, 8.02}
)

func main() {
	data := flag.String("data", "../shared/data/spines/rr30a", "folder with images and truth")
	twins := flag.String("twins", "spine/testdata/left_out", "folder of classifiers trained without one dendrite each")
	flag.Parse()
	if err := run(context.Background(), *data, *twins); err != nil {
		fmt.Fprintln(os.Stderr, "real:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, data, twins string) error {
	m, err := newMarked(data, twins)
	if err != nil {
		return err
	}
	given, err := m.track(ctx, data, true)
	if err != nil {
		return err
	}
	if err := m.report("given", given); err != nil {
		return err
	}
	if err := m.links(given); err != nil {
		return err
	}
	traced, err := m.track(ctx, data, false)
	if err != nil {
		return err
	}
	if err := m.recovered(traced); err != nil {
		return err
	}
	return m.report("traced", traced)
}

// marked is what the scorer left, and the classifiers that have not seen it.
type marked struct {
	truth score.Truth
	lines recording.Centerlines
	twins map[int]spine.Classifier // by segment
}

func newMarked(data, twins string) (marked, error) {
	m := marked{twins: map[int]spine.Classifier{}}
	var err error
	if m.truth, err = score.ReadTruth(filepath.Join(data, "truth")); err != nil {
		return m, err
	}
	if m.lines, err = recording.OpenCenterlines(filepath.Join(data, "truth", "centerlines.csv")); err != nil {
		return m, err
	}
	for _, segment := range []int{0, 1, 3, 4} {
		f, err := os.Open(filepath.Join(twins, fmt.Sprintf("rr30a-%d.bin", segment)))
		if err != nil {
			return m, err
		}
		m.twins[segment], err = spine.ReadClassifier(f)
		f.Close()
		if err != nil {
			return m, err
		}
	}
	return m, nil
}

// annotated lists the scored dendrites of one session.
func (m marked) annotated(session int) []dendrite.Branch {
	var out []dendrite.Branch
	for _, b := range m.lines[session] {
		if _, ok := m.twins[b.ID]; ok {
			out = append(out, b)
		}
	}
	return out
}

// track follows the spines through the three stacks. Every dendrite is judged
// by the classifier trained without it: by its number where the centreline is
// given, else by the scored dendrite it runs along.
func (m marked) track(ctx context.Context, data string, given bool) (spine.Result, error) {
	p := spine.Params{PerBranch: map[int]spine.Classifier{}}
	var buffer []float32
	var t *spine.Tracker
	for k, session := range sessions {
		name := fmt.Sprintf("rr30a_s%d.ome.tif", session)
		s, _, err := recording.OpenStack(ctx, filepath.Join(data, "images", name), recording.Options{Buffer: buffer})
		if err != nil {
			return spine.Result{}, err
		}
		buffer = s.Pix
		if k == 0 {
			p.Centreline, p.PerBranch = map[int][]dendrite.Branch{0: m.annotated(0)}, m.twins
			if !given {
				traced, err := dendrite.Trace(ctx, s, dendrite.TraceParams{})
				if err != nil {
					return spine.Result{}, err
				}
				p.Centreline[0], p.PerBranch = traced, m.unseen(traced)
			}
			if t, err = spine.NewTracker(p); err != nil {
				return spine.Result{}, err
			}
		}
		if err := t.Add(ctx, name, days[k], s); err != nil {
			return spine.Result{}, err
		}
	}
	return t.Finish(ctx)
}

// unseen gives each traced branch the classifier that was trained without the
// scored dendrite it runs along for longest. One that runs along none is not
// scored, and any will do.
func (m marked) unseen(traced []dendrite.Branch) map[int]spine.Classifier {
	out := map[int]spine.Classifier{}
	for _, b := range traced {
		best, most := 0, -1.0
		for _, a := range m.annotated(0) {
			if s := alongside(a.Points, b.Points); s > most {
				best, most = a.ID, s
			}
		}
		out[b.ID] = m.twins[best]
	}
	return out
}

// scoreOf writes the tables of a result to a scratch folder and scores them as
// the command does.
func (m marked) scoreOf(r spine.Result) (score.Result, error) {
	dir, err := os.MkdirTemp("", "real")
	if err != nil {
		return score.Result{}, err
	}
	defer os.RemoveAll(dir)
	if err := table.WriteFiles(dir, r.Tables()...); err != nil {
		return score.Result{}, err
	}
	measured, err := score.ReadMeasured(dir)
	if err != nil {
		return score.Result{}, err
	}
	return score.Spines(measured, m.truth, score.Params{Sessions: sessions})
}

func (m marked) report(centrelines string, r spine.Result) error {
	s, err := m.scoreOf(r)
	if err != nil {
		return err
	}
	var missed, wrong []float64
	for _, e := range r.Errors {
		missed, wrong = append(missed, e.Miss), append(wrong, e.FalseShare)
	}
	return line(map[string]any{
		"figure": "detection, links and events of unseen dendrites", "centerlines": centrelines, "sessions": sessions,
		"estimated_miss": missed, "estimated_false_share": wrong, "score": s,
	})
}

func line(v any) error { return json.NewEncoder(os.Stdout).Encode(v) }
