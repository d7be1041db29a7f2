from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from geodata.editions.assemble import assemble
from geodata.errors import PublishError
from geodata.names import to_cyrillic
from geodata.territory import Names, Place, areas_km2
from tests.geodata import made
from tests.shared import shared_path


def test_boundaries_alone_make_a_territory():
    territory, placed = assemble({"boundaries": made.boundaries()})
    assert len(territory.mahallas) == 27
    assert territory.mahallas["has_shape"].all()
    assert placed["boundaries"].mahalla.tolist() == list(range(27))
    assert not territory.schematic


def test_the_region_and_districts_are_named_in_four_languages():
    territory = assemble({"boundaries": made.boundaries()})[0]
    assert territory.region == Place(
        "1799", "region", Names("Sinov viloyati", "Синов вилояти", "область Синов", "Sinov region")
    )
    first = territory.districts.iloc[0]
    assert first[["name_uz_latn", "name_uz_cyrl", "name_ru", "name_en"]].tolist() == [
        "Togʻli tumani",
        "Тоғли тумани",
        "район Тогли",
        "Togʻli district",
    ]


def test_a_city_that_shares_its_name_keeps_a_mark_in_its_short_name():
    districts = assemble({"boundaries": made.boundaries()})[0].districts.set_index("code")
    short = ["short_uz_latn", "short_uz_cyrl", "short_ru", "short_en"]
    assert districts[short].to_numpy().tolist()[2] == ["Daryo sh.", "Дарё ш.", "г. Дарё", "Daryo city"]
    assert districts[short].to_numpy().tolist()[1] == ["Daryo", "Дарё", "Дарё", "Daryo"]


def test_a_city_without_a_namesake_is_short_without_a_mark():
    boundaries = made.boundaries().assign(
        district=lambda table: table["district"].replace("Daryo tumani", "Koʻl tumani")
    )
    districts = assemble({"boundaries": boundaries})[0].districts.set_index("code")
    assert districts.loc["1799401", "short_uz_latn"] == "Daryo"


def test_names_in_the_districts_table_come_before_made_ones():
    listed = pd.DataFrame(
        {
            "code": ["1799201", "1799202", "1799401"],
            "kind": ["district", "district", "city"],
            "name_uz_latn": ["Togʻli tumani", "Daryo tumani", "Daryo shahri"],
            "name_ru": ["Таглийский район", None, None],
            "region_code": "1799",
            "region_uz_latn": "Sinov viloyati",
            "region_ru": "Синовская область",
        }
    )
    territory = assemble({"boundaries": made.boundaries(), "districts": listed})[0]
    assert territory.region.names.ru == "Синовская область"
    assert territory.districts["name_ru"].tolist() == ["Таглийский район", "район Дарё", "город Дарё"]
    assert territory.districts["short_ru"].tolist() == ["Таглийский", "Дарё", "г. Дарё"]


def test_a_district_missing_from_the_table_is_added_and_reported():
    listed = pd.DataFrame({"code": ["1799201"], "kind": ["district"], "name_uz_latn": ["Togʻli tumani"]})
    territory = assemble({"boundaries": made.boundaries(), "districts": listed})[0]
    assert len(territory.districts) == 3
    assert [finding.code for finding in territory.findings] == ["district_unlisted", "district_unlisted"]
    assert "Daryo tumani" in territory.findings[0].message


def test_a_cyrillic_name_is_moved_to_its_place():
    boundaries = made.boundaries().assign(district="Тоғли тумани", district_code="1799201", name="Боғбон МФЙ").iloc[:1]
    territory = assemble({"boundaries": boundaries})[0]
    assert territory.districts.loc[0, "name_uz_latn"] == "Togʻli tumani"
    assert territory.mahallas[["name_uz_latn", "name_uz_cyrl"]].to_numpy().tolist()[0] == ["Bogʻbon", "Боғбон"]
    assert territory.mahallas.loc[0, "kind"] == "MFY"


def test_a_mahalla_without_a_shape_stays_in_the_table():
    territory = assemble({"register": made.register(), "boundaries": made.boundaries().drop(index=[5])})[0]
    assert len(territory.mahallas) == 27
    assert np.flatnonzero(~territory.mahallas["has_shape"]).tolist() == [5]
    assert [finding.code for finding in territory.findings] == ["mahalla_without_shape"]


def test_a_shape_without_a_row_in_the_register_is_reported():
    territory, placed = assemble({"register": made.register().drop(index=[5]), "boundaries": made.boundaries()})
    assert len(territory.mahallas) == 26
    assert (placed["boundaries"].mahalla < 0).sum() == 1
    assert [finding.code for finding in territory.findings] == ["boundary_unmatched"]


def test_boundaries_find_their_row_by_name_when_codes_differ():
    boundaries = made.boundaries().assign(code=None, mfy_id=None, mahalla_id=None)
    boundaries["name"] = [to_cyrillic(name.removesuffix(" MFY")).upper() for name in boundaries["name"]]
    territory = assemble({"register": made.register(), "boundaries": boundaries})[0]
    assert territory.mahallas["has_shape"].all()
    assert all(shapely.equals(shape, made.square(n // 9, n % 9)) for n, shape in enumerate(territory.shapes))


def test_several_features_of_one_mahalla_are_joined():
    boundaries = pd.concat([made.boundaries(), made.boundaries().iloc[[0]]], ignore_index=True)
    west, south, east, north = made.square(0, 0).bounds
    boundaries.loc[0, "geometry"] = shapely.box(west, south, (west + east) / 2, north)
    boundaries.loc[27, "geometry"] = shapely.box((west + east) / 2, south, east, north)
    territory = assemble({"register": made.register(), "boundaries": boundaries})[0]
    assert shapely.equals(territory.shapes[0], made.square(0, 0))
    assert [finding.code for finding in territory.findings] == ["boundary_repeated"]


def test_a_mahalla_without_any_code_gets_a_provisional_one():
    register = made.register()
    register.loc[3, ["code", "mfy_id", "mahalla_id"]] = None
    territory = assemble({"register": register})[0]
    assert "1799201.toga-ddd" in set(territory.mahallas["code"])


def test_rows_of_the_register_without_a_district_are_reported_and_reconcile():
    register = made.register()
    register.loc[3, ["district", "district_code", "mahalla_id"]] = None
    territory, placed = assemble({"register": register})
    assert len(territory.mahallas) == 26
    assert placed["register"].mahalla[3] == -1
    assert territory.findings[0].message.startswith("1 rows that name a mahalla have no known district")


def test_a_district_is_the_union_of_its_mahallas_and_the_region_of_its_districts():
    territory = assemble({"boundaries": made.boundaries()})[0]
    for district in range(3):
        wanted = shapely.union_all([made.square(district, n) for n in range(9)])
        assert shapely.symmetric_difference(territory.district_shapes[district], wanted).area < 1e-12
    assert shapely.area(territory.region_shape) == pytest.approx(27 * made.SIDE**2)


def test_imported_outlines_come_before_the_union():
    outline = made.boundaries().iloc[[0]].assign(level="district", code="1799201", name="Togʻli tumani", mfy_id=None)
    outline["geometry"] = [shapely.box(64.9, 37.9, 65.06, 38.06)]
    territory = assemble({"boundaries": made.boundaries(), "boundaries-district": outline})[0]
    assert territory.outlined
    assert shapely.equals(territory.district_shapes[0], outline.geometry.iloc[0])


def test_an_outline_of_a_district_nobody_lists_becomes_a_district():
    outline = (
        made.boundaries()
        .iloc[[0]]
        .assign(level="district", code="1799777", district_code="1799777", name="Choʻl tumani", mfy_id=None)
    )
    territory = assemble({"boundaries": made.boundaries(), "boundaries-district": outline})[0]
    assert "1799777" in set(territory.districts["code"])


def test_without_register_and_mahalla_boundaries_there_is_no_territory():
    with pytest.raises(PublishError, match="import a register or boundaries of mahallas"):
        assemble({"population": made.population()})


def test_mahallas_none_of_which_tells_its_district_are_refused():
    boundaries = made.boundaries()
    alone = boundaries.assign(district=None, district_code=None, region=None, region_code=None, mahalla_id=None)
    with pytest.raises(PublishError, match=f"None of the {len(boundaries)} mahallas tells its district"):
        assemble({"boundaries": alone})


def test_a_territory_of_two_regions_has_no_region_name_of_its_own():
    boundaries = made.boundaries()
    boundaries.loc[:8, "region_code"] = "1798"
    assert assemble({"boundaries": boundaries})[0].region.kind == "country"


def test_a_broken_coverage_does_not_stop_the_union():
    boundaries = made.boundaries()
    shapes = list(boundaries.geometry)
    shapes[1] = shapely.buffer(shapes[1], 0.001)  # overlaps its neighbours
    boundaries["geometry"] = shapes
    assert shapely.area(assemble({"boundaries": boundaries})[0].region_shape) > 0


def test_areas_are_those_of_the_ellipsoid():
    territory = assemble({"boundaries": made.boundaries()})[0]
    wanted = [abs(Geod(ellps="WGS84").geometry_area_perimeter(shape)[0]) / 1e6 for shape in territory.shapes]
    assert areas_km2(territory.shapes, territory.equal_area()) == pytest.approx(wanted, rel=1e-6)


def test_real_boundaries_of_one_district():
    raw = gpd.read_file(shared_path("realdata/chinoz_mahalla_55_real.geojson"))
    boundaries = gpd.GeoDataFrame(
        {
            "mahalla_id": raw["mahalla_id"].astype(str),
            "name": raw["mahalla_nomi"],
            "district": raw["district"],
            "district_code": raw["code"].astype(str),
            "region": raw["region_name"],
            "region_code": raw["parent_code"].astype(str),
            "level": "mahalla",
        },
        geometry=shapely.force_2d(raw.geometry.make_valid()),
        crs="EPSG:4326",
    )
    territory = assemble({"boundaries": boundaries})[0]
    assert len(territory.mahallas) == 55
    assert territory.districts["short_uz_latn"].tolist() == ["Chinoz"]
    assert territory.region.code == "1727"


@pytest.mark.parametrize(("tag", "wanted"), [("uz-Latn", "a"), ("uz-Cyrl", "b"), ("ru", "c"), ("en", "a"), ("xx", "a")])
def test_a_name_is_picked_by_language(tag, wanted):
    assert Names("a", "b", "c", "").pick(tag) == wanted
