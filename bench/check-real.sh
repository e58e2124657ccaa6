#!/bin/sh
# Scores real recordings and prints one JSON object a line; talk goes to stderr.
# Where the recordings are absent, the line says so and the exit code is 0.
set -eu
cd "$(dirname "$0")/.."
data=${RESPINE_DATA:-../shared/data}/spines/rr30a
if [ ! -d "$data" ]; then
	echo "check-real: SKIPPED, NOTHING SCORED: no $data; set RESPINE_DATA" >&2
	printf '{"data":"rr30a","skipped":"%s is not there"}\n' "$data"
	exit 0
fi

# score NAME MEASURED prints one line. The marks were used in training, so these
# are not scores of unseen dendrites.
score() {
	printf '{"data":"rr30a","sessions":[0,1,3],"centerlines":"%s","classifier":"shipped, has seen these marks","score":' "$1"
	bin/respine score spines --measured "$2" --truth "$data/truth" --truth-sessions 0,1,3 | tr -d '\n'
	printf '}\n'
}

bench/track.sh "$data" out/real-expert --centerline "$data/truth/centerlines.csv" >&2
score expert out/real-expert
bench/track.sh "$data" out/real-traced >&2
score traced out/real-traced
