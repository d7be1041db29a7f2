from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from geodata.analysis import kept_questions
from geodata.analysis.counting import default_period
from geodata.analysis.recording import Options, ask
from geodata.edition import Edition, open_edition
from geodata.periods import Period
from geodata.store import Store


@pytest.fixture(scope="module")
def edition(demo_folder: Path) -> Edition:
    return open_edition(Store(demo_folder))


def test_what_was_kept_at_publishing_is_what_is_found_now(edition, monkeypatch):
    usual = {group: default_period(edition, group) for group in edition.groups()}
    asked = {group: ask(edition, group, period) for group, period in usual.items()}
    monkeypatch.setattr(kept_questions, "ask", None)  # read, not asked again
    for group, period in usual.items():
        # Texts, since a NaN is not equal to itself.
        assert str(kept_questions.of(edition, group, period)) == str(asked[group])
    assert sum(len(one.questions) for one in asked["preventable"]) > 3


def test_other_periods_and_older_editions_are_asked_about_now(edition, tmp_path):
    half = Period.parse("2024-H1")
    assert str(kept_questions.of(edition, "calls", half)) == str(ask(edition, "calls", half))
    for name in ("districts.parquet", "mahallas.parquet", "population.parquet", "cube.arrow", "incidents.parquet"):
        (tmp_path / name).symlink_to(edition.path / name)
    older, usual = replace(edition, path=tmp_path), default_period(edition, "calls")
    assert str(kept_questions.of(older, "calls", usual)) == str(ask(older, "calls", usual))


@pytest.mark.parametrize(("name", "value"), [("method", 0), ("band_m", 90.0)])
def test_what_another_method_or_other_constants_found_is_not_shown(edition, tmp_path, monkeypatch, name, value):
    told = json.loads((edition.path / kept_questions.FILE).read_bytes())
    assert told["made"] == {"method": kept_questions.METHOD} | {
        field: getattr(Options(), field) for field in Options.__slots__
    }
    told["made"][name] = value
    (tmp_path / kept_questions.FILE).write_text(json.dumps(told), encoding="utf-8")
    monkeypatch.setattr(kept_questions, "ask", lambda *_: "asked anew")
    period = default_period(edition, "calls")
    assert kept_questions.of(replace(edition, path=tmp_path), "calls", period) == "asked anew"


def test_rows_of_a_group_and_days_are_those_of_all_rows(edition):
    rows, half = edition.incidents, Period.parse("2024-H1")
    for group in edition.groups():
        own = rows[(rows["group"] == group) & rows["day"].between(str(half.start), str(half.end))]
        found = edition.incident_rows(group, start=half.start, end=half.end)
        assert len(found) > 10
        assert found.astype(str).to_numpy().tolist() == own.astype(str).to_numpy().tolist()
    assert edition.incident_rows("no such group", start=half.start, end=half.end).empty
