"""The demonstration on its whole way: what was put into the files on purpose comes out of the edition, row for row."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pandas as pd
import pytest

from geodata import demo
from geodata.analysis import recording
from geodata.analysis.neighbours import contiguity
from geodata.analysis.site_effect import site_effect
from geodata.edition import Edition, open_edition, publish
from geodata.periods import Period
from geodata.sources import check
from geodata.store import Store

PARTS = ("rows", "mapped", "district_only", "unmatched", "outside")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> demo.DemoFiles:
    return demo.build(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def edition(demo_folder: Path) -> Edition:
    return open_edition(Store(demo_folder))


def test_every_incident_is_placed_where_the_truth_has_it(edition, files):
    truth = json.loads(files.truth.read_text(encoding="utf-8"))["placement"]
    wanted = {part: sum(group[part] for group in truth.values()) for part in PARTS}
    found = edition.reconciliation["incidents"]
    assert {part: getattr(found, part) for part in PARTS} == wanted


def test_the_published_totals_stand_in_the_edition(edition):
    assert len(edition.mahallas) == 832
    assert len(edition.districts) == 16
    newest = edition.category_days()[-1]
    assert (edition.category_at(newest).values == 3).sum() == 137
    assert edition.manifest.demonstration


def test_the_first_real_file_displaces_the_demonstration(tmp_path, files):
    store = Store(tmp_path)
    for field in dataclasses.fields(files):
        path = getattr(files, field.name)
        if field.name != "truth":
            store.add(check(path.stem.partition("_")[0], path), who="t", mark="demonstration")
    real = tmp_path / "register.csv"
    real.write_text("code,name,district,district_code\n18140001,Amir Temur,Gʻuzor tumani,1710207\n", encoding="utf-8")
    store.add(check("register", real), who="t")
    published = publish(store, who="t")
    assert not published.manifest.demonstration
    assert len(published.mahallas) == 1
    assert published.groups() == []


def test_rows_that_a_reader_leaves_out_count_as_unmatched(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text("code,name,district,district_code\n18140001,Amir Temur,Gʻuzor tumani,1710207\n", encoding="utf-8")
    people = tmp_path / "people.csv"
    people.write_text("code,residents,date\n18140001,4000,2025-01-01\n18140001,,2024-01-01\n", encoding="utf-8")
    store = Store(tmp_path / "data")
    store.add(check("register", path), who="t")
    store.add(check("population", people), who="t")
    published = publish(store, who="t")
    found = published.reconciliation["population"]
    assert (found.rows, found.mapped, found.unmatched) == (2, 1, 1)
    assert list(published.rejected("population")["reason"]) == ["number_missing"]
    assert list(published.rejected("population")["where"]) == ["people.csv, row 3"]
    assert pd.isna(published.mahallas["residents"]).sum() == 0


def test_each_question_about_recording_finds_what_was_put_in_and_no_more(edition, files):
    put_in = json.loads(files.truth.read_text(encoding="utf-8"))["recording"]
    answers = recording.ask(edition, "preventable", Period.parse("2024"))
    assert [one.reason for one in answers] == [""] * len(recording.KINDS)
    found = {one.kind: [(each.district, each.mahalla) for each in one.questions] for one in answers}
    homes = edition.mahallas.set_index("code")["district"]
    silent, red = put_in["silent"]["mahalla"], put_in["border"]["red"]
    assert sorted(found["late"]) == [(code, None) for code in put_in["late_districts"]]
    assert found["shift"] == [(put_in["shifted"]["district"], None)]
    assert found["silence"] == [(homes[silent], silent)]
    assert found["border"] == [(homes[red], red)]
    assert found["two_steps"]
    assert found["improved"]
    silence = next(one for one in answers if one.kind == "silence").questions[0]
    assert silence.start.isoformat() == put_in["silent"]["from"]


def test_the_rows_of_the_edition_are_those_of_the_file(edition, files):
    given = pd.read_csv(files.incidents)
    rows = edition.incidents
    assert len(rows) == len(given)
    assert rows["registered"].notna().sum() == given["registered"].notna().sum()
    assert (rows["group"].value_counts() == given["group"].value_counts()).all()
    # Exchanged points are dropped by the reader.
    assert 0 < given["lon"].notna().sum() - rows["lon"].notna().sum() < 200


def test_the_effect_of_sites_opened_early_has_every_kind_of_answer(edition, files):
    put_in = json.loads(files.truth.read_text(encoding="utf-8"))["early_sites"]
    touching = contiguity(edition.mahalla_shapes).matrix
    opened = edition.sites[edition.sites["state"] == "opened"].set_index("mahalla")
    found = {
        code: site_effect(edition, str(site), group="preventable", neighbours=touching)
        for code, site in opened["id"].items()
    }
    for site in put_in:
        verdict = found[site["mahalla"]].place.verdict
        assert verdict == ("fell" if site["gone"] else "within_chance")
    quotient = {site["gone"]: found[site["mahalla"]].displacement_quotient for site in put_in if site["gone"]}
    assert quotient["touching"] < -0.3 < quotient["further"]
    assert {each.reason for each in found.values()} == {None, "no_date", "few_months"}
