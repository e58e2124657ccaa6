package pipeline

import (
	"errors"
	"testing"
)

// Of a masked study the names of slices within a folder, which may tell whose they
// are, are left away; of others they say which slice it is.
func TestNamesWithinAFolderAreMasked(t *testing.T) {
	in := []Input{{Source: Source{Path: "/data/A1/s0", Name: "M-XQVZFV/s0"}}}
	err := errors.New("/data/A1/s0/A1_ketamine_slice1.png: unexpected EOF")
	if got := named(err, in, true).Error(); got != "M-XQVZFV/s0 (a file in it): unexpected EOF" {
		t.Errorf("masked: %s", got)
	}
	if got := named(err, in, false).Error(); got != "M-XQVZFV/s0/A1_ketamine_slice1.png: unexpected EOF" {
		t.Errorf("not masked: %s", got)
	}
}
