"""Names that are no text are told in one line; small files that are none are refused and never waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from geodata.errors import StoreError
from geodata.findings import Finding
from geodata.machine import is_text, named, one_line, small_text
from geodata.register import address


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (os.fsdecode(b"caf\xe9.csv"), r"caf\xe9.csv"),
        ("a\nb\x1b[31m.csv", r"a\nb\x1b[31m.csv"),
        ("\u202egpj.exe", r"\u202egpj.exe"),
        ("Gʻuzor tumani (2025).xlsx", "Gʻuzor tumani (2025).xlsx"),
        ("Ғузор\N{NO-BREAK SPACE}1.csv", "Ғузор\N{NO-BREAK SPACE}1.csv"),
    ],
)
def test_a_name_is_told_in_one_line(name, told):
    assert named(name) == named(Path(name)) == told
    assert is_text(told)


def test_what_a_library_says_is_one_line():
    assert one_line("connection failed:\n\tIs the server running?\n") == "connection failed: Is the server running?"


def test_a_finding_holds_nothing_that_cannot_be_stored_or_shown():
    name = os.fsdecode(b"caf\xe9.csv")
    finding = Finding("backup_exists", f"data/{name}", {"got": Path(name)})
    assert finding.as_dict()["message"].startswith(r"The file caf\xe9.csv is there already")
    assert all(map(is_text, finding.as_dict().values()))


def test_a_small_file_is_read(tmp_path):
    (tmp_path / "a").write_text("oʻ", encoding="utf-8")
    assert small_text(tmp_path / "a") == "oʻ"


def test_a_pipe_a_device_a_folder_and_a_large_file_are_no_small_files(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_bytes(b" " * ((1 << 20) + 1))
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero"), tmp_path / "large"):
        with pytest.raises(OSError, match=r"a folder, a pipe or a device|too large"):
            small_text(path)


def test_settings_that_are_a_pipe_are_refused(tmp_path):
    os.mkfifo(tmp_path / "settings.toml")
    with pytest.raises(StoreError, match=r"cannot be read: .*a pipe or a device"):
        address.database_of(tmp_path)
