"""What a presenter records on the spot is said to be recorded, for as long as the speaker has the word."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from dashboard.presenter import acts
from tests.pages.test_pages import run


def said(test: AppTest) -> list[str]:
    assert not test.exception
    return [str(one.value) for one in test.success]


def test_what_was_recorded_stays_said_while_the_page_is_drawn_anew(staged: Path) -> None:
    acts.open_meeting(next(iter(acts.meetings())), 1)
    test = run("selector", lang="en")
    assert said(test) == []
    test.text_area(key="decide-text").set_value("Light the street")
    next(one for one in test.button if one.key == "decide-keep").click().run()
    assert said(test) == ["Recorded: decision 1"]  # the page has followed the stage once more within this run
    assert said(test.run()) == ["Recorded: decision 1"]
    acts.move(1)
    assert said(test.run()) == []
