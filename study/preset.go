package study

import (
	"embed"
	"fmt"

	"respine/spelling"
)

//go:embed presets/*.yaml
var presets embed.FS

// Presets returns the names of the studies that come with the program.
func Presets() []string { return []string{"moda-sava-2019", "restraint"} }

// Preset returns a study that comes with the program: "moda-sava-2019", the nine
// arms that tell erasure of new spines from its controls, or "restraint",
// repeated restraint beside corticosterone; eight animals an arm.
func Preset(name string) (Study, error) {
	text, err := PresetText(name)
	if err != nil {
		return Study{}, err
	}
	s, problems := Parse(text, name+".yaml")
	return s, problems.Err()
}

// PresetText returns the manifest of a preset, with its comments.
func PresetText(name string) ([]byte, error) {
	for _, known := range Presets() {
		if name == known {
			return presets.ReadFile("presets/" + name + ".yaml")
		}
	}
	return nil, fmt.Errorf("no study is called %q\nhint: %s", name, spelling.Suggest(name, Presets()))
}

// Template returns the commented manifest a new study begins with.
func Template() []byte {
	text, err := presets.ReadFile("presets/template.yaml")
	if err != nil {
		panic("study: " + err.Error())
	}
	return text
}
