#!/bin/sh
# Times our mixed models and survival models beside R on the same rows, in one
# run on one machine, and prints how many times faster we are:
#
#	bench/stats.sh [out/stats.tsv]
#
# A line of jobs below is: name of the job in bench/stats/reference.R, package,
# benchmark. Both sides give the fastest of many short runs, so that other work
# on the machine counts little. Without R only our own times are printed.
set -eu
cd "$(dirname "$0")/.."
to=${1:-out/stats.tsv}
mkdir -p "$(dirname "$to")"
tab=$(printf '\t')

jobs="
lmm nested${tab}lmm${tab}BenchmarkNestedFromTable
lmm refit${tab}lmm${tab}BenchmarkNestedRefit
lmm slopes${tab}lmm${tab}BenchmarkSlopes
lmm crossed${tab}lmm${tab}BenchmarkCrossed300x10
lmm Satterthwaite${tab}lmm${tab}BenchmarkNestedSatterthwaite
glmm nested${tab}glmm${tab}BenchmarkNested
glmm cbpp${tab}glmm${tab}BenchmarkCBPP
glmm cbpp 9 nodes${tab}glmm${tab}BenchmarkCBPPNodes
glmm crossed${tab}glmm${tab}BenchmarkCrossed
lmm Kenward-Roger${tab}lmm${tab}BenchmarkNestedKenwardRoger
cox lung${tab}stats${tab}BenchmarkCoxLung
cox clustered${tab}stats${tab}BenchmarkCoxClustered
frailty gamma${tab}stats${tab}BenchmarkFrailtyGamma
frailty Gaussian${tab}stats${tab}BenchmarkFrailtyGaussian
"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
printf '%s\n' "$jobs" | grep . >"$scratch/jobs"
: >"$scratch/r"
if command -v Rscript >/dev/null; then
	Rscript bench/stats/reference.R >"$scratch/r"
else
	echo "bench: SKIPPED, R IS ABSENT: no ratios, only our own times" >&2
fi
cut -f 2 "$scratch/jobs" | sort -u | while read -r pkg; do
	names=$(awk -F"$tab" -v p="$pkg" '$2 == p { printf "%s%s", sep, $3; sep = "|" }' "$scratch/jobs")
	GOEXPERIMENT=simd go test -run '^$' -bench "^($names)\$" -benchtime 5x -count 40 -timeout 30m "./$pkg" |
		awk -v OFS="$tab" -v p="$pkg" '$1 ~ /^Benchmark/ && $4 == "ns/op" { sub(/-[0-9]+$/, "", $1); print p, $1, $3 }'
done >"$scratch/go"
awk -F"$tab" -v OFS="$tab" '
	FILENAME ~ /\/r$/ { r[$1] = $2; next }
	FILENAME ~ /\/go$/ { k = $1 " " $2; if (!(k in g) || $3 < g[k]) g[k] = $3; next }
	FNR == 1 { print "job", "respine_ms", "R_ms", "ratio" }
	{ k = $2 " " $3; ours = k in g ? sprintf("%.4f", g[k] / 1e6) : "missing"
	  theirs = $1 in r ? sprintf("%.4f", r[$1] / 1e6) : "absent"
	  ratio = (k in g) && ($1 in r) ? sprintf("%.1f", r[$1] / g[k]) : "unknown"
	  print $1, ours, theirs, ratio }
' "$scratch/r" "$scratch/go" "$scratch/jobs" >"$to.new"
mv "$to.new" "$to"
column -t -s "$tab" <"$to" 2>/dev/null || cat "$to"
