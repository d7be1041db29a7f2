"""Files and acts that came from other rooms hold to the table of roles and areas: refused, and logged."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.applications import Starlette

from dashboard import data, routes
from dashboard.access import acting
from dashboard.access.door import door
from dashboard.access.roles import Role
from dashboard.export import take
from dashboard.language import Language
from dashboard.presenter import acts
from dashboard.stage import desk as desks
from dashboard.stage.broadcast import Broadcaster
from geodata import photos
from geodata.errors import AccessError
from geodata.register import AuditEntry, Kept
from geodata.register.photos import SitePhoto
from geodata.sites import key_of
from tests.dashboard.access.conftest import browser
from tests.loops import finish

OWN, FOREIGN = "1710224", "1710207"


@contextmanager
def asked_by(role: Role, *area: str) -> Iterator[None]:
    """Whoever asks, as the gate would say."""
    token = acting.asking.set(acting.unnamed(role, area))
    try:
        yield
    finally:
        acting.asking.reset(token)


def noted(action: str) -> list[dict[str, object]]:
    return [{"who": one.who, **one.details} for one in door().trail._waiting if one.action == action]


def test_an_area_takes_away_its_own_rows_alone_and_that_is_logged(demo: Path) -> None:
    with asked_by(Role.ANALYST, OWN):
        made = take.file("ranking", "csv", {"lang": "en", "indicator": "count"})
        assert take.file("map", "svg", {"lang": "en"}) is not None
    assert made is not None
    said = made.content.decode()
    assert "Karshi" in said
    assert "Chirakchi" not in said
    assert [one["file"] for one in noted("export")][-2] == made.name


def test_a_photograph_of_a_site_in_another_district_is_not_shown(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sites = data.edition().sites
    codes = data.edition().districts["code"].to_numpy()[sites["district_pos"]]
    keys = [key_of(sites.loc[codes == code].iloc[0].to_dict()) for code in (OWN, FOREIGN)]
    shown = {
        key: (Kept(1, SitePhoto(site=key, file=f"{name}.jpg")),)
        for key, name in zip(keys, ("own", "foreign"), strict=True)
    }
    monkeypatch.setattr(photos, "by_site", lambda _store: shown)
    monkeypatch.setattr(photos, "is_hidden", lambda _store, name: name == "hidden.jpg")
    with asked_by(Role.ANALYST, OWN):
        found = [data.photo(f"{name}.jpg") for name in ("own", "foreign", "hidden", "unheard-of")]
    assert [path and path.name for path in found] == ["own.jpg", None, None, None]
    with asked_by(Role.COMMANDER):
        assert [bool(data.photo(f"{name}.jpg")) for name in ("own", "foreign", "hidden")] == [True, True, False]


@pytest.mark.parametrize("what", ["map.png", "ranking.csv", "trend.csv", "sites.csv"])
def test_another_district_is_not_taken_away(demo: Path, what: str) -> None:
    here = browser(app=Starlette(routes=routes.all_routes()))
    answer = here.get(f"/take/{what}?as=analyst:{OWN}&district={FOREIGN}")
    assert answer.status_code == 403
    assert "not in your area" in answer.text
    assert noted("refused")[-1] == {"who": "analyst", "reason": "refused_area", "asked": FOREIGN}


def test_a_wall_takes_nothing_away(demo: Path) -> None:
    with asked_by(Role.WALL), pytest.raises(AccessError):
        take.file("ranking", "csv", {})
    assert noted("refused")[-1]["reason"] == "refused_role"


def test_records_read_for_one_area_are_not_shown_to_another(staged: Path) -> None:
    written = data.written()
    with asked_by(Role.ANALYST, OWN):
        own = data.records(written)
    with asked_by(Role.ANALYST, FOREIGN):
        other = data.records(written)
    whole = data.records(written)
    places = [{kept.what.place for kept in found.assignments} for found in (own, other, whole)]
    assert places[0]
    assert places[1]
    assert not places[0] & places[1]
    assert places[0] | places[1] < places[2]


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.PRESENTER, Role.ADMINISTRATOR}])
def test_only_a_presenter_leads_and_reads_the_notes(staged: Path, role: Role) -> None:
    meeting, before = next(iter(acts.meetings())), desks.read().cue
    with asked_by(role):
        for act in (acts.hold, lambda: acts.noted(meeting, None), lambda: acts.open_meeting(meeting, 1)):
            with pytest.raises(AccessError):
                act()
    assert desks.read().cue == before
    assert len(noted("refused")) == 3


def test_a_presenter_of_one_district_leads_no_meeting_of_the_region(staged: Path) -> None:
    with asked_by(Role.PRESENTER, OWN), pytest.raises(AccessError):
        acts.hold()


def test_the_trail_names_who_led(staged: Path) -> None:
    meeting = next(iter(acts.meetings()))
    with asked_by(Role.PRESENTER):
        acts.note(meeting, None, "Ask about the lights")
        assert acts.noted(meeting, None) == "Ask about the lights"
    with data.store().register.reading() as session:
        last = session.query(AuditEntry).order_by(AuditEntry.seq.desc()).first()
        assert last.who == "presenter"


def test_a_scene_is_the_same_whoever_asked_first(staged: Path) -> None:
    acts.hold()
    with asked_by(Role.ANALYST, OWN):
        first = finish(Broadcaster().now("wall", Language.EN))
        with asked_by(Role.COMMANDER):
            turn = finish(Broadcaster().turn(3, Language.EN))
    for said in (first, turn):
        told = json.loads(zlib.decompress(base64.b64decode(said.packed)))
        assert told["edition"] == data.edition().id
