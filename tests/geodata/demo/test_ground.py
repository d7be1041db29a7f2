"""The ground of the demonstration: 832 mahallas in 16 units, a coverage without gaps, cells that look like land."""

from __future__ import annotations

import numpy as np
import shapely


def metric(shapes):
    return shapes.to_crs(shapes.estimate_utm_crs())


def test_the_units_have_as_many_cells_as_the_register_has_names(cells, tables):
    register = tables["register"]
    assert len(cells) == len(register) == 832
    assert cells["district_code"].nunique() == 16
    assert (cells["district_code"].value_counts() == register["district_code"].value_counts()).all()
    assert cells["code"].is_unique


def test_the_mahallas_of_the_known_model_sites_are_there(cells):
    known = cells.set_index("code")
    assert tuple(known.loc["18110001", ["name", "district"]]) == ("Aygʻirkoʻl", "Yakkabogʻ tumani")
    assert tuple(known.loc["18080026", ["name", "district"]]) == ("Xoʻjaobod", "Koʻkdala tumani")


def test_the_cells_are_a_clean_coverage_of_simple_polygons(cells):
    flat = metric(cells.geometry)
    assert (cells.geom_type == "Polygon").all()
    assert flat.is_valid.all()
    assert shapely.coverage_is_valid(flat.to_numpy())
    coordinates = shapely.get_coordinates(cells.geometry.to_numpy())
    assert (np.abs(coordinates - np.round(coordinates, 6)) < 1e-12).all()


def test_the_cells_of_a_unit_make_up_the_unit_exactly(cells, units):
    assert shapely.coverage_is_valid(metric(units.geometry).to_numpy())
    for code, own in cells.groupby("district_code"):
        union = shapely.coverage_union_all(own.geometry.to_numpy())
        assert union.symmetric_difference(units.geometry[code]).area < 1e-12, code


def test_the_borders_have_enough_points_and_not_too_many(cells):
    points = cells.geometry.count_coordinates()
    assert 45_000 < points.sum() < 75_000
    assert 40 < points.median() < 90


def test_no_cell_is_a_sliver_and_towns_are_small(cells, units):
    flat = metric(cells.geometry)
    across = 2 * np.sqrt(flat.area / np.pi)
    width = np.array([2 * circle.length for circle in flat.maximum_inscribed_circle(tolerance=50)])
    assert (width / across > 0.2).all()
    area = flat.area / 1e6
    cities = cells["district_code"].isin(units.index[units["name"].str.endswith("shahri")])
    assert area[cities].median() < 2
    assert area[~cities].median() > 10
    assert 20 < area.max() < 600


def test_each_centre_lies_in_its_unit_or_in_the_city_within_it(units, tables):
    for row in tables["districts"].itertuples():
        inside = shapely.contains_xy(units.geometry.to_numpy(), float(row.lon), float(row.lat))
        assert units.index[inside][0][:4] == row.code[:4]
        assert row.code in set(units.index[inside]) or row.code == "1710245"  # its centre lies in the city's ring
