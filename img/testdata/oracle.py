"""Reference answers for package img, by numpy and scipy.ndimage.

Writes oracle.csv beside itself: one line per array, "name,v0,v1,...". Inputs
are lines too, so the Go tests read what scipy read. Run: python3 oracle.py
"""
import os
import numpy as np
from scipy import ndimage as ndi

rng = np.random.default_rng(7)
rows = []


def put(name, a, digits=9):
    rows.append(name + "," + ",".join(f"{float(v):.{digits}g}" for v in np.ravel(a)))


def grey(shape):
    """Skewed grey values, multiples of 1/64 so that 9 digits are exact."""
    return (np.round(rng.gamma(2, 20, shape) * 64) / 64).astype(np.float32)


# 13 x 71: wide enough for whole vectors of 64 floats and a remainder.
im = grey((13, 71))
put("image 13 71", im)
for sy, sx in [(1, 1), (0.7, 2.3), (3, 0), (9, 4)]:
    put(f"gaussian {sy} {sx}", ndi.gaussian_filter(im.astype(float), (sy, sx), mode="nearest"))
for oy, ox in [(1, 0), (0, 1), (1, 1), (2, 0), (0, 2)]:
    put(f"derivative {oy} {ox}", ndi.gaussian_filter(im.astype(float), 1.4, order=(oy, ox), mode="nearest"))
for ry, rx in [(0, 1), (1, 0), (2, 3), (4, 4), (7, 20)]:
    put(f"maxfilter {ry} {rx}", ndi.maximum_filter(im, size=(2 * ry + 1, 2 * rx + 1), mode="nearest"))
yx = rng.uniform(-2, 1, (40, 2)) + rng.uniform(0, 1, (40, 2)) * np.array([15, 73])
put("bilinear at", yx)
put("bilinear", ndi.map_coordinates(im.astype(float), yx.T, order=1, mode="nearest"))

st = grey((7, 9, 11))
put("stack 7 9 11", st)
put("gaussianstack 1.5 0.8 1.1", ndi.gaussian_filter(st.astype(float), (1.5, 0.8, 1.1), mode="nearest"))
zyx = rng.uniform(-1, 1, (40, 3)) + rng.uniform(0, 1, (40, 3)) * np.array([7, 9, 11])
put("trilinear at", zyx)
put("trilinear", ndi.map_coordinates(st.astype(float), zyx.T, order=1, mode="nearest"))

trace = np.round(rng.gamma(2, 20, 90)).astype(np.float32)  # with ties
put("trace", trace)
for window, q in [(1, 50), (5, 50), (8, 8), (9, 20), (31, 0), (31, 100), (200, 10)]:
    put(f"moving {window} {q}", ndi.percentile_filter(trace, q, size=window, mode="nearest"))
for q in [0, 8, 25, 50, 77.7, 100]:
    put(f"percentile {q}", np.percentile(trace.astype(float), q))
put("mean", trace.astype(float).mean(), 17)
put("std", trace.astype(float).std(), 17)
put("mad", np.median(np.abs(trace - np.median(trace))))


def otsu(v):
    """Largest variance between classes over all 255 splits, by the definition."""
    count, edges = np.histogram(v, 256, (v.min(), v.max()))
    centre = (edges[1:] + edges[:-1]) / 2
    best = (-1, None)
    for k in range(255):
        a, b = count[: k + 1], count[k + 1 :]
        if a.sum() and b.sum():
            ma, mb = np.average(centre[: k + 1], weights=a), np.average(centre[k + 1 :], weights=b)
            between = a.sum() * b.sum() * (ma - mb) ** 2
            if between > best[0] * (1 + 1e-12):
                best = (between, edges[k + 1])
    return best[1]


put("otsu", otsu(im.astype(float)))

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "oracle.csv"), "w") as f:
    f.write("\n".join(rows) + "\n")
