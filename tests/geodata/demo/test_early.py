"""Sites opened within the history: what was put in on purpose is there, and nothing else changed."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata.demo import early, incidents
from geodata.demo.build import imagine


@pytest.fixture(scope="module")
def world():
    return imagine(2025)


@pytest.fixture(scope="module")
def tables_before_and_after(world):
    types = {group: list(kinds) for group, kinds in world.facts.types.items()}
    happened = incidents.events(world.happened, types, 2025)
    return happened, early.put_in(world.facts, world.ground, happened, world.early, 2025)


def test_rows_move_within_their_district_and_none_is_added_or_lost(world, tables_before_and_after):
    before, after = tables_before_and_after
    pd.testing.assert_frame_equal(before.drop(columns="mahalla"), after.drop(columns="mahalla"))
    moved = before["mahalla"] != after["mahalla"]
    home = pd.Series([one.unit for one in world.facts.mahallas])
    assert 20 < moved.sum() < 120
    assert (home[before.loc[moved, "mahalla"]].to_numpy() == home[after.loc[moved, "mahalla"]].to_numpy()).all()
    assert set(before.loc[moved, "group"]) == {"preventable"}
    assert set(before.loc[moved, "mahalla"]) == {site.mahalla for site in world.early if site.gone}


def test_each_kind_of_answer_is_prepared_for(world):
    assert [site.gone for site in world.early][:3] == ["further", "touching", ""]
    assert len({site.mahalla for site in world.early}) == len(early.DAYS)
