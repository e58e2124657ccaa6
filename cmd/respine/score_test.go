package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"respine/score"
)

// Every key of the JSON that score spines prints is told of in docs/tables.md.
func TestScoreKeysAreDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../docs/tables.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, ok := strings.Cut(string(doc), "## What `respine score spines` prints")
	if !ok {
		t.Fatal("there is no section about it")
	}
	text, _, _ = strings.Cut(text, "\n## ")
	links := score.LinkScore{Pairs: []score.LinkPair{{}}}
	changes := score.EventScore{Intervals: []score.EventInterval{{}}}
	b, err := json.Marshal(score.Result{Sessions: []score.SessionScore{{}}, ByLength: []score.Bin{{}}, ByBrightness: []score.Bin{{}},
		Links: links, Events: changes, LinksRejoined: &links, EventsRejoined: &changes})
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	gather(v, keys)
	if len(keys) < 30 {
		t.Fatalf("only %d keys", len(keys))
	}
	for k := range keys {
		if !strings.Contains(text, "`"+k+"`") {
			t.Errorf("key %s is not there", k)
		}
	}
}

func gather(v any, keys map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			keys[k] = true
			gather(inner, keys)
		}
	case []any:
		for _, inner := range v {
			gather(inner, keys)
		}
	}
}

func TestScoreTable(t *testing.T) {
	c := score.Counts{TP: 9, FP: 1, FN: 3, F1: 18.0 / 22, Precision: 0.9, Recall: 0.75}
	r := score.Result{Pooled: c, Sessions: []score.SessionScore{{Session: 2, Counts: c}}, Links: score.LinkScore{TP: 7, FP: 1, DetectedLinks: 8, F1Detected: 0.875, Precision: 0.875, RecallDetected: 0.875}}
	var b strings.Builder
	p := &printer{w: &b}
	p.scores(r)
	for _, want := range []string{
		"spines found               0.82    0.90       0.75          9      1       3\n", "  session 2                0.82 ",
		"links, of spines found     0.88    0.88       0.88          7      1       1\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, &b)
		}
	}
}
