package study

// Measure says how recordings are measured, where the lab wants it otherwise than
// is usual. Zero fields are the defaults, which Settled fills in.
type Measure struct {
	MinBranchUm float64 // shortest dendrite traced in a stack
	RestoredUm  float64 // a new spine nearer than this to a lost one is restored
	Seed        int     // of what chance would give
}

// Defaults of Measure. The radius is that of Moda-Sava et al. 2019 (doi
// 10.1126/science.aat8078).
const (
	DefaultMinBranchUm = 15
	DefaultRestoredUm  = 2
	DefaultSeed        = 1
)

// Settled returns the settings with the defaults filled in.
func (m Measure) Settled() Measure {
	if m.MinBranchUm == 0 {
		m.MinBranchUm = DefaultMinBranchUm
	}
	if m.RestoredUm == 0 {
		m.RestoredUm = DefaultRestoredUm
	}
	if m.Seed == 0 {
		m.Seed = DefaultSeed
	}
	return m
}
