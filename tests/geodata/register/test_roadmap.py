"""Road maps: what is done of a plan, what is overdue, and files that go into the register whole or not at all."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from dashboard import cli
from geodata.edition import publish
from geodata.errors import NoEditionError, OptionError, PeriodError, StoreError
from geodata.periods import Period
from geodata.register import Act, AuditEntry, imports, progress, replay, roadmap
from geodata.register.imports import Imported
from geodata.register.posts import BODIES, POSTS, Body, Post
from geodata.register.progress import Progress
from geodata.register.reviews import SPECIAL_DAYS
from geodata.register.roadmap import ITEMS, Item
from geodata.store import Store
from tests.geodata import made

DAY = date(2025, 2, 1)
ITEM = Item(place="m1", level="mahalla", period="2025-Q1", item="Kamera", unit="dona", planned=8, due=date(2025, 1, 31))
ACT = Act("steward", datetime(2025, 2, 3, tzinfo=UTC))


# --- progress


def test_progress_of_items_in_different_units_is_the_mean_of_their_shares():
    items = [replace(ITEM, done=4), replace(ITEM, planned=10, done=10), replace(ITEM, planned=2, done=5, due=DAY)]
    assert progress.progress(items, DAY) == Progress(items=3, fulfilled=2, overdue=1, share=(0.5 + 1 + 1) / 3)


def test_an_item_is_overdue_from_the_day_after():
    assert [ITEM.is_overdue(day) for day in (date(2025, 1, 31), DAY)] == [False, True]
    assert not replace(ITEM, done=8).is_overdue(DAY)


def test_no_items_have_no_share_and_nothing_planned_is_fulfilled():
    assert math.isnan(progress.progress([], DAY).share)
    assert replace(ITEM, planned=0).share == 1


@given(st.lists(st.lists(st.integers(0, 12), max_size=4), max_size=4))
def test_road_maps_together_have_the_progress_of_all_their_items(done):
    plans = [[replace(ITEM, done=count) for count in plan] for plan in done]
    found = progress.together(progress.progress(plan, DAY) for plan in plans)
    whole = progress.progress([item for plan in plans for item in plan], DAY)
    assert (found.items, found.fulfilled, found.overdue) == (whole.items, whole.fulfilled, whole.overdue)
    assert found.share == pytest.approx(whole.share, nan_ok=True)


def test_progress_by_place_and_by_district():
    items = [
        ITEM, replace(ITEM, done=8), replace(ITEM, place="m2", done=8), replace(ITEM, place="d1", level="district"),
        replace(ITEM, place="r", level="region"), replace(ITEM, place="m9"),
    ]  # fmt: skip
    found = progress.by_place(items, DAY)
    assert found["m1"] == Progress(2, 1, 1, 0.5)
    assert set(found) == {"m1", "m2", "d1", "r", "m9"}
    home = {"m1": "d1", "m2": "d2"}
    assert progress.by_district(items, home, DAY) == {"d1": Progress(3, 1, 2, 1 / 3), "d2": Progress(1, 1, 0, 1.0)}


def test_the_longest_overdue_stands_first():
    late = [ITEM, replace(ITEM, due=date(2025, 1, 10)), replace(ITEM, due=DAY), replace(ITEM, done=9)]
    assert [item.due.day for item in progress.overdue(late, DAY)] == [10, 31]


@given(st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)), min_size=1, max_size=20))
def test_a_share_lies_between_none_and_all(pairs):
    found = progress.progress([replace(ITEM, planned=planned, done=done) for planned, done in pairs], DAY)
    assert 0 <= found.share <= 1
    assert (found.fulfilled == found.items) == (found.share == 1)
    assert found.overdue + found.fulfilled == found.items


@pytest.mark.parametrize(
    ("field", "wrong", "error"),
    [
        ("planned", -1, OptionError), ("done", math.nan, OptionError), ("done", math.inf, OptionError),
        ("item", " ", OptionError), ("period", "2025", OptionError), ("period", "soon", PeriodError),
        ("level", "street", OptionError), ("place", "a b", OptionError), ("unit", "x" * 101, OptionError),
    ],
)  # fmt: skip
def test_an_item_that_cannot_be_is_refused(field, wrong, error):
    with pytest.raises(error):
        replace(ITEM, **{field: wrong})


def test_items_of_a_quarter_hold_those_of_its_months(register, act):
    periods = ("2025-Q1", "2025-01", "2025-03", "2025-04", "2024-12")
    with register.writing() as session:
        kept = ITEMS.add_all(session, [replace(ITEM, period=period) for period in periods], act)
        ITEMS.close(session, kept[2], on=DAY, why="x", act=act)
        inside = roadmap.items(session, within=Period.parse("2025-Q1"))
        assert [each.what.period for each in inside] == ["2025-Q1", "2025-01"]
        assert len(roadmap.items(session)) == 4
        assert roadmap.items(session, places=["m2"]) == ()


def test_an_item_stands_once_unless_it_was_closed(register, act):
    with register.writing() as session:
        kept = ITEMS.add(session, ITEM, act)
        ITEMS.close(session, kept, on=DAY, why="x", act=act)
        ITEMS.add(session, ITEM, act)
    with pytest.raises(StoreError, match=r"(?i)unique"), register.writing() as session:
        ITEMS.add(session, ITEM, act)


# --- files


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A published edition of the small territory."""
    store = Store(tmp_path_factory.mktemp("roadmap") / "data")
    made.fill(store, without=("incidents", "sites", "indicators"))
    publish(store, who="tester")
    return store


@pytest.fixture
def store(template, register):
    """The edition of the template, with a register of its own on either database."""
    store = Store(template.path)
    opened = template.register
    with opened.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT * FROM edition").mappings().all()
    with register.writing() as session:
        from geodata.register import CurrentEdition, PublishedEdition

        session.add_all(PublishedEdition(**row) for row in rows)
        session.flush()
        session.add(CurrentEdition(id=1, number=rows[-1]["number"]))
        BODIES.add(session, Body(key="state", name_uz_latn="Davlat"), ACT)
        head = Post(key="hokim", body="state", level="district", name_uz_latn="Tuman hokimi", name_ru="Хоким района",
                    since=DAY)  # fmt: skip
        POSTS.add(session, head, ACT)
    store.__dict__["register"] = register
    return store


def rows_of(*rows):
    """A table as the reader gives it."""
    columns = ("code", "name", "district", "district_code", "region", "region_code")
    base = dict.fromkeys(("mahalla_id", "mfy_id", "stat_code", *columns, "unit", "post", "evidence"))
    plain = [
        {**base, "item": "Kamera", "period": "2025-Q1", "planned": 8.0, "done": 0.0, "due": pd.Timestamp(DAY), **row}
        for row in rows
    ]
    return pd.DataFrame(plain).assign(row=range(2, len(rows) + 2))


def send(store, *rows, kind="roadmap"):
    return imports.store_file(store, made.report(kind, rows_of(*rows), name="reja.xlsx"), ACT)


def kept_items(store):
    with store.register.reading() as session:
        return [kept.what for kept in roadmap.items(session)]


def test_rows_find_their_place_by_code_or_name_at_every_level(store):
    done = send(
        store,
        {"code": "18990001"} | {"mfy_id": "18010002"},
        {"name": "Guliston", "district": "Daryo tumani"},
        {"district": "Togʻli tumani"},
        {"district_code": "1799401"},
        {"region": "Sinov viloyati"},
    )
    assert done == Imported(5, 0, 0)
    assert [(item.level, item.place) for item in kept_items(store)] == [
        ("mahalla", "18010002"),
        ("mahalla", "18020001"),
        ("district", "1799201"),
        ("district", "1799401"),
        ("region", "1799"),
    ]


def test_a_row_that_matches_nothing_is_told_and_nothing_is_stored(store):
    with store.register.reading() as session:
        before = session.scalars(select(AuditEntry.seq)).all()
    rows = [
        {"mfy_id": "18010002"},
        {"name": "Yoʻqmahalla", "district": "Daryo tumani"},
        {"district": "Boshqa tumani"},
        {"region": "Boshqa viloyati"},
        {"name": "Guliston"},
    ]
    with pytest.raises(StoreError, match=r"4 rows name a place .*Yoʻqmahalla, Daryo tumani.*Rows 3, 4, 5, 6") as raised:
        send(store, *rows)
    assert raised.value.finding.where == "reja.xlsx"
    assert kept_items(store) == []
    with store.register.reading() as session:
        assert session.scalars(select(AuditEntry.seq)).all() == before


def test_a_failure_in_the_middle_leaves_nothing_half_written(store, monkeypatch):
    def fail(*_arguments, **_words):
        raise ZeroDivisionError

    send(store, {"mfy_id": "18010002"})
    monkeypatch.setattr(ITEMS, "change_all", fail)
    with pytest.raises(ZeroDivisionError):
        send(store, {"mfy_id": "18010002", "done": 3.0}, {"mfy_id": "18010003"})
    assert [item.place for item in kept_items(store)] == ["18010002"]


def test_a_file_sent_again_changes_what_is_different_and_tells_it(store):
    send(store, {"mfy_id": "18010002", "unit": "dona"}, {"mfy_id": "18010003"})
    again = ({"mfy_id": "18010002", "item": "КАМЕРА", "unit": "дона", "done": 3.0}, {"mfy_id": "18010003"})
    assert send(store, *again) == Imported(0, 1, 1)
    assert send(store, *again) == Imported(0, 0, 2)
    assert [(item.item, item.unit, item.done) for item in kept_items(store)] == [
        ("Kamera", "dona", 3.0), ("Kamera", "", 0.0),
    ]  # fmt: skip
    with store.register.reading() as session:
        told = session.execute(select(AuditEntry.action, AuditEntry.details).order_by(AuditEntry.seq)).all()[-2:]
    assert [action for action, _ in told] == ["change roadmap_item", "import roadmap"]
    assert json.loads(told[0][1])["before"] == {"done": 0.0}
    assert json.loads(told[1][1])["changed"] == 1
    with store.register.reading() as session:
        assert replay.differing(session) == []


def test_a_post_is_known_by_its_name_in_any_script_and_kept_as_written_otherwise(store):
    send(
        store,
        {"mfy_id": "18010002", "post": "туман ҳокими"},
        {"mfy_id": "18010003", "post": "хоким района"},
        {"mfy_id": "18010004", "post": "Bosh muhandis"},
    )
    assert [item.post for item in kept_items(store)] == ["hokim", "hokim", "Bosh muhandis"]


def test_one_item_by_code_and_by_name_is_refused(store):
    with pytest.raises(StoreError, match="The item Kamera stands 2 times"):
        send(store, {"mfy_id": "18020001"}, {"name": "Guliston", "district": "Daryo tumani"})
    assert kept_items(store) == []


def test_what_is_no_road_map_is_refused(store, tmp_path):
    with pytest.raises(StoreError, match="no kind of table called incidents"):
        send(store, {"mfy_id": "18010002"}, kind="incidents")
    refused = made.Report("roadmap", rows_of({"mfy_id": "18010002"}), accepted=False)
    with pytest.raises(StoreError, match="was refused"):
        imports.store_file(store, refused, ACT)
    with pytest.raises(NoEditionError):
        send(Store(tmp_path / "empty"), {"mfy_id": "18010002"})


def test_holidays_replace_what_was_known_of_a_day(store):
    table = pd.DataFrame(
        {"day": pd.to_datetime(["2026-03-08", "2026-03-09"]), "kind": "holiday", "name": None, "source": "x", "row": 2}
    )
    assert imports.store_file(store, made.report("holidays", table), ACT) == Imported(2, 0, 0)
    moved = table.assign(kind=["holiday", "working"])
    assert imports.store_file(store, made.report("holidays", moved), ACT) == Imported(0, 1, 1)
    with store.register.reading() as session:
        assert [kept.what.kind for kept in SPECIAL_DAYS.find(session)] == ["holiday", "working"]


def test_the_command_checks_and_imports_a_road_map(template, tmp_path, capsys):
    import shutil

    shutil.copytree(template.path, tmp_path / "data")
    file = tmp_path / "reja.csv"
    file.write_text(
        "Tuman;MFY;Chora-tadbir;Oʻlchov birligi;Reja;Bajarildi;Muddat;Chorak\n"
        "Daryo tumani;Guliston;Kamera oʻrnatish;dona;8;3;20.03.2025;I chorak 2025\n"
        "Daryo tumani;;Xavfsiz koʻcha;koʻcha;2;;31.03.2025;I chorak 2025\n",
        encoding="utf-8",
    )
    assert cli.main(["check", "roadmap", str(file)]) == 0
    assert cli.main(["import", "roadmap", str(file), "--data", str(tmp_path / "data")]) == 0
    assert "2 added, 0 changed, 0 as before" in capsys.readouterr().out
    items = kept_items(Store(tmp_path / "data"))
    assert [(item.level, item.done, item.due.isoformat(), item.period) for item in items] == [
        ("mahalla", 3.0, "2025-03-20", "2025-Q1"), ("district", 0.0, "2025-03-31", "2025-Q1"),
    ]  # fmt: skip
    file.write_text(file.read_text(encoding="utf-8").replace("Guliston", "Boshqa"), encoding="utf-8")
    assert cli.main(["import", "roadmap", str(file), "--data", str(tmp_path / "data")]) == 2
    assert "nothing was stored" in capsys.readouterr().err
    assert kept_items(Store(tmp_path / "data")) == items
    assert Store(tmp_path / "data").imports() == template.imports()
