package main

import (
	"reflect"
	"testing"
)

func TestVoxelFlag(t *testing.T) {
	var v voxelFlag
	if err := v.UnmarshalText([]byte("1, 0.12,0.13")); err != nil || v != (voxelFlag{Z: 1, Y: 0.12, X: 0.13}) {
		t.Errorf("%+v, %v", v, err)
	}
	for _, bad := range []string{"", "1", "1,2", "1,2,3,4", "1,2,x", "1,2,-3", "0,1,1", "1,NaN,1", "1,Inf,1"} {
		if err := v.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q is taken for a voxel size", bad)
		}
	}
}

func TestDayList(t *testing.T) {
	for text, want := range map[string]dayList{"0": {0}, "0,4.1,8": {0, 4.1, 8}, "0, 4, 8": {0, 4, 8}, " -1 ,2e1": {-1, 20}} {
		var got dayList
		if err := got.UnmarshalText([]byte(text)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, bad := range []string{"", "0,", "0;4", "0,,4", "zero", "0 4"} {
		if err := new(dayList).UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q is taken for days", bad)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ stacks, want []string }{
		{[]string{"x/day0.tif", "y/day4.tif"}, []string{"day0.tif", "day4.tif"}},
		{[]string{"day0/stack.tif", "./day4/stack.tif"}, []string{"day0/stack.tif", "day4/stack.tif"}},
	} {
		if got := (trackCommand{Stacks: c.stacks}).names(); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%v are called %v, want %v", c.stacks, got, c.want)
		}
	}
}
