"""The signals of an edition: what is judged, which step, what is left out, and that what is kept is what is judged."""

from __future__ import annotations

import shutil
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geodata.analysis import discovered, kept_signals, month_signals
from geodata.analysis.month_signals import choose, judge, months
from geodata.analysis.signals import STATES, Steps
from geodata.edition import Edition, open_edition
from geodata.errors import StoreError
from geodata.store import Store
from tests.geodata import made


@pytest.fixture(scope="module")
def edition(demo_folder: Path) -> Edition:
    return open_edition(Store(demo_folder))


def test_the_month_judged_is_the_last_whole_one(edition):
    assert choose(edition, "calls", date(2024, 11, 29)).month.key == "2024-10"
    assert choose(edition, "calls", date(2024, 11, 30)).month.key == "2024-11"
    assert choose(edition, "calls", date(2030, 1, 1)).month.key == "2024-12"
    assert choose(edition, "calls", date(2022, 6, 30)) is None  # six months before are needed
    assert [months(edition, "calls")[at].key for at in (0, -1)] == ["2024-12", "2022-07"]


def test_the_step_follows_how_many_events_there_are(edition):
    few, many = (choose(edition, group, date.max) for group in ("preventable", "calls"))
    assert (few.span, many.span) == (3, 1)
    assert few.mean < 1 <= many.mean
    counted = edition.count("calls", start=date(2024, 1, 1), end=date(2024, 12, 31)).sum() / 12 / 832
    assert many.mean == pytest.approx(counted)


def test_what_police_work_discovers_is_left_out_unless_it_is_chosen(edition):
    assert choose(edition, "uncovered", date.max) is None
    judged = choose(edition, "administrative", date.max)
    assert judged.left_out == ("parental_neglect", "protection_order_breach", "public_drinking")
    assert set(judged.types) == set(edition.types("administrative")) - set(judged.left_out)
    chosen = choose(edition, "administrative", date.max, ("public_drinking",))
    assert (chosen.types, chosen.left_out) == (("public_drinking",), ())
    without = judge(edition, judged).mahallas["observed"].sum()
    drunk = edition.count("administrative", types=judged.left_out, start=date(2024, 10, 1), end=date(2024, 12, 31))
    every = edition.count("administrative", start=date(2024, 10, 1), end=date(2024, 12, 31))
    assert without == every.sum() - drunk.sum() < every.sum()


@pytest.fixture(scope="module")
def untyped(tmp_path_factory) -> Edition:
    """Two groups of events, one without any type and one with a type here and there."""
    table = made.incidents(rows=600)
    some = (table["group"] == "uncovered") & (np.arange(600) % 3 == 0)
    table = table.assign(type=table["type"].where(some, None))
    # What nobody told the type of has as much reason to be judged; of what officers discover nothing has.
    table["group"] = table["group"].replace({"uncovered": "it"}).mask(np.arange(600) % 10 == 0, "uncovered")
    return made.published(tmp_path_factory.mktemp("untyped"), ("incidents", table), ("population", made.population()))


@pytest.mark.parametrize("group", ["preventable", "it"])
def test_events_without_a_type_are_judged_with_the_others(untyped, group):
    choice = choose(untyped, group, date.max)
    assert choice is not None
    assert choice.left_out == ()
    whole = untyped.count(group, start=choice.step.start, end=choice.step.end)
    assert judge(untyped, choice).mahallas["observed"].tolist() == whole.tolist()
    assert untyped.types(group) == ([] if group == "preventable" else ["fraud", "theft"])
    assert choose(untyped, "uncovered", date.max) is None


def test_what_was_kept_of_other_events_is_judged_anew(untyped, monkeypatch, tmp_path):
    monkeypatch.setattr(kept_signals, "WORTH_CELLS", 1)
    choice = choose(untyped, "it", date.max)
    kept_signals.keep(untyped, tmp_path)
    moved = replace(untyped, path=tmp_path)
    for name in ("districts.parquet", "mahallas.parquet", "population.parquet", "cube.arrow"):
        shutil.copy(untyped.path / name, tmp_path / name)
    states = kept_signals.of(moved, choice).mahallas["observed"].tolist()
    rows = pd.read_parquet(tmp_path / kept_signals.MAHALLAS)
    typed = untyped.count("it", types=["fraud", "theft"], start=choice.step.start, end=choice.step.end)
    rows.loc[rows["group"] == "it", "observed"] = typed.astype(float)  # as before events without a type were judged
    rows.to_parquet(tmp_path / kept_signals.MAHALLAS, index=False)
    assert kept_signals.of(moved, choice).mahallas["observed"].tolist() == states


def test_damaged_signals_are_told_as_a_damaged_edition(edition, tmp_path):
    damaged = tmp_path / "edition"
    shutil.copytree(edition.path, damaged)
    (damaged / kept_signals.MAHALLAS).write_bytes(b"PAR1 and no more")
    with pytest.raises(StoreError, match="damaged or incomplete"):
        kept_signals.of(replace(edition, path=damaged), kept_signals.newest(edition, "preventable"))


@pytest.fixture(scope="module")
def gap(tmp_path_factory) -> Edition:
    """An edition of which May 2024 was not sent."""
    files = ("incidents", made.without_may()), ("population", made.population())
    return made.published(tmp_path_factory.mktemp("gap"), *files)


def test_a_month_that_was_not_sent_is_neither_judged_nor_held_against_others(gap):
    assert "2024-05" not in {month.key for month in months(gap, "it")}
    assert choose(gap, "it", date(2024, 5, 31)).month.key == "2024-04"
    found = judge(gap, choose(gap, "it", date(2024, 7, 31)))
    assert np.isnan(found.steps.observed[:, -3]).all()
    assert found.region["verdict"] == "within"
    assert set(found.districts["verdict"]) <= {"within", "too_few"}


def test_a_step_with_a_month_that_was_not_sent_is_not_judged(gap, monkeypatch):
    """Its mahallas would have no figure, which a wall told as "none beyond the expected"."""
    monkeypatch.setattr(month_signals, "LEAST_EXPECTED", 1000.0)
    ends = [(date(2024, at, 1) - timedelta(days=1)) for at in (6, 8, 9)]
    assert [choose(gap, "it", end).month.key for end in ends] == ["2024-04", "2024-04", "2024-08"]
    judged = {month.key for month in months(gap, "it")}
    assert judged & {f"2024-{at:02}" for at in range(4, 10)} == {"2024-04", "2024-08", "2024-09"}
    found = judge(gap, choose(gap, "it", date(2024, 7, 31)))
    assert np.isfinite(found.mahallas["observed"]).all()


def test_the_list_of_discovered_offences_names_types_that_exist(edition):
    known = {name for group in edition.groups() for name in edition.types(group)} | {"*"}
    assert {name for _, name in discovered.listed()} <= known
    assert discovered.discovered("uncovered", ("anything",)) == ("anything",)
    assert discovered.discovered("preventable", ("theft", "drug_crime")) == ("drug_crime",)


def test_the_surges_of_the_last_quarter_are_alerts_and_the_month_is_within_chance(edition):
    found = judge(edition, choose(edition, "preventable", date.max))
    assert 1 <= (found.mahallas["state"] == "alert").sum() <= 3  # of the surges put in some rise above the rest
    assert found.region["verdict"] == "within"
    assert found.districts["code"].tolist() == edition.districts["code"].tolist()
    assert set(found.mahallas["state"]) <= set(STATES)
    for name in ("observed", "expected"):
        np.testing.assert_array_equal(getattr(found.steps, name)[:, -1], found.mahallas[name])
    area = int(found.mahallas["combined_probability"].argmin())
    assert [values[-1] for values in found.steps.band(area, 8)] == found.mahallas.loc[area, ["low", "high"]].tolist()
    assert (
        found.region["observed"] == edition.total("preventable", start=date(2024, 12, 1), end=date(2024, 12, 31)).rows
    )


def test_what_was_kept_at_publishing_is_what_would_be_judged_now(edition, monkeypatch):
    choice = kept_signals.newest(edition, "preventable")
    judged = judge(edition, choice)
    monkeypatch.setattr(kept_signals, "judge", None)  # read, not judged again
    kept = kept_signals.of(edition, choice)
    pd.testing.assert_frame_equal(kept.mahallas, judged.mahallas)
    pd.testing.assert_frame_equal(kept.districts, judged.districts)
    pd.testing.assert_series_equal(kept.region, judged.region, check_names=False, check_dtype=False)
    for field in fields(Steps):
        np.testing.assert_array_equal(getattr(kept.steps, field.name), getattr(judged.steps, field.name))


def test_other_months_and_older_editions_are_judged_when_asked(edition, tmp_path):
    for name in ("districts.parquet", "mahallas.parquet", "population.parquet", "cube.arrow"):
        shutil.copy(edition.path / name, tmp_path / name)
    older, choice = replace(edition, path=tmp_path), kept_signals.newest(edition, "calls")
    assert not (tmp_path / kept_signals.MAHALLAS).exists()
    assert (
        kept_signals.of(older, choice).mahallas["state"].tolist()
        == kept_signals.of(edition, choice).mahallas["state"].tolist()
    )
    before = choose(edition, "calls", date(2024, 11, 30))
    november = edition.count("calls", start=date(2024, 11, 1), end=date(2024, 11, 30))
    assert kept_signals.of(edition, before).mahallas["observed"].tolist() == november.tolist()


def test_without_any_residents_the_history_alone_decides(edition, monkeypatch):
    known = edition.population_on(date(2024, 12, 1))
    none = replace(known, mahallas=np.full(len(known.mahallas), np.nan))
    monkeypatch.setattr(Edition, "population_on", lambda _self, _day: none)
    found = judge(edition, choose(edition, "calls", date.max))
    assert (found.mahallas["state"] != "too_few").sum() > 100
