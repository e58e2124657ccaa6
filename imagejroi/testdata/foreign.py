"""Writes foreign.zip with roifile, for the reader's tests.

    python3 foreign.py        (in this folder; roifile 2026.2.10)
"""
import pathlib

import numpy
import roifile

pathlib.Path("foreign.zip").unlink(missing_ok=True)
corners = [[10, 20], [30, 22], [25, 40]]


def add(name, points, kind, exact=True, **kwargs):
    array = numpy.array(points, "f4" if exact else "i4")
    roi = roifile.ImagejRoi.frompoints(array, name=name, **kwargs)
    roi.roitype = kind
    roi.tofile("foreign.zip", mode="a")


kinds = roifile.ROI_TYPE
add("whole polygon", corners, kinds.POLYGON, exact=False, position=3)
add("exact freehand", [[1.5, 2.25], [7.75, 2.5], [4.125, 9]], kinds.FREEHAND, z=5, c=2, t=7)
add("far points", [[40000, 10], [40010, 20]], kinds.POINT, exact=False)

rect = roifile.ImagejRoi()
rect.roitype, rect.name, rect.version = kinds.RECT, "whole rect", 227
rect.left, rect.top, rect.right, rect.bottom = 5, 6, 15, 26
rect.tofile("foreign.zip", mode="a")

oval = roifile.ImagejRoi()
oval.roitype, oval.name, oval.version = kinds.OVAL, "exact oval µ", 228
oval.options = roifile.ROI_OPTIONS.SUB_PIXEL_RESOLUTION
oval.left, oval.top, oval.right, oval.bottom = 1, 2, 5, 10
oval.xd, oval.yd, oval.widthd, oval.heightd = 1.5, 2.5, 3.25, 7.5
oval.stroke_color = bytes([255, 1, 2, 3])
oval.tofile("foreign.zip", mode="a")
