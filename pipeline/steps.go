package pipeline

// Steps are all there are, in the order of the way.
func Steps() []Step {
	return []Step{
		spinesStep,
		dynamicsStep,
		tablesStep,
		claimsStep,
		reportStep,
	}
}

// measuring is the work that recordings ask for, modality by modality, what is
// needed before what needs it.
func (s Study) measuring(recordings []given) []*Work {
	return s.planSpines(recordings)
}
