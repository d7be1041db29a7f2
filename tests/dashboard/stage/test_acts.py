"""What a presenter does is kept, told to the trail, and seen on the stage."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from dashboard import data
from dashboard.presenter import acts
from dashboard.presenter.acts import Decided
from dashboard.stage import desk as desks
from geodata.errors import OptionError
from geodata.register import audit
from geodata.register.meetings import Meeting, agenda_of


def test_a_meeting_from_its_opening_to_its_end(staged):
    number = next(iter(acts.meetings()))
    acts.open_meeting(number, 1)
    opened = desks.read()
    assert opened.agenda is not None
    assert opened.agenda.meeting.what.edition == 1, "opening freezes the edition"
    assert (opened.cue.scene, opened.item) == ("agenda", None)
    acts.move(1)
    acts.move(1)
    second = desks.read()
    assert second.item is not None
    assert second.item.what.number == 2
    assert (second.cue.scene, second.cue.place) == ("overview", second.item.what.place)
    acts.show("roadmap", second.cue.place)
    assert desks.read().cue.since == second.cue.since, "another scene leaves the speaker's time"
    acts.restart(180)
    assert desks.read().cue.seconds == 180
    acts.move(-1)
    acts.move(-1)
    acts.move(-1)
    assert desks.read().item is None
    acts.close_meeting(desks.read())
    assert desks.read().agenda is None
    assert acts.meetings()[number].held
    with data.store().register.reading() as session:
        assert audit.first_broken(session) is None


def test_the_last_speaker_stays_the_last(staged):
    acts.open_meeting(next(iter(acts.meetings())), 1)
    for _ in range(20):
        acts.move(1)
    agenda = desks.read().agenda
    assert agenda is not None
    assert desks.read().item == agenda.items[-1]


def test_one_key_pressed_twice_passes_over_nobody(staged):
    acts.open_meeting(next(iter(acts.meetings())), 1)
    seen = desks.read().pulse.newest
    assert acts.move(1, seen)
    first = desks.read().cue.item
    assert not acts.move(1, seen)
    assert desks.read().cue.item == first
    assert acts.move(1, desks.read().pulse.newest)
    assert desks.read().cue.item != first


def test_one_key_given_by_many_at_once_is_done_once(staged):
    acts.open_meeting(next(iter(acts.meetings())), 1)
    seen = desks.read().pulse.newest
    with ThreadPoolExecutor(4) as pool:
        went = list(pool.map(lambda _: acts.move(1, seen), range(4)))
    now = desks.read()
    assert sorted(filter(None, went)) == [now.pulse.newest]
    assert now.agenda is not None
    assert now.item == now.agenda.items[0]


def test_a_key_given_late_is_void_also_where_the_word_came_back(staged):
    acts.open_meeting(next(iter(acts.meetings())), 1)
    seen = desks.read().pulse.newest
    acts.move(1, seen)
    acts.move(-1)
    assert not acts.move(1, seen)
    assert desks.read().item is None


def test_a_key_holds_through_whatever_leaves_the_speaker(staged):
    acts.open_meeting(next(iter(acts.meetings())), 1)
    seen = desks.read().pulse.newest
    acts.show("roadmap", "")
    acts.restart(180)
    acts.note(next(iter(acts.meetings())), None, "between ourselves")
    assert acts.move(1, seen)


def test_a_key_of_one_meeting_moves_no_other(staged):
    number = next(iter(acts.meetings()))
    acts.open_meeting(number, 1)
    seen = desks.read().pulse.newest
    acts.close_meeting(desks.read())
    acts.open_meeting(number, 1)
    assert not acts.move(1, seen)


def test_what_is_decided_comes_back_to_the_next_meeting(staged):
    number = next(iter(acts.meetings()))
    place = data.edition().mahallas["code"].astype(str).iloc[5]
    decided = Decided(text="Light the street", place=place, level="mahalla", post="hokim", due=date(2025, 3, 20))
    assert acts.decide(number, decided) == 1
    assert acts.decide(number, decided) == 2
    next_ = Meeting(level="region", place="1710", day=date(2025, 3, 31), title="Next")
    later = acts.create(next_, ["1710224"], "Work done")
    with data.store().register.reading() as session:
        back = [kept.what.text for kept in agenda_of(session, later).returning]
    assert back.count("Light the street") == 2


def test_what_was_entered_by_mistake_comes_back_to_no_meeting_and_stays_in_the_trail(staged):
    number = next(iter(acts.meetings()))
    decided = Decided(text="Light the stret", place="1710", level="region", post="hokim", due=date(2025, 3, 20))
    acts.decide(number, decided)
    acts.take_back(acts.decided_at(number)[0], why="a mistake")
    assert "Light the stret" not in [kept.what.text for kept in acts.decided_at(number)]
    assert acts.decide(number, decided) == 2  # no number is given twice
    next_ = Meeting(level="region", place="1710", day=date(2025, 3, 31), title="Next")
    later = acts.create(next_, ["1710224"], "Work done")
    with data.store().register.reading() as session:
        back = [kept.what.text for kept in agenda_of(session, later).returning]
    assert back.count("Light the stret") == 1


def test_a_decision_without_a_text_is_refused(staged):
    with pytest.raises(OptionError, match="a text"):
        acts.decide(
            next(iter(acts.meetings())),
            Decided(text=" ", place="1710", level="region", post="hokim", due=date(2025, 3, 20)),
        )
