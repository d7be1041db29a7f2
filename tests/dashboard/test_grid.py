"""How many decimals a table gives to a column of figures."""

from __future__ import annotations

import pytest

from dashboard.grid import decimals


@pytest.mark.parametrize(
    ("figures", "wanted"), [([1, 2.0], 0), ([12.5, 3], 1), ([1.25, 3], 2), ([2.2e-8, 5e-8], 9), ([0.0062, 0.004], 4)]
)
def test_a_small_figure_is_not_written_as_zero(figures, wanted):
    assert decimals(figures) == wanted
