"""A country: regions before districts, figures that come when they are asked for, and what is computed beforehand."""

from __future__ import annotations

import inspect
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest
from streamlit.runtime.scriptrunner import script_runner

from dashboard import answers, country, data, picture, view, warming
from dashboard.data import figures, places
from dashboard.language import Language
from dashboard.panels import ranking_rows
from dashboard.state import Address
from geodata import regions
from geodata.analysis import ranking
from geodata.analysis.indicators import available, find


@pytest.fixture
def two_regions(demo: Path, monkeypatch: pytest.MonkeyPatch) -> view.View:
    """The demonstration as if its districts lay in two regions: every second one in another."""
    monkeypatch.setattr(ranking, "region_of", lambda code: "1710" if int(code) % 2 else "1799")
    monkeypatch.setattr(places, "MANY", 10)
    data.forget()
    return seen()


def seen(**values: str) -> view.View:
    return view.of(data.edition(), Address(values=values), Language.UZ_LATN)


def test_a_region_is_the_sum_of_its_districts(two_regions: view.View) -> None:
    edition, query = two_regions.edition, two_regions.query
    own = np.array([int(code) % 2 for code in edition.districts["code"]])
    for key in ("count", "difference", "residents", "area"):
        single = ranking.districts(edition, find(edition, key), query)
        whole = ranking.regions(edition, find(edition, key), query)
        wanted = [single["value"][own == 1].sum(), single["value"][own == 0].sum()]
        assert whole["value"].to_numpy() == pytest.approx(wanted)


def test_the_rate_of_a_region_is_of_its_residents_and_not_a_mean_of_rates(two_regions: view.View) -> None:
    edition, query = two_regions.edition, two_regions.query
    own = np.array([int(code) % 2 for code in edition.districts["code"]]) == 1
    events = ranking.districts(edition, find(edition, "count"), query)["value"].to_numpy()
    people = edition.population_on(query.period.start).districts
    rate = ranking.regions(edition, find(edition, "rate"), query)["value"].to_numpy()
    assert rate[0] == pytest.approx(100_000 * events[own].sum() / people[own].sum())


def test_every_indicator_ranks_regions(two_regions: view.View) -> None:
    for indicator in available(two_regions.edition):
        rows = ranking_rows.rows(replace(two_regions, indicator=indicator), ranking_rows.regions(two_regions))
        assert sorted(str(row["code"]) for row in rows) == ["1710", "1799"]
        assert {row["name"] for row in rows} == {"Qashqadaryo", "1799-viloyat"}


def test_the_code_of_a_region_in_an_address_stands_for_its_districts(two_regions: view.View) -> None:
    chosen = seen(district="1710")
    assert set(chosen.districts) == {code for code in chosen.edition.districts["code"] if int(code) % 2}
    assert country.focus(chosen) == chosen.districts
    assert country.name(chosen, chosen.districts) == "Qashqadaryo"
    assert seen(district="1711").unknown


def test_a_region_alone_is_no_country(demo: Path) -> None:
    assert not country.is_one(data.edition())
    assert country.focus(seen(district="1710224")) == ()


def test_every_region_has_its_four_names() -> None:
    assert len(regions.REGIONS) == 14
    for code, names in regions.REGIONS.items():
        assert all((names.uz_latn, names.uz_cyrl, names.ru, names.en)), code
    assert regions.name("1799", "ru") == "область 1799"


def test_figures_of_many_mahallas_come_by_an_address(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "LARGE", 100)
    one = seen(indicator="rate", period="2024-Q4")
    large = picture.of(one)
    path, _, asked = large.figures_at.partition("?")
    assert path == f"/edition/{one.edition.id}/figures"
    assert len(large.payload()) < 0.7 * len(replace(large, figures_at="").payload())
    values = dict(part.split("=") for part in asked.split("&"))
    assert picture.figures(one.edition.id, values) == large.figures_payload()
    assert picture.figures("9-00000000", values) is None


def test_the_first_page_finds_what_it_asks_for(demo: Path) -> None:
    warming.first()
    caches = (data.values, figures._pooled, data.ranked)
    before = [cache.cache_info().misses for cache in caches]
    picture.of(seen())
    ranking_rows.rows(seen(), ranking_rows.districts(seen()))
    assert [cache.cache_info().misses for cache in caches] == before


def test_what_waits_ends_when_it_is_told_to(demo: Path) -> None:
    stop = Event()
    stop.set()
    data.forget()
    warming.later(stop)
    assert data.values.cache_info().currsize == 0


def test_what_other_pages_begin_with_comes_before_what_is_chosen_on_them(demo: Path) -> None:
    data.forget()
    works = list(warming._works(seen()))
    for work in works[:4]:
        work()
    begun = (data.standings, data.questions, data.signals, data.compared)
    before = [cache.cache_info().misses for cache in begun]
    found = seen()
    answers.here(found)
    data.questions(found.edition.id, found.query.group, found.query.period)
    data.compared(found.edition.id, found.query)
    assert [cache.cache_info().misses for cache in begun] == before
    assert data.values.cache_info().currsize == 0


def test_a_step_waits_for_a_script_that_runs_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    assert f'name="{warming._SCRIPT}"' in inspect.getsource(script_runner)
    entered, leave, ended = Event(), Event(), Event()

    def script() -> None:
        entered.set()
        leave.wait(60)
        ended.set()

    thread = Thread(target=script, name=warming._SCRIPT)
    thread.start()
    entered.wait(60)
    monkeypatch.setattr(warming, "PATIENCE_S", 0.01)
    warming._let_scripts_end()
    assert not ended.is_set()
    monkeypatch.setattr(warming, "PATIENCE_S", 60.0)
    monkeypatch.setattr(Thread, "join", lambda _thread, _timeout: (leave.set(), ended.wait(60)))
    warming._let_scripts_end()
    assert ended.is_set()
