package pipeline

// modalities are what is measured, in the order of the way: what another needs
// stands above it.
func modalities() []modality {
	return []modality{
		spineStacks,
		calciumMovies,
		suspensionFilms,
		fibreTraces,
		bottleWeights,
		sectionImages,
	}
}

// Steps are all there are, in the order of the way.
func Steps() []Step {
	var out []Step
	for _, m := range modalities() {
		out = append(out, m.steps...)
	}
	return append(out, tablesStep, claimsStep, reportStep)
}
