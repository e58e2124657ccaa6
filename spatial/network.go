package spatial

import (
	"container/heap"
	"math"
)

// Edge joins two vertices of a network by a stretch of path.
type Edge struct {
	From, To int
	LengthUm float64
}

// Network is a linear network, such as a branched dendrite: distance is the
// shortest way along its edges. It may hold loops and separate parts, between
// which distance is infinite.
type Network struct {
	Vertices int
	Edges    []Edge
}

// On is a point of a network: Along its edge, 0 at From and 1 at To.
type On struct {
	Edge  int
	Along float64
}

// Straight returns the network of straight edges between vertices in space,
// each vertex with the same number of coordinates.
func Straight(vertices [][]float64, joined [][2]int) Network {
	n := Network{Vertices: len(vertices)}
	for _, e := range joined {
		sum := 0.0
		for i, v := range vertices[e[0]] {
			d := v - vertices[e[1]][i]
			sum += d * d
		}
		n.Edges = append(n.Edges, Edge{e[0], e[1], math.Sqrt(sum)})
	}
	return n
}

// LengthUm returns the length of all edges.
func (n Network) LengthUm() float64 {
	sum := 0.0
	for _, e := range n.Edges {
		sum += e.LengthUm
	}
	return sum
}

// neighbours lists, for each vertex, its edges.
func (n Network) neighbours() [][]int {
	at := make([][]int, n.Vertices)
	for i, e := range n.Edges {
		at[e.From] = append(at[e.From], i)
		if e.To != e.From {
			at[e.To] = append(at[e.To], i)
		}
	}
	return at
}

// reach is the distance to every vertex from one point.
type reach struct {
	from   On
	vertex []float64 // +Inf where there is no way
}

// reachFrom finds the shortest ways by Dijkstra's method.
func (n Network) reachFrom(p On, at [][]int) reach {
	d := reach{p, make([]float64, n.Vertices)}
	for i := range d.vertex {
		d.vertex[i] = math.Inf(1)
	}
	e := n.Edges[p.Edge]
	q := &queue{}
	heap.Push(q, waypoint{e.From, p.Along * e.LengthUm})
	heap.Push(q, waypoint{e.To, (1 - p.Along) * e.LengthUm})
	for q.Len() > 0 {
		w := heap.Pop(q).(waypoint)
		if w.um >= d.vertex[w.vertex] {
			continue
		}
		d.vertex[w.vertex] = w.um
		for _, i := range at[w.vertex] {
			next := n.Edges[i]
			other := next.From + next.To - w.vertex
			if um := w.um + next.LengthUm; um < d.vertex[other] {
				heap.Push(q, waypoint{other, um})
			}
		}
	}
	return d
}

// to returns the distance to a point.
func (n Network) to(d reach, p On) float64 {
	e := n.Edges[p.Edge]
	s := p.Along * e.LengthUm
	um := math.Min(d.vertex[e.From]+s, d.vertex[e.To]+e.LengthUm-s)
	if p.Edge == d.from.Edge {
		um = math.Min(um, math.Abs(s-d.from.Along*e.LengthUm))
	}
	return um
}

// DistancesUm returns the path distance from each point of a to each of b.
func (n Network) DistancesUm(a, b []On) [][]float64 {
	at := n.neighbours()
	out := make([][]float64, len(a))
	for i, p := range a {
		d := n.reachFrom(p, at)
		out[i] = make([]float64, len(b))
		for j, q := range b {
			out[i][j] = n.to(d, q)
		}
	}
	return out
}

// NearestUm returns the distance from each point to the nearest other one,
// +Inf when there is none within reach.
func (n Network) NearestUm(points []On) []float64 {
	out := make([]float64, len(points))
	for i, row := range n.DistancesUm(points, points) {
		row[i] = math.Inf(1)
		out[i] = least(row)
	}
	return out
}

// CrossNearestUm returns the distance from each point of a to the nearest of b.
func (n Network) CrossNearestUm(a, b []On) []float64 {
	out := make([]float64, len(a))
	for i, row := range n.DistancesUm(a, b) {
		out[i] = least(row)
	}
	return out
}

func least(x []float64) float64 {
	m := math.Inf(1)
	for _, v := range x {
		m = math.Min(m, v)
	}
	return m
}

// waypoint is a vertex and how far it is by the way found.
type waypoint struct {
	vertex int
	um     float64
}

// queue gives the nearest waypoint first, as container/heap asks.
type queue []waypoint

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].um < q[j].um }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(w any)        { *q = append(*q, w.(waypoint)) }
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
