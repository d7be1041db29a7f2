"""The cue, the playlist and the notes, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from geodata.errors import OptionError
from geodata.register import Act, Register, audit, stage
from geodata.register.meetings import MEETINGS, Meeting
from geodata.register.stage import Cue, Note, Step

ACT = Act("presenter", datetime(2025, 2, 28, 5, tzinfo=UTC))


def test_without_a_word_from_anybody_the_clock_leads(register: Register) -> None:
    with register.writing() as session:
        assert stage.cue(session) == Cue()
        assert stage.playlist(session) == stage.PLAYLIST


def test_one_cue_for_all_and_its_changes_in_the_trail(register: Register) -> None:
    with register.writing() as session:
        stage.set_cue(session, Cue(scene="red"), ACT)
        stage.set_cue(session, Cue(scene="sites", place="1710224"), ACT)
        assert stage.cue(session) == Cue(scene="sites", place="1710224")
        assert len(stage.CUES.find(session)) == 1
        assert audit.first_broken(session) is None


def test_another_playlist_takes_the_place_of_the_old_one(register: Register) -> None:
    with register.writing() as session:
        stage.set_playlist(session, [Step(number=9, scene="red"), Step(number=3, scene="sites", shown=False)], ACT)
        stage.set_playlist(session, [Step(number=1, scene="signals", seconds=30)], ACT)
        assert stage.playlist(session) == (Step(number=1, scene="signals", seconds=30),)
        assert len(stage.STEPS.find(session)) == 3


def test_a_playlist_ends_on_the_day_of_the_country(register: Register) -> None:
    late = Act("presenter", datetime(2025, 2, 28, 20, tzinfo=UTC))  # past midnight in Samarkand
    with register.writing() as session:
        stage.set_playlist(session, [Step(number=1, scene="red")], late)
        stage.set_playlist(session, [Step(number=1, scene="signals")], late)
        closed = stage.STEPS.find(session, stage.StepRow.closed_on.is_not(None))
        assert {step.closed_on for step in closed} == {date(2025, 3, 1)}


def test_a_note_belongs_to_one_point_of_one_meeting(register: Register) -> None:
    with register.writing() as session:
        held = MEETINGS.add(session, Meeting(level="region", place="1710", day=date(2025, 2, 28), title="a"), ACT)
        stage.set_note(session, Note(meeting=held.id, text="first"), ACT)
        stage.set_note(session, Note(meeting=held.id, text="second"), ACT)
        assert stage.note(session, held.id, None).text == "second"
        assert stage.note(session, held.id + 1, None).text == ""


def test_what_the_presenter_does_leaves_the_figures_as_they_are(register: Register) -> None:
    with register.writing() as session:
        MEETINGS.add(session, Meeting(level="region", place="1710", day=date(2025, 2, 28), title="a"), ACT)
        before = stage.pulse(session)
        stage.set_cue(session, Cue(scene="red"), ACT)
        after = stage.pulse(session)
    assert after.newest > before.newest
    assert after.figures == before.figures


@pytest.mark.parametrize(
    ("wrong", "wanted"),
    [
        (lambda: Cue(mode="film"), "rotation, meeting"),
        (lambda: Step(number=1, scene="overview"), "category"),
        (lambda: Step(number=1, scene="red", seconds=1), "5 or more"),
        (lambda: Step(number=1, scene="red", seconds=9999), "0 or more"),
        (lambda: Step(number=1, scene="red", language="fr"), "uz-Latn"),
    ],
)
def test_what_no_screen_could_show_is_refused(wrong, wanted) -> None:
    with pytest.raises(OptionError, match=wanted):
        wrong()
