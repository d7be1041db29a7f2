"""The units for systemd are read without a complaint, and the server's can write its data folder and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.settings import ROOT

UNITS = sorted(path.name for path in (ROOT / "deploy").glob("mahalla*.[st]*"))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_finds_nothing_to_say(tmp_path: Path) -> None:
    for name in UNITS:
        told = (ROOT / "deploy" / name).read_text(encoding="utf-8")
        told = told.replace("/srv/mahalla/venv/bin/mahalla", sys.executable).replace("=/srv/mahalla\n", "=/\n")
        (tmp_path / name.replace("@.", "@8501.")).write_text(told, encoding="utf-8")
    paths = sorted(map(str, tmp_path.iterdir()))
    done = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_server_writes_its_data_folder_and_sends_nothing_away() -> None:
    told = (ROOT / "deploy" / "mahalla@.service").read_text(encoding="utf-8").splitlines()
    for line in ("ProtectSystem=strict", "ReadWritePaths=/srv/mahalla/data", "IPAddressDeny=any", "User=mahalla"):
        assert line in told
    assert "mahalla@.service" in UNITS
    assert "mahalla-backup.timer" in UNITS
