package swc

import "fmt"

// Check reports the first node that keeps the nodes from being trees: an id
// below zero or used twice, a parent that is not there, or a node that is its
// own ancestor. A child may stand before its parent.
func Check(nodes []Node) error {
	_, err := check(nodes)
	return err
}

// check returns the index of the offending node with the error.
func check(nodes []Node) (int, error) {
	index := make(map[int]int, len(nodes))
	for i, n := range nodes {
		if n.ID < 0 {
			return i, fmt.Errorf("node %d: ids start at 0", n.ID)
		}
		if _, twice := index[n.ID]; twice {
			return i, fmt.Errorf("node %d comes twice", n.ID)
		}
		index[n.ID] = i
	}
	for i, n := range nodes {
		if _, ok := index[n.Parent]; !ok && n.Parent != -1 {
			return i, fmt.Errorf("node %d: its parent %d is not there", n.ID, n.Parent)
		}
	}
	// Walk up from each node until a root or known ground.
	const (
		unseen = iota
		onThisWalk
		reachesRoot
	)
	state := make([]int, len(nodes))
	for i := range nodes {
		var walk []int
		j := i
		for state[j] == unseen {
			state[j] = onThisWalk
			walk = append(walk, j)
			if nodes[j].Parent == -1 {
				break
			}
			j = index[nodes[j].Parent]
			if state[j] == onThisWalk {
				return i, fmt.Errorf("node %d is its own ancestor", nodes[j].ID)
			}
		}
		for _, k := range walk {
			state[k] = reachesRoot
		}
	}
	return 0, nil
}

// Paths splits the trees into unbranched paths. Each runs from a root or
// branch point to the next branch point or tip and includes both, so a branch
// point is the last node of one path and the first of each that leaves it. A
// lone root is a path of one node. Paths come depth first, children in file
// order. It panics when Check finds a fault.
func Paths(nodes []Node) [][]Node {
	if err := Check(nodes); err != nil {
		panic("swc: " + err.Error())
	}
	children := make(map[int][]Node, len(nodes))
	for _, n := range nodes {
		children[n.Parent] = append(children[n.Parent], n)
	}
	var paths [][]Node
	var open [][]Node // begun, not followed; the last comes next
	branch := func(from Node) {
		leaving := children[from.ID]
		for i := len(leaving) - 1; i >= 0; i-- {
			open = append(open, []Node{from, leaving[i]})
		}
	}
	for _, root := range children[-1] {
		if len(children[root.ID]) == 0 {
			paths = append(paths, []Node{root})
		}
		branch(root)
		for len(open) > 0 {
			path := open[len(open)-1]
			open = open[:len(open)-1]
			end := path[len(path)-1]
			for len(children[end.ID]) == 1 {
				end = children[end.ID][0]
				path = append(path, end)
			}
			paths = append(paths, path)
			branch(end)
		}
	}
	return paths
}
