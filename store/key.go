package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Key names a result by everything it follows from: 64 hexadecimal digits. Where,
// when and by whom it was made is no part of it.
type Key string

// KeyOf returns the key of values, by way of their JSON, which writes maps in
// the order of their keys. It panics on what JSON cannot hold, such as NaN.
func KeyOf(values ...any) Key {
	b, err := json.Marshal(values)
	if err != nil {
		panic("store: key: " + err.Error())
	}
	sum := sha256.Sum256(b)
	return Key(hex.EncodeToString(sum[:]))
}

// Key returns the key of the result that a note describes: of the step, its
// version and parameters, and what it works on. Names are for people, and files are
// what comes of it; neither is part of the key.
func (n Note) Key() Key {
	inputs := make([][2]string, len(n.Inputs))
	for i, in := range n.Inputs {
		inputs[i] = [2]string{in.Role, in.Hash}
	}
	return KeyOf(n.Step, n.Version, n.Params, inputs)
}

// check panics when a key was not made by KeyOf.
func (k Key) check() {
	if len(k) != 2*sha256.Size {
		panic(fmt.Sprintf("store: %q is no key", string(k)))
	}
}
