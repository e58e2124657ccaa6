// Command bench turns what `go test -bench` prints into one JSON document, and times
// whole commands beside it: `make bench` writes out/bench.json with it. Times
// are wall-clock on the machine named in the document, memory is the largest
// resident set (0 where the system does not tell). One run of a command is one sample: it cannot tell a change
// from a busy machine, for which use benchstat on repeated runs.
//
//	go test -run '^$' -bench . ./... | bench 'demo=bin/respine demo --out out/bench-demo' > bench.json
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// report is the document.
type report struct {
	Machine    machine     `json:"machine"`
	Benchmarks []benchmark `json:"benchmarks"`
	Commands   []command   `json:"commands"`
}

// machine says where the figures were taken.
type machine struct {
	GoVersion string `json:"go_version"`
	OS        string `json:"os"`
	Arch      string `json:"arch"`
	Processor string `json:"processor"`
	CPUs      int    `json:"cpus"`
}

// command is one run of a whole command.
type command struct {
	Name      string   `json:"name"`
	Args      []string `json:"args"`
	WallSec   float64  `json:"wall_sec"`
	CPUSec    float64  `json:"cpu_sec"`
	MaxRSSMiB float64  `json:"max_rss_mib"`
	ExitCode  int      `json:"exit_code"`
}

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run reads benchmarks from in, runs the commands named name=words, and writes
// the document to out. A command that fails is an error after the document.
func run(commands []string, in io.Reader, out io.Writer) error {
	r := report{Machine: machine{GoVersion: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH, CPUs: runtime.NumCPU()}}
	var err error
	if r.Benchmarks, r.Machine.Processor, err = parse(in); err != nil {
		return err
	}
	var failed error
	for _, c := range commands {
		name, line, ok := strings.Cut(c, "=")
		if !ok || strings.TrimSpace(line) == "" {
			return fmt.Errorf("%q is not name=command", c)
		}
		timed, err := measure(name, strings.Fields(line))
		if err != nil {
			failed = err
		}
		r.Commands = append(r.Commands, timed)
	}
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		return err
	}
	return failed
}

// measure runs a command once, its output passed to our error stream.
func measure(name string, args []string) (command, error) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	start := time.Now()
	err := cmd.Run()
	c := command{Name: name, Args: args, WallSec: time.Since(start).Seconds(), ExitCode: -1}
	if s := cmd.ProcessState; s != nil {
		c.ExitCode = s.ExitCode()
		c.CPUSec = (s.UserTime() + s.SystemTime()).Seconds()
		c.MaxRSSMiB = maxRSSMiB(s)
	}
	if err != nil {
		return c, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}
