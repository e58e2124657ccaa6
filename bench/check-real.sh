#!/bin/sh
# Scores real recordings and prints one JSON object a line; talk goes to stderr.
# Where the recordings are absent, a line says so and the exit code is 0.
set -eu
cd "$(dirname "$0")/.."
data=${RESPINE_DATA:-../shared/data}/spines/rr30a
if [ ! -d "$data" ]; then
	echo "check-real: SKIPPED, NOTHING SCORED: no $data; set RESPINE_DATA" >&2
	printf '{"figure":"none","skipped":"the recordings are not there"}\n'
	exit 0
fi
mkdir -p bin
go build -o bin/real ./bench/real
exec bin/real -data "$data"
