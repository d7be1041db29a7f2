"""What a presenter mends on the spot, and what is left on the page of a meeting that was held."""

from __future__ import annotations

import re
from datetime import date

from dashboard.presenter import acts
from dashboard.presenter.acts import Decided
from dashboard.stage import desk as desks
from tests.pages.test_pages import run, text_of


def opened() -> int:
    number = next(iter(acts.meetings()))
    acts.open_meeting(number, 1)
    decided = Decided(text="Light the stret", place="1710", level="region", post="hokim", due=date(2025, 3, 20))
    acts.decide(number, decided)
    return number


def pressed(test, key):
    return next(button for button in test.button if button.key == key)


def test_a_decision_with_a_mistake_is_taken_back_and_its_words_can_be_mended(staged):
    number = opened()
    one = acts.decided_at(number)[0]
    test = pressed(run("selector", lang="en"), f"correct-{one.id}").click().run()
    assert not test.exception
    assert acts.decided_at(number) == []
    field = next(area for area in test.text_area if area.key == "decide-text")
    assert field.value == "Light the stret"


def test_after_a_meeting_its_decisions_and_its_pack_are_there(staged):
    opened()
    test = run("selector", lang="en")
    assert "Record of the meeting" not in text_of(test)
    acts.close_meeting(desks.read())
    test = run("selector", lang="en")
    assert not test.exception
    said = text_of(test)
    assert "Record of the meeting" in said
    assert re.search(r"Record of the meeting\s*· Monthly review · February 2025 · held, 28 Feb 2025", said)
    assert "Light the stret" in said
    assert pressed(test, "pack-make")
    assert pressed(test, "meeting-open").label == "Open again"
    assert test.selectbox(key="meeting-choice").options[0].endswith("· held")
