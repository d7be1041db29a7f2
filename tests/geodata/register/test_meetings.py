"""Meetings: what is undone comes back, and the edition a meeting looked at stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from geodata.errors import OptionError, StoreError
from geodata.register import PublishedEdition, meetings
from geodata.register.decisions import DECISIONS, MEASURES, Decision, Measure
from geodata.register.meetings import AGENDA, MEETINGS, AgendaItem, Meeting
from geodata.register.posts import BODIES, POSTS, Body, Post

JANUARY = Meeting(level="region", place="1710", day=date(2025, 1, 31), title="Hisobot yigʻilishi")
FEBRUARY = replace(JANUARY, day=date(2025, 2, 28))
MARCH = replace(JANUARY, day=date(2025, 3, 31))
DECISION = Decision(
    meeting=1, number=1, text="x", place="18140001", level="mahalla", post="hokim", due=date(2025, 2, 20)
)


@pytest.fixture
def made(register, act):
    """A register with a post, editions 1 and 2, and three meetings of the region."""
    with register.writing() as session:
        BODIES.add(session, Body(key="state", name_uz_latn="Davlat"), act)
        POSTS.add(
            session, Post(key="hokim", body="state", level="district", name_uz_latn="Hokim", since=JANUARY.day), act
        )
        session.add_all(
            PublishedEdition(number=n, content="x", manifest="x", published_at="x", who="x") for n in (1, 2)
        )
        MEETINGS.add_all(session, [JANUARY, FEBRUARY, MARCH], act)
    return register


def returning(session, meeting):
    return [kept.what.number for kept in meetings.agenda_of(session, meeting).returning]


def test_what_is_undone_comes_back_until_it_is_done(made, act):
    with made.writing() as session:
        one, _two = DECISIONS.add_all(session, [DECISION, replace(DECISION, number=2, due=date(2025, 2, 10))], act)
        assert returning(session, 1) == []
        assert returning(session, 2) == [2, 1]  # the one due first stands first
        DECISIONS.change(session, one, replace(one.what, state="done", done_on=date(2025, 3, 5), evidence="7"), act)
        assert returning(session, 2) == [2, 1]  # as it was on its day
        assert returning(session, 3) == [2]


def test_a_decision_comes_back_to_meetings_of_its_level_and_place_alone(made, act):
    others = [
        replace(FEBRUARY, level="district", place="1710207"),
        replace(FEBRUARY, place="1722"),
        replace(FEBRUARY, level="republic"),
    ]
    with made.writing() as session:
        DECISIONS.add(session, DECISION, act)
        assert [returning(session, kept.id) for kept in MEETINGS.add_all(session, others, act)] == [[], [], []]


def test_a_decision_taken_back_and_that_of_a_later_meeting_do_not_come(made, act):
    with made.writing() as session:
        kept = DECISIONS.add(session, DECISION, act)
        DECISIONS.add(session, replace(DECISION, meeting=3, number=3), act)
        DECISIONS.close(session, kept, on=date(2025, 2, 15), why="taken back", act=act)
        assert returning(session, 2) == []
        same_day = MEETINGS.add(session, JANUARY, act)
        assert returning(session, same_day.id) == [1]  # taken back only later


def test_the_agenda_stands_in_its_order(made, act):
    point = AgendaItem(meeting=2, number=2, subject="Ikkinchi", speaker="hokim", place="1710207")
    with made.writing() as session:
        AGENDA.add_all(session, [point, replace(point, number=1, subject="Birinchi")], act)
        gone = AGENDA.add(session, replace(point, number=3), act)
        AGENDA.close(session, gone, on=date(2025, 2, 1), why="dropped", act=act)
        agenda = meetings.agenda_of(session, 2)
        with pytest.raises(StoreError, match="no record number 99"):
            meetings.agenda_of(session, 99)
    assert [kept.what.subject for kept in agenda.items] == ["Birinchi", "Ikkinchi"]
    assert agenda.meeting.what == FEBRUARY


def test_the_edition_of_a_meeting_is_pinned_once(made, act):
    with made.writing() as session:
        pinned = meetings.pin(session, MEETINGS.get(session, 1), 1, act)
        assert pinned.what.edition == 1
        assert meetings.pin(session, pinned, 1, act) == pinned
        with pytest.raises(StoreError, match="The value of edition is fixed as 1"):
            meetings.pin(session, pinned, 2, act)
        with pytest.raises(StoreError, match="fixed as 1"):
            MEETINGS.change(session, pinned, replace(pinned.what, edition=None), act)
        with pytest.raises(StoreError, match="Edition 9 does not exist; the editions are 1, 2"):
            meetings.pin(session, MEETINGS.get(session, 2), 9, act)
        MEETINGS.change(session, pinned, replace(pinned.what, held=True), act)


def test_the_database_keeps_the_pinned_edition_too(made, act):
    with made.writing() as session:
        meetings.pin(session, MEETINGS.get(session, 1), 1, act)
    for value in ("2", "NULL"):
        with pytest.raises(StoreError, match="edition is fixed"), made.writing() as session:
            session.execute(text(f"UPDATE meeting SET edition = {value} WHERE id = 1"))  # noqa: S608


def test_a_decision_is_done_from_a_day():
    with pytest.raises(OptionError, match="done_on"):
        replace(DECISION, state="done")
    with pytest.raises(OptionError, match="done_on"):
        replace(DECISION, done_on=date(2025, 2, 1))
    with pytest.raises(OptionError, match="state is 'lost'"):
        replace(DECISION, state="lost")
    done = replace(DECISION, state="done", done_on=date(2025, 2, 22))
    assert [done.is_overdue(date(2025, 2, day)) for day in (20, 21, 22, 23)] == [False, True, False, False]


def test_a_measure_is_taken_toward_a_post(made, act):
    with made.writing() as session:
        kept = DECISIONS.add(session, DECISION, act)
        measure = Measure(
            post="hokim", place="1710207", day=FEBRUARY.day, measure="Ogohlantirish", meeting=2, decision=kept.id
        )
        assert MEASURES.get(session, MEASURES.add(session, measure, act).id).what == measure
    assert measure.name == ""
