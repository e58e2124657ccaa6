package score

import (
	"slices"
	"strings"
	"testing"
)

func named(recordings ...string) Measured {
	var m Measured
	for i, r := range recordings {
		m.Sessions = append(m.Sessions, Session{Number: i, Recording: r})
	}
	return m
}

func TestResolveSessions(t *testing.T) {
	truth := Truth{study(nil, nil, nil, nil)}
	for _, c := range []struct {
		name     string
		m        Measured
		explicit []int
		want     []int
		err      string
	}{
		{"by name", named("x/m1_s0.ome.tif", "m1_s1.ome.tif", `d\m1_s3.tif`), nil, []int{0, 1, 3}, ""},
		{"explicit rules", named("m_s0.tif", "m_s1.tif"), []int{2, 3}, []int{2, 3}, ""},
		{"in order", named("a.tif", "b.tif", "c.tif", "d_s9.tif"), nil, []int{0, 1, 2, 3}, ""},
		{"a name the truth has not", named("m_s0.tif", "m_s7.tif"), nil, nil, "hint: name the truth session"},
		{"not at the end", named("m_s0_x.tif", "m_s1_x.tif"), nil, nil, "2 measured sessions, 4 in the truth"},
		{"wrong count", named("a", "b"), []int{1}, nil, "1 truth sessions were named for 2"},
		{"no such session", named("a"), []int{5}, nil, "no session 5"},
		{"one thrice", named("a", "b", "c"), []int{0, 0, 0}, nil, "truth session 0 comes after 0, as named"},
		{"backwards", named("a", "b", "c"), []int{2, 1, 0}, nil, "truth session 1 comes after 2, as named"},
		{"named backwards", named("m_s0.tif", "m_s3.tif", "m_s2.tif"), nil, nil, "truth session 2 comes after 3, as the recordings are named"},
		{"named alike", named("a_s1.tif", "b_s1.tif"), nil, nil, "truth session 1 comes after 1, as the recordings are named"},
	} {
		got, err := ResolveSessions(c.m, truth, c.explicit)
		if c.err == "" && (err != nil || !slices.Equal(got, c.want)) {
			t.Errorf("%s: %v, %v", c.name, got, err)
		}
		if c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.err)
		}
	}
}
