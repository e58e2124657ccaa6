package spine

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"math"

	"respine/convnet"
)

// Classifier turns a straightened dendrite into a map of how likely a spine
// head lies at each place. It is the mean of a few small convolutional networks
// trained alike from different seeds, and a logistic curve that turns the
// height of a peak of that map into the probability that a trained scorer marks
// a spine there, fitted on dendrites the networks had not seen.
type Classifier struct {
	Nets             []convnet.Net
	Intercept, Slope float64
}

//go:embed weights.bin
var weights []byte

// WeightsSHA256 names the weights of Default: what is found with others is another
// result.
func WeightsSHA256() string {
	sum := sha256.Sum256(weights)
	return hex.EncodeToString(sum[:])
}

// Default returns the classifier that comes with the program.
func Default() (Classifier, error) { return ReadClassifier(bytes.NewReader(weights)) }

// Probability calibrates the height of a peak of the heat map.
func (c Classifier) Probability(heat float64) float64 {
	return logistic(c.Intercept + c.Slope*logit(heat))
}

// magic begins a weights file and names the version of its layout.
const magic = "respine spines 1\n"

// Write stores the classifier.
func (c Classifier) Write(w io.Writer) error {
	if _, err := io.WriteString(w, magic); err != nil {
		return err
	}
	head := struct {
		Nets             uint32
		Intercept, Slope float64
	}{uint32(len(c.Nets)), c.Intercept, c.Slope}
	if err := binary.Write(w, binary.LittleEndian, head); err != nil {
		return err
	}
	for _, n := range c.Nets {
		if err := n.Write(w); err != nil {
			return err
		}
	}
	return nil
}

// ReadClassifier reads what Write stored.
func ReadClassifier(r io.Reader) (Classifier, error) {
	name := make([]byte, len(magic))
	if _, err := io.ReadFull(r, name); err != nil || string(name) != magic {
		return Classifier{}, fmt.Errorf("spine: not a weights file of this version of respine; hint: make one with `respine train spines`")
	}
	var head struct {
		Nets             uint32
		Intercept, Slope float64
	}
	if err := binary.Read(r, binary.LittleEndian, &head); err != nil {
		return Classifier{}, fmt.Errorf("spine: weights file: %w", err)
	}
	if head.Nets == 0 || head.Nets > 64 {
		return Classifier{}, fmt.Errorf("spine: weights file names %d networks, 1 to 64 expected", head.Nets)
	}
	if math.IsNaN(head.Intercept-head.Intercept) || math.IsNaN(head.Slope-head.Slope) {
		return Classifier{}, fmt.Errorf("spine: weights file calibrated with %v and %v, which are no numbers", head.Intercept, head.Slope)
	}
	c := Classifier{Intercept: head.Intercept, Slope: head.Slope}
	for range head.Nets {
		n, err := convnet.Read(r)
		if err != nil {
			return Classifier{}, fmt.Errorf("spine: weights file: %w", err)
		}
		if n.Layers[0].In != channelCount+1 || n.Layers[len(n.Layers)-1].Out != 1 {
			return Classifier{}, fmt.Errorf("spine: weights file of %d channels, %d expected", n.Layers[0].In, channelCount+1)
		}
		c.Nets = append(c.Nets, n)
	}
	return c, nil
}
