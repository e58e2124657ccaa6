"""Writes TIFF files whose pages do not go together, and one of a fast volume
whose last two of five slices are flyback, as ScanImage writes it.

    python3 make.py        (in this folder; needs tifffile)
"""
import numpy
import tifffile

for name, second in ("mixed_size.tif", numpy.zeros((4, 4), "u1")), ("mixed_type.tif", numpy.zeros((3, 4), "u2")):
    with tifffile.TiffWriter(name) as file:
        file.write(numpy.arange(12, dtype="u1").reshape(3, 4), metadata=None, software=False)
        file.write(second, metadata=None, software=False)

scanimage = """SI.VERSION_MAJOR = 2023
SI.hChannels.channelSave = 1
SI.hStackManager.enable = true
SI.hStackManager.stackMode = 'fast'
SI.hStackManager.actualNumSlices = 3
SI.hStackManager.actualNumVolumes = 1
SI.hStackManager.numFramesPerVolume = 3
SI.hStackManager.numFramesPerVolumeWithFlyback = 5
SI.hStackManager.actualStackZStepSize = 2
SI.hStackManager.framesPerSlice = 1"""
with tifffile.TiffWriter("flyback.tif") as file:
    for page in range(5):
        file.write(numpy.arange(12, dtype="i2").reshape(3, 4) + 100 * page, metadata=None, software=scanimage,
                   description=f"frameNumbers = {page + 1}\n")
