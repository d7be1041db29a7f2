"""The acts of a presenter beside opening and speaking: hold, jump, playlist, notes, a new meeting, going back."""

from __future__ import annotations

from datetime import date

from dashboard import data
from dashboard.presenter import acts
from dashboard.presenter.acts import Decided
from dashboard.stage import desk as desks
from dashboard.stage import rotation
from geodata.register import audit
from geodata.register.meetings import Meeting
from geodata.register.stage import Step


def test_the_rotation_is_held_moved_and_let_go(staged):
    acts.play([Step(number=1, scene="red", seconds=60), Step(number=2, scene="sites", seconds=60)])
    order = rotation.turns(desks.read().steps, ())
    acts.hold()
    held = desks.read().cue
    assert held.held
    acts.jump(order, 1)
    jumped = desks.read().cue
    assert (jumped.held != "", jumped.shift_s != held.shift_s) == (True, True)
    acts.go_on()
    assert desks.read().cue.held == ""
    assert [step.scene for step in desks.read().steps] == ["red", "sites"]
    assert trail_holds()


def test_a_note_is_written_anew(staged):
    meeting = next(iter(acts.meetings()))
    acts.note(meeting, None, "first")
    acts.note(meeting, None, "second")
    assert acts.noted(meeting, None) == "second"
    assert trail_holds()


def test_a_meeting_is_corrected_by_going_back(staged):
    planned = Meeting(level="region", place="1710", day=date(2025, 3, 31), title="New")
    number = acts.create(planned, ["1710224", "1710207"], "Work done")
    acts.open_meeting(number, 1)
    acts.move(1)
    spoke = desks.read().item
    acts.move(1)
    acts.speak(spoke.id)
    assert desks.read().item == spoke
    acts.show("red", "")
    acts.restart(120)
    assert (desks.read().cue.scene, desks.read().cue.seconds) == ("red", 120)
    acts.decide(
        number, Decided(text="Light the street", place="1710", level="region", post="hokim", due=date(2025, 4, 20))
    )
    assert [kept.what.text for kept in acts.decided_at(number)] == ["Light the street"]
    acts.close_meeting(desks.read())
    assert desks.read().cue.mode == "rotation"
    assert trail_holds()


def trail_holds() -> bool:
    with data.store().register.reading() as session:
        return audit.first_broken(session) is None
