"""Zip archives: looked through before anything is unpacked, and unpacked under names of ours."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from geodata.sources import limits
from geodata.sources.notes import Notes
from geodata.sources.sniff import Form, sniff, sniff_bytes

_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    OverflowError,
)
_NESTED: Final = frozenset({".zip", ".kmz", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz"})
_JUNK: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_READABLE: Final = frozenset({Form.JSON, Form.KML, Form.GEOPACKAGE, Form.FLATGEOBUF, Form.PARQUET, Form.TEXT, Form.XLS})


def open_zip(path: Path, folder: Path, notes: Notes) -> tuple[Path, Form]:
    """Path and form of what the archive at `path` is or holds; a workbook stays as it is, other content is unpacked.

    Raises SourceError for an archive that is unsafe, broken, or does not hold exactly one file that can be read.
    """
    with _opened(path, notes) as archive:
        entries = _entries(archive, notes)
        names = {entry.filename for entry in entries}
        if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
            return path, Form.XLSX
        if "content.xml" in names and "mimetype" in names:
            return path, Form.ODS
        return _unpack(archive, entries, folder, notes)


@contextmanager
def _opened(path: Path, notes: Notes) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except _BROKEN as error:
        raise notes.stop("zip_broken", got=type(error).__name__) from error


def _entries(archive: zipfile.ZipFile, notes: Notes) -> list[zipfile.ZipInfo]:
    """Files in the archive, once it is found harmless."""
    entries = archive.infolist()
    if len(entries) > limits.ENTRIES:
        raise notes.stop("zip_entries", got=len(entries), wanted=limits.ENTRIES)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.UNPACKED_BYTES:
        raise notes.stop("zip_too_large", got=unpacked // limits.MIB, wanted=limits.UNPACKED_BYTES // limits.MIB)
    for entry in entries:
        _refuse_unsafe(entry, notes)
    return [entry for entry in entries if not entry.is_dir() and not _is_junk(entry.filename)]


def _refuse_unsafe(entry: zipfile.ZipInfo, notes: Notes) -> None:
    """Raise for an entry that climbs out, is a link or a device, is encrypted, or is an archive itself."""
    name = PurePosixPath(entry.filename.replace("\\", "/"))
    mode = entry.external_attr >> 16
    if name.is_absolute() or ".." in name.parts or ":" in "".join(name.parts[:1]):
        raise notes.stop("zip_climbs", got=str(name)[:80])
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise notes.stop("zip_link", got=str(name)[:80])
    if entry.flag_bits & 0x1:
        raise notes.stop("zip_encrypted", got=str(name)[:80])
    if name.suffix.casefold() in _NESTED:
        raise notes.stop("zip_nested", got=str(name)[:80])


def _is_junk(name: str) -> bool:
    return name.startswith(_JUNK[0]) or PurePosixPath(name).name in _JUNK


def _unpack(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], folder: Path, notes: Notes) -> tuple[Path, Form]:
    """Unpack the one shapefile, or else the one readable file, of the archive."""
    shapes = [entry for entry in entries if PurePosixPath(entry.filename).suffix.casefold() == ".shp"]
    if len(shapes) == 1:
        return _unpack_shapefile(archive, shapes[0], entries, folder, notes)
    if books := [entry.filename[:80] for entry in entries if _is_workbook(entry)]:
        raise notes.stop("zip_workbook", got=", ".join(books[:5]))
    readable = shapes or [entry for entry in entries if _form_of(archive, entry) in _READABLE and _is_data(entry)]
    if len(readable) != 1:
        held = ", ".join(entry.filename[:40] for entry in (readable or entries)[:5]) or "-"
        raise notes.stop("zip_choice", got=held, count=len(readable))
    target = folder / "unpacked"
    _copy(archive, readable[0], target)
    return target, sniff(target)


def _unpack_shapefile(
    archive: zipfile.ZipFile, shape: zipfile.ZipInfo, entries: list[zipfile.ZipInfo], folder: Path, notes: Notes
) -> tuple[Path, Form]:
    """Unpack the parts of one shapefile, whatever their case."""
    stem = shape.filename[:-4].casefold()
    for entry in entries:
        name = entry.filename.casefold()
        if name[:-4] == stem and name[-4:] in {".shp", ".dbf", ".shx", ".prj", ".cpg"}:
            _copy(archive, entry, folder / ("unpacked" + name[-4:]))
    target = folder / "unpacked.shp"
    form = sniff(target)
    if form is not Form.SHAPEFILE:
        raise notes.stop("form_refused", got=form.value, at=shape.filename[:80])
    return target, form


def _form_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Form:
    with archive.open(entry) as opened:
        return sniff_bytes(opened.read(65_536))


def _is_workbook(entry: zipfile.ZipInfo) -> bool:
    return PurePosixPath(entry.filename).suffix.casefold() in {".xlsx", ".xlsm", ".xlsb", ".ods"}


def _is_data(entry: zipfile.ZipInfo) -> bool:
    """Whether a file is more than a note beside the data."""
    return PurePosixPath(entry.filename).name.casefold() not in {"readme", "readme.txt", "readme.md", "license.txt"}


def _copy(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    """Unpack one entry; zipfile itself stops at the size the archive states, which was added up before."""
    with archive.open(entry) as opened, target.open("wb") as file:
        while block := opened.read(limits.MIB):
            file.write(block)
