"""Where the rotation stands follows from the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.stage import rotation
from geodata.register.stage import PLAYLIST, Cue, Step

NOON = datetime(2026, 11, 26, 7, tzinfo=UTC)
ORDER = rotation.turns(PLAYLIST, [f"17102{n:02d}" for n in range(16)])
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_every_district_has_its_turn_and_hidden_steps_have_none():
    assert len(ORDER) == 6 + 16
    assert [turn.place for turn in ORDER if turn.scene == "overview"] == [f"17102{n:02d}" for n in range(16)]
    assert rotation.turns([Step(number=1, scene="red", shown=False)], []) == ()


@given(MOMENTS)
def test_a_position_holds_the_moment_it_was_asked_for(now):
    at = rotation.position(ORDER, Cue(), now)
    assert at.begun - timedelta(milliseconds=1) <= now < at.ends + timedelta(milliseconds=1)
    assert at.ends - at.begun == timedelta(seconds=ORDER[at.index].step.seconds)


@given(MOMENTS, st.integers(0, 21), st.booleans())
def test_a_jump_goes_to_the_beginning_of_a_turn(now, index, held):
    cue = rotation.hold(Cue(shift_s=12.5), now) if held else Cue(shift_s=12.5)
    at = rotation.position(ORDER, rotation.jump(ORDER, cue, index, now), now + timedelta(milliseconds=5))
    assert at.index == index
    assert at.held is held


@given(MOMENTS, st.floats(0.01, 90_000))
def test_what_was_held_goes_on_where_it_stood(now, seconds):
    before = rotation.position(ORDER, Cue(), now)
    held = rotation.hold(Cue(), now)
    later = now + timedelta(seconds=seconds)
    assert rotation.position(ORDER, held, later).index == before.index
    after = rotation.position(ORDER, rotation.go_on(held, later), later + timedelta(milliseconds=1))
    assert after.index == before.index or before.ends - now < timedelta(milliseconds=3)


def test_an_empty_playlist_is_said():
    with pytest.raises(ValueError, match="nothing to rotate"):
        rotation.position((), Cue(), NOON)


def test_scenes_of_what_was_never_imported_are_left_out():
    class Bare:
        id = "bare"
        districts = pd.DataFrame({"code": ["1727265"]})
        sites = ()

        def category_days(self):
            return ()

        def groups(self):
            return ()

    order = rotation.order_of(PLAYLIST, Bare())
    assert [(turn.scene, turn.place) for turn in order] == [("overview", "1727265")]
