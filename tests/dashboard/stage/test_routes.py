"""The addresses of the stage as a browser asks them."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import zlib
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.language import Language
from dashboard.presenter import acts
from dashboard.stage import broadcast, message, routes
from dashboard.stage.broadcast import Broadcaster
from dashboard.stage.message import Maker
from geodata.register.stage import PLAYLIST
from tests.loops import finish


@pytest.fixture
def client(staged):
    with TestClient(Starlette(routes=routes.all_routes())) as client:
        yield client


def test_the_state_is_sent_once_and_then_not_modified(client):
    acts.hold()  # the clock does not move on between the two questions
    first = client.get("/stage/now/wall/ru")
    assert first.status_code == 200
    again = client.get("/stage/now/wall/ru", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert int(again.headers["x-now"]) > 1_700_000_000_000


def test_another_cue_is_another_tag(client, monkeypatch):
    monkeypatch.setattr(broadcast, "LOOK_EVERY_S", 0.0)
    acts.hold()
    first = client.get("/stage/now/follow/en")
    acts.open_meeting(next(iter(acts.meetings())), 1)
    second = client.get("/stage/now/follow/en", headers={"If-None-Match": first.headers["etag"]})
    assert second.status_code == 200
    said = json.loads(zlib.decompress(base64.b64decode(second.content)))
    assert said["mode"] == "meeting"


def test_where_no_step_is_shown_a_screen_says_that_there_is_nothing(client):
    acts.play([replace(step, shown=False) for step in PLAYLIST])
    for address in ("/stage/now/wall/en", "/stage/turn/3/en"):
        said = json.loads(zlib.decompress(base64.b64decode(client.get(address).content)))
        assert said["none"], address


def test_a_scene_that_fails_is_not_taken_for_nothing(client, monkeypatch):
    def broken(*_given):
        raise ValueError("a bug of ours")

    monkeypatch.setattr(Maker, "now", broken)
    with pytest.raises(ValueError, match="a bug of ours"):
        client.get("/stage/now/wall/en")


@pytest.mark.parametrize("screen", ["wall", "follow"])
def test_a_page_has_its_first_scene_in_it_and_nothing_from_elsewhere(client, screen):
    page = client.get(f"/{screen}?lang=uz-Cyrl").text
    assert re.findall(r"(?:src|href)=\"(?!/|data:,)", page) == []
    assert 'lang="uz-Cyrl"' in page
    assert "packed" in page
    policy = client.get(f"/{screen}").headers["content-security-policy"]
    assert "default-src 'self'" in policy


def test_a_page_speaks_the_browsers_language(client):
    assert '<html lang="ru"' in client.get("/follow", headers={"Accept-Language": "ru-RU,ru;q=0.9"}).text
    assert '<html lang="uz-Latn"' in client.get("/follow", headers={"Accept-Language": "fr"}).text


def test_scripts_are_kept_for_good_and_have_no_other_address(client):
    page = client.get("/wall").text
    for address in re.findall(r"/stage/assets/[^\"]+", page):
        assert "immutable" in client.get(address).headers["cache-control"]
        assert client.get(address.replace("/stage/assets/", "/stage/assets/0")).status_code == 404


@pytest.mark.parametrize(
    "path", ["/stage/now/film/ru", "/stage/now/wall/fr", "/stage/turn/1/fr", "/stage/events/wall/fr"]
)
def test_what_there_is_not_is_missing(client, path):
    assert client.get(path).status_code == 404


def test_a_turn_is_counted_around_the_end(client):
    assert client.get("/stage/turn/0/en").headers["etag"] == client.get("/stage/turn/22/en").headers["etag"]


def test_without_an_edition_the_page_says_so(empty):
    routes._broadcaster.cache_clear()
    with TestClient(Starlette(routes=routes.all_routes())) as client:
        said = client.get("/stage/now/wall/en").content
    assert json.loads(zlib.decompress(base64.b64decode(said)))["none"] == "Nothing has been published yet"
    routes._broadcaster.cache_clear()


def test_a_listener_hears_of_the_next_speaker(staged, monkeypatch):
    monkeypatch.setattr(broadcast, "LOOK_EVERY_S", 0.01)

    async def listen() -> list[str]:
        broadcaster = Broadcaster()
        acts.open_meeting(next(iter(acts.meetings())), 1)
        channel = await broadcaster.listen("wall", Language.EN)
        heard = [channel.said.tag]
        for _ in range(2):
            turned = channel.turned
            await asyncio.to_thread(acts.move, 1)
            while channel.said.tag == heard[-1]:
                await asyncio.wait_for(turned.wait(), 120)
                turned = channel.turned
            heard.append(channel.said.tag)
        await broadcaster.close()
        return heard

    assert len(set(finish(listen()))) == 3


def test_a_scene_that_cannot_be_made_leaves_the_last_one_on_the_wall(staged, monkeypatch):
    monkeypatch.setattr(broadcast, "LOOK_EVERY_S", 0.01)

    async def listen() -> tuple[object, object, bool]:
        broadcaster = Broadcaster()
        channel = await broadcaster.listen("wall", Language.EN)
        before, tries = channel.said, []

        def broken(*_given):
            tries.append(1)
            raise KeyError("a bug")

        monkeypatch.setattr(message.Maker, "now", broken)
        while len(tries) < 3:  # the watch goes on asking
            await asyncio.sleep(0.01)
        alive = not broadcaster._watch.done()
        await broadcaster.close()
        return before, channel.said, alive

    before, after, alive = finish(listen())
    assert before is after
    assert alive
