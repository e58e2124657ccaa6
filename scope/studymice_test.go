package scope

import (
	"bytes"
	"context"
	"testing"

	"respine/study"
	"respine/table"
	"respine/twin"
)

// quickStudy has three animals in two arms, and every kind of session.
func quickStudy() study.Study {
	s := study.Study{Arms: []study.Arm{{ID: "A"}, {ID: "B", Manipulations: []study.Manipulation{{Kind: study.Ketamine, DoseMgPerKg: 10}}}},
		Animals: []study.Animal{{ID: "a1", Arm: "A"}, {ID: "b1", Arm: "B"}, {ID: "a2", Arm: "A"}}}
	for _, k := range study.SessionKinds() {
		s.Sessions = append(s.Sessions, study.Session{ID: string(k) + "-3h", Kind: k, At: 3})
	}
	s.Sessions = append(s.Sessions, study.Session{ID: "spines-6h", Kind: study.Spines, At: 6})
	return s
}

// quickTwin is the default with short recordings, few branches and no looks at
// co-activity.
func quickTwin() twin.Params {
	p := twin.Default()
	p.Coupling.Seconds, p.Imaging.SettleHours = 0, 3
	p.Imaging.CalciumSec, p.Imaging.SuspensionSec, p.Imaging.ScoredSec, p.Imaging.Branches = 4, 10, 6, 4
	return p
}

func simulated(t *testing.T, s study.Study, workers int) []StudyMouse {
	t.Helper()
	mice := make([]StudyMouse, len(s.Animals))
	err := SimulateStudy(context.Background(), s, quickTwin(), 5, workers, func(i int, m StudyMouse) error {
		mice[i] = m
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return mice
}

func written(t *testing.T, tables []*table.Table) string {
	t.Helper()
	var b bytes.Buffer
	for _, v := range tables {
		b.WriteString(v.Name + "\n")
		if err := v.WriteCSV(&b); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// TestAnAnimalIsItsIDAndSeed: whatever the workers and the other animals.
func TestAnAnimalIsItsIDAndSeed(t *testing.T) {
	all := simulated(t, quickStudy(), 1)
	for i, m := range simulated(t, quickStudy(), 3) {
		if written(t, m.Tables()) != written(t, all[i].Tables()) {
			t.Errorf("%s differs with three workers", m.Animal.ID)
		}
	}
	fewer := quickStudy()
	fewer.Animals = fewer.Animals[2:]
	if written(t, simulated(t, fewer, 1)[0].Tables()) != written(t, all[2].Tables()) {
		t.Error("a2 differs without the others")
	}
	if len(all[0].Lives) == 0 || written(t, all[0].Mouse.Tables()[5:6]) == written(t, all[2].Mouse.Tables()[5:6]) {
		t.Error("two mice of one arm are the same")
	}
}

// TestJoinedTablesAreAllRowsInOrder: as many rows as the parts, and split by
// animal they are the parts again.
func TestJoinedTablesAreAllRowsInOrder(t *testing.T) {
	var parts [][]*table.Table
	for _, m := range simulated(t, quickStudy(), 2) {
		parts = append(parts, m.Tables())
	}
	joined := JoinTables(parts)
	if len(joined) != len(parts[0]) || joined[0].Len() != 3 || joined[len(joined)-1].Name != "study_session" || joined[len(joined)-1].Len() != 21 {
		t.Errorf("%d tables, %d animals, last %s of %d rows", len(joined), joined[0].Len(), joined[len(joined)-1].Name, joined[len(joined)-1].Len())
	}
	for i, id := range []string{"a1", "b1", "a2"} {
		var again []*table.Table
		for _, v := range joined {
			animal := v.Strings("animal")
			again = append(again, v.Filter(func(r int) bool { return animal[r] == id }))
		}
		if written(t, again) != written(t, parts[i]) {
			t.Errorf("the rows of %s are not what they were", id)
		}
	}
}
