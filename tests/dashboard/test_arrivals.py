"""An edition that has to come from the object store: brought beside the serving, and told where it does not come."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import arrivals, data
from dashboard.access.door import door
from dashboard.cli import main
from dashboard.commands import checkup
from dashboard.language import Language, Words
from dashboard.panels import editions as panel
from dashboard.routes import _health
from geodata.edition import editions
from geodata.register import address
from geodata.remote import AGAIN_AFTER_S
from geodata.store import Store
from tests.geodata.objects import Shelf
from tests.loops import finish


@pytest.fixture
def shelf(demo_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """The demonstration in a store, and a folder served by this process that has its register alone."""
    made = Shelf(tmp_path / "objects")
    whole = made.given_to(Store(demo_folder))
    name = editions(whole)[0].folder
    whole.remote.push(whole.editions / name, name)  # type: ignore[union-attr]
    (tmp_path / "served").mkdir()
    shutil.copy(demo_folder / address.FILE, tmp_path / "served" / address.FILE)
    monkeypatch.setenv("MAHALLA_DATA", str(tmp_path / "served"))
    data.forget()
    made.given_to(door().store)
    yield made
    data.forget()


def health() -> dict[str, object]:
    answer = finish(_health(None))  # type: ignore[arg-type]
    told = json.loads(bytes(answer.body))
    return {"code": answer.status_code, **{name: told[name] for name in ("edition", "store") if name in told}}


def test_it_is_brought_and_the_log_and_health_say_what_they_should(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    assert health() == {"code": 503}
    shelf.files.silent = True
    for _ in range(3):
        arrivals.look(door().store)
        shelf.now += AGAIN_AFTER_S
    assert caplog.text.count("The object store cannot be used (NETWORK_CONNECTION)") == 1
    shelf.files.silent = False
    arrivals.look(door().store)
    assert "came from the object store" in caplog.text
    assert "answers again" in caplog.text
    data.forget()
    shelf.given_to(door().store)
    assert health() == {"code": 200, "edition": 1, "store": "ok"}
    shelf.object("manifest-*.json").unlink()
    arrivals.look(door().store)
    assert health()["store"] == "ok"  # it is here, and the store was not asked
    arrivals.look(door().store, ask=True)
    assert health() == {"code": 200, "edition": 1, "store": "object_damaged"}


def test_the_list_says_where_an_edition_is_and_brings_nothing(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "edition", lambda _number: pytest.fail("it was opened"))
    row = panel._row(Words(Language.EN), editions(door().store)[0], {})
    assert row["marks"] == ["current", "in the object store"]
    assert door().store.lacks(editions(door().store)[0].folder)


def test_where_none_is_named_there_is_nothing_to_tell(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arrivals.look(door().store, ask=True)
    assert health() == {"code": 200, "edition": 1}
    looked = next(check for check in checkup.run(demo, port=1) if check.name == "objects")
    assert (looked.state, looked.said) == ("ok", "none: editions stand in the data folder")
    assert main(["push", "--data", str(demo)]) == 2
    assert "The settings name no object store" in capsys.readouterr().err


def test_without_keys_the_server_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    (tmp_path / address.SETTINGS).write_text('editions = "s3://mahalla/editions"')
    assert main(["serve", "--data", str(tmp_path)]) == 2
    assert "the environment lacks AWS_ACCESS_KEY_ID" in capsys.readouterr().err
    assert not (tmp_path / "editions").exists()
