package timelapse

import (
	"context"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"

	"respine/dendrite"
	"respine/plot"
	"respine/spine"
	"respine/turnover"
)

// WritePictures writes overlay_s<k>.png for every used session and
// branch_<id>.png for every branch into dir, on some workers: packing a picture
// takes longer than drawing it.
func (f Field) WritePictures(ctx context.Context, dir string, workers int) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(workers)
	draw := func(name string, picture func() image.Image) {
		g.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return writeFile(filepath.Join(dir, name), func(w *os.File) error { return plot.WritePNG(w, picture()) })
		})
	}
	for k, s := range f.Result.Sessions {
		if s.Aligned {
			draw(OverlayName(k), func() image.Image { return f.overlay(k).Draw() })
		}
	}
	for i, b := range f.Result.Branches {
		draw(BranchName(b.ID), func() image.Image { return f.kymograph(i).Draw() })
	}
	return g.Wait()
}

// OverlayName is that of the picture of a session.
func OverlayName(session int) string { return fmt.Sprintf("overlay_s%d.png", session) }

// BranchName is that of the picture of a branch.
func BranchName(id int) string { return fmt.Sprintf("branch_%02d.png", id) }

// overlay shows a session from above with its branches and spines.
func (f Field) overlay(k int) plot.Overlay {
	s := f.Result.Sessions[k]
	o := plot.Overlay{Title: title(s), Image: s.Projection, PixelYUm: s.Voxel.Y, PixelXUm: s.Voxel.X, IDs: true}
	for _, b := range f.Result.Branches {
		line := plot.Line{Label: fmt.Sprint(b.ID)}
		for _, p := range b.Days[k].Strip.Centre {
			line.X, line.Y = append(line.X, p.X), append(line.Y, p.Y)
		}
		o.Branches = append(o.Branches, line)
	}
	for _, site := range f.Result.Sites {
		seen := site.Seen[k]
		o.Spines = append(o.Spines, plot.Spine{
			ID: shortName(site), X: seen.Tip.X, Y: seen.Tip.Y, BaseX: seen.Base.X, BaseY: seen.Base.Y,
			Mark: plot.Marks(states(site))[k], Filopodium: site.Kind == turnover.Filopodium,
		})
	}
	return o
}

func title(s spine.Session) string { return fmt.Sprintf("%s, day %g", s.Name, s.Day) }

// kymograph shows the i-th branch straightened, day under day.
func (f Field) kymograph(i int) plot.Kymograph {
	b := f.Result.Branches[i]
	g := plot.Kymograph{Title: fmt.Sprintf("Branch %d, %.0f µm", b.ID, b.LengthUm), StepUm: dendrite.StepUm, IDs: true}
	for k, d := range b.Days {
		s := f.Result.Sessions[k]
		g.Days = append(g.Days, plot.StripDay{Name: s.Name, Day: s.Day, Strip: f.Ribbons[i][k], Judgeable: d.Judgeable, Reason: d.Reason})
	}
	for _, site := range f.Result.Sites {
		if site.Branch == b.ID {
			g.Spines = append(g.Spines, followed(site, b))
		}
	}
	return g
}

// followed places a site in every session: where it was seen, or at its pooled
// place in sessions that show nothing of it.
func followed(s spine.Site, b spine.Branch) plot.Followed {
	p := plot.Followed{ID: shortName(s), Filopodium: s.Kind == turnover.Filopodium, Seen: states(s)}
	for k, o := range s.Seen {
		at := o.Place
		if b.Days[k].Reason != "" {
			at = s.Place
		}
		p.AlongUm = append(p.AlongUm, at.PositionUm)
		p.LateralUm = append(p.LateralUm, float64(s.Side)*at.LateralUm)
	}
	return p
}

// shortName is the name of a site without that of its branch, which a picture
// says already: s012 of b03-s012.
func shortName(s spine.Site) string {
	_, short, ok := strings.Cut(s.ID, "-")
	if !ok {
		return s.ID
	}
	return short
}

func states(s spine.Site) []plot.Seen {
	out := make([]plot.Seen, len(s.Seen))
	for k, o := range s.Seen {
		out[k] = plot.Seen(o.State)
	}
	return out
}
