"""Reads written.zip (made by this package's tests) with roifile and prints
what it sees.

    python3 written.py written.zip > written.txt

Made with roifile 2026.2.10.
"""
import sys

import roifile

for roi in roifile.roiread(sys.argv[1]):
    print(roi.roitype.name, repr(roi.name), "version", roi.version, "options", roi.options.name)
    print("  position", roi.position, "c", roi.c_position, "z", roi.z_position, "t", roi.t_position,
          "stroke", roi.stroke_color.hex())
    print("  bounds", roi.left, roi.top, roi.right, roi.bottom, "count", roi.n_coordinates)
    if roi.roitype in (roifile.ROI_TYPE.RECT, roifile.ROI_TYPE.OVAL):
        print("  box", roi.xd, roi.yd, roi.widthd, roi.heightd)
    elif roi.roitype == roifile.ROI_TYPE.LINE:
        print("  line", roi.x1, roi.y1, roi.x2, roi.y2)
    elif roi.n_coordinates < 10:
        print("  whole", roi.integer_coordinates.tolist())
        print("  exact", roi.subpixel_coordinates.tolist())
    else:
        print("  exact", roi.subpixel_coordinates.sum(axis=0, dtype="f8").tolist())
