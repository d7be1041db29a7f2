"""Model sites: two facts, the rest made up, and all of them in red mahallas."""

from __future__ import annotations

import pytest
import shapely
from shapely.geometry import shape

from geodata.demo.early import STATUS
from geodata.demo.sites import CRITERIA


@pytest.fixture(scope="module")
def made(sites):
    return [feature["properties"] | {"shape": shape(feature["geometry"])} for feature in sites]


def test_the_two_known_sites_are_named_as_facts(made):
    facts = [site for site in made if site["status"].startswith("fact")]
    assert [(site["code"], site["kind"], site["state"]) for site in facts] == [
        ("18080026", "street", "opened"),
        ("18110001", "entrance", "opened"),
    ]
    assert all("the place inside it is synthetic" in site["status"] for site in facts)
    assert all("checklist quantities: synthetic" in site["source"] for site in facts)
    assert all(site["opened"] is None for site in facts)  # the day was not published


def test_every_other_site_is_synthetic_and_not_opened_before_the_first_two_but_for_those_marked(made, truth):
    others = [site for site in made if site["status"] == "synthetic"]
    early = [site for site in made if site["status"] == STATUS]
    assert len(early) + len(others) == len(made) - 2
    assert {site["code"]: site["opened"] for site in early} == {
        site["mahalla"]: site["day"] for site in truth["early_sites"]
    }
    assert all(site["state"] == "opened" for site in early)
    assert all(site["opened"] >= "2025-01-20" for site in others if site["state"] == "opened")
    assert {site["state"] for site in others} == {"planned", "in_progress", "opened"}


def test_each_red_mahalla_has_a_site_and_no_other_has_one(made, truth):
    assert {site["code"] for site in made} == set(truth["red"])
    assert len({site["id"] for site in made}) == len(made)


def test_sites_lie_in_their_mahalla(made, cells):
    areas = cells.set_index("code").geometry
    for site in made:
        assert site["shape"].geom_type == {"street": "LineString", "entrance": "Point"}[site["kind"]]
        assert shapely.covers(areas[site["code"]], site["shape"]), site["id"]


def test_quantities_go_with_the_state(made):
    for site in made:
        pairs = [(site[f"{name}_planned"], site[f"{name}_installed"]) for name in CRITERIA]
        asked = [(planned, installed) for planned, installed in pairs if planned is not None]
        assert len(asked) == 9
        assert all(0 <= installed <= planned for planned, installed in asked)
        done = sum(installed for _, installed in asked) / sum(planned for planned, _ in asked)
        low, high = {"planned": (0, 0), "in_progress": (0, 0.99), "opened": (0.85, 1)}[site["state"]]
        assert low <= done <= high, site["id"]
