package score

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"respine/photometry"
	"respine/table"
)

// PhotometryResult compares measured photometry with the truth of rendered
// recordings.
type PhotometryResult struct {
	Recordings []FibreScore `json:"recordings"`
	Transients FibreCounts  `json:"transients"` // of all recordings
	// Lag is where the hazard of struggling goes with calcium most: measured, with the
	// delay of the filter taken off, and by the same estimator on the noiseless dF/F
	// of the truth.
	Lag      Number   `json:"lag_s"`
	TrueLag  Number   `json:"true_lag_s"`
	LagError Number   `json:"lag_error_s"`
	NoLag    string   `json:"no_lag,omitempty"`
	Missing  []string `json:"missing"` // measured recordings without truth
}

// FibreScore is one recording.
type FibreScore struct {
	Animal      string      `json:"animal"`
	Session     string      `json:"session"`
	Refused     string      `json:"refused,omitempty"`
	StatedError Number      `json:"stated_error_s"`
	ClockError  Number      `json:"clock_error_s"` // largest, over the recording
	Correlation Number      `json:"correlation"`   // of dF/F with the true one
	Scale       Number      `json:"scale"`         // of dF/F on the true one
	Transients  FibreCounts `json:"transients"`
}

// FibreCounts compares transients. Measured ones on true rises of at least half the
// size that the truth lists are neither right nor wrong for Precision, and wrong
// for PrecisionStrict.
type FibreCounts struct {
	Truth           int    `json:"truth"`
	Measured        int    `json:"measured"`
	Found           int    `json:"found"`
	Small           int    `json:"small"` // measured, on true rises below the listed size
	Wrong           int    `json:"wrong"`
	Recall          Number `json:"recall"`
	Precision       Number `json:"precision"`
	PrecisionStrict Number `json:"precision_strict"`
}

func (c *FibreCounts) ratios() {
	c.Recall = Number(float64(c.Found) / float64(c.Truth))
	c.Precision = Number(float64(c.Found) / float64(c.Found+c.Wrong))
	c.PrecisionStrict = Number(float64(c.Found) / float64(c.Measured))
}

func (c *FibreCounts) add(o FibreCounts) {
	c.Truth, c.Measured, c.Found, c.Small, c.Wrong = c.Truth+o.Truth, c.Measured+o.Measured, c.Found+o.Found, c.Small+o.Small, c.Wrong+o.Wrong
}

// slackSec is how far apart a measured and a true rise may be and still be one:
// two sample periods of a recording at 20 Hz.
const slackSec = 0.1

// trueDFF is the rise that rendered recordings list, scope's default.
const trueDFF = 0.02

// Photometry scores a folder that respine photometry wrote. truth is the folder of
// a simulated study, or truth within it.
func Photometry(measured, truth string) (PhotometryResult, error) {
	if _, err := os.Stat(filepath.Join(truth, "truth", "recordings")); err == nil {
		truth = filepath.Join(truth, "truth")
	}
	m, err := readFibres(measured)
	if err != nil {
		return PhotometryResult{}, err
	}
	out := PhotometryResult{Lag: Number(math.NaN()), TrueLag: Number(math.NaN()), LagError: Number(math.NaN())}
	var whole []photometry.Session
	for _, one := range m {
		if one.session == "" { // as the truth names it, if it has one
			if one.session, err = onlyFibre(truth, one.animal); err != nil {
				out.Missing = append(out.Missing, err.Error())
				continue
			}
		}
		t, err := readFibreTruth(truth, one.animal, one.session)
		if err != nil {
			out.Missing = append(out.Missing, err.Error())
			continue
		}
		s := one.score(t)
		out.Transients.add(s.Transients)
		out.Recordings = append(out.Recordings, s)
		whole = append(whole, t.asSession(one.animal, one.session))
	}
	if len(out.Recordings) == 0 {
		return out, fmt.Errorf("%s has no truth of any recording in %s: %s\nhint: --truth is the folder of a simulated study; animals and sessions must have its names", truth, measured, out.Missing[0])
	}
	out.Transients.ratios()
	return out, out.lag(measured, truth, whole)
}

// lag compares lags, where there are bouts in the truth and a prediction.
func (out *PhotometryResult) lag(measured, truth string, whole []photometry.Session) error {
	if err := addBouts(truth, whole); err != nil {
		out.NoLag = err.Error()
		return nil
	}
	p, err := table.Read(measured, "prediction", table.String("animal", ""), table.Float("lead_s", "s"))
	if err != nil {
		return err
	}
	row := slices.Index(p.Strings("animal"), "")
	if row < 0 {
		out.NoLag = "nothing was predicted"
		return nil
	}
	out.Lag = Number(p.Floats("lead_s")[row])
	f := photometry.Foretell(whole, photometry.Params{}, rand.New(rand.NewPCG(1, 0)))
	if len(f.Pipelines) == 0 || f.Pipelines[0].Undetermined != "" || math.IsNaN(float64(out.Lag)) {
		out.NoLag = "too few struggles to tell a lag"
		return nil
	}
	out.TrueLag = Number(f.Pipelines[0].LagSec)
	out.LagError = out.Lag - out.TrueLag
	return nil
}
