#!/bin/sh
# Decodes the luma of a film into a pipe that throws it away: bench/decode.sh FILM
ffmpeg -v error -nostdin -i "$1" -vf extractplanes=y -f rawvideo - | cat >/dev/null
