package scope

import (
	"math"
	"testing"

	"respine/img"
)

func TestNeuropilHasItsMeanAndGrain(t *testing.T) {
	g := grid{h: 200, w: 220, planes: 4, pixelUm: 1.17}
	v := g.randomNeuropil(newRand(1), 0.5)
	var want float64
	for _, gr := range grains {
		want += gr.logSD * gr.logSD
	}
	for _, plane := range v {
		// Few patches of the coarsest grain fit into the field, so its own mean
		// is removed before, and the exponential adds what is skewed.
		near(t, "mean", img.Mean(plane), 0.5, 0.03)
		logs := make([]float32, len(plane))
		for i, x := range plane {
			logs[i] = float32(math.Log(float64(x)))
		}
		near(t, "standard deviation of the logarithm", img.Std(logs), math.Sqrt(want), 0.06)
	}
	for _, x := range g.randomNeuropil(newRand(1), -1)[0] {
		if x != 0 {
			t.Fatal("neuropil where there should be none")
		}
	}
}

func TestNeuropilFollowsThePopulation(t *testing.T) {
	p := smallMovie()
	p.Tissue.Processes = -1
	m := RandomMovie(newRand(1), p)
	r := m.tissue.regions
	for x := range m.tissue.w {
		near(t, "sum of the shares of regions", float64(r.across[0][x]+r.across[1][x]+r.across[2][x]), 1, 1e-6)
	}
	calcium := make([]float32, len(m.Cells))
	for i := range calcium {
		calcium[i] = 0.7
	}
	level := r.level(calcium, 5)
	row := make([]float32, m.tissue.w)
	r.row(row, &level, 17)
	for _, v := range row {
		// All cells alike: dF/F of a spike times their calcium, and the slow wave.
		near(t, "level", float64(v), 1+0.23*0.7+neuropilSlow*r.slow.at(5), 1e-5)
	}
}

func TestBodiesDisplaceNeuropilAndVesselsShade(t *testing.T) {
	p := MovieParams{Height: 64, Width: 64, Frames: 2, Tissue: MovieTissue{Cells: 1, Dark: -1, Vessels: -1, Processes: -1, SlabUm: 1e-9}}
	p.Motion.Still = true
	m := RandomMovie(newRand(12), p)
	c, ti := m.Cells[0], m.tissue
	at := int(ti.row(c.Y))*ti.w + int(ti.column(c.X))
	if v := ti.neuropil[0][at]; v > 0.03 {
		t.Errorf("neuropil of %v in the middle of a body", v)
	}
	before := img.Mean(ti.neuropil[0])
	ti.addVessel(newRand(1))
	if after := img.Mean(ti.neuropil[0]); after >= before || after < 0.2*before {
		t.Errorf("a vessel changes the mean from %v to %v", before, after)
	}
}
