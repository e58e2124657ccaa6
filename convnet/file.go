package convnet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
)

// A file of weights is, in little-endian order:
//
//	8 bytes  "convnet\n"
//	uint32   version, 1
//	uint32   number of layers, then for each
//	    4 uint32  input channels, output channels, kernel, dilation
//	    2 bytes   residual (0 or 1), activation (0 none, 1 ReLU)
//	float32  weights, then biases, layer by layer
//	uint32   CRC-32 (IEEE) of all of the above
const (
	magic   = "convnet\n"
	version = 1
)

// Limits of what Read takes for a network of this package.
const (
	maxLayers   = 64
	maxChannels = 1024
	maxDilation = 64
	maxParams   = 1 << 22 // 16 MiB
)

// layerHeader is a layer in the file, weights aside.
type layerHeader struct {
	In, Out, Kernel, Dilation uint32
	Residual, Activation      uint8
}

// Write writes the network to w. It fails if the network is malformed, larger
// than Read accepts, or has weights that are not finite.
func (n Net) Write(w io.Writer) error {
	if err := n.check(); err != nil {
		return fmt.Errorf("convnet: %w", err)
	}
	var b bytes.Buffer
	b.WriteString(magic)
	put := func(v any) { must(binary.Write(&b, binary.LittleEndian, v)) }
	put([]uint32{version, uint32(len(n.Layers))})
	for _, l := range n.Layers {
		h := layerHeader{uint32(l.In), uint32(l.Out), uint32(l.Kernel), uint32(l.Dilation), 0, uint8(l.Activation)}
		if l.Residual {
			h.Residual = 1
		}
		put(h)
	}
	for _, l := range n.Layers {
		put(l.W)
		put(l.B)
	}
	put(crc32.ChecksumIEEE(b.Bytes()))
	if _, err := Read(bytes.NewReader(b.Bytes())); err != nil {
		return fmt.Errorf("convnet: network cannot be written so as to be read again: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// must panics on errors that a bytes.Buffer and fixed-size values cannot give.
func must(err error) {
	if err != nil {
		panic("convnet: " + err.Error())
	}
}

// Read reads a network that Write wrote and leaves what follows it in r.
// Whatever r holds, Read returns a network that Forward accepts or an error,
// and allocates no more than a small multiple of what it has read.
func Read(r io.Reader) (Net, error) {
	n, err := read(r)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("file ends early; hint: copy it again: %w", io.ErrUnexpectedEOF)
	}
	if err != nil {
		return Net{}, fmt.Errorf("convnet: reading weights: %w", err)
	}
	return n, nil
}

func read(r io.Reader) (Net, error) {
	sum := crc32.NewIEEE()
	body := io.TeeReader(r, sum)
	n, err := readShape(body)
	if err != nil {
		return Net{}, err
	}
	for i := range n.Layers {
		l := &n.Layers[i]
		if l.W, err = readFloats(body, l.Out*l.In*l.taps()); err != nil {
			return Net{}, fmt.Errorf("weights of layer %d: %w", i, err)
		}
		if l.B, err = readFloats(body, l.Out); err != nil {
			return Net{}, fmt.Errorf("biases of layer %d: %w", i, err)
		}
	}
	want := sum.Sum32()
	var got uint32
	if err := binary.Read(r, binary.LittleEndian, &got); err != nil {
		return Net{}, fmt.Errorf("checksum: %w", err)
	}
	if got != want {
		return Net{}, fmt.Errorf("checksum is %08x, want %08x; hint: the file is damaged, copy it again", got, want)
	}
	return n, n.check()
}

// readShape reads everything before the weights.
func readShape(r io.Reader) (Net, error) {
	var head struct {
		Magic           [len(magic)]byte
		Version, Layers uint32
	}
	if err := binary.Read(r, binary.LittleEndian, &head); err != nil {
		return Net{}, err
	}
	switch {
	case string(head.Magic[:]) != magic:
		return Net{}, fmt.Errorf("file begins with %q, want %q; hint: is this a file of weights?", head.Magic[:], magic)
	case head.Version != version:
		return Net{}, fmt.Errorf("version %d, want %d; hint: train again with this version", head.Version, version)
	case head.Layers < 1 || head.Layers > maxLayers:
		return Net{}, fmt.Errorf("%d layers, want 1 to %d", head.Layers, maxLayers)
	}
	n := Net{make([]Layer, head.Layers)}
	params := 0
	for i := range n.Layers {
		l, err := readLayer(r)
		if err != nil {
			return Net{}, fmt.Errorf("layer %d: %w", i, err)
		}
		n.Layers[i] = l
		params += l.Out * (l.In*l.taps() + 1)
	}
	if params > maxParams {
		return Net{}, fmt.Errorf("%d parameters, want at most %d", params, maxParams)
	}
	return n, nil
}

func readLayer(r io.Reader) (Layer, error) {
	var h layerHeader
	if err := binary.Read(r, binary.LittleEndian, &h); err != nil {
		return Layer{}, err
	}
	if h.In > maxChannels || h.Out > maxChannels || h.Kernel > 3 || h.Dilation > maxDilation || h.Residual > 1 {
		return Layer{}, fmt.Errorf("header %+v is out of range", h)
	}
	l := Layer{In: int(h.In), Out: int(h.Out), Kernel: int(h.Kernel), Dilation: int(h.Dilation),
		Residual: h.Residual == 1, Activation: Activation(h.Activation)}
	return l, l.checkShape()
}

// readFloats reads n finite values, growing as they arrive.
func readFloats(r io.Reader, n int) ([]float32, error) {
	var b bytes.Buffer
	if _, err := io.CopyN(&b, r, 4*int64(n)); err != nil {
		return nil, err
	}
	v := make([]float32, n)
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b.Bytes()[4*i:]))
		if f := float64(v[i]); math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, fmt.Errorf("value %d is %g", i, v[i])
		}
	}
	return v, nil
}
