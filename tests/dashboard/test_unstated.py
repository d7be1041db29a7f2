"""A site of which nobody has said how far it is: "not stated" in the list, on the map and the wall, and no plan."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import date

import pytest

from dashboard import data, view
from dashboard.export.pack.facts import Facts
from dashboard.export.pack.records import Records
from dashboard.export.pack.region import sites as slide
from dashboard.language import Language
from dashboard.panels import sites
from dashboard.stage import desk as desks
from dashboard.stage.makers import MAKERS
from dashboard.stage.scene import Asked, Setting
from dashboard.state import Address
from geodata.edition import publish
from geodata.sites import NOT_STATED
from geodata.store import Store
from tests.geodata import made

DAY = date(2025, 2, 21)


@pytest.fixture(scope="module", params=["s2", ""])
def silent(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The id of the site that has no state in the edition served; none where each has one."""
    store, table = Store(tmp_path_factory.mktemp("silent")), made.sites()
    table.loc[table["id"] == request.param, "state"] = None
    made.fill(store, without=("sites",))
    store.add(made.report("sites", table), who="tester")
    publish(store, who="tester")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAHALLA_DATA", str(store.path))
        data.forget()
        yield request.param
    data.forget()


def test_the_list_and_its_choices_name_it(silent: str) -> None:
    seen = view.of(data.edition(), Address(values={}), Language.EN)
    assert (NOT_STATED in sites.stages(seen)) is bool(silent)
    found = sites.chosen(seen, stage=NOT_STATED)
    assert found["id"].tolist() == ([silent] if silent else [])
    assert ("Not stated" in sites.rows(seen, sites.chosen(seen)).to_numpy()) is bool(silent)


def test_the_map_and_its_still_copy_draw_it_as_such(silent: str) -> None:
    packed = data.site_marks(data.edition().id, Language.EN)
    assert packed is not None
    marks = json.loads(gzip.decompress(packed.gzipped))["sites"]
    assert {mark["id"]: mark["state"] for mark in marks} == {"s1": "opened", "s2": NOT_STATED if silent else "opened"}


def test_the_wall_counts_it_apart(silent: str) -> None:
    asked = Asked(kind="sites", place="", language=Language.EN, day=DAY)
    parts = MAKERS["sites"](Setting(asked=asked, edition=data.edition(), records=desks.Records(), agenda=None))
    told = {figure.label: figure.figure for figure in parts.figures}
    assert (
        told == {"Opened": "2", "In progress": "0", "Planned": "0", "Not stated": "1"}
        if silent
        else {
            "Opened": "3",
            "In progress": "0",
            "Planned": "0",
        }
    )
    assert (parts.states[-1] == NOT_STATED) is bool(silent)


def test_the_slide_has_a_column_for_it(silent: str) -> None:
    seen = view.of(data.edition(), Address(values={}), Language.EN)
    said = repr(slide(Facts(seen, Records(on=DAY))))
    assert ("Not stated" in said) is bool(silent)
