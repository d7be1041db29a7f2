"""The parent's side of reading a file: a copy of it, a child process, and an end to that process if it must be."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import stat
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Final

import geodata
from geodata import scratch
from geodata.editions.files import writing
from geodata.errors import OptionError, SourceError
from geodata.findings import Finding
from geodata.machine import named
from geodata.sources import limits
from geodata.sources.report import KINDS, RECORDS, ReadOptions, Report

log = logging.getLogger(__name__)

# The parts of a shapefile that are read; .shx is made anew from .shp.
SHAPEFILE_PARTS: Final = (".dbf", ".shx", ".prj", ".cpg")
_POLL_S: Final = 0.05
_STEP_S: Final = 1.0  # more than this between two looks, and we ourselves were stopped: the lid of a laptop was shut


def check(kind: str, path: Path | str, *, options: ReadOptions | None = None, seconds: float | None = None) -> Report:
    """Verdict on the file at `path` as a table of `kind`.

    The reading may take `seconds` of processor time (by default what its size allows), and twice that by the clock,
    since a busy machine is slower. Raises OptionError for a kind that does not exist; what is in the file, or that
    there is none, is in the report.
    """
    if kind not in (*KINDS, *RECORDS):
        raise OptionError("unknown_kind", got=kind, wanted=", ".join((*KINDS, *RECORDS)))
    source, chosen = Path(path), options or ReadOptions()
    name = named(source.name)
    with writing(Path(gettempdir())), scratch.folder("read") as folder:
        try:
            sha256 = _copy_parts(source, folder)
            mapping = _copy_mapping(chosen.mapping, folder)
        except SourceError as error:
            return _refused(kind, name, error.finding)
        job = {"kind": kind, "name": name, "options": {**chosen.as_dict(), "mapping": mapping}}
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        allowed = limits.seconds_for((folder / "input").stat().st_size) if seconds is None else seconds
        trouble = _run_child(folder, name, allowed)
        if trouble is not None:
            return _refused(kind, name, trouble, sha256)
        return _collect(folder, kind, name, sha256)


def _copy_parts(source: Path, folder: Path) -> str:
    """Copy the file, and the parts of a shapefile beside it, under names of ours; the sha256 of all bytes copied."""
    digest = hashlib.sha256()
    _copy(source, folder / "input", digest)
    if source.suffix.casefold() == ".shp":
        beside = {path.name.casefold(): path for path in source.parent.iterdir()}
        for suffix in SHAPEFILE_PARTS:
            part = beside.get(source.stem.casefold() + suffix)
            if part is not None:
                _copy(part, folder / f"input{suffix}", digest)
    return digest.hexdigest()


def _copy(source: Path, target: Path, digest: Any) -> None:  # noqa: ANN401 - hashlib has no public type
    """Copy a regular file of acceptable size, adding its bytes to `digest`; SourceError otherwise."""
    try:
        # Without O_NONBLOCK a named pipe would hold us for ever.
        handle = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise SourceError("file_unreadable", where=source.name, got=reason) from error
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode):
        os.close(handle)
        raise SourceError("file_not_regular", where=source.name)
    with os.fdopen(handle, "rb") as opened, target.open("wb") as copy:
        if found.st_size > limits.FILE_BYTES:
            wanted = limits.FILE_BYTES // limits.MIB
            raise SourceError("file_too_large", where=source.name, got=found.st_size // limits.MIB, wanted=wanted)
        left = found.st_size + 1  # a file that grows while it is read would have no end
        while left > 0 and (block := opened.read(min(limits.MIB, left))):
            left -= len(block)
            digest.update(block)
            copy.write(block)
        after = os.fstat(opened.fileno())
        if left != 1 or (after.st_size, after.st_mtime_ns) != (found.st_size, found.st_mtime_ns):
            raise SourceError("file_changing", where=source.name, got=source.name)


def _copy_mapping(mapping: Path | None, folder: Path) -> str | None:
    """Copy the mapping file into `folder`; its name there."""
    if mapping is None:
        return None
    _copy(mapping, folder / "mapping.toml", hashlib.sha256())
    return "mapping.toml"


def _run_child(folder: Path, name: str, seconds: float) -> Finding | None:
    """Let a child process read; what went wrong with the process itself, or None when it finished."""
    code_folder = str(Path(geodata.__file__).resolve().parents[1])
    command = [sys.executable, "-P", "-m", "geodata.sources.child"]
    with (folder / "stderr.txt").open("wb") as stderr:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            cwd=folder,
            env=limits.environment(code_folder),
            start_new_session=True,
        )
        try:
            trouble = _watch(process, name, seconds)
        finally:
            process.kill()
            process.wait()
            if process.stdin:
                process.stdin.close()
    if said := _tail(folder / "stderr.txt"):
        log.info("the reader of %s said: %s", name, said)
    if trouble is None and process.returncode != 0:
        return Finding("reader_crashed", name, {"got": process.returncode})
    return trouble


def _watch(process: subprocess.Popen[bytes], name: str, seconds: float) -> Finding | None:
    """Wait for the child; a finding when it takes too long or too much memory."""
    waited, before = 0.0, time.monotonic()
    while True:
        try:
            process.wait(_POLL_S)
        except subprocess.TimeoutExpired:
            now = time.monotonic()
            waited, before = waited + min(now - before, _STEP_S), now
            if waited > 2 * seconds or _processor_seconds(process.pid) > seconds:
                return Finding("reader_timeout", name, {"wanted": seconds})
            if _resident_bytes(process.pid) > limits.MEMORY_BYTES:
                return Finding("reader_memory", name, {"wanted": limits.MEMORY_BYTES // limits.MIB})
        else:
            return None


def _processor_seconds(pid: int) -> float:
    """Processor time the process has used, in seconds; 0 where the system does not tell."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        ticks = int(after_name[11]) + int(after_name[12])  # utime and stime of proc(5)
    except (OSError, ValueError, IndexError):
        return 0.0
    return ticks / os.sysconf("SC_CLK_TCK")


def _resident_bytes(pid: int) -> int:
    """Memory the process holds, in bytes; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _collect(folder: Path, kind: str, name: str, sha256: str) -> Report:
    """Report that the child left in `folder`."""
    plain = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    parts = {part: folder / f"{part}.parquet" for part in ("table", "rejected")}
    return Report(
        accepted=plain["accepted"],
        kind=kind,
        rows=plain["rows"],
        errors=tuple(_finding(each) for each in plain["errors"]),
        warnings=tuple(_finding(each) for each in plain["warnings"]),
        labels=plain["labels"],
        sha256=sha256,
        name=name,
        stored={part: path.read_bytes() for part, path in parts.items() if path.exists()},
    )


def _finding(plain: Mapping[str, Any]) -> Finding:
    return Finding(plain["code"], plain["where"], plain["values"])


def _refused(kind: str, name: str, finding: Finding, sha256: str = "") -> Report:
    return Report(accepted=False, kind=kind, rows=0, errors=(finding,), warnings=(), sha256=sha256, name=name)


def _tail(path: Path) -> str:
    """Last lines of what the child wrote, for the log."""
    return path.read_text(encoding="utf-8", errors="replace")[-2000:]
