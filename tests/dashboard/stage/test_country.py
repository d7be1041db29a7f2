"""The wall of a country: it turns through regions, and through the districts of the one that was chosen."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard import country, data
from dashboard.data import places
from dashboard.language import Language
from dashboard.presenter import acts
from dashboard.stage import desk, rotation, scene
from dashboard.stage.desk import Records
from dashboard.stage.makers import MAKERS
from dashboard.stage.makers.agenda import returning
from dashboard.stage.message import Maker
from dashboard.stage.scene import Asked, Parts, Setting
from geodata.analysis import ranking
from geodata.demo.day import OWN_DAY
from geodata.edition import Edition
from geodata.register.meetings import AgendaItem, Meeting, agenda_of
from geodata.register.records import Kept
from geodata.register.stage import Cue, Step
from tests.pages.test_pages import run

STEPS = (Step(number=1, scene="category"), Step(number=2, scene="districts"))


@pytest.fixture
def two_regions(demo: Path, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """The demonstration as if its districts lay in two regions: every second one in another."""
    monkeypatch.setattr(ranking, "region_of", lambda code: "1710" if int(code) % 2 else "1799")
    monkeypatch.setattr(places, "MANY", 10)
    data.forget()
    return data.edition()


def made(edition: Edition, kind: str, place: str = "") -> Parts:
    asked = Asked(kind=kind, place=place, language=Language.UZ_LATN, day=datetime(2025, 2, 21, tzinfo=UTC).date())
    return MAKERS[kind](Setting(asked=asked, edition=edition, records=desk.read().records, agenda=None))


def number(text: str) -> int:
    return int("".join(filter(str.isdigit, text)))


def test_a_country_turns_through_its_regions_and_the_districts_of_the_chosen_one(two_regions: Edition) -> None:
    assert [turn.place for turn in rotation.order_of(STEPS, two_regions)] == ["", "1710", "1799"]
    own = country.regions(two_regions)["1799"]
    assert [turn.place for turn in rotation.order_of(STEPS, two_regions, "1799")] == ["", "1799", *own]
    assert [turn.place for turn in rotation.order_of(STEPS, two_regions, "1755")] == ["", "1710", "1799"]


def test_a_region_is_told_of_as_the_sum_of_its_districts(two_regions: Edition) -> None:
    whole = made(two_regions, "overview", "1710")
    single = [made(two_regions, "overview", code) for code in country.regions(two_regions)["1710"]]
    assert whole.title == "Qashqadaryo viloyati"
    for at in (0, 1):
        assert number(whole.figures[at].figure) == sum(number(one.figures[at].figure) for one in single)
    assert sum(number(row.figure) for row in whole.rows) == number(whole.figures[0].figure)
    assert {row.name for row in whole.rows} <= set(
        data.district_names(two_regions.id, Language.UZ_LATN, "short").values()
    )


@pytest.mark.parametrize("kind", ["sites", "category"])
def test_a_region_has_as_many_as_its_districts_have(two_regions: Edition, kind: str) -> None:
    whole = made(two_regions, kind, "1710")
    single = [made(two_regions, kind, code) for code in country.regions(two_regions)["1710"]]
    label = whole.figures[0].label
    counted = [number(figure.figure) for one in single for figure in one.figures if figure.label == label]
    assert number(whole.figures[0].figure) == sum(counted) > 0
    assert whole.rows


def test_of_a_region_districts_are_listed_and_no_other_regions(two_regions: Edition) -> None:
    short = data.district_names(two_regions.id, Language.UZ_LATN, "short")
    own = {short[code] for code in country.regions(two_regions)["1710"]}
    for kind in ("sites", "change"):
        assert {row.name for row in made(two_regions, kind, "1710").rows} <= own, kind
    assert made(two_regions, "change", "1710").rows
    assert all(row.note.split(" · ")[0] in own for row in made(two_regions, "signals", "1710").rows)


def test_to_a_region_come_back_the_decisions_about_its_districts_and_mahallas(two_regions: Edition) -> None:
    first, second = (country.regions(two_regions)[code][0] for code in ("1710", "1799"))
    home = two_regions.mahallas.set_index("code")["district"]
    told = [home[home == code].index[0] for code in (first, second)] + [first, second, "1710"]
    agenda: Any = SimpleNamespace(returning=[SimpleNamespace(what=SimpleNamespace(place=place)) for place in told])
    asked = Asked(kind="decisions", place="1710", language=Language.EN, day=datetime(2025, 2, 21, tzinfo=UTC).date())
    found = returning(Setting(asked=asked, edition=two_regions, records=Records(), agenda=agenda))
    assert [kept.what.place for kept in found] == [told[0], first, "1710"]


def test_the_whole_lists_regions_and_names_the_region_behind_a_district(two_regions: Edition) -> None:
    assert {row.name for row in made(two_regions, "category").rows} == {"Qashqadaryo", "1799-viloyat"}
    assert {row.name for row in made(two_regions, "change").rows} <= {"Qashqadaryo", "1799-viloyat"}
    assert made(two_regions, "red").rows[0].note.count(" · ") >= 1


def test_a_place_has_one_title_whatever_it_is(two_regions: Edition) -> None:
    names = {place: scene.title(two_regions, Language.RU, place) for place in ("", "1710", "1799", "1710224")}
    assert names == {"": "Кашкадарьинская область", "1710": "Кашкадарьинская область", "1799": "область 1799",
                     "1710224": data.district_names(two_regions.id, Language.RU, "name")["1710224"]}  # fmt: skip


def test_the_region_chosen_for_the_wall_is_that_of_the_cue_while_no_meeting_is_on(staged: Path) -> None:
    assert desk.Desk(cue=Cue(place="1799")).region == "1799"
    assert desk.Desk(cue=Cue(mode="meeting", place="1710224")).region == ""
    acts.turn_through("1799")
    assert desk.read().region == "1799"


def test_more_speakers_than_buttons_can_be_found_among_stand_in_one_box(
    staged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "MANY", 3)
    acts.open_meeting(next(iter(acts.meetings())), 1)
    test = run("selector", lang="en")
    assert not [button for button in test.button if str(button.key).startswith("speak-")]
    box = next(box for box in test.selectbox if box.label == "Speakers")
    assert box.options[0] == "Opening"
    box.select_index(2).run()
    item = desk.read().item
    assert item is not None
    assert box.options[2].startswith(f"{item.what.number}. ")


def test_at_a_meeting_of_a_country_its_regions_speak_and_of_a_region_its_districts(two_regions: Edition) -> None:
    assert country.speaking(two_regions, two_regions.region.code) == country.regions(two_regions)["1710"]
    assert country.speaking(two_regions, "17") == ("1710", "1799")
    assert country.speaking(two_regions, "1799") == country.regions(two_regions)["1799"]


def test_a_region_is_a_place_with_a_name_and_a_level(two_regions: Edition) -> None:
    asked = Asked(kind="agenda", place="", language=Language.RU, day=datetime(2025, 2, 21, tzinfo=UTC).date())
    setting = Setting(asked=asked, edition=two_regions, records=Records(), agenda=None)
    code = str(two_regions.mahallas["code"].iloc[0])
    home = str(two_regions.mahallas["district"].iloc[0])
    assert setting.place_name("1799") == data.place_names(two_regions.id, Language.RU)["1799"] == "область 1799"
    assert setting.place_in_full(code) == f"{setting.place_name(code)} · {setting.district_name(home)}"
    assert [country.level(two_regions, place) for place in ("1799", home, code)] == ["region", "district", "mahalla"]


def test_a_new_meeting_of_a_country_is_about_all_of_it_or_one_region(two_regions: Edition, staged: Path) -> None:
    test = run("selector", lang="en")
    box = next(box for box in test.selectbox if box.key == "meeting-about")
    box.select("1799").run()
    next(button for button in test.button if button.key == "meeting-create").click().run()
    newest = max(acts.meetings())
    places = {kept.what.place for kept in _points(newest)}
    assert acts.meetings()[newest].place == "1799"
    assert places == set(country.regions(two_regions)["1799"])


def test_at_a_meeting_about_a_region_the_whole_is_that_region(two_regions: Edition, staged: Path) -> None:
    """It opened on the whole republic: map, figures, tables and the place of a decision."""
    planned = Meeting(level="region", place="1799", day=OWN_DAY, title="Of one region")
    number = acts.create(planned, country.speaking(two_regions, "1799"), "Agenda")
    acts.open_meeting(number, 1)
    acts.show("overview", "")
    name = scene.title(two_regions, Language.EN, "1799")
    message = Maker().now(desk.read(), "wall", Language.EN, datetime(2025, 2, 21, tzinfo=UTC))
    told = json.loads(zlib.decompress(base64.b64decode(message.packed)))
    assert told["scene"]["title"] == name
    test = run("selector", lang="en")
    where = next(box for box in test.selectbox if str(box.key).startswith("decide-where"))
    assert where.value == "1799"
    assert len(where.options) == 1 + len(country.regions(two_regions)["1799"])
    acts.close_meeting(desk.read())
    meetings = next(box for box in run("selector", lang="en").selectbox if box.key == "meeting-choice")
    assert any(name in option for option in meetings.options)


def test_a_decision_in_a_country_is_about_a_place_found_by_its_region(two_regions: Edition, staged: Path) -> None:
    acts.open_meeting(next(iter(acts.meetings())), 1)
    test = run("selector", lang="en")
    where = next(box for box in test.selectbox if str(box.key).startswith("decide-where"))
    assert len(where.options) == 1 + 2 + len(two_regions.districts)
    own = country.regions(two_regions)["1799"][0]
    where.select(own).run()
    place = next(box for box in test.selectbox if str(box.key).startswith("decide-place"))
    assert len(place.options) == 1 + int((two_regions.mahallas["district"] == own).sum())


def _points(meeting: int) -> Sequence[Kept[AgendaItem]]:
    with data.store().register.reading() as session:
        return agenda_of(session, meeting).items
