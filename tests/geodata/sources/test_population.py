"""Residents: figures of mahallas and districts, and the day that they are of."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from tests.geodata.sources import build
from tests.geodata.sources.build import errors, table


def test_population(tmp_path):
    report = table(
        tmp_path,
        "population",
        'tuman,MFY,"Aholi soni, 2025"\nKoson,Guliston,"1,265"\nKoson,Bo\'ston,662\nKoson,,"319 400"\nKoson,X,-5\n',
    )
    assert list(report.table["residents"]) == [1265, 662, 319400]
    assert set(report.table["date"].dt.date) == {date(2025, 1, 1)}
    assert pd.isna(report.table["name"].iloc[2])
    assert list(report.rejected["reason"]) == ["number_negative"]


HEADINGS_OF_A_DAY = (
    "Aholi soni, 01.01.2024",
    "Aholi soni (2024-01-01)",
    "2024-yil 1-yanvar holatiga aholi soni",
    "Doimiy aholi soni, 2024-yil 1-yanvar holatiga (kishi)",
    "2024 йил 1 январь ҳолатига аҳоли сони",
    "Население на 1 января 2024 года",
    "Численность населения по состоянию на 01.01.2024 г., чел.",
    "2024-yil aholi soni",
)


@pytest.mark.parametrize("heading", HEADINGS_OF_A_DAY)
def test_the_day_of_a_heading_is_read_and_told(tmp_path, heading):
    report = table(tmp_path, "population", f'tuman;MFY;"{heading}"\nKoson;Guliston;1 265\n')
    assert list(report.table["residents"]) == [1265]
    assert set(report.table["date"].dt.date) == {date(2024, 1, 1)}
    (told,) = [finding for finding in report.warnings if finding.code == "heading_date"]
    assert told.message.startswith(f"The day of the figures, 2024-01-01, was read from the heading “{heading}”")


@pytest.mark.parametrize("heading", ["Aholi soni 02/01/2024", "Aholi soni, 31.02.2024", "Aholi soni, 01.01.2099"])
def test_a_day_of_a_heading_that_is_not_certain_is_not_read(tmp_path, heading):
    report = table(tmp_path, "population", f'tuman,MFY,"{heading}"\nKoson,Guliston,1265\n')
    assert report.table["date"].isna().all()
    assert "population_date" in build.codes(report)


def test_a_column_of_days_goes_before_the_heading(tmp_path):
    text = 'tuman;MFY;"Aholi soni, 01.01.2024";sana\nKoson;Guliston;1265;2025-01-01\n'
    report = table(tmp_path, "population", text)
    assert set(report.table["date"].dt.date) == {date(2025, 1, 1)}
    assert "heading_date" not in build.codes(report)


def test_figures_of_two_days_side_by_side_are_not_chosen_from(tmp_path):
    text = 'tuman;MFY;"Aholi soni, 01.01.2024";"Aholi soni, 01.01.2025"\nKoson;Guliston;1265;1300\n'
    report = table(tmp_path, "population", text)
    assert errors(report) == ["headings_of_days"]
    assert "(“Aholi soni, 01.01.2024; Aholi soni, 01.01.2025”)" in report.errors[0].message


def test_population_in_thousands_of_districts(tmp_path):
    report = table(
        tmp_path,
        "population",
        "soato,name_uz_latn,population_2025_k,population_status\n1710229,Koson tumani,319.4,official\n",
    )
    first = report.table.iloc[0]
    assert (first["residents"], first["district"], first["status"]) == (319_400, "Koson tumani", "official")
    assert pd.isna(first["name"])
    assert "thousands_read" in build.codes(report)


def test_population_without_a_date_says_so(tmp_path):
    report = table(tmp_path, "population", "MFY,aholi\nGuliston,1265\n")
    assert report.accepted
    assert "population_date" in build.codes(report)


def test_two_figures_for_one_mahalla_at_one_date_are_refused(tmp_path):
    assert errors(table(tmp_path, "population", "tuman,MFY,aholi\nKoson,Guliston,5\nKoson,Guliston,6\n")) == [
        "conflict"
    ]
