"""Writes oracles.zip (small TIFF files made by tifffile and libtiff) and
oracles.json (what tifffile reads from them) for the tests of package tiff.

Needs numpy, tifffile, imagecodecs and libtiff's tiffcp. Pixels come from a
fixed seed: a smooth field with noise, full-range steps and, for float32,
NaN, infinities and negative zero.

    python3 make_oracles.py
"""

import hashlib
import json
import os
import subprocess
import tempfile
import zipfile

import numpy as np
import tifffile

HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = ["uint8", "uint16", "int16", "float32"]
H, W, PAGES = 21, 37, 2


def pixels(kind, pages=PAGES, h=H, w=W, seed=0):
    rng = np.random.default_rng(seed)
    z, y, x = np.mgrid[0:pages, 0:h, 0:w]
    f = 0.5 + 0.3 * np.sin(x / 5 + z) * np.cos(y / 7)
    f[:, : h // 3] += 0.1 * rng.random((pages, h // 3, w))
    if kind == "float32":
        a = (f * 1000 - 300).astype(kind)
        a[:, 3, 5:9] = [np.nan, np.inf, -np.inf, -0.0]
        return a
    lo, hi = np.iinfo(kind).min, np.iinfo(kind).max
    a = (lo + f * (hi - lo)).astype(kind)
    a[:, 3, 5:9] = [lo, hi, lo, hi]
    return a


def sha(page):
    page = np.ascontiguousarray(page)
    return hashlib.sha256(page.astype(page.dtype.newbyteorder("<")).tobytes()).hexdigest()


def entry(path, **extra):
    with tifffile.TiffFile(path) as t:
        first = t.pages[0]
        if first.is_final and first.is_contiguous and len(t.series[0].shape) > 2 and len(t.pages) == 1:
            stack = t.series[0].asarray()
            planes = stack.reshape((-1,) + stack.shape[-2:])
        else:
            planes = [p.asarray() for p in t.pages]
        e = {
            "width": first.imagewidth,
            "height": first.imagelength,
            "type": str(first.dtype),
            "compression": int(first.compression),
            "predictor": int(first.predictor),
            "tiled": bool(first.is_tiled),
            "big": bool(t.is_bigtiff),
            "order": t.byteorder,
            "pages": [sha(p) for p in planes],
        }
    e.update(extra)
    return e


def cross_product():
    """Every type, codec and predictor, in both byte orders, strips and tiles;
    BigTIFF for every other file."""
    n = 0
    for kind in TYPES:
        for codec in ["none", "lzw", "deflate", "adobe_deflate", "packbits", "zstd"]:
            predictors = [1, 3 if kind == "float32" else 2]
            if codec == "none":
                predictors = [1]
            for predictor in predictors:
                for order in "<>":
                    for tiled in [False, True]:
                        n += 1
                        options = {"tile": (16, 32)} if tiled else {"rowsperstrip": 10}
                        if codec != "none":
                            options["compression"] = codec
                            options["predictor"] = predictor
                        name = f"{kind}_{codec}_p{predictor}_{'le' if order == '<' else 'be'}_{'tile' if tiled else 'strip'}.tif"
                        yield name, kind, dict(byteorder=order, bigtiff=n % 2 == 0, metadata=None, **options)


def libtiff(source, target, *flags):
    subprocess.run(["tiffcp", *flags, source, target], check=True)


SCANIMAGE = """SI.LINE_FORMAT_VERSION = 1
SI.hChannels.channelSave = [1;2]
SI.hFastZ.enable = false
SI.hRoiManager.imagingFovUm = [-22.5 -18.5;22.5 -18.5;22.5 18.5;-22.5 18.5]
SI.hRoiManager.mroiEnable = false
SI.hRoiManager.scanFrameRate = 30.0408
SI.hRoiManager.scanVolumeRate = 15.0204
SI.hScan2D.logAverageFactor = 1
SI.hStackManager.enable = true
SI.hStackManager.framesPerSlice = 2
SI.hStackManager.numSlices = 3
SI.hStackManager.stackMode = 'slow'
SI.hStackManager.stackZStepSize = -1.5"""


def metadata_files(tmp):
    """(name, expected metadata); axes as tifffile gives them, voxel and rate as
    written."""
    out = []

    def add(name, data, axes=None, expect=None, **options):
        path = os.path.join(tmp, name)
        tifffile.imwrite(path, data, **options)
        e = entry(path)
        if expect is not None:
            e["meta"] = expect
        if axes:
            with tifffile.TiffFile(path) as t:
                series = t.series[0]
                stack = series.asarray(squeeze=False) if hasattr(series, "asarray") else None
                order = series.get_axes(squeeze=False)
                e["planes"] = {}
                for index in np.ndindex(*stack.shape):
                    at = dict(zip(order, index))
                    if at["Y"] or at["X"]:
                        continue
                    c, z, t_ = at.get("C", 0), at.get("Z", 0), at.get("T", 0)
                    sel = tuple(slice(None) if a in "YX" else i for a, i in zip(order, index))
                    e["planes"][f"{c},{z},{t_}"] = sha(stack[sel])
        out.append((name, e))

    tczyx = pixels("uint16", 2 * 3 * 2, 20, 24).reshape(2, 3, 2, 20, 24)  # T Z C
    common = dict(Channels=2, Slices=3, Frames=2)
    add("imagej_hyper.tif", tczyx, axes=True, imagej=True, resolution=(1 / 0.12, 1 / 0.25),
        metadata={"axes": "TZCYX", "spacing": 1.5, "unit": "um", "finterval": 0.125},
        expect=dict(Source="imagej", VoxelUm=dict(Z=1.5, Y=0.25, X=0.12), FrameRateHz=8, **common))
    add("imagej_truncated_be.tif", tczyx, axes=True, imagej=True, truncate=True, byteorder=">",
        resolution=(2, 2), metadata={"axes": "TZCYX", "unit": "micron"},
        expect=dict(Source="imagej", VoxelUm=dict(Z=0, Y=0.5, X=0.5), FrameRateHz=0, **common))
    add("imagej_nm_8bit_deflate.tif", pixels("uint8", 4, 20, 24), imagej=True, compression="zlib",
        resolution=(1 / 120, 1 / 120), metadata={"axes": "ZYX", "spacing": 900, "unit": "nm"},
        expect=dict(Source="imagej", Channels=1, Slices=4, Frames=1, VoxelUm=dict(Z=0.9, Y=0.12, X=0.12), FrameRateHz=0))
    add("imagej_pixel.tif", pixels("float32", 3, 20, 24), imagej=True,
        metadata={"axes": "TYX", "unit": "pixel", "fps": 10},
        expect=dict(Source="imagej", Channels=1, Slices=1, Frames=3, VoxelUm=dict(Z=0, Y=0, X=0), FrameRateHz=0))
    for axes, shape in [("TZCYX", (2, 3, 2)), ("TCZYX", (2, 2, 3)), ("ZTCYX", (3, 2, 2)), ("CTZYX", (2, 2, 3)),
                        ("ZCTYX", (3, 2, 2)), ("CZTYX", (2, 3, 2))]:
        add(f"ome_{axes}.ome.tif", pixels("int16", 12, 20, 24).reshape(shape + (20, 24)), axes=True,
            metadata={"axes": axes, "PhysicalSizeX": 120, "PhysicalSizeXUnit": "nm", "PhysicalSizeY": 0.12,
                      "PhysicalSizeYUnit": "µm", "PhysicalSizeZ": 0.001, "PhysicalSizeZUnit": "mm",
                      "TimeIncrement": 50, "TimeIncrementUnit": "ms"},
            expect=dict(Source="ome", VoxelUm=dict(Z=1, Y=0.12, X=0.12), FrameRateHz=20, **common))
    add("ome_plain_be.ome.tif", pixels("float32", 4, 20, 24), bigtiff=True, byteorder=">", compression="zstd",
        predictor=3, metadata={"axes": "ZYX"},
        expect=dict(Source="ome", Channels=1, Slices=4, Frames=1, VoxelUm=dict(Z=0, Y=0, X=0), FrameRateHz=0))
    add("scanimage.tif", pixels("int16", 12, 37, 45).reshape(3, 2, 2, 37, 45), bigtiff=True, metadata=None,
        software=SCANIMAGE, description="frameNumbers = 1\nframeTimestamps_sec = 0.000000000\n",
        expect=dict(Source="scanimage", Channels=2, Slices=3, Frames=2, VoxelUm=dict(Z=1.5, Y=1, X=1), FrameRateHz=30.0408))
    add("shaped_truncated.tif", pixels("uint16", 5, 20, 24), truncate=True,
        expect=dict(Source="", Channels=0, Slices=0, Frames=0, VoxelUm=dict(Z=0, Y=0, X=0), FrameRateHz=0))
    add("centimetre.tif", pixels("uint16", 2, 20, 24), metadata=None, resolution=(20000, 40000), resolutionunit="CENTIMETER",
        expect=dict(Source="", Channels=0, Slices=0, Frames=0, VoxelUm=dict(Z=0, Y=0.25, X=0.5), FrameRateHz=0))
    add("dpi72.tif", pixels("uint16", 2, 20, 24), metadata=None, resolution=(72, 72), resolutionunit="INCH",
        expect=dict(Source="", Channels=0, Slices=0, Frames=0, VoxelUm=dict(Z=0, Y=0, X=0), FrameRateHz=0))
    # ScanImage keeps frames of one slice together: tifffile agrees on the order.
    return out


def refused(tmp):
    """Files the reader must refuse, with words the error must contain."""
    a = np.arange(16 * 16).reshape(16, 16)
    cases = [
        ("uint32", dict(data=a.astype("uint32")), "32-bit unsigned"),
        ("float64", dict(data=a.astype("float64")), "64-bit floating-point"),
        ("int8", dict(data=a.astype("int8")), "8-bit signed"),
        ("bilevel", dict(data=a > 99, photometric="minisblack"), "1-bit unsigned"),
        ("rgb", dict(data=np.zeros((16, 16, 3), "uint8"), photometric="rgb"), "3 samples"),
        ("planar", dict(data=np.zeros((3, 16, 16), "uint8"), photometric="rgb", planarconfig="separate"), "3 samples"),
        ("whiteiszero", dict(data=a.astype("uint8"), photometric="miniswhite"), "white is zero"),
        ("jpeg", dict(data=a.astype("uint8"), compression="jpeg"), "JPEG"),
        ("lzma", dict(data=a.astype("uint8"), compression="lzma"), "compression"),
    ]
    for name, options, words in cases:
        name = f"refused_{name}.tif"
        tifffile.imwrite(os.path.join(tmp, name), metadata=None, **options)
        yield name, {"refused": words}


def main():
    files = {}
    with tempfile.TemporaryDirectory() as tmp:
        for name, kind, options in cross_product():
            path = os.path.join(tmp, name)
            tifffile.imwrite(path, pixels(kind), **options)
            files[name] = entry(path)
            assert files[name]["pages"] == [sha(p) for p in pixels(kind)], name
        for kind in TYPES:
            plain = os.path.join(tmp, "plain.tif")
            tifffile.imwrite(plain, pixels(kind), metadata=None)
            for flags in [["-c", "lzw:2", "-r", "7"], ["-c", "zip:1", "-B"], ["-c", "zstd:2", "-t", "-w", "32", "-l", "16"],
                          ["-c", "packbits", "-8"], ["-c", "none", "-L", "-r", "5"]]:
                name = f"libtiff_{kind}_{''.join(flags).replace('-', '').replace(':', '')}.tif"
                libtiff(plain, os.path.join(tmp, name), *flags)
                files[name] = entry(os.path.join(tmp, name))
                if files[name]["pages"] != [sha(p) for p in pixels(kind)]:
                    print("tifffile and libtiff differ on", name)
                    files[name]["pages"] = [sha(p) for p in pixels(kind)]
        files.update(metadata_files(tmp))
        files.update(refused(tmp))
        with zipfile.ZipFile(os.path.join(HERE, "oracles.zip"), "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
            for name in sorted(files):
                info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                with open(os.path.join(tmp, name), "rb") as f:
                    z.writestr(info, f.read())
    with open(os.path.join(HERE, "oracles.json"), "w") as f:
        json.dump(files, f, indent=1, sort_keys=True)
        f.write("\n")
    print(len(files), "files with", "tifffile", tifffile.__version__)


if __name__ == "__main__":
    main()
