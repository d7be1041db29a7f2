"""The empty forms of the files that go into the register: what is filled in under their headings is read."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from dashboard.export import forms
from dashboard.language import Language, Words
from geodata import sources

ROWS = {
    "roadmap": {"code": "18110001", "item": "cameras", "planned": "4", "done": "1", "due": "31.03.2025", "unit": "x"},
    "holidays": {"day": "08.03.2025", "kind": "", "title": "x", "source": "y"},
}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", list(forms.FIELDS))
def test_every_heading_of_a_form_is_recognised(kind, language, tmp_path):
    words = Words(language)
    fields = forms.FIELDS[kind]
    text = io.StringIO()
    csv.writer(text).writerows(
        [[words(f"form.{field}") for field in fields], [ROWS[kind].get(field, "") for field in fields]]
    )
    path = tmp_path / "form.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    report = sources.check(kind, path)
    assert report.accepted, report.errors
    assert report.rows == 1
    assert {finding.code for finding in report.warnings} & {"fields_ignored", "no_field"} == set()


@pytest.mark.parametrize("kind", list(forms.FIELDS))
def test_a_form_is_a_workbook_with_headings_and_without_rows(kind, tmp_path):
    made = forms.form(Words(Language.UZ_LATN), kind)
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") == 1
    path = tmp_path / f"{kind}.xlsx"
    path.write_bytes(made)
    assert [finding.code for finding in sources.check(kind, path).errors] == ["no_rows"]
