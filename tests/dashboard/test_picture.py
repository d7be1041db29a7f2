"""How figures become classes and rows of the legend, for every indicator that there is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from dashboard import data, picture
from dashboard.language import Language, Words, texts
from dashboard.state import Address
from dashboard.view import View
from geodata.analysis.indicators import INDICATORS, Query
from geodata.periods import Period
from layers import palette
from layers.classes import NO_DATA


def view(key: str, *types: str, period: str = "2024") -> View:
    edition = data.edition()
    return View(
        address=Address(values={}),
        edition=edition,
        words=Words(Language("en")),
        dark=False,
        districts=(),
        mahalla=None,
        indicator=INDICATORS[key],
        query=Query(group="preventable", types=types, period=Period.parse(period), decision=date(2025, 1, 1)),
        unknown=(),
    )


@pytest.mark.parametrize("language", Language)
def test_every_indicator_has_its_words(language: Language) -> None:
    words = texts(language)
    for entry in INDICATORS.values():
        wanted = [f"indicator.{entry.key}", f"unit.{entry.unit}", entry.formula]
        wanted += [f"unit.{entry.district_unit}"] if entry.district_unit else []
        assert [key for key in wanted if not words.get(key)] == []


@pytest.mark.parametrize("types", [(), ("theft",)])
@pytest.mark.parametrize("key", list(INDICATORS))
def test_every_indicator_can_be_drawn(demo: Path, key: str, types: tuple[str, ...]) -> None:
    found = picture.of(view(key, *types))
    assert len(found.codes) == 832
    assert found.payload()
    assert found.title == texts(Language("en"))[f"indicator.{key}"]


def test_months_without_an_event_have_fixed_classes_and_zero_apart(demo: Path) -> None:
    asked = view("months_free")
    found = picture.of(asked)
    assert [row.label for row in found.rows] == ["0", "1–2", "3–5", "6–11", "12–23", "≥ 24"]
    figures = data.values(asked.edition.id, "months_free", asked.query).figures
    assert ((found.codes == 0) == (figures == 0)).all()
    assert ((found.codes == 4) == ((figures >= 12) & (figures < 24))).all()
    assert found.detail is None


def test_years_in_red_keep_their_classes(demo: Path) -> None:
    labels = [row.label for row in picture.of(view("years_in_red")).rows]
    assert labels[:2] == ["0", "1"]
    assert labels[-1].startswith("≥ ")


def test_a_share_tells_nothing_counted_from_none_of_these_and_from_no_data(demo: Path) -> None:
    asked = view("share", "theft", period="2024-06")
    found = picture.of(asked)
    values = data.values(asked.edition.id, "share", asked.query)
    assert values.empty is not None
    assert values.empty.any()
    assert [row.label for row in found.rows[:2]] == ["no incidents", "0"]
    assert found.rows[0].colour == palette.within_chance()
    assert found.rows[1].colour == palette.zero()
    assert ((found.codes == 0) == values.empty).all()
    assert ((found.codes == 1) == (values.figures == 0)).all()
    assert (found.codes >= 2).any()
    assert not (found.codes == NO_DATA).any()
    assert found.detail is not None
    assert found.detail.values[values.empty].tolist() == [0] * int(values.empty.sum())


def test_a_share_of_no_type_is_no_data(demo: Path) -> None:
    found = picture.of(view("share"))
    assert (found.codes == NO_DATA).all()


def test_the_smoothed_rate_has_the_count_beside_it_and_no_class_of_zero(demo: Path) -> None:
    asked = view("smoothed_rate")
    found = picture.of(asked)
    assert found.rows[0].colour != palette.zero()
    assert found.detail is not None
    count = data.values(asked.edition.id, "count", asked.query).figures
    np.testing.assert_array_equal(found.detail.values, count)


def test_a_category_and_its_years_tell_their_decision_and_a_count_its_period(demo: Path) -> None:
    assert "2025" in picture.of(view("category")).period
    assert picture.of(view("years_in_red")).period == picture.of(view("category")).period
    assert picture.of(view("months_free")).period == "Preventable crimes · 2024"
    assert picture.of(view("residents")).period == ""


def test_a_limit_is_never_written_as_another_number(demo: Path) -> None:
    asked = view("rate")
    assert [picture._number(asked, limit) for limit in (2.0, 0.5, 0.25, 3.905)] == ["2", "0.5", "0.25", "3.905"]
