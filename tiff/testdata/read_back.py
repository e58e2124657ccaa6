"""Reads the files that TestTifffileReadsWhatWeWrite stored in a folder and
compares them with its expect.json. Needs numpy, tifffile and imagecodecs.

    python3 read_back.py FOLDER
"""

import hashlib
import json
import logging
import os
import sys

import numpy as np
import tifffile


class Loud(logging.Handler):
    """tifffile reports damaged files by logging; here that is a failure."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.messages = []

    def emit(self, record):
        self.messages.append(record.getMessage())


def sha(page):
    return hashlib.sha256(np.ascontiguousarray(page.astype(page.dtype.newbyteorder("<"))).tobytes()).hexdigest()


def check(path, want):
    with tifffile.TiffFile(path) as t:
        assert t.is_bigtiff == want["big"], "BigTIFF"
        assert str(t.pages[0].dtype) == want["type"], t.pages[0].dtype
        assert [sha(p.asarray()) for p in t.pages] == want["pages"], "pixels"
        source = want["source"]
        series = t.series[0]
        if source == "imagej":
            assert t.is_imagej and series.axes == "TZCYX" and series.shape[:3] == (2, 3, 2), (series.axes, series.shape)
            m = t.imagej_metadata
            assert m["unit"] == "um" and m["spacing"] == 1.5 and m["finterval"] == 0.125, m
            x, y = (t.pages[0].tags[k].value for k in ("XResolution", "YResolution"))
            assert (x, y) == ((4, 1), (25, 3)), (x, y)
            assert sha(series.asarray()[1, 2, 1]) == want["pages"][11]
        if source == "ome":
            assert t.is_ome and series.axes == "CTZYX" and series.shape[:3] == (2, 2, 3), (series.axes, series.shape)
            p = tifffile.xml2dict(t.ome_metadata)["OME"]["Image"]["Pixels"]
            assert (p["PhysicalSizeX"], p["PhysicalSizeY"], p["PhysicalSizeZ"], p["TimeIncrement"]) == (0.25, 0.12, 1.5, 0.125)
            assert sha(series.asarray()[1, 0, 2]) == want["pages"][8]


def main(folder):
    loud = Loud()
    tifffile.logger().addHandler(loud)
    with open(os.path.join(folder, "expect.json")) as f:
        expect = json.load(f)
    bad = 0
    for name, want in expect.items():
        try:
            check(os.path.join(folder, name), want)
            assert not loud.messages, loud.messages
        except Exception as e:
            bad += 1
            loud.messages.clear()
            print(name, repr(e))
    print(len(expect), "files read by tifffile", tifffile.__version__, "with", bad, "differences")
    sys.exit(bad > 0)


main(sys.argv[1])
