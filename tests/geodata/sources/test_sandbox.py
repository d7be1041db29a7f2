"""The child process: it ends in time, within its memory, with its parent, and whatever it does there is a verdict."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

import geodata
from geodata.errors import OptionError
from geodata.sources import KINDS, ReadOptions, check, limits, sandbox
from tests.geodata.sources import build

CODE_FOLDER = str(Path(geodata.__file__).resolve().parents[1])


def in_child(script: str, **kwargs) -> subprocess.CompletedProcess[str]:
    """Run `script` as the child process is run."""
    return subprocess.run(
        [sys.executable, "-P", "-c", textwrap.dedent(script)],
        env=limits.environment(CODE_FOLDER), capture_output=True, text=True, timeout=60, check=False, **kwargs,
    )  # fmt: skip


def good(tmp_path) -> Path:
    return build.write_json(tmp_path / "a.geojson", build.collection(build.mahalla(1)))


def replaced_child(monkeypatch, script: str) -> None:
    """Let the child run `script` instead of reading."""
    real = subprocess.Popen

    def popen(command, **kwargs):
        return real([sys.executable, "-P", "-c", textwrap.dedent(script)], **kwargs)

    monkeypatch.setattr("geodata.sources.sandbox.subprocess.Popen", popen)


def test_what_the_child_reads_comes_back(tmp_path):
    report: Any = check("boundaries", good(tmp_path))
    assert report.accepted
    assert report.table.crs == "EPSG:4326"
    assert list(report.table["name"]) == ["Mahalla1 MFY"]
    assert report.as_dict() == build.read("boundaries", tmp_path / "a.geojson").as_dict()
    assert report.name == "a.geojson"


def test_an_unknown_kind_and_bad_options_are_errors_of_the_caller(tmp_path):
    with pytest.raises(OptionError, match="boundaries, register"):
        check("maps", good(tmp_path))
    with pytest.raises(OptionError, match="EPSG"):
        ReadOptions(crs="/etc/passwd")
    with pytest.raises(OptionError, match="mahalla, district"):
        ReadOptions(level="street")
    with pytest.raises(OptionError, match="max_repair_m2"):
        ReadOptions(max_repair_m2=-1)
    with pytest.raises(OptionError, match="sliver_width_m"):
        ReadOptions(sliver_width_m=1000)
    assert len(KINDS) == 9


def test_a_mapping_file_that_is_not_there_is_in_the_report(tmp_path):
    report = check("boundaries", good(tmp_path), options=ReadOptions(mapping=tmp_path / "none.toml"))
    assert build.errors(report) == ["file_unreadable"]


def test_a_child_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    replaced_child(monkeypatch, "import os; os.read(0, 1)")
    report = check("boundaries", good(tmp_path), seconds=0.2)
    assert build.errors(report) == ["reader_timeout"]


def test_a_child_that_computes_too_long_is_ended_by_its_processor_time(tmp_path, monkeypatch):
    monkeypatch.setattr("geodata.sources.sandbox._processor_seconds", lambda _: 31.0)
    replaced_child(monkeypatch, "import os; os.read(0, 1)")
    assert build.errors(check("boundaries", good(tmp_path))) == ["reader_timeout"]


def test_processor_time_is_measured():
    assert sandbox._processor_seconds(os.getpid()) == pytest.approx(sum(os.times()[:2]), abs=0.1)
    assert sandbox._processor_seconds(0) == 0


def test_a_child_that_takes_too_much_memory_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MEMORY_BYTES", 60 * limits.MIB)
    replaced_child(monkeypatch, "import os; block = bytearray(b'x') * (200 << 20); os.read(0, 1)")
    assert build.errors(check("boundaries", good(tmp_path))) == ["reader_memory"]


def test_a_child_that_crashes_leaves_a_verdict(tmp_path, monkeypatch):
    replaced_child(monkeypatch, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    assert build.errors(check("boundaries", good(tmp_path))) == ["reader_crashed"]


def test_a_bug_in_a_reader_leaves_a_verdict(tmp_path, monkeypatch):
    monkeypatch.setattr("geodata.sources.boundaries.read", lambda _: 1 / 0)
    assert build.errors(build.read("boundaries", good(tmp_path))) == ["reader_failed"]


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    path = good(tmp_path)
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    assert check("boundaries", path).accepted
    assert list(folder.iterdir()) == []


def test_the_child_dies_with_its_parent():
    script = """
        import subprocess, sys, os
        child = subprocess.Popen(
            [sys.executable, "-P", "-c", "from geodata.sources import guard\\n"
             "guard.die_with_parent()\\nprint(1, flush=True)\\nwhile True: pass"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        child.stdout.read(1)
        print(child.pid, flush=True)
        os._exit(0)
    """
    pid = int(in_child(script).stdout)
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return  # dead and buried
    with os.fdopen(handle):
        ended, _, _ = select.select([handle], [], [], 60)  # however long a busy machine takes to let it die
    assert ended, "the child lives on"


def test_the_limits_hold():
    script = """
        from geodata.sources import guard
        guard.limit_self()
        try:
            block = bytearray(4 << 30)
        except MemoryError:
            print("refused")
    """
    assert in_child(script).stdout.strip() == "refused"


def test_gdal_has_two_drivers_and_no_way_out():
    script = """
        import pyogrio
        print(sorted(pyogrio.list_drivers()))
        print(pyogrio.get_gdal_config_option("GDAL_HTTP_PROXY"))
    """
    assert in_child(script).stdout.splitlines() == ["['ESRI Shapefile', 'FlatGeobuf']", "127.0.0.1:9"]


def test_the_child_gets_no_secrets(monkeypatch):
    monkeypatch.setenv("DATABASE_PASSWORD", "x")
    assert "DATABASE_PASSWORD" not in limits.environment(CODE_FOLDER)


def test_a_refusal_at_first_sight_imports_no_large_library(tmp_path):
    (tmp_path / "job.json").write_text(
        '{"kind": "boundaries", "name": "a", "options": {"mapping": null, "crs": null, "level": null, '
        '"max_repair_m2": 100, "sliver_width_m": 2, "today": null}}'
    )
    (tmp_path / "input").write_text('{"type": "Point", "coordinates": [1, 2]}')
    script = f"""
        import sys
        from pathlib import Path
        from geodata.sources import child
        child.main(Path({str(tmp_path)!r}))
        print([name for name in ("numpy", "pandas", "shapely", "pyogrio", "pyarrow") if name in sys.modules])
    """
    assert in_child(script).stdout.strip() == "[]"
    assert "no_polygons" in (tmp_path / "report.json").read_text()
