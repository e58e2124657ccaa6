package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"respine/img"
)

type trackCommand struct {
	Stacks            []string   `arg:"" name:"stack" help:"Z-stacks of the same field in order of days: TIFF, or folders of slices. The first is the reference."`
	Days              dayList    `required:"" placeholder:"D,D,..." help:"Day of each stack, rising."`
	Out               string     `required:"" placeholder:"DIR" help:"Folder for tables, pictures and the report."`
	VoxelUm           *voxelFlag `placeholder:"Z,Y,X" help:"Voxel size, where the files do not know it."`
	Channel           int        `placeholder:"N" help:"Channel to measure, from 1."`
	Centerline        string     `placeholder:"FILE" help:"Dendrites to follow: SWC, CSV, or a MapManager folder. Traced automatically if not given."`
	CenterlineSession int        `placeholder:"N" help:"Session of the centerline file that belongs to the first stack (${default})." default:"0"`
	Weights           string     `placeholder:"FILE" help:"Classifier that respine train spines wrote, instead of the program's own."`
	MinBranchUm       float64    `default:"15" placeholder:"UM" help:"Shortest dendrite traced (${default})."`
	RestoredUm        float64    `default:"2" placeholder:"UM" help:"A new spine nearer than this to a lost one is restored (${default})."`
	Seed              uint64     `default:"1" placeholder:"N" help:"Seed of what chance would give (${default})."`
	Workers           int        `default:"2" placeholder:"N" help:"Cores to use; the results do not depend on it (${default})."`
	JSON              bool       `name:"json" help:"Print the summary as one JSON object."`
}

func (trackCommand) Help() string {
	return `Finds the dendrites of the first stack, straightens them in every stack, finds spines and follows each over all days. Stacks that cannot be used are listed in exclusions.csv and end with exit code 3; the first one must be sound. Running it again does only what changed.

Example:

  respine spines track day0.tif day4.tif day8.tif --days 0,4.1,8 --voxel-um 1,0.12,0.12 --out out`
}

// check finds mistakes on the command line, before any pixel is read.
func (c trackCommand) check() error {
	if err := checkDays(c.Days, c.Stacks); err != nil {
		return err
	}
	if v := c.VoxelUm; v != nil && math.Abs(v.Y-v.X) > 0.01*v.X {
		return usage(fmt.Sprintf("--voxel-um %s has pixels of %g x %g um", img.Voxel(*v), v.Y, v.X), "the order is z,y,x, and pixels must be square")
	}
	for _, f := range []struct {
		name  string
		value float64
	}{{"--min-branch-um", c.MinBranchUm}, {"--restored-um", c.RestoredUm}} {
		if !(f.value > 0) || math.IsInf(f.value, 1) {
			return usage(fmt.Sprintf("%s %g is not a length", f.name, f.value), "")
		}
	}
	if c.MinBranchUm < leastBranchUm {
		return usage(fmt.Sprintf("--min-branch-um %g", c.MinBranchUm), fmt.Sprintf("below %d um spines would be traced as dendrites", leastBranchUm))
	}
	if c.Workers < 1 {
		return usage(fmt.Sprintf("--workers %d", c.Workers), "at least one core is needed")
	}
	if c.Channel < 0 {
		return usage(fmt.Sprintf("--channel %d", c.Channel), "channels count from 1")
	}
	return checkDistinct(c.Stacks)
}

// checkDays wants one finite, rising day per stack.
func checkDays(days []float64, stacks []string) error {
	if len(days) != len(stacks) {
		return usage(fmt.Sprintf("%d days for %d stacks", len(days), len(stacks)), "give --days one number per stack, as in --days 0,4.1,8")
	}
	for i, d := range days {
		if math.IsNaN(d) || math.IsInf(d, 0) {
			return usage(fmt.Sprintf("day %g", d), "give --days one number per stack")
		}
		if i > 0 && d <= days[i-1] {
			return usage(fmt.Sprintf("day %g of %s does not come after day %g of %s", d, stacks[i], days[i-1], stacks[i-1]), "give stacks and days in order of days")
		}
	}
	return nil
}

// checkDistinct wants files that exist and are not the same one, by whatever
// name.
func checkDistinct(stacks []string) error {
	infos := make([]os.FileInfo, len(stacks))
	for i, path := range stacks {
		info, err := os.Stat(path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, unwrapPath(err))
		}
		infos[i] = info
		for j := range i {
			if os.SameFile(infos[j], info) {
				return usage(fmt.Sprintf("%s and %s are the same file", stacks[j], path), "every day needs a stack of its own")
			}
		}
	}
	return nil
}

// unwrapPath takes the operation and the path off an error of the file system.
func unwrapPath(err error) error {
	if p, ok := err.(*os.PathError); ok {
		return p.Err
	}
	return err
}

// names are what the stacks are called in tables: their base names, or, where
// two are alike, the paths as given.
func (c trackCommand) names() []string {
	names := make([]string, len(c.Stacks))
	seen := map[string]bool{}
	for i, path := range c.Stacks {
		names[i] = filepath.Base(path)
		seen[names[i]] = true
	}
	if len(seen) == len(names) {
		return names
	}
	for i, path := range c.Stacks {
		names[i] = filepath.ToSlash(filepath.Clean(path))
	}
	return names
}

// dayList is days as typed.
type dayList []float64

// UnmarshalText reads "0,4.1,8", with blanks if they are quoted.
func (l *dayList) UnmarshalText(text []byte) error {
	var days dayList
	for _, p := range strings.Split(string(text), ",") {
		d, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil {
			return fmt.Errorf("%q is not a list of days; write them without blanks, as in --days 0,4.1,8", text)
		}
		days = append(days, d)
	}
	*l = days
	return nil
}

// voxelFlag is a voxel size as typed: z,y,x in micrometres.
type voxelFlag img.Voxel

// UnmarshalText reads "1,0.12,0.12".
func (v *voxelFlag) UnmarshalText(text []byte) error {
	parts := strings.Split(string(text), ",")
	if len(parts) != 3 {
		return fmt.Errorf("%q is not a voxel size; three numbers are needed, z,y,x in um", text)
	}
	var um [3]float64
	for i, p := range parts {
		var err error
		if um[i], err = strconv.ParseFloat(strings.TrimSpace(p), 64); err != nil || !(um[i] > 0) || math.IsInf(um[i], 1) {
			return fmt.Errorf("%q is not a voxel size; %q is not a positive number", text, p)
		}
	}
	*v = voxelFlag{Z: um[0], Y: um[1], X: um[2]}
	return nil
}

// leastBranchUm is the shortest dendrite that can be asked for: longer than any
// spine.
const leastBranchUm = 5
