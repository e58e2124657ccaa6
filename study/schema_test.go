package study

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"testing"

	"respine/yamltree"
)

// conform judges a tree by a schema, as far as ours goes: properties, required,
// additionalProperties, items and their number, enum, anyOf, pattern and types.
func conform(schema map[string]any, n yamltree.Node, path string) []string {
	var wrong []string
	if ways, ok := schema["anyOf"].([]any); ok {
		for _, one := range ways {
			if wrong = conform(one.(map[string]any), n, path); len(wrong) == 0 {
				return nil
			}
		}
		return wrong
	}
	if kinds := kindsOf(schema["type"]); len(kinds) > 0 && !slices.Contains(kinds, n.Kind) {
		return []string{fmt.Sprintf("%s: %s", path, n.Kind)}
	}
	if of, ok := schema["enum"].([]any); ok && !slices.Contains(of, any(n.Text)) {
		wrong = append(wrong, path+": "+n.Text)
	}
	if p, ok := schema["pattern"].(string); ok && !regexp.MustCompile(p).MatchString(n.Text) {
		wrong = append(wrong, path+": "+n.Text)
	}
	properties, _ := schema["properties"].(map[string]any)
	seen := map[string]bool{}
	for _, e := range n.Entries {
		seen[e.Name] = true
		if p, ok := properties[e.Name]; ok {
			wrong = append(wrong, conform(p.(map[string]any), e.Value, path+"/"+e.Name)...)
		} else if more, ok := schema["additionalProperties"].(map[string]any); ok {
			wrong = append(wrong, conform(more, e.Value, path+"/"+e.Name)...)
		} else {
			wrong = append(wrong, path+"/"+e.Name)
		}
	}
	required, _ := schema["required"].([]any)
	for _, r := range required {
		if !seen[r.(string)] {
			wrong = append(wrong, path+": no "+r.(string))
		}
	}
	items, _ := schema["items"].(map[string]any)
	for i, item := range n.Items {
		wrong = append(wrong, conform(items, item, fmt.Sprintf("%s/%d", path, i+1))...)
	}
	if least, ok := schema["minItems"].(float64); ok && n.Kind == yamltree.IsList && len(n.Items) < int(least) {
		wrong = append(wrong, path+": too few")
	}
	return wrong
}

// kindsOf returns the kinds of node the types of a schema allow.
func kindsOf(types any) []yamltree.Kind {
	all, ok := types.([]any)
	if !ok && types != nil {
		all = []any{types}
	}
	var out []yamltree.Kind
	for _, t := range all {
		switch t {
		case "object":
			out = append(out, yamltree.IsMapping)
		case "array":
			out = append(out, yamltree.IsList)
		case "null":
			out = append(out, yamltree.IsNothing)
		default:
			out = append(out, yamltree.IsScalar)
		}
	}
	return out
}

func TestSchema(t *testing.T) {
	var schema map[string]any
	if err := json.Unmarshal(Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	good := map[string][]byte{"small": []byte(small), "template": Template()}
	for _, name := range Presets() {
		good[name], _ = PresetText(name)
	}
	for name, text := range good {
		root, ok := yamltree.Collect("").Parse(text)
		wrong := conform(schema, root, name)
		// The one thing in small that editors mark and Parse forgives: any case.
		wrong = slices.DeleteFunc(wrong, func(s string) bool { return s == "small/sessions/early/kind: Spines" })
		wrong = slices.DeleteFunc(wrong, func(s string) bool { return s == "small/arms/naive: nothing" })
		if !ok || len(wrong) > 0 {
			t.Errorf("%s: the schema does not know %v", name, wrong)
		}
	}
	for text, want := range map[string]string{
		"study: x\n":                    ": no time_zero",
		"arms: {A: {ketamin: 1}}\n":     "/arms/A/ketamin",
		"sessions: {a: {kind: cake}}":   "/sessions/a/kind: cake",
		"recordings: [{voxel_um: [1]}]": "/recordings/1/voxel_um: too few",
	} {
		root, _ := yamltree.Collect("").Parse([]byte(text))
		if wrong := conform(schema, root, ""); !slices.Contains(wrong, want) {
			t.Errorf("%q: the schema finds %q, not %q", text, wrong, want)
		}
	}
}

// TestEveryKeyIsDescribed: the descriptions are what hints and editors show.
func TestEveryKeyIsDescribed(t *testing.T) {
	for _, keys := range [][]key{new(Study).keys(), new(TimeZero).keys(), new(Arm).keys(), new(Animal).keys(), new(Session).keys(), new(Recording).keys(), new(Table).keys(), new(Claims).keys(), new(Simulation).keys()} {
		for _, k := range keys {
			if len(k.doc) < 4 || k.doc[len(k.doc)-1] != '.' {
				t.Errorf("%s: %q", k.name, k.doc)
			}
		}
	}
}
