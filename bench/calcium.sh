#!/bin/sh
# Measures time and memory of respine calcium on a simulated movie of 2000 frames of
# 512 x 512, and on a longer one in which it comes 10 times in a row, without more
# bytes of pixels: bench/calcium.sh [FOLDER [TIMES...]]. The movie, 1 GB, is left in
# FOLDER for the next time. 100 000 frames are bench/calcium.sh out/bench-calcium 50.
set -eu
cd "$(dirname "$0")/.."
dir=${1:-out/bench-calcium}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- 1 10
mkdir -p "$dir" bin
go build -o bin/bench ./bench
go build -o bin/respine ./cmd/respine
go run ./bench/motion --movie "$dir/m.tif" --frames 2000 --write-only
for times; do
	movie=$dir/m$times.tif
	[ -e "$movie" ] || go run ./bench/calcium --movie "$dir/m.tif" --times "$times" --out "$movie"
	rm -rf "$dir/$times"
	bin/bench "calcium=bin/respine calcium $movie --rate-hz 30 --um-per-px 1.17 --out $dir/$times" </dev/null 2>/dev/null |
		awk -v n=$((2000 * times)) '{ gsub(/[",:]/, "") }
			$1 == "wall_sec" { wall = $2 } $1 == "cpu_sec" { cpu = $2 } $1 == "max_rss_mib" { rss = $2 } $1 == "exit_code" { code = $2 }
			END { if (code != 0) { print n " frames FAILED"; exit 1 }
				printf "%d frames %.1f s, %.0f frames/s, %.1f s of processors, %.0f frames/cpu-s, %.0f MiB\n", n, wall, n/wall, cpu, n/cpu, rss }'
	rm -f "$movie"
done
