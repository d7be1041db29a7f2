"""Boundaries whose coordinate system was declared wrong lie beside what the other files say."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.geodata import made


def districts():
    outlines = made.boundaries().dissolve("district_code").reset_index()
    return outlines.assign(level="district", code=outlines["district_code"], name=outlines["district"])


def noticed(edition):
    return [finding.code for finding in edition.manifest.findings]


@pytest.mark.parametrize(("east", "expected"), [(0.0, []), (0.002, []), (6.0, ["mahallas_elsewhere"])])
def test_mahallas_beside_the_outlines_of_their_districts_are_noticed(tmp_path, east, expected):
    moved = made.boundaries()
    moved["geometry"] = moved.translate(xoff=east)
    edition = made.published(tmp_path, ("boundaries", moved), ("boundaries", districts()))
    assert noticed(edition) == expected


@pytest.mark.parametrize(("east", "expected"), [(0.0, []), (0.1, []), (6.0, ["district_elsewhere"])])
def test_districts_far_from_their_centres_are_noticed(tmp_path, east, expected):
    centres = made.boundaries().dissolve("district_code").geometry.representative_point()
    listed = pd.DataFrame(made.DISTRICTS, columns=["code", "name_uz_latn"])
    listed = listed.assign(lon=centres[listed["code"]].x.to_numpy() + east, lat=centres[listed["code"]].y.to_numpy())
    edition = made.published(tmp_path, ("boundaries", made.boundaries()), ("districts", listed))
    assert noticed(edition) == expected
    for finding in edition.manifest.findings:
        assert finding.values["count"] == 3
        assert 480 < finding.values["wanted"] < 530
