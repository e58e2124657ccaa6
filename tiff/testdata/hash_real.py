"""Writes real.json: what tifffile reads from the real recordings, as a hash of
all pages in little-endian order. Needs numpy, tifffile and imagecodecs.

    python3 hash_real.py DATA_FOLDER
"""

import hashlib
import json
import os
import sys

import tifffile

root = sys.argv[1]
out = []
for folder, _, names in sorted(os.walk(root)):
    for name in sorted(names):
        if not name.endswith((".tif", ".tiff")):
            continue
        path = os.path.join(folder, name)
        h = hashlib.sha256()
        with tifffile.TiffFile(path) as t:
            for p in t.pages:
                a = p.asarray()
                h.update(a.astype(a.dtype.newbyteorder("<")).tobytes())
            out.append({
                "path": os.path.relpath(path, root).replace(os.sep, "/"), "pages": len(t.pages), "width": p.imagewidth,
                "height": p.imagelength, "type": str(p.dtype), "sha256": h.hexdigest(),
            })
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "real.json"), "w") as f:
    json.dump(out, f, indent=1)
    f.write("\n")
