#!/bin/sh
# Runs every Go benchmark, then whole commands, and writes one JSON file of
# figures: bench/run.sh out/bench.json. Output of the commands goes to stderr.
set -eu
cd "$(dirname "$0")/.."
to=${1:-out/bench.json}
mkdir -p "$(dirname "$to")" out bin
go build -o bin/bench ./bench

rm -rf out/bench-demo out/bench-track
set -- 'demo=bin/respine demo --out out/bench-demo'
stacks=${RESPINE_DATA:-../shared/data}/spines/rr30a
if [ -d "$stacks" ]; then
	set -- "$@" "track=bench/track.sh $stacks out/bench-track"
else
	echo "bench: SKIPPED, no real stacks in $stacks; set RESPINE_DATA" >&2
fi

go test -run '^$' -bench . -benchtime 0.5s -benchmem -timeout 30m ./... | tee /dev/stderr >out/bench.txt
bin/bench "$@" <out/bench.txt >"$to.new"
mv "$to.new" "$to"
echo "$to"
