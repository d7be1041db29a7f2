"""Categories and counts: the published total of red, a history that persists, and a link that is not exact."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest


@pytest.fixture(scope="module")
def decisions(tables):
    return tables["categories"].pivot_table(index="code", columns="decided", values="category", aggfunc="first")


@pytest.fixture(scope="module")
def last_year(tables, decisions):
    """Preventable crimes of 2024 by code, from plainly coded rows."""
    incidents = tables["incidents"]
    chosen = (incidents["group"] == "preventable") & (incidents["date"] >= "2024") & (incidents["code"] != "")
    return incidents[chosen]["code"].value_counts().reindex(decisions.index, fill_value=0)


def test_in_january_2025_exactly_the_published_number_is_red(tables):
    latest = tables["categories"].query("decided == '2025-01-10'")
    assert dict(latest["category"].value_counts()) == {"green": 365, "yellow": 330, "red": 137}
    assert set(latest["status"]) == {"synthetic: the total of 137 red is published; which mahallas is synthetic"}
    assert set(tables["categories"]["author"]) == {"demonstration"}
    assert tables["categories"]["order"].str.contains("no such document exists").all()


def test_there_is_a_decision_each_january_for_every_mahalla(decisions):
    assert list(decisions.columns) == ["2023-01-10", "2024-01-10", "2025-01-10"]
    assert decisions.notna().all().all()
    assert len(decisions) == 832


def test_red_persists_but_not_always(decisions):
    red = (decisions == "red").to_numpy()
    assert 30 < red.all(axis=1).sum() < 110
    stayed = (red[:, 1] & red[:, 2]).sum() / red[:, 1].sum()
    assert 0.45 < stayed < 0.85


def test_the_mahallas_of_the_known_sites_are_red(decisions):
    assert set(decisions.loc[["18110001", "18080026"], "2025-01-10"]) == {"red"}


def test_categories_follow_the_counts_of_the_year_before_loosely(decisions, last_year):
    latest = decisions["2025-01-10"]
    green, yellow, red = (last_year[latest == colour] for colour in ("green", "yellow", "red"))
    assert green.median() <= 1
    assert green.max() <= 5
    assert green.mean() < yellow.mean() / 3
    assert yellow.mean() < red.mean() / 2
    assert yellow.max() > red.min()  # the decision is not a function of the count


def test_districts_differ_strongly(decisions, tables):
    latest_rows = tables["categories"].query("decided == '2025-01-10'")
    home = latest_rows.set_index("code")["district_code"]
    latest = decisions["2025-01-10"]
    share = (latest == "red").groupby(home.reindex(latest.index)).mean()
    assert share.max() > 0.3
    assert share.min() < 0.08


def test_red_mahallas_cluster_in_space(decisions, cells):
    red = (decisions["2025-01-10"].reindex(cells["code"]) == "red").to_numpy()
    left, right = cells.sindex.query(cells.geometry, predicate="intersects")
    left, right = left[left < right], right[left < right]
    rng = np.random.default_rng(1)
    shuffled = [rng.permutation(red) for _ in range(500)]
    assert (red[left] & red[right]).sum() > 1.15 * max((one[left] & one[right]).sum() for one in shuffled)


def test_counts_by_year_and_group_are_as_announced(tables):
    incidents = tables["incidents"]
    yearly = pd.crosstab(incidents["date"].str[:4], incidents["group"])
    assert set(yearly.columns) == {"preventable", "uncovered", "it", "administrative", "calls"}
    preventable = yearly["preventable"].to_numpy()
    assert ((preventable > 3_350) & (preventable < 3_950)).all()
    assert (np.diff(preventable) < 0).all()
    assert int(yearly["it"].iloc[2]) > 1.8 * int(yearly["it"].iloc[0])
    assert (yearly["administrative"] > 2 * yearly["preventable"]).all()
    assert (yearly["calls"] > yearly["administrative"]).all()


def test_theft_leads_and_summer_is_above_winter(tables):
    preventable = tables["incidents"].query("group == 'preventable'")
    assert preventable["type"].value_counts(normalize=True)["theft"] == pytest.approx(0.38, abs=0.05)
    month = preventable["date"].str[5:7]
    assert int(month.isin(["06", "07", "08"]).sum()) > 1.1 * int(month.isin(["12", "01", "02"]).sum())


def test_counts_of_mahallas_vary_more_than_chance(last_year):
    assert np.var(last_year.to_numpy()) > 4 * np.mean(last_year.to_numpy())


def test_each_surge_is_seen_in_the_incidents(tables, truth):
    plain = tables["incidents"]
    assert {surge["first"] for surge in truth["surges"]} >= {"2024-10", "2024-11"}
    for surge in truth["surges"]:
        months = {str(pd.Period(surge["first"], "M") + step) for step in range(surge["months"])}
        own = plain[(plain["code"] == surge["mahalla"]) & (plain["type"] == surge["type"])]["date"].str[:7]
        during = own.isin(months).sum() / len(months)
        usual = (~own.isin(months)).sum() / (36 - len(months))
        assert surge["factor"] > 5
        assert during > 4 * usual, surge
