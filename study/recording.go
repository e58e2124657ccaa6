package study

import "slices"

// Modality is what the files of a recording hold.
type Modality string

// What files can hold. A TableFile is a table scored by somebody else, with the
// rows of this animal and session.
const (
	Stack     Modality = "stack"   // of spines
	Movie     Modality = "movie"   // of cells
	Video     Modality = "video"   // of tail suspension
	Trace     Modality = "trace"   // of photometry
	Weights   Modality = "weights" // of bottles
	Images    Modality = "images"  // of PSD95
	TableFile Modality = "table"
)

// Modalities returns them all.
func Modalities() []Modality {
	return []Modality{Stack, Movie, Video, Trace, Weights, Images, TableFile}
}

// Recorded returns what a session of a kind is recorded as.
func (k SessionKind) Recorded() Modality {
	i := slices.Index(SessionKinds(), k)
	if i < 0 {
		panic("study: unknown kind of session " + string(k))
	}
	return []Modality{Stack, Movie, Video, Trace, Weights, Images}[i]
}

// Recording is what one session left of one animal.
type Recording struct {
	Animal   string
	Session  string
	Field    string   // which field of view, if the animal has several; the same name on every day
	Modality Modality // "" means as the kind of the session is recorded
	Files    []string // paths, folders or globs, from the manifest's folder, with /
	Meta     Meta
}

// Meta is what a file may not say of itself. Zero fields are unknown.
type Meta struct {
	VoxelUm   [3]float64 // z, y, x; of stacks and images
	PixelUm   float64    // of movies
	RateHz    float64    // frames or samples a second
	Indicator string     // such as GCaMP6s
	Channel   int        // from 1
	Place     int        // of the animal in a video of several, from 1 on the left
	Rater     string     // who scored a table
}

// ModalityIn returns what a recording holds, given the kind of its session.
func (r Recording) ModalityIn(kind SessionKind) Modality {
	if r.Modality == "" {
		return kind.Recorded()
	}
	return r.Modality
}
