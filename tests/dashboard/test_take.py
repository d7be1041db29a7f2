"""What is taken away by an address: the view that the link carries, under the edition's name."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest
import python_calamine
from PIL import Image
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.testclient import TestClient

from dashboard import data, routes, view
from dashboard.export import downloads, links, painted, stills, take
from dashboard.language import Language
from dashboard.state import Address
from layers.printed.stillmap import PNG_DPI, SIZE
from tests.loops import finish


def seen(**values: str) -> view.View:
    return view.of(data.edition(), Address(values=values), Language.RU)


def given(link: links.Link) -> tuple[str, str, dict[str, str]]:
    address = urlsplit(link.href)
    what, form = Path(address.path).name.split(".")
    return what, form, dict(parse_qsl(address.query))


def test_a_link_with_what_it_follows_is_the_whole_view(demo):
    address = {"indicator": "rate", "period": "2023-Q4", "group": "calls"}
    shown = seen(**address)
    png, svg = links.to(shown, "map", {"district": "1710242", "sites": "all"}).links
    what, form, query = given(png)
    assert (what, form, svg.label) == ("map", "png", "SVG")
    query = address | query  # as the browser joins them, see scripts/links.js
    again = view.of(data.edition(), Address(values=query), Language(query["lang"]))
    assert (again.indicator.key, again.query, again.districts) == ("rate", shown.query, ("1710242",))
    assert query["edition"] == "1"


def test_a_map_is_twice_as_fine_as_the_screen_and_named_by_its_edition(demo):
    made = take.file("map", "png", {"lang": "ru", "indicator": "category", "district": "1710242"})
    assert made is not None
    assert made.name == f"map-category-1710242-2024-edition-{data.edition().id}.png"
    width, height = (round(side * PNG_DPI / 72) for side in SIZE)
    assert Image.open(io.BytesIO(made.content)).size == (width, height)


def test_tables_have_what_their_panels_show(demo):
    ranked = take.file("ranking", "csv", {"lang": "ru", "indicator": "category"})
    rows = pd.read_csv(io.BytesIO(ranked.content), encoding="utf-8-sig")
    assert len(rows) == 16
    assert rows["Красная"].is_monotonic_decreasing
    assert rows["Красная"].sum() == 137
    assert set(rows["Данные"].str.startswith("Демонстрационные данные")) == {True}
    rates = pd.read_csv(io.BytesIO(take.file("ranking", "csv", {"lang": "ru", "indicator": "rate"}).content))
    again = rates["2024 год"] / rates["Жителей в расчёте"] * 100_000
    assert rates.iloc[:, 2].tolist() == pytest.approx(again.tolist())
    months = take.file("trend", "csv", {"lang": "ru", "district": "1710242"})
    assert len(pd.read_csv(io.BytesIO(months.content), encoding="utf-8-sig")) == 12
    sites = take.file("sites", "xlsx", {"lang": "ru", "kind": "entrance"})
    found = pd.read_excel(io.BytesIO(sites.content), engine="calamine")
    assert len(found) == int((data.edition().sites["kind"] == "entrance").sum())
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sites.content))
    assert book.sheet_names == ["Таблица", "О файле"]


def test_a_file_of_the_whole_edition_does_not_say_that_it_holds_what_the_reader_looks_at(demo):
    seen = view.of(data.edition(), Address(values={"period": "2024-Q1"}), Language.EN)
    assert downloads.about(seen)["Counted"] == "Preventable crimes · Quarter 1 of 2024"
    assert downloads.about(seen, whole=True)["Counted"] == "the whole edition: every period and count group"


@pytest.mark.parametrize(("what", "form"), [("map", "xlsx"), ("ranking", "png"), ("secret", "csv"), ("map", "exe")])
def test_what_there_is_not_is_missing(demo, what, form):
    assert take.file(what, form, {}) is None


def test_the_route_sends_a_file_and_refuses_an_unknown_edition(demo):
    client = TestClient(Starlette(routes=routes.all_routes()))
    answer = client.get("/take/ranking.csv", params={"lang": "en"})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="ranking-')
    assert answer.headers["cache-control"] == "no-store"
    assert client.get("/take/ranking.csv", params={"edition": "99"}).status_code == 404
    assert client.get("/take/secret.csv").status_code == 404


@pytest.mark.parametrize(
    ("shown", "chosen", "title"),
    [
        ("responsibility", {"layer": "overdue", "day": "2025-02-21"}, "Просроченные пункты"),
        ("signals", {}, "Ранние сигналы"),
    ],
)
def test_a_map_of_another_question_is_taken_as_it_is_shown(demo, shown, chosen, title):
    given = {"lang": "ru", "shown": shown} | chosen
    made = take.file("map", "svg", given)
    assert made.name.startswith(f"map-{shown}-")
    usual = take.file("map", "svg", {"lang": "ru"})
    assert made.content != usual.content
    asked = seen(**given)
    picture = painted.MAPS[shown](asked)
    assert picture.title == title
    assert stills.caption(asked, picture.title, (), period=picture.period).title.endswith(picture.title)


def test_many_who_take_files_away_at_once_leave_room_for_everybody_else(monkeypatch):
    held, begun = Event(), []

    def slow(*_asked):
        begun.append(1)
        held.wait(60)
        return take.Taken("x.csv", "text/csv", b"")

    monkeypatch.setattr(take, "file", slow)
    asked = SimpleNamespace(path_params={"what": "ranking", "form": "csv"}, query_params={})

    async def crowd():
        taking = [asyncio.create_task(routes._take(asked)) for _ in range(60)]
        try:
            while not begun:
                await asyncio.sleep(0)
            async with asyncio.timeout(20):
                assert await run_in_threadpool(lambda: "a page") == "a page"
        finally:
            held.set()
            done = await asyncio.gather(*taking)
        assert [answer.status_code for answer in done] == [200] * 60

    finish(crowd())
