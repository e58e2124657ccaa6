// Package img holds the pixels respine measures: single images and z-stacks of
// grey values as plain float32 slices, and the filters that read them as pure
// functions. Axes are z, y, x. Lengths on the page are in pixels; a Stack also
// carries its voxel size in micrometres.
//
// The package cannot see file formats, sessions or groups.
package img

import "fmt"

// Image is a grey image of H rows and W columns. Pixel (y, x) is Pix[y*W+x].
type Image struct {
	H, W int
	Pix  []float32
}

// NewImage returns a black image of h rows and w columns.
func NewImage(h, w int) Image {
	return Image{H: h, W: w, Pix: make([]float32, h*w)}
}

// At returns the pixel in row y and column x.
func (m Image) At(y, x int) float32 { return m.Pix[y*m.W+x] }

// Row returns row y; it shares memory with the image.
func (m Image) Row(y int) []float32 { return m.Pix[y*m.W : (y+1)*m.W] }

// Voxel is the size of a voxel in micrometres along each axis.
type Voxel struct {
	Z, Y, X float64
}

func (v Voxel) String() string { return fmt.Sprintf("%g,%g,%g", v.Z, v.Y, v.X) }

// Stack is a z-stack of D slices, each H rows by W columns.
// Voxel (z, y, x) is Pix[(z*H+y)*W+x], and its centre lies at
// (z*Voxel.Z, y*Voxel.Y, x*Voxel.X) micrometres.
type Stack struct {
	D, H, W int
	Voxel   Voxel
	Pix     []float32
}

// NewStack returns a black stack.
func NewStack(d, h, w int, v Voxel) Stack {
	return Stack{D: d, H: h, W: w, Voxel: v, Pix: make([]float32, d*h*w)}
}

// At returns the voxel at slice z, row y and column x.
func (s Stack) At(z, y, x int) float32 { return s.Pix[(z*s.H+y)*s.W+x] }

// Slice returns slice z as an image; it shares memory with the stack.
func (s Stack) Slice(z int) Image {
	n := s.H * s.W
	return Image{H: s.H, W: s.W, Pix: s.Pix[z*n : (z+1)*n]}
}
