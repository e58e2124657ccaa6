#!/bin/sh
# Scores real recordings and prints one JSON object a line; talk goes to stderr.
# Where the recordings are absent, a line says so and the exit code is 0.
set -eu
cd "$(dirname "$0")/.."
data=${RESPINE_DATA:-../shared/data}/spines/rr30a
twins=spine/testdata/left_out # by dendrite: the classifier trained without it
if [ ! -d "$data" ]; then
	echo "check-real: SKIPPED, NOTHING SCORED: no $data; set RESPINE_DATA" >&2
	printf '{"data":"rr30a","skipped":"the recordings are not there"}\n'
	exit 0
fi

# score CENTERLINES DENDRITES MEASURED prints one line.
score() {
	bin/respine score spines --measured "$3" --truth "$data/truth" --truth-sessions 0,1,3 >out/score.json
	printf '{"data":"rr30a","sessions":[0,1,3],"centerlines":"%s","dendrites":"%s","score":' "$1" "$2"
	tr -d '\n' <out/score.json
	printf '}\n'
}

bench/track.sh "$data" out/real-expert --centerline "$data/truth/centerlines.csv" >&2
score expert "seen in training" out/real-expert
bench/track.sh "$data" out/real-traced >&2
score traced "seen in training" out/real-traced

# Every dendrite by its twin, then all together.
all=out/real-unseen
rm -rf "$all"
mkdir -p "$all"
for twin in "$twins"/rr30a-*.bin; do
	segment=$(basename "$twin" .bin | sed 's/.*-//')
	awk -F, -v s="$segment" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "segment_id") c = i; print; next } $c == s' \
		"$data/truth/centerlines.csv" >"$all/line-$segment.csv"
	bench/track.sh "$data" "$all/$segment" --centerline "$all/line-$segment.csv" --weights "$twin" >&2
	if [ -f "$all/observations.csv" ]; then
		tail -n +2 "$all/$segment/observations.csv" >>"$all/observations.csv"
	else
		cp "$all/$segment/observations.csv" "$all/$segment/sessions.csv" "$all"
	fi
done
score expert unseen "$all"
