"""What each subject answers: who answers for a mahalla, who sits where, how far signals were looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from geodata.errors import OptionError
from geodata.register import Act, PublishedEdition, assignments, posts, signals, snapshot, standing
from geodata.register.assignments import ASSIGNMENTS, RULES, Assignment, Gap, Line, Rule
from geodata.register.posts import BODIES, POSTS, SEATS, STAFFING, Body, Post, Seat, Staffing

FIRST, SECOND = date(2025, 1, 3), date(2026, 1, 5)
LINE = Line("18140001", "1710207", "1710")


@pytest.fixture
def session(register, act):
    """A session that writes, with a body, posts of three levels and the rules of two years."""
    levels = {"inspector": "mahalla", "hokim": "district", "police_head": "district", "chief": "region"}
    with register.writing() as opened:
        BODIES.add(opened, Body(key="state", name_uz_latn="Davlat"), act)
        POSTS.add_all(
            opened,
            [Post(key=k, body="state", level=v, name_uz_latn=k, since=FIRST) for k, v in levels.items()],
            act,
        )
        old = Rule(key="red_2025", name_uz_latn="a", order="PP-1", posts=("hokim",), since=FIRST)
        RULES.add(opened, old, act, until=SECOND)
        new = replace(old, key="red_2026", since=SECOND, years_to=2)
        RULES.add_all(opened, [new, replace(new, key="three", years_from=3, years_to=4)], act)
        yield opened


def assigned(place, post="hokim", rule="red_2025", since=FIRST, level="mahalla"):
    return Assignment(place=place, level=level, body="state", post=post, rule=rule, since=since)


def gaps(session, red, day):
    records = snapshot.read(session)
    rules = [rule.what for rule in snapshot.holding(records.rules, day)]
    return assignments.gaps_by(rules, snapshot.holding(records.assignments, day), red)


def staffing(session, day):
    return [kept.what for kept in standing.staffing_of(snapshot.read(session), day).values()]


def test_a_red_mahalla_without_an_assignment_under_the_rule_in_force_is_told(session, act):
    red = {"18140001": 1, "18140002": 1, "18140003": 3}
    assert [gap.mahalla for gap in gaps(session, red, date(2025, 2, 1))] == sorted(red)
    ASSIGNMENTS.add_all(session, [assigned("18140001"), assigned("18140003")], act)
    assert gaps(session, red, date(2025, 2, 1)) == (Gap("18140002", 1, ("red_2025",)),)
    # A new year, new rules: what was assigned under the old one no longer counts, even if nobody ended it.
    assert gaps(session, red, SECOND) == (
        Gap("18140001", 1, ("red_2026",)),
        Gap("18140002", 1, ("red_2026",)),
        Gap("18140003", 3, ("three",)),
    )
    ASSIGNMENTS.add(session, assigned("18140003", rule="red_2026", since=SECOND), act)
    assert "18140003" in [gap.mahalla for gap in gaps(session, red, SECOND)]
    ASSIGNMENTS.add(session, assigned("18140003", rule="three", since=SECOND), act)
    assert "18140003" not in [gap.mahalla for gap in gaps(session, red, SECOND)]


def test_an_assignment_that_was_closed_or_not_begun_leaves_a_gap(session, act):
    kept = ASSIGNMENTS.add(session, assigned("18140001", since=date(2025, 1, 10)), act)
    ASSIGNMENTS.close(session, kept, on=date(2025, 6, 1), why="transferred", act=act)
    days = ("2025-01-09", "2025-01-10", "2025-05-31", "2025-06-01")
    found = [bool(gaps(session, {"18140001": 1}, date.fromisoformat(day))) for day in days]
    assert found == [True, False, False, True]


def test_a_red_mahalla_that_no_rule_covers_is_a_gap(session, act):
    ASSIGNMENTS.add(session, assigned("18140001"), act)
    assert gaps(session, {"18140001": 1}, date(2024, 12, 1)) == (Gap("18140001", 1, ()),)
    assert gaps(session, {"18140001": 5}, SECOND) == (Gap("18140001", 5, ()),)


def test_the_line_has_every_level_even_an_empty_one(session, act):
    ASSIGNMENTS.add_all(
        session,
        [assigned(LINE.mahalla), assigned(LINE.district, "police_head", level="district"), assigned("18140009")],
        act,
    )
    line = standing.line_of(snapshot.read(session), LINE, date(2025, 2, 1))
    assert {level: [kept.what.post for kept in held] for level, held in line.items()} == {
        "mahalla": [], "district": ["hokim", "police_head"], "region": [],
    }  # fmt: skip
    ASSIGNMENTS.add(session, assigned(LINE.region, "chief", level="region"), act)
    line = standing.line_of(snapshot.read(session), LINE, date(2025, 2, 1))
    assert [kept.what.place for kept in line["region"]] == [LINE.region]


def test_a_rule_says_which_years_it_covers():
    rule = Rule(key="x", name_uz_latn="x", order="x", posts=(), years_from=3, years_to=4, since=FIRST)
    assert [years for years in range(1, 7) if rule.covers(years)] == [3, 4]
    assert not replace(rule, years_from=None, years_to=None).covers(3)
    assert not replace(rule, level="district").covers(3)
    with pytest.raises(OptionError, match="years_to"):
        replace(rule, years_to=2)


def test_red_mahallas_come_from_the_edition(demo_folder):
    from geodata.edition import open_edition
    from geodata.store import Store

    edition = open_edition(Store(demo_folder))
    red = assignments.red_of(edition, date(2025, 2, 1))
    assert len(red) == 137
    assert set(red.values()) <= {1, 2, 3}
    assert set(red) <= set(edition.mahallas["code"])


def test_staffing_is_the_newest_figure_up_to_the_day(session, act):
    january = Staffing(post="inspector", place="1710207", as_of=date(2025, 1, 1), planned=10, filled=4)
    later = replace(january, as_of=date(2025, 2, 1), filled=7)
    other = replace(january, place="1710212", planned=3, filled=3)
    # The newer one is entered first: the day it is of decides, not the order of entering.
    STAFFING.add_all(session, [later, january, other], act)
    assert staffing(session, date(2025, 1, 31)) == [january, other]
    assert staffing(session, date(2025, 2, 1)) == [later, other]


def test_a_seat_counts_from_the_day_it_is_taken_until_it_is_left(session, act):
    seat = Seat(group=posts.SEVEN, place="18140001", post="hokim", since=FIRST)
    others = [replace(seat, place="18140002", since=date(2025, 3, 1)), replace(seat, group=posts.WORKING_GROUP)]
    kept = SEATS.add_all(session, [seat, *others], act)
    SEATS.close(session, kept[0], on=date(2025, 6, 1), why="transferred", act=act)
    records = snapshot.read(session)

    def places(day):
        return [one.what.place for one in standing.seats_in(records, posts.SEVEN, day)]

    assert places(date(2025, 2, 28)) == ["18140001"]
    assert places(date(2025, 3, 1)) == ["18140001", "18140002"]
    assert places(date(2025, 6, 1)) == ["18140002"]


# --- acknowledgements of signals


def test_the_last_acknowledgement_counts_and_all_are_kept(session, act):
    session.add(PublishedEdition(number=1, content="x", manifest="x", published_at="x", who="x"))
    session.flush()
    signal = signals.Signal(edition=1, mahalla="18140001", group="preventable", month="2024-12")
    signals.acknowledge(session, signal, act, state="seen")
    later = Act("anvar", datetime(2025, 2, 4, 8, 0, 30, tzinfo=UTC))
    kept = signals.acknowledge(session, signal, later, state="explained", note="bayram kunlari")
    signals.acknowledge(session, replace(signal, month="2024-11"), act, state="seen")
    found = signals.acknowledged(session, 1)
    assert found["18140001", "preventable", "2024-12"] == kept
    assert (kept.what.who, kept.what.at, kept.what.note) == ("anvar", "2025-02-04T08:00:30+00:00", "bayram kunlari")
    assert len(found) == 2
    assert [each.what.state for each in signals.history(session, signal)] == ["seen", "explained"]
    assert signals.acknowledged(session, 2) == {}


@pytest.mark.parametrize(
    ("field", "wrong"), [("state", "red"), ("month", "2024-13"), ("month", "2024"), ("group", "A b"), ("who", "")]
)
def test_an_acknowledgement_of_nothing_known_is_refused(field, wrong):
    said = signals.Acknowledgement(
        edition=1, mahalla="18140001", group="it", month="2024-12", state="seen", who="a", at="2025-01-01T00:00:00"
    )
    with pytest.raises(OptionError, match=field):
        replace(said, **{field: wrong})
