#!/bin/sh
# Registers one simulated movie with respine and with Suite2p, in turn, and prints
# frames a second, processor time, memory and error of both. Suite2p has to be
# importable by $PYTHON (default python3); where it is not, that is said.
#
#   bench/suite2p.sh [FRAMES]
set -eu
frames=${1:-2000}
python=${PYTHON:-python3}
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GOEXPERIMENT=simd
go build -o "$work/motion" "$here/motion"
"$work/motion" --movie "$work/m.tif" --frames "$frames" --write-only
"$work/motion" --movie "$work/m.tif" --frames "$frames" --truth-csv "$work/truth.csv"
"$work/motion" --movie "$work/m.tif" --frames "$frames" --piecewise
if ! "$python" -c 'import suite2p.registration.register, tifffile' 2>"$work/error"; then
	echo "SUITE2P COULD NOT BE RUN, NOTHING IS COMPARED: $(tail -1 "$work/error")"
	exit 0
fi
"$python" "$here/register_suite2p.py" "$work/m.tif" "$work/truth.csv" rigid
"$python" "$here/register_suite2p.py" "$work/m.tif" "$work/truth.csv" nonrigid
