package score

import (
	"encoding/json"
	"math"
)

// Number is a real number that JSON shows as null when it has no value.
type Number float64

// MarshalJSON writes NaN as null.
func (n Number) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(n)) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n))
}

// UnmarshalJSON reads null as NaN.
func (n *Number) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*n = Number(math.NaN())
		return nil
	}
	return json.Unmarshal(b, (*float64)(n))
}

// Counts are matches and mistakes. Ignored measured items fell on truth that is
// neither right nor wrong, Outside ones beyond the annotated dendrite.
type Counts struct {
	TP        int    `json:"tp"`
	FP        int    `json:"fp"`
	FN        int    `json:"fn"`
	Ignored   int    `json:"ignored"`
	Outside   int    `json:"outside"`
	Precision Number `json:"precision"` // tp/(tp+fp)
	Recall    Number `json:"recall"`    // tp/(tp+fn)
	F1        Number `json:"f1"`        // 2tp/(2tp+fp+fn)
}

// rated returns the counts with their ratios, NaN where 0/0.
func (c Counts) rated() Counts {
	tp, fp, fn := float64(c.TP), float64(c.FP), float64(c.FN)
	c.Precision, c.Recall = Number(tp/(tp+fp)), Number(tp/(tp+fn))
	c.F1 = Number(2 * tp / (2*tp + fp + fn))
	return c
}

func (c Counts) plus(d Counts) Counts {
	return Counts{TP: c.TP + d.TP, FP: c.FP + d.FP, FN: c.FN + d.FN,
		Ignored: c.Ignored + d.Ignored, Outside: c.Outside + d.Outside}
}

// Result is the whole comparison. Its JSON names do not change.
type Result struct {
	RadiusUm     float64        `json:"radius_um"`
	Point        string         `json:"point"` // "tip" or "head"
	Pooled       Counts         `json:"detection"`
	Sessions     []SessionScore `json:"detection_by_session"`
	NotUsed      []int          `json:"not_used,omitempty"` // measured sessions in which nothing could be judged
	ByLength     []Bin          `json:"recall_by_length_um"`
	ByBrightness []Bin          `json:"recall_by_brightness"`
	Links        LinkScore      `json:"links"`
	Events       EventScore     `json:"events"`
	// The same with truth names re-joined across sessions the measurement
	// skipped; nil when it skipped none.
	LinksRejoined  *LinkScore  `json:"links_rejoined,omitempty"`
	EventsRejoined *EventScore `json:"events_rejoined,omitempty"`
}

// SessionScore is the detection in one session.
type SessionScore struct {
	Session      int `json:"session"`
	TruthSession int `json:"truth_session"`
	Counts
}

// Bin is the recall of the truth spines with From <= value < To.
type Bin struct {
	From   Number `json:"from"`
	To     Number `json:"to"` // null: no upper end
	Found  int    `json:"found"`
	Of     int    `json:"of"`
	Recall Number `json:"recall"`
}

func pooled(sessions []SessionScore) Counts {
	var c Counts
	for _, s := range sessions {
		c = c.plus(s.Counts)
	}
	return c.rated()
}
