package pipeline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"respine/dendrite"
	"respine/img"
	"respine/random"
	"respine/scope"
	"respine/table"
)

// stained is a study of three mice with an image each.
const stained = `study: Stained
time_zero: {event: injection of vehicle}
arms:
  saline: {purpose: control, vehicle: at 0 h}
animals:
  A1: {arm: saline}
  A2: {arm: saline}
  A3: {arm: saline}
sessions:
  fixed: {kind: psd95, at: 30 h}
recordings:
  - {animal: A1, session: fixed, field: s1, files: [A1.tif, cut.tif, notes.tif], channel: 1}
  - {animal: A2, session: fixed, files: [A2.tif], channel: 1, voxel_um: [1, 0.1, 0.1]}
  - {animal: A3, session: fixed, files: [A3.tif], channel: 3}
tables:
  - {kind: psd95, files: [images.csv]}
claims: {preset: moda-sava-2019}
`

// TestStained: images are rows of animal, session, section and image; of a section whose
// other two images cannot be read one counts, and those are exclusions with their reason;
// a section that is one cut off in the middle, and one without the channel, are left out
// with theirs, and a scored row counts only where nothing was measured.
func TestStained(t *testing.T) {
	dir := t.TempDir()
	for i, name := range []string{"A1", "A2", "A3"} {
		f := scope.RandomPuncta(scope.PunctaParams{SizeUm: dendrite.Point{X: 8, Y: 8}}, random.New(uint64(i)))
		f.Voxel = img.Voxel{Z: 0.3, Y: 0.1, X: 0.1}
		channels, err := f.Render(t.Context(), random.New(uint64(10+i)), 1)
		if err != nil {
			t.Fatal(err)
		}
		if err := scope.WritePuncta(filepath.Join(dir, name+".tif"), channels); err != nil {
			t.Fatal(err)
		}
	}
	cut := filepath.Join(dir, "A2.tif")
	whole, err := os.ReadFile(cut)
	if err != nil {
		t.Fatal(err)
	}
	put(t, cut, string(whole[:len(whole)/3]))
	put(t, filepath.Join(dir, "cut.tif"), string(whole[:len(whole)/2]))
	put(t, filepath.Join(dir, "notes.tif"), "no image")
	put(t, filepath.Join(dir, "images.csv"), "animal,session,density_per_um2,intensity\nA1,fixed,0.3,100\nA2,fixed,0.3,100\n")
	s := openStudy(t, dir, stained)
	run := mustRun(t, s, Options{})
	var told []string
	for _, v := range run.LeftOut {
		told = append(told, v.What+": "+v.Why)
	}
	if len(told) != 4 || !strings.HasPrefix(told[2], "A1 fixed s1 psd95: cut.tif: ") || !strings.HasPrefix(told[3], "A1 fixed s1 psd95: notes.tif: ") || !strings.HasPrefix(told[0], "A2 fixed psd95: A2.tif") || !strings.Contains(told[1], "channel 3") {
		t.Errorf("left out: %q", told)
	}
	if notes := strings.Join(run.Notes, "\n"); !strings.Contains(notes, "images.csv: 1 of 2 rows are passed over") {
		t.Errorf("notes: %q", notes)
	}
	images, err := table.Read(run.Tables.Dir, "images")
	if err != nil {
		t.Fatal(err)
	}
	if images.Len() != 1 || images.Strings("animal")[0] != "A1" || images.Strings("session")[0] != "fixed" || images.Strings("section")[0] != "s1" || images.Strings("image")[0] != "1" || !(images.Floats("density_per_um2")[0] > 0) {
		t.Errorf("%d rows", images.Len())
	}
	bad, err := table.Read(run.Tables.Dir, "image_exclusions")
	if err != nil {
		t.Fatal(err)
	}
	if bad.Len() != 2 || bad.Strings("animal")[1] != "A1" || bad.Strings("section")[0] != "s1" || bad.Strings("image")[0] != "2" || bad.Strings("image")[1] != "3" {
		t.Errorf("%d images are excluded", bad.Len())
	}
	for _, why := range bad.Strings("reason") {
		if why == "" || strings.Contains(why, ".tif") || strings.Contains(why, dir) {
			t.Errorf("reason %q", why)
		}
	}
	if found, _ := filepath.Glob(filepath.Join(run.Report.Dir, "report.html")); len(found) != 1 {
		t.Error("no report")
	}
	page, err := os.ReadFile(filepath.Join(run.Report.Dir, "report.html"))
	if err != nil || !strings.Contains(string(page), "A1 fixed s1") {
		t.Errorf("the report does not show the image: %v", err)
	}
}
