package twin

import (
	"reflect"
	"slices"
	"testing"
)

// TestEveryConstantHasASource, in the order of Params, and none that is not
// there.
func TestEveryConstantHasASource(t *testing.T) {
	var fields, sources []string
	v := reflect.TypeFor[Params]()
	for i := range v.NumField() {
		for j := range v.Field(i).Type.NumField() {
			fields = append(fields, v.Field(i).Name+"."+v.Field(i).Type.Field(j).Name)
		}
	}
	for _, s := range Sources() {
		sources = append(sources, s.Constant)
		if s.From == "" && (s.Origin == Literature || s.Origin == Fitted) {
			t.Errorf("%s: %s, but not what from", s.Constant, s.Origin)
		}
	}
	if !slices.Equal(fields, sources) {
		t.Errorf("constants %v\nsources %v", fields, sources)
	}
	for i, value := range SourceTable(Default()).Strings("value") {
		if value == "" {
			t.Errorf("%s has no value", sources[i])
		}
	}
}
