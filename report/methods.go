package report

import "fmt"

// methods says how it was done, with the parameters actually used.
func methods(in SpinesInput) []block {
	out := []block{
		paragraph("Dendrites were traced in the first session by a multi-scale ridge filter, or taken from a given centreline, and found again in every later " +
			"session by a rigid alignment of the whole field and then piecewise along each branch. Each dendrite was straightened, and a stretch of it was taken as judgeable in a " +
			"session only where it lay within the imaged volume, matched the first session, and was not in shadow. A convolutional network gave, on every day, the " +
			"evidence for a lateral protrusion at every place; places were pooled over days, and presence in each session was decided from all sessions together by a " +
			"hidden Markov model, so that a dim spine seen before and after is not called lost. Filopodia are long protrusions without a head and are counted apart."),
		paragraph("Elimination and formation are lost and gained spines over the spines present at the start of the interval; the turnover ratio is (gained + lost) over the " +
			"spines of both sessions. Only places judged in both sessions count. Intervals are Wilson's for elimination, the Poisson score interval for formation " +
			"(new spines are not a part of those at the start), and Wilson's of the share of spines that changed, carried over, for turnover. " +
			fmt.Sprintf("A new spine nearer than %s µm of path to a spine lost in the interval before is restored; chance is what new spines placed at random on the judgeable path of their own branch would give.", digits(in.radiusUm(), 3))),
		paragraph("These are counts of spines of one field of view. Spines of one animal are not independent: compare animals, not spines."),
	}
	if len(in.Parameters) > 0 {
		out = append(out, block{Facts: in.Parameters})
	} else {
		out = append(out, missing("The parameters used were not given."))
	}
	return append(out, block{List: citations()})
}

// citations are the sources of the definitions above.
func citations() []string {
	return []string{
		"Turnover ratio: Holtmaat et al. 2005, doi:10.1016/j.neuron.2005.01.003",
		"Scoring practice, and what cannot be seen: Holtmaat et al. 2009, doi:10.1038/nprot.2009.89",
		"Restored spines: Moda-Sava et al. 2019, doi:10.1126/science.aat8078",
		"New spines avoid standing ones: Fu et al. 2012, doi:10.1038/nature10844",
		"Interval of a share: Wilson 1927, doi:10.1080/01621459.1927.10502953",
		"Survival: Kaplan & Meier 1958, doi:10.1080/01621459.1958.10501452; Turnbull 1976, doi:10.1111/j.2517-6161.1976.tb01597.x",
		"Hidden Markov model: Rabiner 1989, doi:10.1109/5.18626",
		"Estimating misses from planted spines: Horvitz & Thompson 1952, doi:10.1080/01621459.1952.10483446",
		"p-values from random placement: Phipson & Smyth 2010, doi:10.2202/1544-6115.1585",
	}
}

// provenance says what the report was made from.
func provenance(in SpinesInput) []block {
	var out []block
	if len(in.Provenance) > 0 {
		out = append(out, block{Facts: in.Provenance})
	} else {
		out = append(out, missing("The program and its version were not given."))
	}
	if len(in.Inputs) == 0 {
		return append(out, missing("The input files were not given."))
	}
	g := &grid{Caption: "Input files.", Words: []bool{true, false, true, true}, Head: []string{"File", "Size", "SHA-256", "Note"}}
	for _, f := range in.Inputs {
		g.Rows = append(g.Rows, []cell{{Main: f.Name}, {Main: sized(f.Bytes)}, {Main: f.SHA256}, {Main: f.Note}})
	}
	return append(out, block{Grid: g})
}
