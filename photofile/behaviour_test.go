package photofile

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestBouts(t *testing.T) {
	all, err := ReadBouts(write(t, "b.csv", []byte("animal,session,state,from_s,to_s,censored\nm1,s,Immobile,0,3,false\nm1,s,struggling,3,5,true\nm2,s,immobile,0,9,true\n")))
	if err != nil || len(all) != 2 || all[0].Animal != "m1" || len(all[0].Bouts) != 2 || all[0].Bouts[0].State != "immobile" || !all[0].Bouts[1].Censored {
		t.Fatalf("%+v %v", all, err)
	}
	for _, c := range [][2]string{
		{"state,from_s,to_s\na,0,3\nb,2,5\n", "before the one before it ends"},
		{"state,from_s,to_s\na,3,0\n", "ends before it begins"},
		{"state,from,to\na,3,0\n", "hint: "},
	} {
		if _, err := ReadBouts(write(t, "b.csv", []byte(c[0]))); err == nil || !strings.Contains(err.Error(), c[1]) {
			t.Errorf("%q: %v", c[0], err)
		}
	}
}

// TestLabGym: a frame of noise is overruled, a bout below a second belongs to what is
// around it, frames without a label are no behaviour.
func TestLabGym(t *testing.T) {
	var head, row strings.Builder
	for i := range 300 {
		state := "'floating', 0.9"
		switch {
		case i < 15:
			state = "'NA', -1"
		case i == 50:
			state = "'climbing', 0.6"
		case i >= 100 && i < 200 && !(i >= 150 && i < 175):
			state = "'swimming', 0.7"
		}
		head.WriteString("," + fmt.Sprintf("%.2f", float64(i)/30))
		row.WriteString(",\"[" + state + "]\"")
	}
	text := head.String() + "\n0" + row.String() + "\n"
	all, err := ReadBouts(write(t, "l.csv", []byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	b := all[0].Bouts
	if len(b) != 3 || b[0].State != "immobile" || b[1].State != "struggling" || !b[2].Censored {
		t.Fatalf("%+v", b)
	}
	const frame = 0.04
	for i, want := range [][2]float64{{0.5, 100. / 30}, {100. / 30, 200. / 30}, {200. / 30, 10}} {
		if d := b[i].FromSec - want[0]; d > frame || d < -frame {
			t.Errorf("bout %d from %v, want %v", i, b[i].FromSec, want[0])
		}
	}
	if _, err := ReadBouts(write(t, "l.csv", []byte(text[:len(text)-60]))); err == nil || !strings.Contains(err.Error(), "hint: ") {
		t.Errorf("cut off: %v", err)
	}
}

// TestMajority: immobile is a frame with more immobile ones within 0.25 s than struggling
// ones; with as many, where one has no label, it is not.
func TestMajority(t *testing.T) {
	state := make([]int, 20) // struggling, of 0.1 s: three frames to either side are looked at
	for i := 10; i < 20; i++ {
		state[i] = 1
	}
	state[8] = -1 // around frame 9 struggle 6, 7 and 9, and float 10, 11 and 12
	b := boutsOf(state, 0, 0.1)
	if last := b[len(b)-1]; last.State != "immobile" || math.Abs(last.FromSec-1) > 1e-9 {
		t.Errorf("%+v", b)
	}
}

func TestPulses(t *testing.T) {
	if sec, err := ReadPulses(write(t, "p.csv", []byte("time_s\n1.5\n9\n"))); err != nil || len(sec) != 2 {
		t.Errorf("%v %v", sec, err)
	}
	for _, text := range []string{"time_s\n9\n1\n", "sec\n1\n"} {
		if _, err := ReadPulses(write(t, "p.csv", []byte(text))); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}

func TestMotion(t *testing.T) {
	all, err := ReadMotion(write(t, "m.csv", []byte("animal,time_s,motion\na,0,1\na,1,2\na,2,1\nb,0,3\nb,1,3\nb,2,4\n")))
	if err != nil || len(all) != 2 || all[1].Animal != "b" || all[1].Channel.Value[2] != 4 {
		t.Errorf("%+v %v", all, err)
	}
}
