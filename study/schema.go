package study

import "encoding/json"

// Schema returns a JSON schema (draft 2020-12) of the manifest, by which editors
// complete keys and show what they mean. It knows less than Parse: times, doses
// and what depends on other entries are checked there.
func Schema() []byte {
	root := schemaOf(new(Study).keys())
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "respine study"
	b, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		panic("study: " + err.Error())
	}
	return append(b, '\n')
}

// schemaOf describes a mapping of known keys.
func schemaOf(keys []key) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, k := range keys {
		p := map[string]any{"description": k.doc}
		for name, v := range k.value.schema() {
			p[name] = v
		}
		properties[k.name] = p
		if k.must {
			required = append(required, k.name)
		}
	}
	return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}
