"""Folders in the temporary folder: gone with whoever made them, never while he lives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from geodata import scratch

LATER = time.time() + 3600
HOLDS = """
import sys
from geodata import scratch
with scratch.folder("packs") as made:
    print(made, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_goes_at_the_end_and_is_for_its_owner_alone():
    with scratch.folder("read") as made:
        assert made.stat().st_mode & 0o777 == 0o700
        (made / "input").write_text("x")
    assert not made.exists()


def test_what_a_killed_process_left_is_swept_and_what_a_living_one_holds_stays(temporary):
    process = subprocess.Popen([sys.executable, "-c", HOLDS], stdin=-1, stdout=-1, text=True)
    (made := temporary / process.stdout.readline().strip()).joinpath("deck.pptx").write_text("x")
    assert scratch.sweep(now=LATER) == []
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert scratch.sweep() == []  # too young: its maker may not have locked it yet
    assert scratch.sweep(now=LATER) == [made]
    assert not made.exists()


def test_nothing_else_is_touched(temporary):
    (temporary / "mahalla-notes").mkdir()
    (temporary / "elsewhere").mkdir()
    (temporary / "mahalla-packs-link").symlink_to("elsewhere")
    (temporary / "mahalla-packs-file").write_text("x")
    assert scratch.sweep(now=LATER) == []
    assert len(list(temporary.iterdir())) == 4
