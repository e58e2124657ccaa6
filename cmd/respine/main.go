// Command respine turns two-photon stacks of the same dendrites on several days
// into spine dynamics: which spine stood where and when, what was lost and
// gained, and how much of it is restored, as tables, pictures and a report.
//
// The result goes to stdout and talk to stderr. Exit codes: 0 done, 1 failed,
// 2 wrong usage, 3 finished but some recordings could not be used, 10 no
// study here, 130 cancelled. What is written appears whole or not at all.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() { os.Exit(command()) }

// command runs the program until it ends or is interrupted; a second interrupt
// ends it at once.
func command() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, func() {
		stop()
		time.AfterFunc(grace, func() {
			progress(os.Stderr, false)("")
			os.Exit(finish(os.Stderr, cancelledBy(os.Args[1:])))
		})
	})
	return run(ctx, os.Args[1:], os.Stdout, os.Stderr)
}

// cancelledBy says what became of the work of a command that is not waited for.
func cancelledBy(args []string) error {
	if len(args) > 0 && args[0] == runName {
		return errStopped
	}
	return errCancelled
}

// grace is how long a command may take to stop by itself. What it leaves after that
// is what a killed one leaves, and is cleared away by the next.
const grace = 1500 * time.Millisecond
