"""What is kept between runs: the right thing, and as seldom as it can be."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest

from dashboard import data
from dashboard.data import fetched, figures, kept
from dashboard.language import Language
from geodata.analysis.indicators import Query
from geodata.periods import Period

pytestmark = pytest.mark.usefixtures("demo")


def query(period: str) -> Query:
    return Query(group="preventable", types=(), period=Period.parse(period), decision=date(2025, 1, 1))


@pytest.mark.parametrize(("one", "other"), [("2024-03", "2023-11"), ("2024-Q4", "2022-Q1"), ("2024", "2023")])
def test_periods_of_one_kind_have_one_pool(one, other):
    edition = data.edition().id
    assert data.pooled(edition, "difference", query(one)) is data.pooled(edition, "difference", query(other))


def test_the_pool_is_every_period_of_a_kind_and_of_days_the_same_days_of_every_year():
    edition = data.edition()
    kinds = ("2024", "2024-H1", "2024-Q1", "2024-01", "2024-01-01..2024-02-29")
    found = [len(data.pooled(edition.id, "count", query(period))) // len(edition.mahallas) for period in kinds]
    assert found == [3, 6, 12, 36, 3]


def test_an_indicator_is_counted_once_however_many_ask(monkeypatch):
    edition = data.edition().id
    data.breaks(edition, "rate", query("2024-05"))
    monkeypatch.setattr(figures.indicators, "pooled", None)
    assert data.breaks(edition, "rate", query("2022-08"))


def test_sites_stand_in_order_facts_first():
    found = data.sites(data.edition().id)
    facts = found["status"].fillna("").str.startswith("fact")
    assert facts.any()
    assert facts.iloc[: int(facts.sum())].all()
    assert found[~facts]["_order"].is_monotonic_increasing
    assert "geometry" not in found
    assert len(found) == len(data.edition().sites)


def test_names_and_codes_stand_at_their_positions():
    edition = data.edition()
    assert data.mahalla_names(edition.id, "ru") == tuple(edition.mahallas["name_ru"])
    assert data.district_codes(edition.id) == tuple(edition.districts["code"])


def test_two_who_ask_at_the_same_time_share_one_answer():
    begun, go, made = Event(), Event(), []

    @kept.kept(4)
    def slow(number: int) -> list[int]:
        begun.set()
        assert go.wait(30)
        made.append(number)
        return [number]

    with ThreadPoolExecutor(2) as both:
        first = both.submit(slow, 7)
        assert begun.wait(30)
        second = both.submit(slow, 7)
        go.set()
        assert first.result(30) is second.result(30)
    assert made == [7]


def test_what_failed_is_asked_for_again():
    tried: list[int] = []

    @kept.kept(4)
    def failing(number: int) -> int:
        tried.append(number)
        if len(tried) == 1:
            raise ValueError("not yet")
        return number

    with pytest.raises(ValueError, match="not yet"):
        failing(7)
    assert (failing(7), failing(7), tried) == (7, 7, [7, 7])


def test_the_start_makes_what_the_map_of_a_page_fetches():
    data.forget()
    data.warm()
    edition = data.edition()
    before = [cache.cache_info().misses for cache in (fetched.names, fetched.site_marks)]
    for language in Language:
        assert data.names_address(edition.id, language)
        assert data.sites_address(edition.id, language, data.ANY, data.ANY)
    assert [cache.cache_info().misses for cache in (fetched.names, fetched.site_marks)] == before


def test_every_place_has_its_name_by_its_code():
    edition = data.edition()
    names = data.place_names(edition.id, Language.RU)
    assert names[edition.region.code] == edition.region.names.pick(Language.RU)
    for frame, column in ((edition.districts, "short_ru"), (edition.mahallas, "name_ru")):
        assert [names[code] for code in frame["code"]] == frame[column].tolist()
    assert data.mahalla_codes(edition.id) == tuple(edition.mahallas["code"])
