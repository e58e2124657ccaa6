package report

import (
	"strings"
	"testing"

	"respine/table"
)

// The totals of testdata/dynamics.csv, by hand: 42 spines at the start of the
// first interval, 35 kept, 7 lost, 2 gained.
func TestKeyTable(t *testing.T) {
	tree := parse(t, write(t, sampleInput(t)))
	got := tree.section(t, "dynamics").cells(0)
	if len(got) != 4 {
		t.Fatalf("%d rows", len(got))
	}
	want := []string{"0 → 4", "4.8 %2 of 421.3 % to 17 %", "17 %7 of 428.3 % to 31 %", "11 %9 of 795.9 % to 21 %", "42", "37", "35", "7", "2", "117"}
	if g, w := strings.Join(got[1], "|"), strings.Join(want, "|"); g != w {
		t.Errorf("row %s\nwant %s", g, w)
	}
}

func TestEveryExclusionIsListed(t *testing.T) {
	tree := parse(t, write(t, sampleInput(t)))
	s := tree.section(t, "exclusions")
	short, long := s.cells(0), s.cells(1)
	if len(short) != 1+4 || len(long) != 1+4 {
		t.Fatalf("%d reasons, %d entries", len(short)-1, len(long)-1)
	}
	if got := strings.Join(short[1], "|"); got != "in shadow: the shaft is much dimmer than in another session|1|25.0|day 8" {
		t.Errorf("reason: %s", got)
	}
	if got := strings.Join(short[2], "|"); got != "lies on another dendrite|2|–|all" {
		t.Errorf("second reason: %s", got)
	}
	if got := strings.Join(short[4], "|"); got != "All together|4|25.0|" {
		t.Errorf("sum: %s", got)
	}
	if got := strings.Join(long[1], "|"); got != "all|3|14.2|14.2|lies on another dendrite|auto" {
		t.Errorf("first entry: %s", got)
	}
	if got := strings.Join(long[3], "|"); got != "day 4|all|–|–|rejected: <script>alert(1)</script> & smeared|reviewer" {
		t.Errorf("third entry: %s", got)
	}
}

// One reason with two correlations is one reason; 10 + 20 um of it come before
// 25 um of another.
func TestReasonsWithNumbersAreOne(t *testing.T) {
	r := table.New("exclusions", table.Int("session", ""), table.Int("branch_id", ""), table.Float("from_um", "um"), table.Float("to_um", "um"), table.String("reason", ""))
	r.Append(1, 0, 0.0, 25.0, "in shadow")
	r.Append(1, 0, 0.0, 10.0, "not the field (correlation 0.10)")
	r.Append(2, 0, 0.0, 20.0, "not the field (correlation 0.20)")
	g := source{}.reasonGrid(rows{r})
	var got []string
	for _, row := range g.Rows {
		for _, c := range row {
			got = append(got, c.Main)
		}
	}
	if s := strings.Join(got, "|"); s != "not the field|2|30.0|session 1, session 2|in shadow|1|25.0|session 1|All together|3|55.0|" {
		t.Errorf("%s", s)
	}
}

func TestErrorsAndTheirReasons(t *testing.T) {
	got := parse(t, write(t, sampleInput(t))).section(t, "errors").cells(0)
	if g := strings.Join(got[1], "|"); g != "day 0|6.2 %3.1 % to 11 %|of 402 spines planted into the pictures, 377 were found|0.0081|1.9 %|–|" {
		t.Errorf("session 0: %s", g)
	}
	if g := strings.Join(got[4], "|"); g != "day 12|–|of 12 spines planted into the pictures, 10 were found|0.0100|3.0 %|–|too little empty shaft to plant spines on" {
		t.Errorf("session 3: %s", g)
	}
}

// With three sessions nothing can be confirmed, and the page says so instead of
// a table of what cannot be.
func TestConfirmedNeedsFourSessions(t *testing.T) {
	const sentence = "only with four sessions or more"
	in := sampleInput(t)
	if got := parse(t, write(t, in)).section(t, "dynamics").text; strings.Contains(got, sentence) || !strings.Contains(got, "Contradicted") {
		t.Error("four sessions are too few")
	}
	for i, s := range in.Tables {
		if s.Name == "sessions" {
			in.Tables[i] = s.Filter(func(row int) bool { return row < 3 })
		}
	}
	if got := parse(t, write(t, in)).section(t, "dynamics").text; !strings.Contains(got, sentence) || strings.Contains(got, "Contradicted") {
		t.Error("three sessions are enough")
	}
}

// Lost and gained are in the small print, so that the table of branches fits on
// paper: branch 3 in the first interval has 22 spines, 3 lost and 2 gained.
func TestTableOfBranches(t *testing.T) {
	tables := parse(t, write(t, sampleInput(t))).section(t, "dynamics")
	for k := range tables.all("table") {
		got := tables.cells(k)
		if got[0][0] != "Branch" {
			continue
		}
		if len(got[0]) > 7 {
			t.Errorf("%d columns", len(got[0]))
		}
		if row := strings.Join(got[1], "|"); row != "3|0 → 4|9.1 %2 of 222.5 % to 33 %|14 %3 of 224.7 % to 33 %|12 %5 of 434.8 % to 25 %|22 → 21|60.0" {
			t.Errorf("first row %s", row)
		}
		if got[2][0] != "3" || got[2][1] != "4 → 8" {
			t.Errorf("the second row is of branch %s, days %s, want the next interval of branch 3", got[2][0], got[2][1])
		}
		if row := strings.Join(got[7], "|"); row != "9|0 → 4|0/4|1/4|1/7|4 → 3|12.0" {
			t.Errorf("a row of few: %s", row)
		}
		return
	}
	t.Error("there is no table of branches")
}

func TestHeadline(t *testing.T) {
	lead, tiles := headline(source{sampleTables(t)})
	if lead != "4 sessions, days 0 to 12" {
		t.Errorf("lead %q", lead)
	}
	// 60 + 45 + 12 um; 25 um of branch 7 in shadow once; one of three is a filopodium
	want := []tile{{"4", "sessions"}, {"3", "branches"}, {"117 µm", "of dendrite followed"},
		{"92.0–117 µm", "could be judged, by session"}, {"2", "spines seen at least once"}, {"1", "filopodia, counted apart"}}
	for i, w := range want {
		if i >= len(tiles) || tiles[i] != w {
			t.Errorf("tiles %v, want %v", tiles, want)
			break
		}
	}
}

// Without anything there is still a page, and every section says what is
// missing.
func TestEmptyReport(t *testing.T) {
	tree := parse(t, write(t, SpinesInput{}))
	sections := tree.all("section")
	if len(sections) != 11 || tree.all("h1")[0].text != "Dendritic spines over days" {
		t.Fatalf("%d sections under %q", len(sections), tree.all("h1")[0].text)
	}
	for _, s := range sections {
		said := false
		for _, p := range s.all("p") {
			said = said || p.class == "missing"
		}
		if !said {
			t.Errorf("section %s does not say what is missing", s.class)
		}
	}
}

// Each table in turn is missing, empty, or without its columns; the rest of
// the page stands.
func TestTablesGoMissingOneByOne(t *testing.T) {
	for _, name := range []string{"sessions", "branches", "spines", "exclusions", "errors", "dynamics", "density", "survival", "restored", "restored_sweep", "restored_pairs", "confirmed"} {
		in := sampleInput(t)
		for _, spoil := range []func(*table.Table) *table.Table{
			func(*table.Table) *table.Table { return nil },
			func(s *table.Table) *table.Table { return s.Filter(func(int) bool { return false }) },
			func(s *table.Table) *table.Table { return table.New(s.Name, table.Int("unrelated", "")) },
			func(s *table.Table) *table.Table { // every column text
				var columns []table.Column
				for _, c := range s.Columns() {
					columns = append(columns, table.String(c.Name, ""))
				}
				u := table.New(s.Name, columns...)
				row := make([]any, len(columns))
				for i := range row {
					row[i] = "x"
				}
				u.Append(row...)
				return u
			},
		} {
			tables := sampleTables(t)
			for i, s := range tables {
				if s.Name == name {
					tables[i] = spoil(s)
				}
			}
			in.Tables = tables
			page := write(t, in)
			parse(t, page)
			if strings.Contains(page, "NaN") || strings.Contains(page, "Inf") {
				t.Errorf("%s: NaN or Inf on the page", name)
			}
		}
	}
	in := sampleInput(t)
	in.Tables = []*table.Table{table.New("density", table.Int("session", ""))}
	if got := parse(t, write(t, in)).section(t, "density").text; !strings.Contains(got, "Table density has no column day, branch_id, kind, present, judgeable_um, density_per_um.") {
		t.Errorf("section says %s", got)
	}
}

func TestNamesOfTurnoverAreKnownToo(t *testing.T) {
	for i, c := range []struct{ got, plain, long string }{
		{dynamicsNames()[1], "dynamics", "spine_intervals"}, {densityNames()[1], "density", "spine_density"},
		{survivalNames()[1], "survival", "spine_survival"}, {restoredNames()[1], "restored", "spine_restored"},
		{sweepNames()[1], "restored_sweep", "spine_restored_sweep"}, {pairNames()[1], "restored_pairs", "spine_restored_pairs"}, {confirmedNames()[1], "confirmed", "spine_confirmed"},
	} {
		if c.got != c.long {
			t.Errorf("%d: %s", i, c.got)
		}
		tables := sampleTables(t)
		for _, s := range tables {
			if s.Name == c.plain {
				s.Name = c.long
			}
		}
		in := sampleInput(t)
		in.Tables = tables
		if write(t, in) != write(t, sampleInput(t)) {
			t.Errorf("another page when %s is called %s", c.plain, c.long)
		}
	}
}
