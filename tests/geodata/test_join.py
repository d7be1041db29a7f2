from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.editions.assemble import assemble
from geodata.editions.points import containing
from geodata.editions.totals import OUTSIDE
from geodata.errors import OptionError, PublishError
from geodata.findings import SENTENCES
from geodata.join import REASONS, Index, PlaceOptions, Reconciliation, place, reconcile
from tests.geodata import made

TERRITORY = assemble({"register": made.register(), "boundaries": made.boundaries()})[0]
INDEX = Index.of(TERRITORY)
EDGE = made.WEST, made.SOUTH
METRE = 1 / 111_320  # degrees of latitude, near enough


def one(**row):
    """Where a single row goes: mahalla, district, reason, and the warnings."""
    placed = place(pd.DataFrame([row]), TERRITORY)
    return int(placed.mahalla[0]), int(placed.district[0]), REASONS[placed.reason[0]], dict(placed.warnings)


def at(district, number):
    """The position of a mahalla: districts stand in the order of their codes, as they were made."""
    return district * made.PER_DISTRICT + number


@pytest.mark.parametrize("column", ["code", "mfy_id", "mahalla_id"])
def test_any_of_the_identifiers_will_do(column):
    code = made.identity()[column][at(1, 4)]
    assert one(**{column: code})[:3] == (at(1, 4), 1, "")
    assert one(code=code)[0] == at(1, 4)


def test_a_name_is_found_within_its_district_only():
    assert one(name="Guliston MFY", district="Daryo tumani")[:3] == (at(1, 0), 1, "")
    assert one(name="ГУЛИСТОН", district="Дарё тумани")[:3] == (at(1, 0), 1, "")
    assert one(name="Guliston", district_code="1799401")[:3] == (at(2, 0), 2, "")


def test_a_city_is_not_the_district_of_the_same_name():
    assert one(name="Guliston", district="Daryo shahri")[0] == at(2, 0)
    assert one(name="Guliston", district="Daryo")[:3] == (-1, -1, "join_district_unknown")


def test_a_name_without_a_district_must_be_unique():
    assert one(name="Togʻb bbb")[:3] == (at(1, 1), 1, "")
    assert one(name="Guliston")[:3] == (-1, -1, "join_name_ambiguous")


def test_a_name_in_a_district_nobody_knows_is_not_looked_for_elsewhere():
    assert one(name="Togʻb bbb", district="Uzoq tumani")[:3] == (-1, -1, "join_district_unknown")


def test_two_mahallas_of_one_name_are_no_match():
    register = made.register()
    register.loc[1, ["name", "name_uz_latn"]] = "Guliston QFY"
    territory = assemble({"register": register})[0]
    placed = place(pd.DataFrame([{"name": "Guliston", "district": made.DISTRICTS[0][1]}]), territory)
    assert (placed.mahalla[0], placed.district[0]) == (-1, 0)
    assert REASONS[placed.reason[0]] == "join_name_ambiguous"
    assert placed.got[0] == "Guliston, Togʻli tumani"


def test_a_name_in_russian_that_fits_two_is_no_match():
    register = made.register()
    register.loc[1, ["name", "name_uz_latn"]] = "Buston"
    register.loc[2, ["name", "name_uz_latn"]] = "Boʻston"
    territory = assemble({"register": register})[0]
    written = ["Buston", "Boʻston MFY", "БЎСТОН", "Бустон"]
    placed = place(pd.DataFrame([{"name": name, "district": made.DISTRICTS[0][1]} for name in written]), territory)
    assert placed.mahalla.tolist() == [1, 2, 2, -1]
    assert REASONS[placed.reason[3]] == "join_name_ambiguous"
    # Where only one of them is known there is no doubt.
    register.loc[2, ["name", "name_uz_latn"]] = "Navroʻz"
    placed = place(
        pd.DataFrame([{"name": "Бустон", "district": made.DISTRICTS[0][1]}]), assemble({"register": register})[0]
    )
    assert placed.mahalla.tolist() == [1]


def test_the_code_wins_over_the_district_and_it_is_counted():
    code = made.identity()["code"][at(0, 3)]
    mahalla, district, reason, warnings = one(code=code, district="Daryo tumani")
    assert (mahalla, district, reason) == (at(0, 3), 0, "")
    assert warnings == {"join_district_contradicts": 1}


def test_the_code_wins_over_the_name_and_it_is_counted():
    code = made.identity()["code"][at(0, 3)]
    assert one(code=code, name="Guliston")[3] == {"join_name_contradicts": 1}
    named = one(code=code, name="Guliston", district=made.DISTRICTS[0][1])  # a name that means the first one there
    assert (named[0], named[3]) == (at(0, 3), {"join_name_contradicts": 1})
    assert one(code=code, name="Togʻa ddd MFY")[3] == {}


def test_codes_that_disagree_are_counted_and_the_first_is_followed():
    ids = made.identity()
    mahalla, _, _, warnings = one(mfy_id=ids["mfy_id"][2], mahalla_id=ids["mahalla_id"][5])
    assert mahalla == 2
    assert warnings["join_codes_disagree"] == 1


def test_an_unknown_code_leaves_the_name_to_decide():
    mahalla, _, _, warnings = one(code="18019999", name="Guliston", district="Daryo tumani")
    assert mahalla == at(1, 0)
    assert warnings == {"join_code_unknown": 1}
    middle = made.square(2, 7).centroid
    assert one(name="nobody", lon=middle.x, lat=middle.y)[3] == {"join_name_unknown": 1}
    assert one(code="18019999")[:3] == (-1, -1, "join_code_unknown")


def test_the_digits_of_an_unknown_mahalla_id_still_tell_the_district():
    assert one(mahalla_id="1799202999")[:3] == (-1, 1, "join_code_unknown")


def test_a_point_falls_into_its_mahalla():
    middle = made.square(2, 7).centroid
    assert one(lon=middle.x, lat=middle.y)[:3] == (at(2, 7), 2, "")


def test_a_point_on_a_border_goes_to_the_mahalla_that_stands_first():
    corner = made.square(0, 4).exterior.coords[2]  # four mahallas meet here
    around = [at(0, n) for n in range(9) if made.square(0, n).touches(shapely.Point(corner))]
    assert one(lon=corner[0], lat=corner[1])[0] == min(around)


@pytest.mark.parametrize(("metres", "wanted"), [(20, (0, 0, "")), (30, (-1, OUTSIDE, "join_point_outside"))])
def test_a_point_just_outside_counts_as_inside_up_to_the_tolerance(metres, wanted):
    assert one(lon=EDGE[0] + made.SIDE / 2, lat=EDGE[1] - metres * METRE)[:3] == wanted


def test_the_tolerance_can_be_set():
    row = pd.DataFrame([{"lon": EDGE[0] + made.SIDE / 2, "lat": EDGE[1] - 30 * METRE}])
    assert place(row, TERRITORY, options=PlaceOptions(tolerance_m=50)).mahalla[0] == 0
    with pytest.raises(OptionError, match="tolerance_m is -1; it must be 0 to 10000 metres"):
        PlaceOptions(tolerance_m=-1)


def test_a_point_far_away_is_outside_unless_the_row_names_a_district():
    assert one(lon=10.0, lat=50.0)[:3] == (-1, OUTSIDE, "join_point_outside")
    assert one(code="18019999", lon=10.0, lat=50.0)[:3] == (-1, OUTSIDE, "join_point_outside")
    assert one(lon=10.0, lat=50.0, district="Daryo tumani")[:3] == (-1, 1, "join_point_outside")


def test_a_point_where_a_mahalla_has_no_shape_is_known_to_the_district_only():
    boundaries = made.boundaries().drop(index=[4])
    outline = boundaries.iloc[[0]].assign(level="district", name="Togʻli tumani", code="1799201", mfy_id=None)
    outline["geometry"] = [shapely.union_all([made.square(0, n) for n in range(9)])]
    tables = {"register": made.register(), "boundaries": boundaries, "boundaries-district": outline}
    territory = assemble(tables)[0]
    middle = made.square(0, 4).centroid
    placed = place(pd.DataFrame([{"lon": middle.x, "lat": middle.y}]), territory)
    assert (placed.mahalla[0], placed.district[0], REASONS[placed.reason[0]]) == (-1, 0, "join_point_district")


def test_a_point_that_contradicts_the_code_is_counted():
    far = made.square(2, 7).centroid
    mahalla, _, _, warnings = one(code=made.identity()["code"][0], lon=far.x, lat=far.y)
    assert mahalla == 0
    assert warnings == {"join_point_contradicts": 1}


def test_without_boundaries_a_point_says_nothing():
    territory = assemble({"register": made.register()})[0]
    placed = place(pd.DataFrame([{"lon": 65.0, "lat": 38.0}]), territory)
    assert REASONS[placed.reason[0]] == "join_point_no_shapes"


@pytest.mark.parametrize(("lon", "lat"), [(np.nan, 38.0), (200.0, 38.0), (65.0, np.inf), (65.0, -91.0)])
def test_numbers_that_are_no_place_are_no_point(lon, lat):
    assert one(lon=lon, lat=lat)[:3] == (-1, -1, "join_no_place")


def test_a_row_that_names_only_its_district():
    assert one(district="Togʻli tumani")[:3] == (-1, 0, "join_district_only")


def test_lines_are_placed_by_their_middle_and_missing_shapes_by_name():
    placed = place(made.sites(), TERRITORY)
    assert placed.mahalla.tolist() == [0, 1, 2]


def test_every_reason_and_warning_has_its_sentence():
    for reason in REASONS[1:]:
        assert SENTENCES[reason].format(got="x")


names = st.sampled_from([None, "", "Guliston MFY", "Togʻa bbb", "Тоғб ббб", "nobody", "{{ 7*7 }}"])
codes = st.sampled_from([None, "18010001", "18020005", "1799401003", "99999999", "1799201.x"])
districts = st.sampled_from([None, "Togʻli tumani", "Daryo", "Daryo shahri", "Uzoq tumani"])
spots = st.one_of(st.none(), st.tuples(st.floats(64.9, 65.3), st.floats(37.9, 38.2)), st.just((1e9, 5.0)))
rows = st.lists(st.tuples(codes, names, districts, spots, st.integers(0, 50)), max_size=25)


@given(rows)
@settings(deadline=None, max_examples=150)
def test_every_total_reconciles_whatever_the_rows_say(drawn):
    table = pd.DataFrame(
        [
            {"code": c, "name": n, "district": d, "lon": (p or (None, None))[0], "lat": (p or (None, None))[1]}
            for c, n, d, p, _ in drawn
        ],
        columns=["code", "name", "district", "lon", "lat"],
    )
    weights = np.array([w for *_, w in drawn], dtype=np.int64)
    totals = reconcile(place(table, TERRITORY, index=INDEX), TERRITORY, weights)
    assert totals.rows == len(drawn)
    assert totals.events.rows == weights.sum()
    assert (totals.per_district >= 0).all().all()
    assert totals.per_district["mapped"].sum() == totals.events.mapped
    assert totals.per_district["district_only"].sum() == totals.events.district_only


def test_parts_that_do_not_add_up_are_refused():
    with pytest.raises(PublishError, match=r"3 \+ 2 \+ 1 \+ 0\) do not add up to the total \(7\)"):
        Reconciliation(rows=7, mapped=3, district_only=2, unmatched=1, outside=0)
    with pytest.raises(PublishError, match="do not add up"):
        Reconciliation(rows=1, mapped=2, district_only=-1, unmatched=0, outside=0)


def test_the_table_that_comes_in_is_left_as_it_was():
    table = made.incidents()
    before = table.copy(deep=True)
    place(table, TERRITORY)
    pd.testing.assert_frame_equal(table, before)


def test_a_table_placed_part_by_part_goes_where_the_whole_goes(monkeypatch):
    rng = np.random.default_rng(5)
    east, north = (made.WEST, made.WEST + 0.2), (made.SOUTH, made.SOUTH + 0.2)
    table = pd.DataFrame({"lon": rng.uniform(*east, 50), "lat": rng.uniform(*north, 50), "name": "Nowhere"})
    table.loc[::7, "lon"] = np.nan
    whole, told = place(table, TERRITORY), []
    monkeypatch.setattr("geodata.join._AT_ONCE", 20)
    monkeypatch.setattr("geodata.editions.points._AT_ONCE", 3)
    parts = place(table, TERRITORY, told=told.append)
    assert told == [20, 40]
    assert (whole.mahalla >= 0).any()
    for name in ("mahalla", "district", "reason", "got"):
        np.testing.assert_array_equal(getattr(parts, name), getattr(whole, name))
    assert parts.warnings == whole.warnings


def test_a_point_is_placed_where_shapely_alone_would_place_it(monkeypatch):
    rng = np.random.default_rng(6)
    points = shapely.points(rng.uniform(0, 4, (40, 2)))
    points[[0, 13, 39]] = None
    shapes = np.array([None, shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3), None], dtype=object)
    holds = [
        [shape is not None and point is not None and shape.intersects(point) for shape in shapes] for point in points
    ]
    monkeypatch.setattr("geodata.editions.points._AT_ONCE", 7)
    assert containing(points, shapes).tolist() == [held.index(True) if any(held) else -1 for held in holds]
    assert containing(points, np.array([None], dtype=object)).tolist() == [-1] * 40
