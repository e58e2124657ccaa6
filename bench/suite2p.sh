#!/bin/sh
# Registers one simulated movie with respine and with Suite2p, in turn, and prints
# frames a second, processor time, memory and error of both. Suite2p has to be
# importable by $PYTHON (default python3); where it is not, that is said.
#
# Suite2p is importable where it is installed with its packages, or from its source of
# v0.14.0 on PYTHONPATH beside numpy, scipy, numba, torch, scikit-image, scikit-learn,
# tifffile, h5py, opencv, natsort and pandas; Python 3.11 asks for a default_factory in
# the dataclass of detection/stats.py. Whole frames take 6 GB of memory, tiles 12.
#
#   bench/suite2p.sh [FRAMES]
set -eu
frames=${1:-2000}
python=${PYTHON:-python3}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GOEXPERIMENT=simd
(cd "$here/.." && go build -o "$work/motion" ./bench/motion)
"$work/motion" --movie "$work/m.tif" --frames "$frames" --write-only
"$work/motion" --movie "$work/m.tif" --frames "$frames" --truth-csv "$work/truth.csv"
"$work/motion" --movie "$work/m.tif" --frames "$frames" --piecewise
if ! "$python" -c 'import suite2p.registration.register, tifffile' 2>"$work/error"; then
	echo "SUITE2P COULD NOT BE RUN, NOTHING IS COMPARED: $(tail -1 "$work/error")"
	exit 0
fi
"$python" "$here/register_suite2p.py" "$work/m.tif" "$work/truth.csv" rigid
"$python" "$here/register_suite2p.py" "$work/m.tif" "$work/truth.csv" nonrigid
