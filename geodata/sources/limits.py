"""Limits on what is read, and the surroundings of the process that reads it."""

from __future__ import annotations

import os
from typing import Final

MIB: Final = 1 << 20
FILE_BYTES: Final = 512 * MIB
UNPACKED_BYTES: Final = 512 * MIB
ENTRIES: Final = 2_000
ROWS: Final = 2_000_000
VERTICES: Final = 5_000_000
DEPTH: Final = 60  # of nested GeoJSON or KML; real files need fewer than ten
SECONDS: Final = 30.0
SECONDS_PER_MIB: Final = 2.0  # a million good rows of incidents are 13 MiB as Parquet, 70 as CSV, and take 8 s
MEMORY_BYTES: Final = 2_048 * MIB
# pandas, pyarrow and the geospatial libraries map 1.3 GiB without using it, so 3 GiB of addresses hold it under 2 GiB.
ADDRESS_BYTES: Final = 3_072 * MIB

_GDAL: Final = {
    "GDAL_HTTP_PROXY": "127.0.0.1:9",  # the discard port: nothing answers
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GDAL_DRIVER_PATH": "disable",
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_NUM_THREADS": "1",
    "PROJ_NETWORK": "OFF",
}
# GeoJSON, KML and GeoPackage are read by code of ours, so GDAL keeps two drivers: ESRI Shapefile and FlatGeobuf.
_SKIPPED: Final = (
    "ADBC,AIVector,AVCBin,AVCE00,AmigoCloud,Arrow,CAD,CSV,CSW,Carto,DGN,DWG,DXF,EDIGEO,EEDA,ESRIJSON,Elasticsearch,"
    "FileGDB,GDALG,GML,GMLAS,GPKG,GPSBabel,GPX,GTFS,GeoJSON,GeoJSONSeq,GeoRSS,HANA,HTTP,Idrisi,JML,JP2ECW,JP2OpenJPEG,"
    "JSONFG,KML,LIBKML,LVBAG,MBTiles,MEM,MSSQLSpatial,MVT,MapInfo File,MapML,Memory,MiraMonVector,MongoDBv3,MySQL,NAS,"
    "NGW,OAPIF,OCI,ODBC,ODS,OGCAPI,OGR_GMT,OGR_PDS,OGR_VRT,OSM,OpenFileGDB,PCIDSK,PDF,PDS4,PGDUMP,PGeo,PLSCENES,PMTiles,"
    "Parquet,PostgreSQL,S57,SOSI,SQLite,SXF,Selafin,TIGER,TopoJSON,VDV,VFK,VICAR,VRT,WAsP,WFS,XLS,XLSX,XODR"
)
_THREADS: Final = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_IO_THREADS"), "1")
_KEPT: Final = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR")


def seconds_for(size_bytes: int) -> float:
    """Processor time in seconds that reading a file of this size may take."""
    return SECONDS + SECONDS_PER_MIB * size_bytes / MIB


def environment(code_folder: str) -> dict[str, str]:
    """Environment of the child: of the parent's only what a program needs to start."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    ours = {"OGR_SKIP": _SKIPPED, "PYTHONPATH": code_folder, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    return {**kept, **_GDAL, **_THREADS, **ours}
