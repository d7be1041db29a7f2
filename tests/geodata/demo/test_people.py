"""Residents add up to the figures of the districts, to the person."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from geodata.demo.people import shares


@given(st.integers(0, 10_000_000), st.lists(st.floats(0.01, 1e4), min_size=1, max_size=90))
def test_shares_add_up_and_are_within_one_of_exact(total, weights):
    got = shares(total, np.array(weights))
    assert got.sum() == total
    assert (np.abs(got - total * np.array(weights) / np.sum(weights)) < 1 + 1e-6).all()


def test_mahallas_add_up_to_their_district_in_every_year(tables):
    people = tables["population"].assign(residents=lambda t: pd.to_numeric(t["residents"]))
    mahallas, districts = people[people["name"] != ""], people[people["name"] == ""]
    keys = ["date", "district_code"]
    assert (mahallas.groupby(keys)["residents"].sum() == districts.set_index(keys)["residents"].sort_index()).all()
    assert set(people["date"]) == {"2023-01-01", "2024-01-01", "2025-01-01"}
    assert len(mahallas) == 3 * 832


def test_the_latest_district_figures_are_the_carried_facts(tables):
    people, districts = tables["population"], tables["districts"].set_index("code")
    latest = people[(people["name"] == "") & (people["date"] == "2025-01-01")].set_index("district_code")
    facts = (districts["population_2025_k"].astype(float) * 1000).round().astype(int)
    assert (latest["residents"].astype(int).sort_index() == facts.sort_index()).all()
    assert (latest["status"].sort_index() == districts["population_status"].sort_index()).all()


def test_sizes_vary_as_mahallas_do(tables):
    people = tables["population"]
    latest = people[(people["name"] != "") & (people["date"] == "2025-01-01")]["residents"].astype(int)
    assert 4_000 < latest.mean() < 4_800
    assert latest.min() > 300
    assert latest.quantile(0.9) > 2 * latest.quantile(0.1)


def test_shares_of_mahallas_are_called_synthetic_and_carried_back_figures_too(tables):
    people = tables["population"]
    assert (people[people["name"] != ""]["status"] == "synthetic share of the official district figure").all()
    earlier = people[(people["name"] == "") & (people["date"] < "2025")]
    assert earlier["status"].str.startswith("synthetic").all()
