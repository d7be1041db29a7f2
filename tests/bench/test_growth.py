"""A law fitted from three sizes, and growth along a run."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright")

from bench import growth, soak


def test_a_law_that_holds_is_found():
    law = growth.Law.of({832: 3e-4 * 832**1.5, 2_500: 3e-4 * 2_500**1.5, 10_000: 3e-4 * 10_000**1.5})
    assert (law.a, law.b) == pytest.approx((3e-4, 1.5))
    assert law(20_000) == pytest.approx(3e-4 * 20_000**1.5)
    assert str(law) == "0.0003 · n^1.50"


def test_a_line_of_growth_tells_what_it_was_fitted_from():
    told = growth.line("importing", "s", {100: 1.0, 1_000: 10.0, 10_000: 100.0})
    assert (told.figure, told.reached) == (pytest.approx(1.0), None)
    assert told.note == "≈ 0.01 · n^1.00 s; 100: 1, 1,000: 10, 10,000: 100"


@pytest.mark.parametrize(
    ("values", "wanted"), [([100, 100, 100], 1.0), ([100, 105, 110], 1.1), ([100, 90, 110, 100], 1.06)]
)
def test_growth_is_that_of_the_line_through_all(values, wanted):
    assert soak.growth(values) == pytest.approx(wanted, abs=0.01)
