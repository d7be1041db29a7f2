"""`mahalla backup`, `restore` and `doctor`, as they are typed."""

from __future__ import annotations

import http.server
import json
import shutil
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.cli import main
from dashboard.commands import checkup
from geodata.edition import open_edition
from geodata.store import Store


@pytest.fixture
def copy(demo_folder: Path, tmp_path: Path) -> Path:
    """The demonstration in a folder of its own."""
    shutil.copytree(demo_folder, tmp_path / "copy")
    (tmp_path / "copy").chmod(0o700)
    return tmp_path / "copy"


def looked(folder: Path, port: int = 1) -> dict[str, checkup.Check]:
    return {check.name: check for check in checkup.run(folder, port=port)}


def test_backup_and_restore_are_two_commands(copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", str(tmp_path / "b.tar"), "--data", str(copy)]) == 0
    assert main(["restore", str(tmp_path / "b.tar"), "--data", str(tmp_path / "again")]) == 0
    assert "every file is as it was packed" in capsys.readouterr().out
    assert main(["restore", str(tmp_path / "b.tar"), "--data", str(tmp_path / "again")]) == 2
    assert "restoring never overwrites" in capsys.readouterr().err


def test_backups_in_a_folder_are_named_by_the_time_and_the_newest_are_kept(copy: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in ("01", "02", "03"):
        (folder / f"mahalla-202501{day}T000000Z.tar").write_text("old")
    (folder / "other.tar").write_text("not ours")
    assert main(["backup", str(folder), "--keep", "2", "--data", str(copy)]) == 0
    kept = sorted(path.name for path in folder.iterdir())
    assert len(kept) == 3
    assert kept[0] == "mahalla-20250103T000000Z.tar"
    assert kept[2] == "other.tar"


def test_older_backups_stay_where_the_newest_has_something_damaged(copy: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "mahalla-20250101T000000Z.tar").write_text("whole, as far as anybody knows")
    next((copy / "editions").rglob("districts.parquet")).write_bytes(b"damaged")
    assert main(["backup", str(folder), "--keep", "1", "--data", str(copy)]) == 2
    assert len(list(folder.iterdir())) == 2


def test_a_number_of_backups_that_would_keep_none_is_refused(copy: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["backup", str(tmp_path), "--keep", "-3", "--data", str(copy)])
    assert not list(tmp_path.glob("*.tar"))


def test_the_doctor_fits_one_screen_and_says_what_to_mend(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy.chmod(0o755)
    assert main(["doctor", "--data", str(copy), "--port", "1"]) == 2
    said = capsys.readouterr().out
    assert len(said.splitlines()) <= 24
    assert f"chmod 700 {copy}" in said
    assert main(["doctor", "--json", "--data", str(copy), "--port", "1"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["sound"] is False
    assert {check["name"] for check in told["checks"]} >= {"folder", "backup", "clock", "program", "port"}


def test_the_doctor_finds_what_is_wrong(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = looked(copy)
    assert {sound[name].state for name in ("folder", "register", "integrity", "leftovers", "fonts", "settings")} == {
        "ok"
    }
    assert sound["edition"].state == "note"  # a demonstration is told as one
    assert sound["backup"].state == "missing"

    (copy / "editions" / ".building-abc").mkdir()
    assert looked(copy)["leftovers"].state == "note"
    (open_edition(Store(copy)).path / "cube.arrow").write_bytes(b"other")
    assert looked(copy)["integrity"].said.startswith("The file cube.arrow was changed")

    early = datetime(2020, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(checkup, "_now", lambda: early)
    assert looked(copy)["clock"].state == "unsafe"
    monkeypatch.setattr(checkup, "_now", lambda: datetime.now(UTC) + timedelta(days=90))
    assert looked(copy)["edition"].said.startswith("1-")
    (copy / "settings.toml").write_text("[wall]\nold_after_days = 120", encoding="utf-8")
    assert "announced as old after 120" in looked(copy)["edition"].said
    monkeypatch.setattr(checkup, "_FREE_GIB", 10**6)
    assert looked(copy)["disk"].state == "unsafe"
    (copy / "register.sqlite").write_bytes(b"no database at all" * 100)
    assert looked(copy)["register"].state == "unsafe"
    assert looked(copy / "nothing")["folder"].state == "missing"


def test_the_doctor_knows_its_own_server_from_another(copy: Path) -> None:
    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.server.ours else 404)  # type: ignore[attr-defined]
            self.end_headers()
            self.wfile.write(b'{"id": "3-ab12cd34"}')

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        server.ours = True  # type: ignore[attr-defined]
        assert looked(copy, port)["port"] == checkup.Check("port", "ok", f"{port} serves edition 3-ab12cd34")
        server.ours = False  # type: ignore[attr-defined]
        assert looked(copy, port)["port"].state == "unsafe"
        server.shutdown()
    assert looked(copy, port)["port"].said == f"{port} is free: nothing is being served there"


def test_a_library_that_is_not_as_pinned_is_named(copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "requirements.lock").write_text("pandas==0.1 \\\n    --hash=sha256:00\nabsent-library==1.0\n")
    monkeypatch.setattr(checkup.settings, "shared", lambda name: tmp_path / name)
    assert looked(copy)["program"].said.startswith("2 libraries are not those of the lock: pandas, absent-library")
