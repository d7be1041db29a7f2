"""What the pack tells of the register: the same, on the same day, as the page Responsibility."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dashboard import answers, data
from dashboard.export.pack import records
from dashboard.panels import packs
from dashboard.state import Address
from geodata.register import stage
from geodata.register.assignments import RULES
from geodata.register.decisions import DECISIONS
from geodata.register.meetings import MEETINGS
from geodata.register.records import Act

pytestmark = pytest.mark.usefixtures("filled")


def page(seen, day):
    """What the page says on a day."""
    return answers.here(replace(seen, address=Address(values={"day": day.isoformat()})))


def told(seen, day):
    return records.read(data.store(), seen, on=day)


def meetings():
    with data.store().register.reading() as session:
        return sorted(kept.what.day for kept in MEETINGS.find(session))


def test_a_decision_counts_from_the_day_of_its_meeting(seen):
    for day in (meetings()[0] - timedelta(days=1), *meetings(), date(2025, 2, 28)):
        on_page = [kept.what for one in page(seen, day).places() for kept in one.decisions]
        assert sorted(map(repr, told(seen, day).open_)) == sorted(map(repr, on_page))
    assert told(seen, meetings()[0] - timedelta(days=1)).decisions == ()


def test_a_decision_is_no_longer_open_or_overdue_on_the_day_it_is_done(seen):
    day = date(2025, 2, 28)
    with data.store().register.writing() as session:
        late = next(kept for kept in DECISIONS.find(session, on=day) if kept.what.is_overdue(day))
        done = replace(late.what, state="done", done_on=day, evidence="x")
        DECISIONS.change(session, late, done, Act.now("steward"))
    found = told(seen, day)
    assert done in found.decisions
    assert done not in found.open_
    assert found.state(done) == "done"


def test_a_pack_lies_elsewhere_once_a_record_was_changed(seen):
    day, act = date(2025, 2, 28), Act.now("steward")
    made = packs.folder(seen, None, day)
    with data.store().register.writing() as session:
        stage.set_cue(session, stage.Cue(scene="red"), act)  # another scene on the wall changes no figure
    assert packs.folder(seen, None, day) == made
    with data.store().register.writing() as session:
        kept = DECISIONS.find(session, on=day)[-1]
        DECISIONS.change(session, kept, replace(kept.what, evidence="y"), act)
    assert packs.folder(seen, None, day) != made


def test_nobody_answers_under_a_rule_that_has_ended(seen):
    day = date(2025, 2, 28)
    assert told(seen, day).assigned
    with data.store().register.writing() as session:
        for rule in RULES.find(session, on=day):
            RULES.close(session, rule, on=day, why="x", act=Act.now("steward"))
    assert all(one.gap for one in page(seen, day).red())
    assert told(seen, day).assigned == {}
