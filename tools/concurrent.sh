#!/bin/sh
# Prints the packages whose own code starts goroutines, for the race detector.
cd "$(dirname "$0")/.." || exit 1
grep -lE '^[[:space:]]*go (func|[a-zA-Z.]+)\(|\.Go\(func' --include='*.go' -r . |
	grep -v '_test\.go$' | xargs -n 1 dirname | sort -u
