#!/bin/sh
# Scores real recordings and prints one JSON object a line; talk goes to stderr.
# Where the recordings are absent, a line says so and the exit code is 0.
set -eu
cd "$(dirname "$0")/.."
root=${RESPINE_DATA:-../shared/data}
labelled=$root/calcium/neurofinder_labelled
if [ -d "$labelled" ]; then
	go run ./bench/cells -labelled "$labelled"
else
	echo "check-real: NO CELLS SCORED: no $labelled; set RESPINE_DATA" >&2
fi
data=$root/spines/rr30a
if [ ! -d "$data" ]; then
	echo "check-real: SKIPPED, NOTHING SCORED: no $data; set RESPINE_DATA" >&2
	printf '{"figure":"none","skipped":"the recordings are not there"}\n'
	exit 0
fi
mkdir -p bin
go build -o bin/real ./bench/real
exec bin/real -data "$data"
