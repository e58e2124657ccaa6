// Command look sets rendered two-photon stacks of a simulated study beside real
// ones: how bright background and shafts are, how noise follows brightness, and how
// alike neighbouring voxels of the background are, all in units of a shaft. It
// prints a table and writes a picture of a simulated stack and a chart of both
// histograms. Of real stacks it keeps the numbers of look alone.
//
//	look -real ../shared/data/spines/rr30a -out docs/twin
//
// Without the real stacks it takes what an earlier run measured of them.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"respine/dendrite"
	"respine/img"
)

// simulatedSessions is how many stacks are rendered, as many as there are real ones.
const simulatedSessions = 3

func main() {
	data := flag.String("real", "../shared/data/spines/rr30a", "folder with images and truth")
	stored := flag.String("stored", "bench/look/testdata/rr30a.json", "what was measured of them")
	out := flag.String("out", "docs/twin", "folder for picture and chart")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, *data, *stored, *out); err != nil {
		fmt.Fprintln(os.Stderr, "look:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, w io.Writer, data, stored, out string) error {
	real, err := realLooks(ctx, data, stored)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o777); err != nil {
		return err
	}
	var made []look
	err = simulated(ctx, simulatedSessions, func(name string, s img.Stack, lines []dendrite.Branch) error {
		l := measure(s, lines)
		l.Name = name
		made = append(made, l)
		if len(made) > 1 {
			return nil
		}
		picture, err := projection(s)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(out, "stack.png"), picture, 0o666)
	})
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "histogram.svg"), chart(real, made), 0o666); err != nil {
		return err
	}
	return writeTable(w, real, made)
}

// realLooks measures the real stacks, or takes what was measured of them.
func realLooks(ctx context.Context, data, stored string) ([]look, error) {
	if _, err := os.Stat(filepath.Join(data, "images")); err != nil {
		return readLooks(stored)
	}
	real, err := lookAtReal(ctx, data, realSessions)
	if err != nil {
		return nil, err
	}
	return real, writeLooks(stored, real)
}
