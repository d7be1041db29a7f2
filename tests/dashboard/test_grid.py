"""What a table sends to the browser: decimals of figures, and each different cell once."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.grid import Look, Ranked, _column, decimals
from dashboard.language import Language, Words

WORDS = Words(Language.EN)


@pytest.mark.parametrize(
    ("figures", "wanted"), [([1, 2.0], 0), ([12.5, 3], 1), ([1.25, 3], 2), ([2.2e-8, 5e-8], 9), ([0.0062, 0.004], 4)]
)
def test_a_small_figure_is_not_written_as_zero(figures, wanted):
    assert decimals(figures) == wanted


def test_a_cell_that_recurs_is_sent_once():
    sent = _column(WORDS, "n", pd.Series([1200, None, 7, 1200]), Look())
    assert (sent["texts"], sent["at"], sent["order"]) == (["1,200", "", "7"], [0, 1, 2, 0], [1200, None, 7])


def test_the_same_word_of_another_rank_or_sign_is_another_cell():
    look = Look(ranked={"w": Ranked(order=[0, 1, 0], marks=["red", "", "red"])})
    sent = _column(WORDS, "w", pd.Series(["A", "A", "A"]), look)
    assert (sent["texts"], sent["at"], sent["order"], sent["marks"]) == (["A", "A"], [0, 1, 0], [0, 1], ["red", ""])


def test_rows_that_all_differ_need_no_places():
    assert _column(WORDS, "w", pd.Series(["A", "B"]), Look())["at"] is None
