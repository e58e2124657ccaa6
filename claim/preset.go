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

// WithPaper returns the declaration with what the paper reports entered for
// claims, each at its first part.
func (s Set) WithPaper(values []study.PaperValue) Set {
	s.Claims = slices.Clone(s.Claims)
	for i, c := range s.Claims {
		for _, v := range values {
			if v.Claim == c.ID && v.Value != nil && len(c.Parts) > 0 {
				s.Claims[i].Parts = slices.Clone(c.Parts)
				s.Claims[i].Parts[0].Paper = v.Value
			}
		}
	}
	return s
}
