"""The chart of months: a month of which the data hold some days only says so, and which days."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from dashboard.language import Language, Words
from dashboard.panels import trend

FIRSTS = [date(2024, 2, 1), date(2024, 12, 1), date(2025, 1, 1)]


def seen(first: date, last: date) -> SimpleNamespace:
    edition = SimpleNamespace(coverage=lambda _group: (first, last))
    return SimpleNamespace(edition=edition, query=SimpleNamespace(group="preventable"), words=Words(Language.EN))


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2023, 1, 1), date(2025, 1, 27), {date(2025, 1, 1): "days 1–27 only"}),
        (date(2024, 2, 9), date(2025, 1, 31), {date(2024, 2, 1): "days 9–29 only"}),
        (date(2023, 1, 1), date(2025, 1, 31), {}),
        (date(2023, 1, 10), date(2025, 1, 31), {}),  # not among the months drawn
    ],
)
def test_a_cut_month_is_no_whole_one(first: date, last: date, told: dict[date, str]) -> None:
    assert trend._parts(seen(first, last), FIRSTS) == told


def test_its_bar_says_which_days_it_has() -> None:
    view = seen(date(2023, 1, 1), date(2025, 1, 27))
    parts = trend._parts(view, FIRSTS)
    assert trend._sentence(view, FIRSTS[-1], (90.0, 130.0), frozenset(), parts) == "January: 90, days 1–27 only (130)"
