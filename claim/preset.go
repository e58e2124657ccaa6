package claim

import (
	"embed"
	"fmt"
	"slices"

	"respine/spelling"
	"respine/study"
)

//go:embed presets/*.yaml
var presets embed.FS

// Preset returns a declaration that comes with the program.
func Preset(name string) (Set, error) {
	text, err := PresetText(name)
	if err != nil {
		return Set{}, err
	}
	s, problems := Parse(text, name+".yaml")
	return s, problems.Err()
}

// PresetText returns its text, to be copied and changed.
func PresetText(name string) ([]byte, error) {
	if !slices.Contains(study.ClaimPresets(), name) {
		return nil, fmt.Errorf("no set of claims is called %q\nhint: %s", name, spelling.Suggest(name, study.ClaimPresets()))
	}
	return presets.ReadFile("presets/" + name + ".yaml")
}
