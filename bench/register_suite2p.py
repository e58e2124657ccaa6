"""Registers a TIFF with Suite2p's registration at its defaults, batches of 500 frames,
and prints frames a second, the reference included, processor time, peak memory and
the error of whole frames against a table of true shifts.

    python3 register_suite2p.py MOVIE.tif TRUTH.csv rigid|nonrigid
"""
import resource
import sys
import time

import numpy as np
import tifffile
from suite2p import default_ops
from suite2p.registration import register

movie, truth, kind = sys.argv[1:]
ops = {**default_ops(), "nonrigid": kind == "nonrigid", "do_bidiphase": False}
raw = tifffile.memmap(movie, mode="r") if tifffile.TiffFile(movie).pages[0].is_memmappable else None
if raw is None or raw.ndim != 3:
    raw = tifffile.imread(movie)
frames = (raw // 2).astype(np.int16)  # as Suite2p keeps them

# Once on a few frames, so that compilation is not timed.
few = frames[:40].copy()
register.register_frames(register.compute_reference_masks(register.compute_reference(few, ops=ops), ops), few, ops=ops)

start, cpu = time.time(), time.process_time()
picks = np.linspace(0, len(frames), 1 + min(ops["nimg_init"], len(frames)), dtype=int)[:-1]
reference = register.compute_reference(frames[picks].copy(), ops=ops)
masks = register.compute_reference_masks(reference, ops)
y, x = [], []
for at in range(0, len(frames), ops["batch_size"]):
    out = register.register_frames(masks, frames[at : at + ops["batch_size"]].copy(), ops=ops)
    y.append(out[1])
    x.append(out[2])
took, cpu = time.time() - start, time.process_time() - cpu
y, x = np.concatenate(y), np.concatenate(x)
true = np.genfromtxt(truth, delimiter=",", names=True)


def error(a, b):
    """Suite2p's shifts bring a frame back: their sign is the other one."""
    return min(np.std(a - b), np.std(a + b))


rms = np.sqrt((error(y, true["dy_px"]) ** 2 + error(x, true["dx_px"]) ** 2) / 2)
print(f"suite2p {kind}: {len(frames)} frames in {took:.1f} s, {len(frames) / took:.0f} frames/s, {len(frames) / cpu:.0f} frames/cpu-s, "
      f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB, error {rms:.3f} px RMS rigid")
