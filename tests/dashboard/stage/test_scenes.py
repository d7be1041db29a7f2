"""Every kind of scene of the region and of a district, in every language; what must not travel does not."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections import Counter, OrderedDict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import product

from dashboard import data, meeting_names, view
from dashboard.answers import Answers
from dashboard.language import Language, Words
from dashboard.presenter import acts
from dashboard.stage import desk as desks
from dashboard.stage import message
from dashboard.stage.makers import MAKERS, places, roadmap
from dashboard.stage.message import Maker
from dashboard.stage.scene import Asked, Setting
from dashboard.state import Address
from geodata.demo.day import OWN_DAY
from geodata.register.meetings import MEETINGS, agenda_of
from geodata.register.roadmap import ITEMS

NOW = datetime(2026, 11, 26, 7, tzinfo=UTC)
LARGEST = 2000  # bytes a change may send to a follower


def read(message) -> dict:
    return json.loads(zlib.decompress(base64.b64decode(message.packed)))


@lru_cache(maxsize=1)
def _known(_folder: str):
    with data.store().register.reading() as session:
        return desks.read(), data.edition(), agenda_of(session, MEETINGS.find(session)[-1].id)


def setting(kind: str, place: str = "", language: Language = Language.EN) -> Setting:
    desk, edition, agenda = _known(str(data.store().path))
    asked = Asked(kind=kind, place=place, language=language, day=agenda.meeting.what.day)
    return Setting(asked=asked, edition=edition, records=desk.records, agenda=agenda)


def figures(parts) -> dict[str, str]:
    return {figure.label: figure.figure for figure in parts.figures}


def test_every_scene_is_made_in_every_language(staged):
    district = data.edition().districts["code"].astype(str).iloc[0]
    for kind, language, place in product(MAKERS, Language, ("", district)):
        parts = MAKERS[kind](setting(kind, place, language))
        assert len(parts.figures) == 3, kind
        assert parts.rows or parts.empty, kind
        assert parts.as_dict(Words(language))["paint"], kind


def test_categories_are_the_published_ones(staged):
    assert list(figures(MAKERS["category"](setting("category"))).values()) == ["137", "330", "365"]


def test_red_mahallas_for_which_nobody_answers_are_counted(staged):
    assert figures(MAKERS["red"](setting("red")))["Nobody answers"] == "3"


def test_whoever_answers_only_from_tomorrow_on_answers_for_nothing_today(staged):
    asked = setting("red")
    years = places.years_in_red(asked)
    assert places.answering(asked, years)
    later = [
        replace(kept, what=replace(kept.what, since=asked.asked.day + timedelta(days=1)))
        for kept in asked.records.assigned
    ]
    moved = replace(asked, records=replace(asked.records, assigned=tuple(later)))
    assert places.answering(moved, years) == {}


def test_the_districts_add_up_to_the_region(staged):
    whole = figures(MAKERS["roadmap"](setting("roadmap")))
    assert whole["Road-map items"] == "1,050"
    codes = data.edition().districts["code"].astype(str)
    parts = [figures(MAKERS["roadmap"](setting("roadmap", code)))["Overdue"] for code in codes]
    with data.store().register.reading() as session:
        items = [kept.what for kept in ITEMS.find(session)]
    day = setting("roadmap").asked.day
    own = sum(item.is_overdue(day) for item in items if item.level == "region")
    assert int(whole["Overdue"]) == sum(map(int, parts)) + own > 0


def test_the_wall_and_the_page_tell_the_same_road_maps(staged):
    desk, edition = desks.read(), data.edition()
    day = desk.day(edition, NOW)
    assert day == OWN_DAY, "in rotation the demonstration stands on the day of its pages"
    seen = view.of(edition, Address(values={}), Language.EN)
    answers = Answers(
        view=seen,
        day=day,
        kept=data.records(data.written()),
        standings=data.standings(edition.id, day, data.written()),
        home=data.homes(edition.id),
    )
    for place in ("", str(edition.districts["code"].iloc[0])):
        asked = Asked(kind="roadmap", place=place, language=Language.EN, day=day)
        wall = roadmap.items(Setting(asked=asked, edition=edition, records=desk.records, agenda=None))
        page = [kept.what for one in answers.places(*filter(None, [place])) for kept in one.items]
        assert Counter(wall) == Counter(page)
        assert {item.level for item in page} >= {"mahalla", "district"}


def test_a_total_says_what_it_is_made_of(staged):
    items = MAKERS["roadmap"](setting("roadmap")).figures[0]
    parts = [int(re.sub(r"\D", "", part)) for part in items.note.split(" · ")]
    assert sum(parts) == int(items.figure.replace(",", ""))
    assert items.note.startswith("mahallas\N{NO-BREAK SPACE}")


def test_a_meeting_is_named_in_the_language_of_the_screen_unless_the_operator_named_it(staged):
    _, _, agenda = _known(str(data.store().path))
    told = {language: MAKERS["agenda"](setting("agenda", "", language)).title for language in Language}
    assert told[Language.EN] == "Monthly review · February 2025"
    assert told[Language.RU] == "Ежемесячное рассмотрение · февраль 2025\N{NO-BREAK SPACE}г."
    assert len(set(told.values())) == len(Language)
    own = replace(agenda.meeting.what, title="Favqulodda yigʻilish")
    assert {meeting_names.name(Words(language), own) for language in Language} == {"Favqulodda yigʻilish"}


def test_without_records_every_scene_still_stands(demo, tmp_path):
    for kind, make in MAKERS.items():
        asked = Asked(kind=kind, place="", language=Language.RU, day=date(2026, 11, 26))
        made = make(Setting(asked=asked, edition=data.edition(), records=desks.Records(), agenda=None))
        assert made.title


def test_a_scene_that_another_screen_pushes_out_is_still_shown(staged, monkeypatch):
    class Crowded(OrderedDict):
        """As if other threads filled it up between any two of our steps."""

        def __contains__(self, key: object) -> bool:
            found = super().__contains__(key)
            self.clear()
            return found

        def get(self, key, default=None):
            found = super().get(key, default)
            self.clear()
            return found

    maker, desk = Maker(_scenes=Crowded()), desks.read()
    first = maker.now(desk, "wall", Language.RU, NOW)
    assert maker.now(desk, "wall", Language.RU, NOW).tag == first.tag
    monkeypatch.setattr(message, "_KEPT", 2)
    maker = Maker()
    for index in range(4):
        maker.turn(desk, index, Language.EN, NOW)
    assert len(maker._scenes) == 2


def test_a_change_is_small_enough_for_a_slow_line(staged):
    maker, desk = Maker(), desks.read()
    start = maker.now(desk, "follow", Language.RU, NOW)
    sizes = {start.tag: len(start.packed)}
    for second in range(0, 600, 5):
        said = maker.now(desk, "follow", Language.RU, NOW + timedelta(seconds=second))
        sizes[said.tag] = len(said.packed)
    assert len(sizes) >= 22
    assert max(sizes.values()) <= LARGEST


def test_two_walls_say_the_same_and_a_step_can_speak_another_language(staged):
    from geodata.register.stage import Step

    acts.play([Step(number=1, scene="red", seconds=60, language="ru")])
    desk = desks.read()
    one, two = (read(Maker().now(desk, "wall", Language.EN, NOW)) for _ in range(2))
    assert one == two
    assert one["language"] == "ru"
    assert read(Maker().now(desk, "follow", Language.EN, NOW))["language"] == "en"


def test_what_the_presenter_notes_never_leaves(staged):
    number = next(iter(acts.meetings()))
    acts.open_meeting(number, 1)
    acts.move(1)
    desk = desks.read()
    acts.note(number, desk.cue.item, "between ourselves")
    acts.note(number, None, "between ourselves")
    after = desks.read(desk)
    for screen in ("wall", "follow"):
        for language in Language:
            said = read(Maker().now(after, screen, language, NOW))
            assert "between ourselves" not in json.dumps(said)
    assert acts.noted(number, desk.cue.item) == "between ourselves"


def test_officials_are_told_by_post_and_never_by_name(staged):
    from geodata.register import Act
    from geodata.register.meetings import AGENDA

    number = next(iter(acts.meetings()))
    with data.store().register.writing() as session:
        for kept in agenda_of(session, number).items:
            AGENDA.change(session, kept, replace(kept.what, speaker_name="Somebody"), Act("t", NOW))
    acts.open_meeting(number, 1)
    acts.move(1)
    said = read(Maker().now(desks.read(), "wall", Language.EN, NOW))
    assert said["speaker"]["post"]
    assert "Somebody" not in json.dumps(said)


def test_a_meeting_says_its_edition_and_a_new_one_does_not_move_it(staged):
    from geodata.edition import publish

    number = next(iter(acts.meetings()))
    acts.open_meeting(number, 1)
    publish(data.store(), who="t")
    data.forget()
    desk = desks.read()
    assert (desk.current, desk.edition) == (2, 1)
    said = read(Maker().now(desk, "wall", Language.EN, NOW))
    assert said["fresh"].startswith("Meeting edition 1")
    assert said["demo"] == "Demonstration data"


def test_an_old_edition_is_announced(staged):
    published = data.edition().manifest.published_at
    desk = desks.read()
    assert read(Maker().now(desk, "wall", Language.EN, published + timedelta(days=45)))["old"] == ""
    late = read(Maker().now(desk, "wall", Language.EN, published + timedelta(days=46, hours=1)))
    assert late["old"] == "The edition is 46 days old"
    patient = Maker(old_after_days=60)
    assert read(patient.now(desk, "wall", Language.EN, published + timedelta(days=60)))["old"] == ""
    assert read(patient.now(desk, "wall", Language.EN, published + timedelta(days=61, hours=1)))["old"]


def test_a_desk_is_read_again_only_when_something_was_written(staged):
    desk = desks.read()
    assert desks.read(desk) is desk
    acts.hold()
    after = desks.read(desk)
    assert after is not desk
    assert after.cue.held
    assert after.records is desk.records, "what the presenter does leaves the figures as they are"


def test_no_verdict_is_given_where_it_depends_on_how_events_were_dealt_out(staged):
    # Chiroqchi, from which Koʻkdala was formed: 69 calls a year before, or 67, or 71; 95 then.
    asked = Asked(kind="change", place="1710242", language=Language.EN, group="calls", period="2023-02", day=NOW.date())
    desk, edition, _ = _known(str(data.store().path))
    made = Setting(asked=asked, edition=edition, records=desk.records, agenda=None)
    told = MAKERS["change"](made).figures[2]
    assert (told.figure, told.note, told.tone, told.aside) == ("+26", "not told: interpolated", "neutral", "")
    assert "not told: interpolated" in [figure.note for figure in MAKERS["overview"](made).figures]
    near = replace(made, asked=replace(asked, place="1710240"))
    assert "partly interpolated" in MAKERS["change"](near).figures[2].note
