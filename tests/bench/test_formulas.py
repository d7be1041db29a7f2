"""A made-up edition can be measured at any size."""

from __future__ import annotations

from bench import formulas, madeup


def test_a_small_edition_is_measured(tmp_path):
    edition = madeup.edition(tmp_path, 60, 14)
    assert len(edition.districts) == 2
    assert formulas.all_figures(edition, 14) > 0
