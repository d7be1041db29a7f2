"""The page of model sites tells what happened after they were opened: fell, within chance, or too little data."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import floats

from dashboard import data
from dashboard.language import Language, Words
from dashboard.panels import effects
from dashboard.picture import Beside
from tests.pages.test_pages import run, text_of

FACT = "18080026"


def plain(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split())


@pytest.fixture
def early(demo: Path) -> list[str]:
    """The mahallas of the sites opened within the history, in the order of their opening."""
    sites = data.edition().sites
    return list(sites[sites["opened"] < "2025"].sort_values("opened")["mahalla"])


@pytest.mark.parametrize("language", list(Language))
def test_a_site_after_which_events_fell_says_so_with_its_chance(early: list[str], language: Language) -> None:
    words = Words(language)
    said = plain(text_of(run("model-sites", lang=language, mahalla=early[1])))
    assert words("effect.fell", after="4", expected="25") in said
    assert words("change.beyond") in said
    assert plain(words("effect.partly", share=words.percent(0.67, 0), quotient=words.number(-0.67, 2))) in said


def test_a_site_within_chance_and_one_without_a_day_say_so(early: list[str]) -> None:
    assert "No difference beyond chance" in text_of(run("model-sites", lang="en", mahalla=early[2]))
    said = text_of(run("model-sites", lang="en", mahalla=FACT))
    assert "Too little data for an answer. The day of the opening is not known." in said


def test_the_answer_follows_the_group_chosen(early: list[str]) -> None:
    said = plain(text_of(run("model-sites", lang="en", mahalla=early[0], group="uncovered")))
    assert f"{Words(Language.EN)('group.uncovered')} · 1 Mar 2022 – 28 Feb 2023 / 1 Apr 2023 – 31 Mar 2024" in said
    assert "There are not enough similar mahallas without a site." in said


def test_the_map_marks_what_the_mahalla_is_held_against(early: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[Beside] = []
    original = effects.beside
    monkeypatch.setattr(effects, "beside", lambda view: found.append(original(view)) or found[-1])
    run("model-sites", lang="en", mahalla=early[1])
    touching, compared = found[0]
    assert (len(touching), len(compared)) == (4, 10)
    assert not set(touching) & set(compared)


@given(floats(1e-6, 1e6), floats(1e-6, 1e6))
def test_the_axis_rises_with_the_ratio_and_ends_where_it_ends(one: float, other: float) -> None:
    low, high = sorted((effects.position(one), effects.position(other)))
    assert 0 <= low <= high <= 100
    assert (effects.position(one) <= effects.position(other)) or one > other
    assert effects.position(1) == 50
