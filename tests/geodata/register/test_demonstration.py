"""The demonstration's records: the red mahallas with their posts, no person, the same from the same seed."""

from __future__ import annotations

from datetime import date

import pytest

from geodata.demo import register as demonstration
from geodata.edition import open_edition
from geodata.register import (
    Base,
    Record,
    assignments,
    audit,
    meetings,
    posts,
    replay,
    reviews,
    roadmap,
    snapshot,
    standing,
)
from geodata.register.assignments import ASSIGNMENTS, RULES, AssignmentRow, Line
from geodata.register.decisions import MEASURES
from geodata.register.meetings import MEETINGS
from geodata.register.posts import POSTS, SEATS
from geodata.register.progress import by_place, progress
from geodata.store import Store

DAY = date(2025, 2, 1)


@pytest.fixture(scope="module")
def edition(demo_folder):
    return open_edition(Store(demo_folder))


@pytest.fixture
def filled(register, edition):
    """A register filled for the edition, whose list of editions the register has."""
    from geodata.register import PublishedEdition

    with register.writing() as session:
        session.add(
            PublishedEdition(number=edition.number, content="x", manifest="x", published_at="x", who="demonstration")
        )
    demonstration.fill(register, edition, 2025)
    return register


def rows(register):
    """Every record, without the moments of the trail."""
    found = {}
    with register.reading() as session:
        for mapper in Base.registry.mappers:
            if issubclass(mapper.class_, Record):
                table = mapper.class_.__table__
                found[table.name] = [tuple(row) for row in session.execute(table.select().order_by(table.c.id))]
    return found


def gaps(records, red, day):
    return sum(one.gap for one in standing.standings(records, red, day).red())


def test_every_red_mahalla_but_a_few_has_its_post_in_both_years(filled, edition):
    red = assignments.red_of(edition, DAY)
    assert len(red) == 137
    with filled.reading() as session:
        records = snapshot.read(session)
        for day in (DAY, date(2026, 2, 1)):
            assert gaps(records, red, day) == demonstration.LEFT_OPEN
        assert gaps(records, red, date(2026, 1, 5)) == 137  # new rules, nobody assigned yet
        allowed = {kept.what.key: set(kept.what.posts) for kept in RULES.find(session)}
        assert all(kept.what.post in allowed[kept.what.rule] for kept in ASSIGNMENTS.find(session))


def test_the_line_of_a_red_mahalla_is_whole(filled, edition):
    home = dict(zip(edition.mahallas["code"], edition.mahallas["district"], strict=True))
    with filled.reading() as session:
        records = snapshot.read(session)
    for mahalla in assignments.red_of(edition, DAY):
        line = Line(mahalla, home[mahalla], edition.region.code)
        assert all(standing.line_of(records, line, DAY).values())


def test_nobody_is_named(filled):
    with filled.reading() as session:
        assert {kept.what.holder for kept in (*ASSIGNMENTS.find(session), *SEATS.find(session))} == {""}
        assert {kept.what.name for kept in MEASURES.find(session)} == {""}


def test_made_up_records_say_so_and_facts_tell_their_source(filled):
    with filled.reading() as session:
        assert {kept.what.note for kept in ASSIGNMENTS.find(session)} == {demonstration.NOTE}
        assert all("demonstration" in kept.what.source for kept in roadmap.items(session))
        assert all(kept.what.source for kept in (*POSTS.find(session), *RULES.find(session)))
        assert all(kept.what.source for kept in reviews.SPECIAL_DAYS.find(session))
        assert {kept.what.rule for kept in ASSIGNMENTS.find(session, AssignmentRow.level == "region")} == {"line_2025"}


def test_road_maps_stand_at_three_levels_partly_done_partly_overdue(filled, edition):
    with filled.reading() as session:
        items = [kept.what for kept in roadmap.items(session)]
    per_level = {level: {item.place for item in items if item.level == level} for level in ("region", "district")}
    assert [len(places) for places in per_level.values()] == [1, 16]
    assert {item.place for item in items if item.level == "mahalla"} == set(assignments.red_of(edition, DAY))
    whole = progress(items, DAY)
    assert 0.2 < whole.share < 0.9
    assert 0 < whole.overdue < whole.items / 2
    assert len(by_place(items, DAY)) == 154


def test_road_maps_and_model_sites_are_one_truth(filled, edition):
    sites = edition.sites
    units = {"street": "koʻcha", "entrance": "yoʻlak"}
    with filled.reading() as session:
        items = [kept.what for kept in roadmap.items(session)]
    for kind, unit in units.items():
        own = sites[sites["kind"] == kind]
        for level in ("region", "district", "mahalla"):
            told = [item for item in items if item.level == level and item.unit == unit]
            assert sum(item.planned for item in told) == len(own)
            assert sum(item.done for item in told) == (own["state"] == "opened").sum()
        by_district = own.groupby("district_code").size()
        assert {i.place: i.planned for i in items if i.level == "district" and i.unit == unit} == dict(by_district)


def test_the_coming_meeting_has_what_the_held_one_left_undone(filled, edition):
    with filled.reading() as session:
        held, coming = MEETINGS.find(session)
        assert (held.what.held, held.what.edition) == (True, edition.number)
        assert (coming.what.held, coming.what.edition) == (False, None)
        agenda = meetings.agenda_of(session, coming.id)
        assert 0 < len(agenda.returning) < 12
        assert agenda.items
        found = standing.due_between(snapshot.read(session), DAY, date(2025, 4, 30))
        assert coming.what.day in {each.day for each in found if each.rule == "monthly"}


def test_the_seven_and_the_new_posts(filled, edition):
    red = set(assignments.red_of(edition, DAY))
    with filled.reading() as session:
        records = snapshot.read(session)
    office = {kept.what.key for kept in records.posts.values() if kept.what.group == posts.SEVEN}
    taken = [kept.what for kept in standing.seats_in(records, posts.SEVEN, DAY)]
    group = standing.seats_in(records, posts.WORKING_GROUP, DAY)
    figures = standing.staffing_of(records, DAY).values()
    assert len(office) == 7
    assert {seat.post for seat in taken} == office
    assert {seat.place for seat in taken} == red
    assert len(taken) < 7 * len(red)  # some posts are vacant
    assert len(group) == 4
    assert {kept.what.place for kept in group} == {edition.region.code}
    created = {kept.what.key for kept in records.posts.values() if kept.what.created}
    assert {kept.what.post for kept in figures} == created
    assert all(kept.what.filled <= kept.what.planned for kept in figures)
    assert len({kept.what.place for kept in figures}) == 17


def test_the_same_seed_gives_the_same_records_and_a_second_time_adds_none(filled, edition, tmp_path):
    before = rows(filled)
    demonstration.fill(filled, edition, 2025)
    assert rows(filled) == before
    (tmp_path / "other").mkdir()
    other = Store(tmp_path / "other").register
    with other.writing() as session:
        from geodata.register import PublishedEdition

        session.add(PublishedEdition(number=edition.number, content="x", manifest="x", published_at="x", who="x"))
    demonstration.fill(other, edition, 2025)
    assert rows(other) == before
    with filled.reading() as session:
        assert audit.first_broken(session) is None
        assert replay.differing(session) == []
