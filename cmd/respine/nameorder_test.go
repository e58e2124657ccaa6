package main

import "testing"

func TestAgainstOrder(t *testing.T) {
	for _, c := range []struct {
		names []string
		a     int // the first of the two that are out of order, -1 if none
	}{
		{[]string{"a_s0.tif", "a_s1.tif", "a_s2.tif"}, -1},
		{[]string{"a_s0.tif", "a_s2.tif", "a_s1.tif"}, 1},
		{[]string{"a_s2.tif", "a_s0.tif", "a_s1.tif"}, 0},
		{[]string{"day04.tif", "day4_b.tif"}, -1}, // the same number
		{[]string{"day04.tif", "day00.tif"}, 0},
		{[]string{"Day 9.tif", "day 10.tif"}, -1},
		{[]string{"day-3.tif", "day0.tif", "day4.tif"}, -1},   // a sign
		{[]string{"day-0.tif", "day-4.tif", "day-8.tif"}, -1}, // a hyphen
		{[]string{"day4/stack.tif", "day0/stack.tif"}, 0},
		{[]string{"2024-01-30_m7.tif", "2024-02-01_m7.tif"}, -1},
		{[]string{"2024-02-01_m7.tif", "2024-01-30_m7.tif"}, -1}, // its last number rises: not known to be wrong
		{[]string{"2024-02-03_m7.tif", "2024-01-03_m7.tif"}, 0},
		{[]string{"30-01-2024.tif", "01-02-2024.tif"}, -1},
		{[]string{"m7_d0_r2.tif", "m7_d4_r1.tif"}, -1}, // the runs fall, the days do not
		{[]string{"m7_base.tif", "m7_late.tif"}, -1},
		{[]string{"before.tif", "after2.tif"}, -1},
		{[]string{"one.tif"}, -1},
		{nil, -1},
	} {
		a, b, ok := againstOrder(c.names)
		if ok != (c.a >= 0) || ok && (a != c.a || b != c.a+1) {
			t.Errorf("%q: %d, %d, %t, want %d", c.names, a, b, ok, c.a)
		}
	}
}
