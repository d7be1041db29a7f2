"""What an area reads and writes of the register, on both databases; on PostgreSQL the server holds it by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, text

from geodata.errors import StoreError
from geodata.register import AccessEntry
from geodata.register.access_log import Event, append, broken
from geodata.register.photos import PHOTOS, SitePhoto
from geodata.register.posts import BODIES, Body
from geodata.register.reviews import REVIEW_RULES, SPECIAL_DAYS, ReviewRule, SpecialDay
from geodata.register.roadmap import ITEMS, Item, ItemRow

ITEM = Item(
    place="18140001", level="mahalla", period="2025-Q1", item="Kamera", unit="dona", planned=8,
    due=date(2025, 3, 20), post="chief_inspector",
)  # fmt: skip
OWN = frozenset({"18140001", "1710224"})


@pytest.fixture
def kept(register, act):
    """An item in the area, one beyond it; the register seen by the area."""
    with register.writing() as session:
        both = ITEMS.add_all(session, [ITEM, replace(ITEM, place="18140002")], act)
    register.places = lambda: OWN
    return both


def is_postgresql(register):
    return register._engine.dialect.name == "postgresql"


def test_an_area_reads_its_own_places_alone(register, kept):
    with register.reading() as session:
        assert ITEMS.find(session) == kept[:1]
        assert session.scalars(select(ItemRow.place)).all() == ["18140001"]
        assert ITEMS.get(session, kept[0].id) == kept[0]
        with pytest.raises(StoreError, match="no record"):
            ITEMS.get(session, kept[1].id)
    register.places = lambda: None
    with register.reading() as session:
        assert ITEMS.find(session) == kept


def test_an_area_writes_about_its_own_places_alone(register, kept, act):
    with register.writing() as session:
        ITEMS.change(session, kept[0], replace(kept[0].what, done=3), act)
    with pytest.raises(StoreError, match="not in your area"), register.writing() as session:
        ITEMS.add(session, replace(ITEM, place="18140009"), act)
    with pytest.raises(StoreError, match="no record"), register.writing() as session:
        ITEMS.change(session, kept[1], replace(kept[1].what, done=3), act)


def test_an_area_changes_nothing_that_holds_in_the_whole_region(register, kept, act):
    for book, value in (
        (SPECIAL_DAYS, SpecialDay(day=date(2025, 1, 1))),
        (BODIES, Body(key="mine", name_uz_latn="Mine")),
        (REVIEW_RULES, ReviewRule(key="mine", every="year", before="mine", since=date(2025, 1, 1))),
    ):
        with pytest.raises(StoreError, match="not in your area"), register.writing() as session:
            book.add(session, value, act)
    with register.writing() as session:
        PHOTOS.add(session, SitePhoto(site="s1", file="a.jpg"), act)


def test_on_postgresql_the_server_narrows_what_no_library_sees(register, kept):
    if not is_postgresql(register):
        pytest.skip("SQLite has no row-level security")
    with register.reading() as session:
        assert session.execute(text("SELECT current_user")).scalar() == "mahalla_area"
        assert session.execute(text("SELECT place FROM roadmap_item")).scalars().all() == ["18140001"]
    for statement in ("SELECT * FROM credential", "SELECT * FROM session", "SELECT * FROM access_log"):
        with pytest.raises(StoreError, match="permission denied"), register.reading() as session:
            session.execute(text(statement))
    insert = "UPDATE roadmap_item SET place = '18140009' WHERE place = '18140001'"
    with pytest.raises(StoreError, match="row-level security"), register.writing() as session:
        session.execute(text(insert))


def test_on_postgresql_even_the_owner_sees_nothing_without_saying_what(register, kept):
    if not is_postgresql(register):
        pytest.skip("SQLite has no row-level security")
    with register._engine.connect() as connection, connection.begin() as transaction:
        for statement in ("CREATE ROLE own_er", "ALTER TABLE roadmap_item OWNER TO own_er", "SET LOCAL ROLE own_er"):
            connection.execute(text(statement))
        count = text("SELECT count(*) FROM roadmap_item")
        assert connection.execute(count).scalar() == 0
        connection.execute(text("SELECT set_config('mahalla.area', '*', true)"))
        assert connection.execute(count).scalar() == 2
        transaction.rollback()


def test_the_log_of_access_names_its_first_broken_entry(register, act):
    with register.writing() as session:
        append(session, [Event(at=act.at, who="anvar", action="saw", details={"page": str(n)}) for n in range(5)])
    with register.reading() as session:
        assert broken(session) is None
    with pytest.raises(StoreError, match="append only"), register.writing() as session:
        session.execute(text("UPDATE access_log SET who = 'nobody' WHERE seq = 3"))
    with register.writing() as session:
        triggers = (
            ("DROP TRIGGER access_log_no_update ON access_log",)
            if is_postgresql(register)
            else ("DROP TRIGGER access_log_no_update",)
        )
        for statement in (*triggers, "UPDATE access_log SET who = 'nobody' WHERE seq = 3"):
            session.execute(text(statement))
    with register.reading() as session:
        assert broken(session) == 3
        assert session.get(AccessEntry, 3).who == "nobody"
