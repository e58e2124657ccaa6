package behavior

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

const borisTabular = "Observation id\tobservation #1\t\t\n\t\t\t\nTime\tMedia file path\tTotal length\tFPS\tSubject\tBehavior\tBehavioral category\tComment\tStatus\n" +
	"3.3\tv.mp4\t360\t25\tm1\timmobile\t\t\tSTART\n7.75\tv.mp4\t360\t25\tm1\timmobile\t\t\tSTOP\n8\tv.mp4\t360\t25\tm1\trear\t\t\tPOINT\n" +
	"9\tv.mp4\t360\t25\tm2\timmobile\t\t\tSTART\n12\tv.mp4\t360\t25\tm2\timmobile\t\t\tSTOP\n"

const borisAggregated = "Observation id\tSubject\tBehavior\tBehavior type\tStart (s)\tStop (s)\tDuration (s)\n" +
	"o\tm1\timmobile\tSTATE\t3.3\t7.75\t4.45\no\tm1\tstruggling\tSTATE\t7.75\t9\t1.25\no\tm2\timmobile\tSTATE\t9\t12\t3\n"

// A record that ethogram programs lay out differently reads the same.
func TestReadScoresOfEachProgram(t *testing.T) {
	plain := "animal,state,from_s,to_s\nm2,Immobile,9,12\nm1,IMMOBILE,3.3,7.75\n"
	for name, file := range map[string][]byte{"BORIS tabular": []byte(borisTabular), "BORIS aggregated": []byte(borisAggregated),
		"plain": []byte(plain), "with mark": []byte("\xEF\xBB\xBF" + plain), "semicolons": []byte(strings.ReplaceAll(plain, ",", ";")),
		"UTF-16 little": utf16File(binary.LittleEndian, borisAggregated), "UTF-16 big": utf16File(binary.BigEndian, borisTabular)} {
		got, err := ReadScores(bytes.NewReader(file), []string{"immobile"})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(got) != 1 || !slices.Equal(got[0].Subjects["m1"], []Stretch{{3.3, 7.75}}) || !slices.Equal(got[0].Subjects["m2"], []Stretch{{9, 12}}) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func utf16File(order binary.ByteOrder, text string) []byte {
	var b bytes.Buffer
	binary.Write(&b, order, append([]uint16{0xFEFF}, utf16.Encode([]rune(text))...))
	return b.Bytes()
}

func TestReadScoresRefuses(t *testing.T) {
	for file, want := range map[string]string{
		"":                  "names the columns",
		"time,animal\n1,m1": "names the columns",
		"animal,state,from_s,to_s\nm1,walks,1,2\n":                  "--state",
		"animal,state,from_s,to_s\nm1,immobile,1,x\n":               "line 2",
		"animal,state,from_s,to_s\nm1,immobile,3,2\n":               "line 2",
		"Time\tSubject\tBehavior\tStatus\n1\tm1\timmobile\tSTOP\n":  "without having started",
		"Time\tSubject\tBehavior\tStatus\n1\tm1\timmobile\tSTART\n": "do not stop",
		strings.Replace(borisTabular, "STOP", "START", 1):           "starts again",
		"animal,state,from_s,to_s\nm1,immobile,1\n":                 "line 2",
	} {
		if got, err := ReadScores(strings.NewReader(file), []string{"immobile"}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v; want an error with %q", file, got, err, want)
		}
	}
}

// What is written for BORIS reads back.
func TestWriteBORIS(t *testing.T) {
	r := Result{Trace: Trace{Place: Place{Name: "m1"}}, Bouts: []Bout{{Struggling, 2, 3.5, false}, {Immobile, 3.5, 9.25, true}}}
	var b bytes.Buffer
	if err := WriteBORIS(&b, []Film{{Name: "cage", Results: []Result{r}}}); err != nil {
		t.Fatal(err)
	}
	got, err := ReadScores(&b, []string{"immobile"})
	if err != nil || !slices.Equal(got[0].Subjects["m1"], []Stretch{{3.5, 9.25}}) {
		t.Errorf("%+v, %v", got, err)
	}
}

// Observations of BORIS without a subject are subjects of their own; one subject in two
// of them is an error, for the times of both begin at 0.
func TestReadScoresOfSeveralObservations(t *testing.T) {
	const head = "Observation id\tSubject\tBehavior\tBehavior type\tStart (s)\tStop (s)\n"
	got, err := ReadScores(strings.NewReader(head+"film1\tNo focal subject\timmobile\tSTATE\t10\t50\nfilm2\tNo focal subject\timmobile\tSTATE\t20\t60\n"), []string{"immobile"})
	if err != nil || len(got) != 1 || !slices.Equal(got[0].Subjects["film1"], []Stretch{{10, 50}}) || !slices.Equal(got[0].Subjects["film2"], []Stretch{{20, 60}}) {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = ReadScores(strings.NewReader(head+"film1\tm1\timmobile\tSTATE\t10\t50\nfilm2\tm1\trear\tSTATE\t20\t60\n"), []string{"immobile"})
	if err == nil || !strings.Contains(err.Error(), "line 3: subject m1 is in observations film1 and film2") {
		t.Errorf("one subject in two observations: %v", err)
	}
}

// A time that two words call immobile counts once; times are finite; decimals may have a
// comma where cells are divided otherwise.
func TestReadScoresTimes(t *testing.T) {
	words := []string{"immobile", "freezing"}
	got, err := ReadScores(strings.NewReader("animal;state;from_s;to_s\r\nm1;freezing;2;8\r\nm1;immobile;1,5;10\r\nm1;immobile;10;12\r\n"), words)
	if err != nil || !slices.Equal(got[0].Subjects["m1"], []Stretch{{1.5, 10}, {10, 12}}) {
		t.Errorf("%+v, %v", got, err)
	}
	for _, bad := range []string{"inf", "NaN", "1e999"} {
		if _, err := ReadScores(strings.NewReader("animal,state,from_s,to_s\nm1,immobile,1,"+bad+"\n"), words); err == nil || !strings.Contains(err.Error(), "is not a time") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
