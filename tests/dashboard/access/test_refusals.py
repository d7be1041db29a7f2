"""What is refused is said on a page in the reader's language, or in one plain sentence where no page was asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.applications import Starlette

from dashboard import routes
from dashboard.access import crowd as crowds
from dashboard.access.crowd import Crowd
from dashboard.language import Language, Words
from geodata.errors import StoreError
from tests import hostile
from tests.dashboard.access.conftest import browser

PAGE = {"accept": "text/html,*/*"}


def title(answer) -> str:
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    return re.search(r"<h1>(.*)</h1>", answer.text)[1]


@pytest.mark.parametrize("language", list(Language))
def test_a_page_says_in_four_languages_that_it_is_not_for_this_account(closed, signed_in, language):
    _, token = signed_in("analyst")
    answer = browser(token).get(f"/wall?lang={language}&x=1", headers=PAGE)
    assert answer.status_code == 403
    assert title(answer) == Words(language)("refused.beyond.title")
    assert f'<html lang="{language}">' in answer.text
    assert f'href="/?lang={language}"' in answer.text
    assert 'href="?x=1&amp;lang=ru"' in answer.text
    assert browser(token).get("/wall", headers={"accept-language": "ru"}).text.startswith("This is not in your area")


def test_the_open_machine_and_a_foreign_name_are_told_apart(empty):
    said = Words(Language.RU)
    told = browser().get("/", headers=PAGE | {"accept-language": "ru", "via": "1.1 proxy"})
    assert (told.status_code, title(told)) == (403, said("refused.here.title"))
    told = browser(host="evil.example").get("/", headers=PAGE | {"accept-language": "ru"})
    assert (told.status_code, title(told)) == (400, said("refused.name.title"))
    assert browser(host="evil.example").get("/sign-in/files/sign-in.css").status_code == 200
    told = browser().post("/x", headers=PAGE | {"accept-language": "ru", "origin": "http://evil.example"})
    assert (told.status_code, title(told)) == (403, said("refused.origin.title"))


def test_a_register_that_cannot_be_read_lets_nobody_in_and_says_so(closed, signed_in, monkeypatch):
    _, token = signed_in("admin")

    def unreadable(_token):
        raise StoreError("register_lost")

    monkeypatch.setattr(closed, "by_token", unreadable)
    answer = browser(token).get("/?lang=uz-Cyrl", headers=PAGE)
    assert (answer.status_code, title(answer)) == (503, Words(Language.UZ_CYRL)("refused.register.title"))


@pytest.mark.parametrize("what", ["map.png", "secret.png", "ranking.exe"])
def test_what_cannot_be_taken_away_is_said_with_the_mark_of_the_demonstration(demo: Path, what):
    here = browser(app=Starlette(routes=routes.all_routes()))
    answer = here.get(f"/take/{what}?as=analyst:1710224&district=1710207&lang=ru", headers=PAGE)
    said = Words(Language.RU)
    reason, status = ("beyond", 403) if what == "map.png" else ("missing", 404)
    assert (answer.status_code, title(answer)) == (status, said(f"refused.{reason}.title"))
    assert said("app.demonstration") in answer.text


@pytest.mark.parametrize("text", hostile.TEXTS)
def test_no_address_comes_back_as_markup(demo: Path, text):
    here = browser(app=Starlette(routes=routes.all_routes()))
    for path in ("/take/map.png", "/take/ranking.csv"):
        answer = here.get(path, params={"as": "analyst:1710224", "district": text[:500], "lang": "en"}, headers=PAGE)
        assert answer.status_code in {200, 403, 404}
        if answer.status_code != 200:
            assert not re.search(r"<script>window|<img src=x|<svg onload|<iframe srcdoc|<base ", answer.text)


def test_a_machine_that_guesses_is_held_back_and_comes_in_again_later(closed, signed_in, monkeypatch):
    now = [0.0]
    closed.crowd = Crowd(lambda: now[0])
    monkeypatch.setattr(crowds, "TRIES", 3)
    client = browser()
    assert [client.get("/sign-in").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert client.get("/sign-in/files/sign-in.css").status_code == 200
    assert client.get("/sign-in/state").status_code == 200  # open tabs ask whether they live
    assert client.get("/health").status_code == 200
    now[0] = 21.0
    assert client.get("/sign-in").status_code == 200
    assert [event.details["reason"] for event in closed.trail._waiting] == ["crowd"]
    monkeypatch.setattr(crowds, "REQUESTS", 2)
    _, token = signed_in("admin")
    assert [browser(token).get("/").status_code for _ in range(3)] == [200, 200, 429]


def test_the_memory_of_a_crowd_is_bounded(monkeypatch):
    monkeypatch.setattr(crowds, "_KNOWN", 100)
    crowd = Crowd()
    for number in range(1000):
        assert crowd.admits(str(number), 1)
    assert len(crowd._left) == 100


@pytest.mark.parametrize("screen", ["wall", "follow"])
def test_who_opened_a_screen_is_logged(closed, signed_in, screen):
    number, token = signed_in("admin")
    assert browser(token, app=Starlette(routes=routes.all_routes())).get(f"/{screen}").status_code == 200
    event = closed.trail._waiting[-1]
    assert (event.who, event.action, event.details) == ("admin", "saw", {"page": screen, "session": number})
