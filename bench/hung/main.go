// Command hung films mice that hang by the tail, whose states are known: easy,
// swinging, climbing, flicker, and four in one picture, with the truth beside each
// film, for respine tst and respine score tst.
//
//	hung -seed 101 -seconds 360 -out films
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"respine/random"
	"respine/scope"
	"respine/table"
	"respine/video"
)

func main() {
	seed := flag.Uint64("seed", 101, "seed")
	seconds := flag.Float64("seconds", 360, "length of a test")
	rate := flag.Float64("rate", 30, "frames per second")
	width := flag.Int("width", 640, "pixels; the height is three quarters of it")
	extension := flag.String("as", ".mp4", ".mp4 or .avi")
	kinds := flag.String("kinds", "easy,swinging,climbing,flicker,four", "which films")
	out := flag.String("out", "films", "folder")
	flag.Parse()
	for i, kind := range []string{"easy", "swinging", "climbing", "flicker", "four"} {
		if !slices.Contains(strings.Split(*kinds, ","), kind) {
			continue
		}
		if err := film(filepath.Join(*out, kind), *extension, kind, *seconds, *rate, *width, 100**seed+uint64(i)); err != nil {
			fmt.Fprintln(os.Stderr, "hung:", err)
			os.Exit(1)
		}
	}
}

func film(dir, extension, kind string, seconds, rate float64, width int, seed uint64) error {
	rng := rand.New(rand.NewPCG(seed, 9))
	v := scope.TailVideo{Width: width, Height: width * 3 / 4, RateHz: rate}
	n := 1
	if kind == "four" {
		n = 4
	}
	for k := range n {
		a := scope.TailAnimal{Name: kind, StartSec: 2 + 8*float64(k), TestSec: seconds, TwitchHz: 0.05, Bouts: bouts(rng, seconds, kind == "climbing")}
		if n > 1 {
			a.Name = fmt.Sprintf("%s-%d", kind, k+1)
		}
		if kind == "swinging" {
			a.SwingTauSec, a.Vigour = 10, 1.2
		}
		v.Animals = append(v.Animals, a)
	}
	if kind == "flicker" {
		v.Camera = scope.TailCamera{WallGrey: 185, NoiseSD: 4, Vignette: 0.25, Flicker: 0.06, MainsHz: 101, RollingSec: 0.02, Drift: 0.05}
	}
	t := scope.Hang(v, random.New(seed))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	w, err := video.Create(context.Background(), filepath.Join(dir, kind+extension), v.Width, v.Height, v.RateHz)
	if err != nil {
		return err
	}
	if err := t.Write(context.Background(), w, 2); err != nil {
		w.Abort()
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return table.WriteFiles(filepath.Join(dir, "truth"), t.Tables()...)
}

// bouts alternate, each at least a second and four on average; of a climber every
// third bout of movement is a climb.
func bouts(rng *rand.Rand, seconds float64, climbs bool) []scope.TailBout {
	var out []scope.TailBout
	for at := 0.0; at < seconds; at += 1 + 3*rng.ExpFloat64() {
		b := scope.TailBout{FromSec: at, ToSec: min(seconds, at+1+3*rng.ExpFloat64()), State: scope.TailStruggling}
		if climbs && rng.IntN(3) == 0 {
			b.State = scope.TailClimbing
		}
		out = append(out, b)
		at = b.ToSec
	}
	return out
}
