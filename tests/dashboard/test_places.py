"""Findings on the page: the place and the words of ours in the reader's language, the file's own words untouched."""

from __future__ import annotations

import ast
import re

import pytest

from dashboard import errors
from dashboard.language import Language, Words
from geodata.findings import Finding
from geodata.sources.sniff import Form
from tests.dashboard.test_language import ROOT

RU, UZ = Words(Language.RU), Words(Language.UZ_LATN)


@pytest.mark.parametrize(
    ("where", "russian", "uzbek"),
    [
        ("a.csv", "a.csv", "a.csv"),
        ("a.csv, row 3", "a.csv, строка 3", "a.csv, 3-qator"),
        ("a.csv, row 3, sana", "a.csv, строка 3, sana", "a.csv, 3-qator, sana"),
        ("a.csv, row 3, 7 … (+12), sana", "a.csv, строки 3, 7 … (+12), sana", "a.csv, qatorlar: 3, 7 … (+12), sana"),
        ("a.csv, rows 3, 7", "a.csv, строки 3, 7", "a.csv, qatorlar: 3, 7"),
        ("a.csv, feature 5 (Guliston)", "a.csv, объект 5 (Guliston)", "a.csv, 5-obyekt (Guliston)"),
        ("a.csv, placemark 2 (Bogʻ)", "a.csv, метка 2 (Bogʻ)", "a.csv, 2-belgi (Bogʻ)"),
        ("a.csv, byte 9", "a.csv, байт 9", "a.csv, 9-bayt"),
        ("a.csv, line 2, column 5", "a.csv, строка 2, знак 5", "a.csv, 2-satr, 5-belgi"),
        ("a.csv, row number", "a.csv, row number", "a.csv, row number"),
    ],
)
def test_a_place_is_told_in_words(where, russian, uzbek):
    finding = Finding("file_empty", where)
    assert errors.place(RU, finding, "a.csv") == russian
    assert errors.place(UZ, finding, "a.csv") == uzbek


def test_a_file_with_the_name_of_a_place_keeps_it():
    assert errors.place(RU, Finding("file_empty", "x, row 3.csv, row 4"), "x, row 3.csv") == "x, row 3.csv, строка 4"


def test_words_of_ours_in_a_finding_are_translated():
    told = errors.sentence(RU, Finding("form_refused", "a", {"got": Form.ZIP.value}))
    assert told.startswith("По содержанию файл: архив zip.")
    broken = Finding("geometry_invalid", "a", {"got": "Self-intersection[66.1 39.2]", "change": 5, "wanted": 100.0})
    assert "граница пересекает сама себя[66.1 39.2]" in errors.sentence(RU, broken)
    spoilt = Finding("json_broken", "a", {"got": "Expecting value: line 1 column 1"})
    assert errors.sentence(RU, spoilt).startswith("Это неверный JSON: нет значения")


def test_words_of_the_file_are_left_alone():
    told = errors.sentence(RU, Finding("number_ambiguous", "a", {"name": "category", "got": "picture"}))
    assert "category" in told
    assert "picture" in told


FIELDS = {"category", "residents", "date", "decided", "group", "kind", "indicator"}


def test_every_form_of_file_has_a_name_in_words():
    plain = {form.value for form in Form if " " in form.value or form.value.islower()}
    assert {"zip archive", "picture", "empty file"} <= plain
    assert sorted(name for name in plain if f"said.{name}" not in RU.section("said")) == []


def test_every_phrase_that_a_reader_of_files_gives_is_known():
    phrases = given("geodata/sources", "wanted")
    worded = {text for text in phrases if re.search(r"\b(?:a|an|or|of|and) ", text) and "metres" not in text}
    assert {"a list of positions", "a column of numbers", "an object or null"} <= worded
    assert sorted(text for text in worded if f"said.{text}" not in RU.section("said")) == []
    assert sorted(name for name in FIELDS if f"said.{name}" not in RU.section("said")) == []


def given(folder: str, keyword: str) -> set[str]:
    """The texts that our code gives as the argument `keyword`."""
    calls = (
        node
        for file in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    )
    return {
        word.value.value
        for call in calls
        if isinstance(call, ast.Call)
        for word in call.keywords
        if word.arg == keyword and isinstance(word.value, ast.Constant) and isinstance(word.value.value, str)
    }
