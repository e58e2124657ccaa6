package mapmanager

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A small map in the layout of the real ones. Two sessions of two segments:
//
//	session 0   segment 0 along x at y=10, pivot at its point 2 (2 um along)
//	            segment 1 diagonal, in the plane sqrt(2)/2 um a step
//	session 1   the segments swapped; the pivot row of one was reset
//
// Slices are 2 um apart. Idx never equals the row. Line pDist is garbage.
var fixture = map[string]string{
	"m1.txt": "\t\t\t\n" +
		"wname\tm1\t\t\n" +
		"hsStack\tm1_s0_ch1\tm1_s1_ch1\t\n" +
		"hsStackPath\troot:raw:\troot:raw:\t\n" +
		"hsdb\tm1_s0_db2\tm1_s1_db2\t\n" +
		"hsStackNV\tm1_s0\tm1_s1\t\n" +
		"date\t20141009\t20141013\t\n" +
		"time\t20:01:40\t22:24:04\t\n" +
		"condStr\tq\ta1\t\n" +
		"days\t0\t4.0989\t\n",
	"m1_objMap.txt": "rows=7;cols=2;blocks=4;blockNames=idx,next,nextTP,runIdx;\n" +
		"0\t0\n1\t1\n2\t2\n3\t3\n4\tNAN\n5\tNAN\nNAN\tNAN\n" + // idx
		"1\tNAN\nNAN\tNAN\nNAN\tNAN\n3\tNAN\nNAN\tNAN\nNAN\tNAN\nNAN\tNAN\n" + // next
		"1\tNAN\nNAN\tNAN\nNAN\tNAN\n1\tNAN\nNAN\tNAN\nNAN\tNAN\nNAN\tNAN\n" + // nextTP
		"70\t90\n80\t70\nNAN\tNAN\n71\t71\n72\tNAN\nNAN\tNAN\nNAN\tNAN\n", // runIdx
	"m1_segMap.txt": "rows=2;cols=2;blocks=3;blockNames=next,nextTP,runIdx;\n" +
		"1\tNAN\n0\tNAN\n" + "1\tNAN\n1\tNAN\n" + "0\t1\n1\t0\n",
	"stackdb/m1_s0_db2.txt": "stack=m1_s0;version=20151224;pixelx=64;pixely=32;pixelz=9;voxelx=0.5;voxely=0.25;voxelz=2;\r" +
		markNames + "\r" +
		mark(7, 0, "3.5,11.5,4", "0,3,3,1", "radius1,1,3,10.5,4", "", "") +
		mark(8, 3, "2,10,3", "0,2,2,0", ",,,,", "", "") +
		mark(9, 2, "0,10,3", "0,0,0,-2", "center,0,0,10,3", "", "") +
		mark(3, 0, "1,8,3", "0,1,1,-1", "radius2,2,1,9.5,3", "Dim?", "1") +
		mark(1, 0, "21,20,5", "1,6,0.7071,", "radius1,1,20.5,20.5,5", "", "0") +
		mark(0, 8, "0,0,0", "NaN,,,", ",,,,", "", ""),
	"line/m1_s0_l.txt": "stack=m1_s0;version=20151224;numHeaderRow=2;\r" +
		"On,Idx,sID,start,stop,\r,0,0,0,4,\r,1,1,5,7,\r" +
		traceNames + "\r" +
		node("0,10,3,0,99") + node("1,10,3,0,99") + node("2,10,3,0,99") + node("3,10,4,0,99") + node("4,10,4,0,99") +
		node("20,20,5,1,99") + node("20.5,20.5,5,1,99") + node("21,21,6,1,99"),
	"stackdb/m1_s1_db2.txt": "stack=m1_s1;version=20151224;pixelx=64;pixely=32;pixelz=8;voxelx=0.5;voxely=0.25;voxelz=2;\r" +
		markNames + "\r" +
		mark(5, 0, "22,20,5", "0,1,0.7071,", "radius1,1,20.5,20.5,5", "", "") +
		mark(6, 0, "4.5,11.5,4", "1,5,3,0.99", "radius1,1,4,10.5,4", "", "") +
		mark(2, 3, "1,10,3", "1,2,0,", ",,,,", "", "") +
		mark(4, 0, "2,8,3", "1,3,1,-1", "radius2,2,2,9.5,3", "", ""),
	"line/m1_s1_l.txt": "stack=m1_s1;version=20151224;numHeaderRow=2;\r" +
		"On,Idx,sID,start,stop,\r,0,0,0,1,\r,1,1,2,5,\r" +
		traceNames + "\r" +
		node("20,20,5,0,99") + node("20.5,20.5,5,0,99") +
		node("1,10,3,1,99") + node("2,10,3,1,99") + node("3,10,3,1,99") + node("4,10,4,1,99"),
}

const (
	markNames  = "Idx,roiType,roiTypeNum,x,y,z,parentID,cPnt,sDist,pDist,cLine,cLineNum,cx,cy,cz,note,isBad,"
	traceNames = "node,x,y,z,ID,pDist,"
)

func mark(idx, kind int, xyz, anchor, base, note, bad string) string {
	name := map[int]string{0: "spineROI", 2: "controlPnt", 3: "pivotPnt", 8: "globalPIvot"}[kind]
	return fmt.Sprintf("%d,%s,%d,%s,%s,%s,%s,%s,\r", idx, name, kind, xyz, anchor, base, note, bad)
}

func node(cells string) string { return "NaN," + cells + ",\r" }

// writeMap writes the fixture, with every old replaced by new in one file, and
// returns the folder. A file replaced as a whole by "" is not written.
func writeMap(t testing.TB, file, old, new string) string {
	dir := filepath.Join(t.TempDir(), "m1")
	for name, text := range fixture {
		if name == file {
			if !strings.Contains(text, old) {
				t.Fatalf("%s does not hold %q", file, old)
			}
			if text = strings.ReplaceAll(text, old, new); text == "" {
				continue
			}
		}
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
