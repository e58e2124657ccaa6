#!/bin/sh
# Times respine tst beside ffmpeg that only decodes the same film into a pipe, run by
# run in turn, and prints seconds of wall and of processor and the largest memory of
# one process, then our rate as a part of ffmpeg's (medians), and our memory for a
# film four times as long:
#
#	bench/films.sh [film.mp4 [runs]]
#
# Without a film one of 60 s at 30 Hz, 640 x 480, H.264, is rendered. Other work on
# the machine slows whoever uses more processors: look at both seconds.
set -eu
cd "$(dirname "$0")/.."
film=${1:-}
runs=${2:-3}
work=out/bench-films
if ! command -v ffmpeg >/dev/null; then
	echo "bench: SKIPPED, no ffmpeg to compare respine tst with" >&2
	exit 0
fi
mkdir -p bin "$work"
go build -o bin/bench ./bench
go build -o bin/respine ./cmd/respine
if [ -z "$film" ]; then
	go run ./bench/hung -seed 1 -seconds 60 -rate 30 -kinds easy -out "$work"
	film=$work/easy/easy.mp4
fi
once() { # name, command words
	bin/bench "$1=$2" </dev/null 2>/dev/null | tr -d ' ,"' |
		awk -F: -v n="$1" '/^wall_sec/{w=$2} /^cpu_sec/{c=$2} /^max_rss/{m=$2} /^exit_code/{e=$2} END{print n, w, c, m; exit e}'
}
: >"$work/times"
for _ in $(seq "$runs"); do
	once ffmpeg "bench/decode.sh $film" >>"$work/times"
	rm -rf "$work/tst"
	once respine "bin/respine tst $film --out $work/tst" >>"$work/times"
done
echo "who wall_s cpu_s max_rss_mib"
cat "$work/times"
middle() { awk -v w="$1" -v k="$2" '$1==w{print $k}' "$work/times" | sort -n | awk '{v[NR]=$1} END{print v[int((NR+1)/2)]}'; }
echo "rate, ours over ffmpeg alone: wall $(echo "$(middle ffmpeg 2) $(middle respine 2)" | awk '{printf "%.2f", $1/$2}'), processor $(echo "$(middle ffmpeg 3) $(middle respine 3)" | awk '{printf "%.2f", $1/$2}')"
ffmpeg -v error -nostdin -y -stream_loop 3 -i "$film" -c copy "$work/long.mp4"
rm -rf "$work/tst"
echo "four times as long:"
once respine "bin/respine tst $work/long.mp4 --out $work/tst"
