"""What somebody types finds the mahalla: any script and apostrophe, and none at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import data
from dashboard.search import find


@pytest.mark.parametrize(
    "typed",
    ["Aygʻirkoʻl", "Ayg'irko'l MFY", "AYG‘IRKO‘L", "Айғиркўл", "Айгиркуль", "Аyg'irko'l", "aygirkol", "18110001"],
)
def test_one_mahalla_is_found_however_it_is_typed(demo: Path, typed: str) -> None:
    edition = data.edition()
    assert edition.mahallas["code"].iloc[find(edition, typed)].tolist() == ["18110001"]


def test_a_name_without_apostrophes_gives_way_to_one_that_fits_as_it_is(demo: Path) -> None:
    edition = data.edition()
    assert len(find(edition, "Guliston")) == 11
    assert find(edition, "no such mahalla") == []
