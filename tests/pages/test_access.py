"""What roles and areas see and may do on the pages, from the entry point; and the names under which acts are kept."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard import data, mapview
from dashboard.access import acting
from dashboard.access.door import door
from dashboard.access.roles import RIGHTS, May, Role
from dashboard.data import editions, places
from dashboard.language import Language
from dashboard.topbar import PAGES
from geodata.analysis import kept_signals, ranking
from geodata.editions import area
from geodata.errors import AccessError
from geodata.register import Act
from geodata.register.accounts import ACCOUNTS, Account
from tests.pages.grids import column, grids
from tests.pages.test_pages import markup_of, run, text_of

ACT = Act("keeper", datetime(2026, 1, 1, tzinfo=UTC))
OWN, FOREIGN = "1710224", "1710207"


@pytest.fixture
def demo_copy(demo_folder: Path, empty: Path) -> Iterator[Path]:
    """The demonstration in a folder that may be changed."""
    shutil.copytree(demo_folder, empty, dirs_exist_ok=True)
    data.forget()
    yield empty
    data.forget()


def noted(action: str) -> list[dict[str, object]]:
    return [{"who": e.who, **e.details} for e in door().trail._waiting if e.action == action]


def test_every_page_stands_in_the_table_of_roles():
    assert set(PAGES) <= set().union(*(rights.pages for rights in RIGHTS.values()))
    assert set(PAGES) <= RIGHTS[Role.ADMINISTRATOR].pages


@pytest.mark.parametrize("page", ["region", "districts", "model-sites"])
def test_an_area_sees_its_own_district_alone(demo: Path, page: str) -> None:
    test = run(page, lang="en", **{"as": f"analyst:{OWN}"})
    assert not test.exception
    assert not test.error
    said = text_of(test)
    assert "Only: Karshi district" in said
    assert "Chirakchi" not in said
    assert "Kashkadarya region" not in said


def test_an_area_has_the_sites_that_were_imported_for_the_region(demo: Path) -> None:
    said = text_of(run("model-sites", lang="en", **{"as": f"analyst:{OWN}"}))
    assert "no table of model sites" not in said
    assert "Planned equipment installed" in said


def test_an_area_counts_what_the_region_counts_of_it(demo: Path) -> None:
    whole, own = data.edition(), editions.seen(data.edition(), (OWN,))
    said = text_of(run("region", lang="en", period="2024", **{"as": f"commander:{OWN}"}))
    figures = whole.reconciliation["incidents"].per_district.loc[OWN]
    assert own.reconciliation["incidents"].rows == figures["total"]
    assert re.search(rf"\b{len(own.mahallas)}\s+mahallas", said)


@pytest.mark.parametrize("asked", [{"district": FOREIGN}, {"district": f"{OWN},{FOREIGN}"}, {"mahalla": "foreign"}])
def test_another_district_in_the_address_is_refused_and_logged(demo: Path, asked: dict[str, str]) -> None:
    if "mahalla" in asked:
        mahallas = data.edition().mahallas
        asked = {"mahalla": mahallas.loc[mahallas["district"] == FOREIGN, "code"].iloc[0]}
    test = run("region", lang="en", **asked, **{"as": f"analyst:{OWN}"})
    assert not test.exception
    assert "not in your area" in test.error[0].value
    assert noted("refused")[-1]["reason"] == "refused_area"


@pytest.mark.parametrize(("role", "page"), [("commander", "data"), (f"steward:{OWN}", "data"), ("analyst", "access")])
def test_a_page_that_is_not_for_a_role_says_so_and_shows_nothing(demo: Path, role: str, page: str) -> None:
    test = run(page, lang="en", **{"as": role})
    assert not test.exception
    assert re.search(r"not open to your role|concerns the whole region", test.error[0].value)
    assert not test.get("file_uploader")
    assert noted("refused")[-1] == {"who": role.partition(":")[0], "reason": "page", "page": page}


def test_an_analyst_looks_at_the_data_and_brings_nothing(demo: Path) -> None:
    test = run("data", lang="en", **{"as": "analyst"})
    assert not test.error
    assert not test.get("file_uploader")
    assert run("data", lang="en", **{"as": "steward"}).get("file_uploader")


def test_what_is_on_the_screen_is_logged_once(demo: Path) -> None:
    test = run("region", lang="en", **{"as": "commander"})
    test.run()
    seen = noted("saw")
    assert seen == [{"who": "commander", "page": "region", "edition": data.edition().id}]


def test_with_accounts_a_page_without_a_session_shows_nothing(demo_copy: Path) -> None:
    with door().store.register.writing() as session:
        ACCOUNTS.add(session, Account(key="admin", name="Admin", role="administrator"), ACT)
    data.forget()
    test = run("region", lang="en", **{"as": "administrator"})
    assert [error.value.replace("\\", "") for error in test.error] == ["You are signed out. Sign in again."]
    assert "832" not in text_of(test)


def test_an_act_that_a_role_may_not_do_has_no_name(demo: Path) -> None:
    token = acting.asking.set(acting.unnamed(Role.ANALYST))
    try:
        assert acting.who(May.EXPORT) == "analyst"
        with pytest.raises(AccessError, match="may not do this"):
            acting.who(May.PUBLISH)
    finally:
        acting.asking.reset(token)
    assert json.dumps(noted("refused")[-1]) == '{"who": "analyst", "reason": "refused_role", "asked": "publish"}'


@pytest.mark.parametrize(("role", "answers", "records"), [("commander", False, False), ("steward", True, True)])
def test_buttons_that_change_are_for_those_who_may(demo: Path, role: str, *, answers: bool, records: bool) -> None:
    signal = run("signals", lang="en", mahalla=_raised(), **{"as": role})
    assert not signal.exception
    assert ("answer-save" in {button.key for button in signal.button}) is answers
    red = run("responsibility", lang="en", part="posts", **{"as": role})
    assert not red.exception
    assert any(str(button.key).startswith("edit-") for button in red.button) is records


def _raised() -> str:
    found = data.edition()
    choice = kept_signals.newest(found, "preventable")
    assert choice is not None
    position = data.signals(found.id, choice).mahallas["state"].eq("alert").to_numpy().nonzero()[0][0]
    return str(found.mahallas["code"].iloc[position])


@pytest.mark.parametrize("page", ["signals", "responsibility", "methods"])
def test_the_later_pages_show_an_area_its_own_too(demo: Path, page: str) -> None:
    test = run(page, lang="en", **{"as": f"analyst:{OWN}"})
    assert not test.exception
    assert not test.error
    said = text_of(test)
    assert "Chirakchi" not in said
    assert "all of the region ·" not in said.lower()


@pytest.mark.parametrize(("role", "closed"), [("commander", True), (f"presenter:{OWN}", True), ("presenter", False)])
def test_the_selector_is_for_whoever_leads_the_region(demo: Path, role: str, *, closed: bool) -> None:
    test = run("selector", lang="en", **{"as": role})
    assert not test.exception
    assert bool(test.error) is closed


def test_what_is_refused_has_a_way_to_what_is_open(demo: Path) -> None:
    for page, asked in (("districts", {"district": FOREIGN}), ("selector", {})):
        said = markup_of(run(page, lang="en", **asked, **{"as": f"analyst:{OWN}"}))
        assert f"/districts?lang=en&amp;as=analyst%3A{OWN}&amp;district={OWN}" in said
        assert FOREIGN not in said.partition("mm-ways")[2]


def test_a_page_of_the_menu_stands_in_the_bar_while_it_is_shown(demo: Path) -> None:
    assert re.search(r'href="/access"[^>]*aria-current="page"', markup_of(run("access", lang="en")))
    assert not re.search(r'href="/access"[^>]*aria-current', markup_of(run("data", lang="en")))


def test_an_account_is_told_with_its_person_and_its_area_by_name(
    demo_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "region_of", lambda code: "1799" if code in {OWN, FOREIGN} else "1710")
    monkeypatch.setattr(places, "MANY", 10)
    areas = ("1710220", OWN, FOREIGN)
    with door().store.register.writing() as session:
        ACCOUNTS.add(session, Account(key="dilnoza", name="Dilnoza T.", role="analyst", areas=areas), ACT)
    monkeypatch.setattr(type(door()), "is_open", True)
    shown = grids(run("access", lang="en"))["Accounts"]
    assert column(shown, "Name") == ["Dilnoza T."]
    (area,) = column(shown, "Area")
    assert area.startswith(f"{data.region_name('1799', Language.EN)}, Kamashi")
    assert "Karshi" not in area


@pytest.mark.parametrize("page", ["region", "districts", "model-sites", "responsibility", "signals"])
def test_an_area_of_many_districts_has_its_map(demo: Path, page: str) -> None:
    many = ",".join(data.edition().districts["code"].tolist()[:12])
    test = run(page, lang="en", **{"as": f"analyst:{many}"})
    assert not test.exception
    assert [error.value for error in test.error] == []


def test_two_areas_of_many_districts_have_maps_of_their_own(demo: Path) -> None:
    whole, codes = data.current_id(), data.edition().districts["code"].tolist()
    named = {mapview._short("-".join((whole, *codes[at : at + 8]))) for at in range(4)}
    assert len(named) == 4
    assert all(len(name) < 40 for name in named)
    assert mapview._short(f"{whole}-{OWN}") == f"{whole}-{OWN}"


def test_an_area_that_is_a_whole_region_of_a_country_is_called_by_its_name(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, two = data.edition(), (OWN, FOREIGN)
    monkeypatch.setattr(area, "region_of", lambda code: "1726" if code in two else "1710")
    assert area.seen_by(whole, two).region.names.en == "Tashkent city"
    assert area.seen_by(whole, (OWN,)).region.names.en == "Karshi district"
    assert "," in area.seen_by(whole, (*two, "1710220")).region.names.en
