"""Let GDAL in this process know the formats that are read here, and no other.

GDAL tells a format by the content, and many of its formats name other files, databases and addresses, and bring back
what they find there. It has no setting that allows a few: all others are taken out of its register.
For a bounded process.
"""

import ctypes
import functools

import pyogrio
from pyogrio import _ogr

READ = frozenset(("GPKG", "LIBKML", "ESRI Shapefile", "OpenFileGDB"))


@functools.cache
def know_only_read() -> None:
    """Take every driver out of GDAL's register that reads something else. For the rest of this process's life.

    Raises: RuntimeError: GDAL still knows others.
    """
    # The library that pyogrio itself has loaded: its names are found through the module that is linked to it.
    gdal = ctypes.CDLL(_ogr.__file__)
    gdal.GDALGetDriver.restype = ctypes.c_void_p
    gdal.GDALGetDescription.argtypes = gdal.GDALDeregisterDriver.argtypes = [ctypes.c_void_p]
    gdal.GDALGetDescription.restype = ctypes.c_char_p
    for index in reversed(range(gdal.GDALGetDriverCount())):
        driver = gdal.GDALGetDriver(index)
        if gdal.GDALGetDescription(driver).decode() not in READ:
            gdal.GDALDeregisterDriver(driver)
    if gdal.GDALGetDriverCount() > len(READ) or not set(pyogrio.list_drivers()) <= READ:
        raise RuntimeError("GDAL knows formats that are not read here")
