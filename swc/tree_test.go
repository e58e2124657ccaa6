package swc

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func ids(paths [][]Node) [][]int {
	all := make([][]int, len(paths))
	for i, p := range paths {
		for _, n := range p {
			all[i] = append(all[i], n.ID)
		}
	}
	return all
}

func TestPaths(t *testing.T) {
	want := [][]int{{1, 2, 3}, {3, 4}, {3, 5}, {7}}
	if got := ids(Paths(exampleNodes)); !reflect.DeepEqual(got, want) {
		t.Errorf("paths %v, want %v", got, want)
	}
}

func TestPathsPanicsWithoutTrees(t *testing.T) {
	defer func() {
		if p, _ := recover().(string); !strings.HasPrefix(p, "swc: node 2: its parent 1") {
			t.Errorf("panics with %q", p)
		}
	}()
	Paths(exampleNodes[1:])
}

// checkPaths holds the definition against the result: every edge lies in
// exactly one path, inner nodes have one child, and ends are roots, tips or
// branch points.
func checkPaths(t interface{ Fatalf(string, ...any) }, nodes []Node) {
	children := map[int]int{}
	edges := 0
	for _, n := range nodes {
		children[n.Parent]++
		if n.Parent != -1 {
			edges++
		}
	}
	seen := map[int]bool{} // edges by child
	for _, p := range Paths(nodes) {
		if first := p[0]; first.Parent != -1 && children[first.ID] < 2 {
			t.Fatalf("a path begins inside, at %d", first.ID)
		}
		if last := p[len(p)-1]; children[last.ID] == 1 {
			t.Fatalf("a path ends early, at %d", last.ID)
		}
		for i, n := range p[1:] {
			if n.Parent != p[i].ID || seen[n.ID] {
				t.Fatalf("%d to %d is no edge, or comes twice", p[i].ID, n.ID)
			}
			seen[n.ID] = true
			if inner := i+2 < len(p); inner && children[n.ID] != 1 {
				t.Fatalf("a path runs on through %d", n.ID)
			}
		}
	}
	if len(seen) != edges {
		t.Fatalf("paths hold %d edges of %d", len(seen), edges)
	}
}

func TestPathsHoldEveryEdgeOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "nodes")
		label := rapid.Permutation(seq(n)).Draw(t, "ids")
		nodes := make([]Node, n)
		for i := range nodes {
			nodes[i] = Node{ID: label[i], Parent: -1}
			if parent := rapid.IntRange(-1, i-1).Draw(t, "parent"); parent >= 0 {
				nodes[i].Parent = label[parent]
			}
		}
		nodes = rapid.Permutation(nodes).Draw(t, "order")
		if err := Check(nodes); err != nil {
			t.Fatal(err)
		}
		checkPaths(t, nodes)
	})
}

func seq(n int) []int {
	s := make([]int, n)
	for i := range s {
		s[i] = i
	}
	return s
}
