#!/bin/sh
# Tracks the three sessions of rr30a: bench/track.sh DATA/spines/rr30a OUT [flag ...].
# Dendrites are traced unless the flags give a centreline.
set -eu
cd "$(dirname "$0")/.."
data=$1
out=$2
shift 2
exec bin/respine spines track "$data/images/rr30a_s0.ome.tif" "$data/images/rr30a_s1.ome.tif" \
	"$data/images/rr30a_s3.ome.tif" --days 0,4.1,8 --out "$out" "$@"
