"""Records: every change is told to the trail, nothing is removed, nobody overwrites what he has not seen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select, text

from geodata.errors import OptionError, StoreError
from geodata.register import Act, AuditEntry, Base, PublishedEdition, Record, audit, replay
from geodata.register.decisions import DECISIONS, Decision
from geodata.register.meetings import MEETINGS, Meeting
from geodata.register.posts import BODIES, POSTS, Body, BodyRow, Post
from geodata.register.roadmap import ITEMS, Item, ItemRow

ITEM = Item(
    place="18140001", level="mahalla", period="2025-Q1", item="Kamera oʻrnatish", unit="dona", planned=8,
    due=date(2025, 3, 20), post="chief_inspector",
)  # fmt: skip


def entries(register):
    with register.reading() as session:
        return [(e.action, e.who, json.loads(e.details)) for e in session.scalars(select(AuditEntry))]


def test_a_record_comes_back_as_it_went_in(register, act):
    with register.writing() as session:
        kept = ITEMS.add(session, ITEM, act)
    with register.reading() as session:
        assert ITEMS.get(session, kept.id) == kept
        assert ITEMS.find(session) == (kept,)
    assert kept.what == ITEM


def test_every_change_is_in_the_trail_with_who_when_before_and_after(register, act):
    other = Act("anvar", datetime(2025, 2, 4, tzinfo=UTC))
    with register.writing() as session:
        kept = ITEMS.add(session, ITEM, act)
        kept = ITEMS.change(session, kept, replace(ITEM, done=3.5, evidence="dalolatnoma 4"), other)
        kept = ITEMS.close(session, kept, on=date(2025, 2, 10), why="entered twice", act=act)
        ITEMS.reopen(session, kept, why="it was not", act=act)
    told = entries(register)
    assert [(action, who) for action, who, _ in told] == [
        ("add roadmap_item", "steward"),
        ("change roadmap_item", "anvar"),
        ("close roadmap_item", "steward"),
        ("reopen roadmap_item", "steward"),
    ]
    assert told[0][2]["before"] is None
    assert told[0][2]["after"]["due"] == "2025-03-20"
    assert told[1][2] == {
        "table": "roadmap_item", "id": kept.id,
        "before": {"done": 0.0, "evidence": ""}, "after": {"done": 3.5, "evidence": "dalolatnoma 4"},
    }  # fmt: skip
    assert told[2][2]["after"] == {"closed_on": "2025-02-10", "closed_why": "entered twice"}
    assert told[3][2]["why"] == "it was not"
    with register.reading() as session:
        assert session.scalars(select(AuditEntry.at)).all()[1] == "2025-02-04T00:00:00.000000+00:00"
        assert audit.first_broken(session) is None
        assert replay.differing(session) == []


def test_many_records_are_one_chain(register, act):
    with register.writing() as session:
        audit.append(session, who="x", action="note", details={}, at=act.at)
        kept = ITEMS.add_all(session, [replace(ITEM, place=f"1814{n:04d}") for n in range(500)], act)
        ITEMS.change_all(session, [(each, replace(each.what, done=1)) for each in kept[:10]], act)
    assert [each.what.place for each in kept] == [f"1814{n:04d}" for n in range(500)]
    with register.reading() as session:
        assert session.scalars(select(AuditEntry.seq)).all() == list(range(1, 512))
        assert audit.first_broken(session) is None
        assert replay.differing(session) == []


def test_what_changes_nothing_is_not_told(register, act):
    with register.writing() as session:
        kept = ITEMS.add(session, ITEM, act)
        assert ITEMS.change(session, kept, ITEM, act) == kept
    assert len(entries(register)) == 1


def test_an_error_takes_the_record_and_its_entry_back(register, act):
    def fail(session):
        ITEMS.add(session, ITEM, act)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), register.writing() as session:
        fail(session)
    assert entries(register) == []
    with register.reading() as session:
        assert ITEMS.find(session) == ()


@pytest.mark.parametrize("table", sorted(set(Base.metadata.tables)))
def test_no_row_of_any_table_can_be_removed(register, act, table):
    fill_every_table(register, act)
    with pytest.raises(StoreError, match=r"only closed|append only"), register.writing() as session:
        session.execute(text(f'DELETE FROM "{table}"'))  # noqa: S608  the names are our own
    with register.reading() as session:
        assert session.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one() > 0  # noqa: S608


def fill_every_table(register, act):
    """A row in each table, whatever it says: what is tried is that it stays."""
    days = {date: "2025-01-01", int: 1, float: 1.0, bool: False, str: "x"}
    with register.writing() as session:
        audit.append(session, who="x", action="note", details={}, at=act.at)
        for table in Base.metadata.sorted_tables:
            if table.name == "audit":
                continue
            values = {}
            for column in table.columns:
                if not column.nullable:
                    kind = column.type.python_type
                    values[column.name] = 1 if column.name in {"id", "number"} else days.get(kind, "x")
                    if kind is date:
                        values[column.name] = date(2025, 1, 1)
                    if column.name == "posts":
                        values[column.name] = ("x",)
            session.execute(table.insert().values(**values))


def test_no_row_is_replaced_or_emptied_away(register, act):
    with register.writing() as session:
        kept = BODIES.add(session, Body(key="iib", name_uz_latn="IIB"), act)
        dialect = session.get_bind().dialect.name
    trick = (
        f"INSERT OR REPLACE INTO body SELECT id, 'other', name_uz_latn, '', '', '', '', NULL, NULL FROM body WHERE id = {kept.id}"  # noqa: E501, S608
        if dialect == "sqlite"
        else "TRUNCATE body CASCADE"
    )
    with pytest.raises(StoreError, match="only closed"), register.writing() as session:
        session.execute(text(trick))


def test_records_are_neither_deleted_nor_written_beside_their_book(register, act):
    with register.writing() as session:
        kept = ITEMS.add(session, ITEM, act)
    with pytest.raises(RuntimeError, match="never deleted"), register.writing() as session:
        session.delete(session.get(ItemRow, kept.id))
    with pytest.raises(RuntimeError, match="through its book"), register.writing() as session:
        session.get(ItemRow, kept.id).done = 8
    with pytest.raises(RuntimeError, match="through its book"), register.writing() as session:
        session.add(BodyRow(key="x", name_uz_latn="x", name_uz_cyrl="", name_ru="", name_en="", source=""))
    with pytest.raises(StoreError, match="only closed"), register.writing() as session:
        session.execute(delete(ItemRow))
    with register.reading() as session:
        assert ITEMS.find(session) == (kept,)


def test_the_trail_itself_cannot_be_changed(register, act):
    with register.writing() as session:
        ITEMS.add(session, ITEM, act)
    with pytest.raises(StoreError, match="append only"), register.writing() as session:
        session.execute(text("UPDATE audit SET who = 'nobody'"))


def test_a_change_beside_the_program_is_found(register, act):
    with register.writing() as session:
        kept = ITEMS.add_all(session, [replace(ITEM, place=f"1814{n:04d}") for n in range(3)], act)
    with register.writing() as session:
        session.execute(text(f"UPDATE roadmap_item SET done = 8 WHERE id = {kept[1].id}"))  # noqa: S608
    with register.reading() as session:
        assert audit.first_broken(session) is None
        assert replay.differing(session) == [("roadmap_item", kept[1].id)]


def added_before(session, act, *, columns):
    """A body added by a program that did not know `columns` yet."""
    said = dict.fromkeys(BodyRow.__table__.c.keys(), "") | {"id": 1, "closed_on": None, "closed_why": None}
    session.execute(BodyRow.__table__.insert().values(said))
    told = {name: value for name, value in said.items() if name not in {"id", *columns}}
    entry = {"table": "body", "id": 1, "before": None, "after": told}
    audit.append(session, who=act.who, action="add body", details=entry, at=act.at)


def test_a_column_younger_than_a_record_holds_what_its_migration_gave(register, act, monkeypatch):
    monkeypatch.setitem(BodyRow.__table__.c.name_en.info, replay.UNTOLD, "")
    with register.writing() as session:
        added_before(session, act, columns={"name_en"})
        assert replay.differing(session) == []
        session.execute(text("UPDATE body SET name_en = 'beside the program'"))
        assert replay.differing(session) == [("body", 1)]


def test_a_column_that_the_register_has_not_yet_is_not_missed(register, act):
    with register.writing() as session:
        added_before(session, act, columns={"name_en"})
        session.execute(text("ALTER TABLE body DROP COLUMN name_en"))
        assert replay.differing(session) == []


def test_a_column_that_may_be_empty_is_empty_in_records_older_than_it(register, act):
    with register.writing() as session:
        added_before(session, act, columns={"closed_why"})
        assert replay.differing(session) == []
        session.execute(text("UPDATE body SET closed_why = 'beside the program'"))
        assert replay.differing(session) == [("body", 1)]


def test_nobody_overwrites_what_somebody_else_has_changed(register, act):
    with register.writing() as session:
        seen = ITEMS.add(session, ITEM, act)
        ITEMS.change(session, seen, replace(ITEM, done=4), act)
    with pytest.raises(StoreError, match="Somebody else has changed"), register.writing() as session:
        ITEMS.change(session, seen, replace(ITEM, done=5), act)
    with pytest.raises(StoreError, match="Somebody else has changed"), register.writing() as session:
        ITEMS.close(session, seen, on=date(2025, 2, 1), why="x", act=act)


def test_a_closed_record_is_reopened_before_it_is_changed(register, act):
    with register.writing() as session:
        kept = ITEMS.close(session, ITEMS.add(session, ITEM, act), on=date(2025, 2, 10), why="x", act=act)
        with pytest.raises(StoreError, match="is closed; reopen"):
            ITEMS.change(session, kept, replace(ITEM, done=1), act)
        open_again = ITEMS.reopen(session, kept, why="x", act=act)
        assert ITEMS.change(session, open_again, replace(ITEM, done=1), act).what.done == 1
        with pytest.raises(OptionError, match="why is ''"):
            ITEMS.close(session, kept, on=date(2025, 2, 10), why="", act=act)
        with pytest.raises(StoreError, match="no record number 99"):
            ITEMS.get(session, 99)


def test_a_record_holds_from_its_first_day_to_the_day_before_it_is_closed(register, act):
    with register.writing() as session:
        BODIES.add(session, Body(key="iib", name_uz_latn="IIB"), act)
        post = Post(key="head", body="iib", level="district", name_uz_latn="Boshliq", since=date(2025, 1, 10))
        kept = POSTS.add(session, post, act, until=date(2025, 2, 1))
        held = {day: POSTS.find(session, on=day) for day in map(date.fromisoformat, (
            "2025-01-09", "2025-01-10", "2025-01-31", "2025-02-01"))}  # fmt: skip
    assert [bool(found) for found in held.values()] == [False, True, True, False]
    assert kept.holds(date(2025, 1, 31))
    assert not kept.holds(date(2025, 2, 1))


def test_a_free_key_is_nobody_s(register, act):
    bodies = [Body(key=key, name_uz_latn="Organ") for key in ("body_2", "body_4", "hokimiyat")]
    with register.writing() as session:
        BODIES.add_all(session, bodies, act)
        assert BODIES.free_key(session, "body") == "body_5"  # three bodies; the fourth number is taken
        assert BODIES.free_key(session, "post") == "post_4"


def test_what_is_fixed_stays(register, act):
    with register.writing() as session:
        kept = BODIES.add(session, Body(key="iib", name_uz_latn="IIB"), act)
        with pytest.raises(StoreError, match="The value of key is fixed as iib"):
            BODIES.change(session, kept, replace(kept.what, key="other"), act)
        BODIES.change(session, kept, replace(kept.what, name_ru="ОВД"), act)


def test_names_point_at_what_exists(register, act):
    meeting = Meeting(level="region", place="1710", day=date(2025, 1, 31), title="x")
    decision = Decision(
        meeting=1, number=1, text="x", place="1710", level="region", post="nobody", due=date(2025, 2, 1)
    )
    with register.writing() as session:
        kept = MEETINGS.add(session, meeting, act)
    with pytest.raises(StoreError, match=r"(?i)foreign key"), register.writing() as session:
        DECISIONS.add(session, replace(decision, meeting=kept.id), act)


def test_texts_that_only_one_database_would_take_are_refused(act):
    for wrong in ("a\x00b", "a\x1bb", "x" * 2001):
        with pytest.raises(OptionError, match="plain text"):
            replace(ITEM, evidence=wrong)
    with pytest.raises(OptionError, match="at most 300"):
        replace(ITEM, item="x" * 301)
    with pytest.raises(OptionError, match="who"):
        Act("", act.at)


def test_every_table_but_those_of_the_store_and_of_access_holds_records():
    tables = {mapper.class_.__tablename__ for mapper in Base.registry.mappers if issubclass(mapper.class_, Record)}
    assert set(Base.metadata.tables) - tables == {
        *("edition", "current_edition", "audit"),
        *("access_log", "credential", "session", "wall"),
    }
    assert PublishedEdition.__tablename__ == "edition"
