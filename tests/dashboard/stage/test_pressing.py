"""A press of the presenter as the browser sends it: given again it is done once."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.access.gate import Gate
from dashboard.presenter import acts, pressing
from dashboard.stage import desk as desks
from geodata.errors import StoreError


@pytest.fixture
def client(staged):
    acts.open_meeting(next(iter(acts.meetings())), 1)
    gate = Gate(Starlette(routes=pressing.all_routes()))
    return TestClient(gate, base_url="http://127.0.0.1:8501", client=("127.0.0.1", 50000))


def test_given_twice_the_word_goes_once(client):
    press = f"/stage/word/{desks.read().pulse.newest}/next"
    first, second = client.put(press), client.put(press)
    now = desks.read()
    assert first.json() == {"entry": now.pulse.newest}
    assert second.json() == {"entry": None}
    assert now.item is not None
    assert now.item.what.number == 1
    assert client.put(f"/stage/word/{now.pulse.newest}/back").json()["entry"]
    assert desks.read().item is None


def test_whoever_leads_no_meetings_moves_nobody(client):
    assert client.put(f"/stage/word/{desks.read().pulse.newest}/next?as=analyst").status_code == 403
    assert desks.read().item is None


def test_no_link_and_no_form_moves_anybody(client):
    press = f"/stage/word/{desks.read().pulse.newest}/next"
    assert client.get(press).status_code == 405
    assert client.post(press).status_code == 405
    assert client.put(press, headers={"Origin": "http://elsewhere.example"}).status_code == 403
    assert client.put(f"{press}-but-one").status_code == 404
    assert desks.read().item is None


def test_a_register_that_cannot_be_written_asks_for_another_try(client, monkeypatch):
    def fails(step: int, seen: int) -> int:
        raise StoreError("register_failed", where="register", folder="", got="database is locked")

    monkeypatch.setattr(acts, "move", fails)
    assert client.put("/stage/word/1/next").status_code == 503
