package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"respine/recording"
)

func main() {
	ctx := context.Background()
	s, _, err := recording.OpenStack(ctx, os.Args[1], recording.Options{})
	if err != nil { panic(err) }
	c, err := recording.OpenCenterlines(os.Args[2])
	if err != nil { panic(err) }
	var n int
	fmt.Sscan(os.Args[3], &n)
	lines := c[n]
	l := measure(s, lines)
	b, err := json.Marshal(l); if err != nil { fmt.Println(l.Shaft, l.Dark, l.Background, l.Noise); panic(err) }
	fmt.Println(string(b))
}
