#!/bin/sh
# Decodes the luma of a film into a pipe that throws it away, in as few writes as
# respine asks for: bench/decode.sh FILM
ffmpeg -v error -nostdin -i "$1" -map 0:v:0 -vf extractplanes=y -fps_mode passthrough -f rawvideo -avioflags direct - | cat >/dev/null
