package report

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestSpineCharts(t *testing.T) {
	charts := SpineCharts(sampleTables(t), 2)
	var names []string
	for _, c := range charts {
		names = append(names, c.Name)
		d := xml.NewDecoder(strings.NewReader(string(c.Data)))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", c.Name, err)
			}
		}
		if s := string(c.Data); !strings.HasPrefix(s, "<svg ") || strings.Contains(s, "NaN") {
			t.Errorf("%s:\n%s", c.Name, s)
		}
	}
	if got := strings.Join(names, " "); got != "dynamics density survival restored-1 restored-2" {
		t.Errorf("charts %s", got)
	}
	if SpineCharts(nil, 0) != nil {
		t.Error("charts of nothing")
	}
}

// What the marks say when pointed at are the counts of the tables.
func TestChartTips(t *testing.T) {
	all := ""
	for _, c := range SpineCharts(sampleTables(t), 2) {
		all += string(c.Data)
	}
	for _, want := range []string{"<title>formation 2 of 42</title>", "<title>elimination 7 of 42</title>",
		"<title>1 of 2 within 2 µm</title>", "<title>5 of 6 within 2 µm</title>", "<title>exact expectation on the judgeable path: 38 %</title>"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %s", want)
		}
	}
}
