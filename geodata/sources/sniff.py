"""What a file really is, by its first bytes; its name is never asked."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Final


class Form(StrEnum):
    """A form of file. Those that are refused at once have a name too, so that the refusal can say what came."""

    JSON = "JSON"
    KML = "KML"
    ZIP = "zip archive"
    GEOPACKAGE = "GeoPackage"
    FLATGEOBUF = "FlatGeobuf"
    PARQUET = "Parquet"
    SHAPEFILE = "shapefile (.shp)"
    XLSX = "Excel workbook"
    XLS = "Excel 97 workbook"
    ODS = "OpenDocument spreadsheet"
    TEXT = "text table"
    EMPTY = "empty file"
    VRT = "GDAL virtual data source"
    GML = "GML"
    HTML = "HTML page"
    XML = "XML document"
    SVG = "SVG"
    RTF = "RTF document"
    PDF = "PDF"
    PICTURE = "picture"
    OTHER_ARCHIVE = "archive (7z, RAR, gzip, tar)"
    BINARY = "binary data"


_MAGIC: Final[tuple[tuple[bytes, Form], ...]] = (
    (b"PK\x03\x04", Form.ZIP),
    (b"PK\x05\x06", Form.ZIP),
    (b"SQLite format 3\x00", Form.GEOPACKAGE),
    (b"fgb\x03fgb", Form.FLATGEOBUF),
    (b"PAR1", Form.PARQUET),
    (b"\x00\x00\x27\x0a", Form.SHAPEFILE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Form.XLS),
    (b"%PDF", Form.PDF),
    (b"{\\rtf", Form.RTF),
    (b"\x89PNG", Form.PICTURE),
    (b"\xff\xd8\xff", Form.PICTURE),
    (b"II*\x00", Form.PICTURE),
    (b"MM\x00*", Form.PICTURE),
    (b"GIF8", Form.PICTURE),
    (b"7z\xbc\xaf\x27\x1c", Form.OTHER_ARCHIVE),
    (b"Rar!", Form.OTHER_ARCHIVE),
    (b"\x1f\x8b", Form.OTHER_ARCHIVE),
    (b"BZh", Form.OTHER_ARCHIVE),
    (b"\xfd7zXZ", Form.OTHER_ARCHIVE),
)
_ROOTS: Final = {
    "kml": Form.KML,
    "ogrvrtdatasource": Form.VRT,
    "ogrvrtlayer": Form.VRT,
    "vrtdataset": Form.VRT,
    "html": Form.HTML,
    "svg": Form.SVG,
    "featurecollection": Form.GML,
}
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HEAD: Final = 65_536
_PROLOGUE: Final = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ROOT: Final = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")


def sniff(path: Path) -> Form:
    """Form of the file at `path`."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return sniff_bytes(head)


def sniff_bytes(head: bytes) -> Form:
    """Form of a file that begins with `head`."""
    if not head.strip(b"\x00"):  # zeros alone: the place was kept for a copy that never came
        return Form.EMPTY
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return form
    text = _decode(head)
    if text is None:
        return Form.BINARY
    start = text.lstrip("\ufeff \t\r\n")
    if not start:
        return Form.EMPTY
    if start[0] in "{[":
        return Form.JSON
    return _markup(start) if start[0] == "<" else Form.TEXT


def marked_encoding(content: bytes) -> str | None:
    """The codec that the byte order mark of a text names; None where it has none."""
    return next((name for mark, name in _MARKS if content.startswith(mark)), None)


def _decode(head: bytes) -> str | None:
    """Text of the first bytes, roughly; None for what is not text."""
    if marked_encoding(head) == "utf-16":
        return head.decode("utf-16", errors="replace")
    if head.count(b"\x00") > len(head) // 4:  # UTF-16 without a mark has a zero in every other byte
        return head.decode("utf-16-be" if head[0] == 0 else "utf-16-le", errors="replace")
    return None if b"\x00" in head else head.decode("utf-8", errors="replace")


def _markup(text: str) -> Form:
    """Form of a text that begins with "<", by its root element."""
    at = 0
    while found := _PROLOGUE.match(text, at):
        at = found.end()
    root = _ROOT.match(text, at)
    return _ROOTS.get(root[1].casefold(), Form.XML) if root else Form.XML
