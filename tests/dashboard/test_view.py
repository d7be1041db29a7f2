"""The period that a page opens with, and on which day a moment lies in the region."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from dashboard import data, view
from dashboard.language import Language
from dashboard.stage.desk import Desk
from dashboard.stage.message import Maker
from dashboard.state import Address
from geodata import periods
from geodata.analysis import counting
from geodata.edition import Edition

NIGHT = datetime(2024, 12, 31, 20, 30, tzinfo=UTC)
"""Half past one on 1 January 2025 in Samarkand."""


@dataclass(frozen=True)
class Covered:
    """What is asked of an edition here: the days that its data speak for."""

    span: tuple[date, date] | None
    manifest: object = field(default_factory=lambda: SimpleNamespace(published_at=NIGHT))

    def coverage(self, _group: str) -> tuple[date, date] | None:
        return self.span

    def silences(self, _group: str) -> tuple[()]:
        return ()


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        (date(2023, 1, 1), date(2024, 12, 31), "2024"),
        (date(2023, 1, 1), date(2025, 3, 31), "2025-01-01..2025-03-31"),
        (date(2023, 1, 1), date(2025, 3, 12), "2025-01-01..2025-02-28"),
        (date(2023, 1, 1), date(2025, 1, 12), "2024"),  # not two years and twelve days
        (date(2024, 3, 5), date(2025, 1, 12), "2024-04-01..2024-12-31"),
        (date(2025, 1, 5), date(2025, 1, 12), "2025-01-05..2025-01-12"),
    ],
)
def test_a_page_opens_with_whole_months_of_the_newest_year(first: date, last: date, period: str) -> None:
    assert counting.default_period(Covered((first, last)), "preventable").key == period  # type: ignore[arg-type]


def test_a_day_begins_in_samarkand_before_it_does_at_greenwich() -> None:
    assert periods.day_of(NIGHT) == date(2025, 1, 1)
    assert counting.default_period(Covered(None), "preventable").key == "2025"  # type: ignore[arg-type]


def test_what_is_published_at_night_bears_the_day_it_had_begun(demo: object) -> None:
    found = data.edition()
    edition = Edition(found.path, replace(found.manifest, published_at=NIGHT))
    said = Maker()._common(Desk(), edition, Language.EN, NIGHT)["fresh"]
    assert "1 Jan 2025" in str(said)
    undecided = Edition(found.path, replace(found.manifest, published_at=NIGHT))
    undecided.__dict__["_categories"] = SimpleNamespace(days=list)
    assert view.of(undecided, Address(values={}), Language.EN).query.decision == date(2025, 1, 1)
