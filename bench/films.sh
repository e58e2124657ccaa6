#!/bin/sh
# Times respine tst beside ffmpeg that only decodes the same film into a pipe, run by
# run in turn, for a film of H.264 (640 x 480) and one of motion JPEG (320 x 240), and
# prints for each seconds of wall and of processor and the largest memory of one
# process, then our frames per second over ffmpeg's (medians), by wall and by
# processor, and our memory for a film four times as long:
#
#	bench/films.sh [runs [film...]]
#
# Without films two of 120 s at 30 Hz are rendered, once. Fixed costs, 0.5 s for
# pictures and tables, weigh less on the 360 s of a test. Other work on the machine
# slows whoever uses more processors: look at both seconds.
set -eu
cd "$(dirname "$0")/.."
runs=${1:-3}
[ $# -gt 0 ] && shift
work=out/bench-films
if ! command -v ffmpeg >/dev/null; then
	echo "bench: SKIPPED, no ffmpeg to compare respine tst with" >&2
	exit 0
fi
mkdir -p bin "$work"
go build -o bin/bench ./bench
go build -o bin/respine ./cmd/respine
if [ $# -eq 0 ]; then
	for v in "640 .mp4" "320 .avi"; do
		set -- ${v% *} ${v#* }
		[ -f "$work/easy/easy$2" ] || go run ./bench/hung -seed 1 -seconds 120 -rate 30 -kinds easy -width "$1" -as "$2" -out "$work"
	done
	set -- "$work/easy/easy.mp4" "$work/easy/easy.avi"
fi
once() { # name, command words
	bin/bench "$1=$2" </dev/null 2>/dev/null | tr -d ' ,"' |
		awk -F: -v n="$1" '/^wall_sec/{w=$2} /^cpu_sec/{c=$2} /^max_rss/{m=$2} /^exit_code/{e=$2} END{print n, w, c, m; exit e}'
}
middle() { awk -v w="$1" -v k="$2" '$1==w{print $k}' "$work/times" | sort -n | awk '{v[NR]=$1} END{print v[int((NR+1)/2)]}'; }
for film; do
	echo "$film"
	: >"$work/times"
	for _ in $(seq "$runs"); do
		once ffmpeg "bench/decode.sh $film" >>"$work/times"
		rm -rf "$work/tst"
		once respine "bin/respine tst $film --out $work/tst" >>"$work/times"
	done
	echo "who wall_s cpu_s max_rss_mib"
	cat "$work/times"
	echo "frames/s, ours over ffmpeg alone: wall $(echo "$(middle ffmpeg 2) $(middle respine 2)" | awk '{printf "%.2f", $1/$2}'), processor $(echo "$(middle ffmpeg 3) $(middle respine 3)" | awk '{printf "%.2f", $1/$2}')"
	long=$work/long.${film##*.}
	ffmpeg -v error -nostdin -y -stream_loop 3 -i "$film" -c copy "$long"
	rm -rf "$work/tst"
	echo "four times as long:"
	once respine "bin/respine tst $long --out $work/tst"
	rm -f "$long"
done
