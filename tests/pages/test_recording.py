"""Questions about recording on the page of data: sentences in every language, no accusation, and their download."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from dashboard import data
from dashboard.export import tables
from dashboard.language import Language, Words
from dashboard.panels import recording
from dashboard.view import View
from geodata.analysis.recording import KINDS
from tests.pages.test_pages import run, text_of

LATE = "1710229"
ACCUSING = r"falsif|fake|guilt|hid(e|ing)|фальсиф|подделк|виновен|скрыва|soxta|aybdor|yashir|сохта|айбдор|яшир"


@pytest.mark.parametrize("language", list(Language))
def test_every_kind_of_question_is_asked_in_the_readers_language_and_accuses_nobody(
    demo: Path, language: Language
) -> None:
    words = Words(language)
    said = text_of(run("data", lang=language, period="2024"))
    for kind in KINDS:
        assert words(f"question.kind.{kind}") in said
        assert words(f"question.innocent_{kind}") in said
    asked = said[said.index(words("question.title")) :]
    assert not re.search(ACCUSING, asked, re.IGNORECASE)


def test_a_question_has_its_figures_and_its_chance(demo: Path) -> None:
    said = " ".join(text_of(run("data", lang="en", period="2024", district=LATE)).split())
    assert re.search(r"Kasan: why were \d+ of 243 events registered more than 3 days later", said)
    assert "in less than 0.1% of cases" in said
    assert "Shakhrisabz: why" not in said  # another district


def test_what_cannot_be_asked_says_why(demo: Path) -> None:
    said = text_of(run("data", lang="en", group="calls", period="2024"))
    assert "cannot be asked: too few points" in said


def test_the_download_has_every_question_with_plain_figures(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[View] = []
    original = recording.of
    monkeypatch.setattr(recording, "of", lambda view: found.append(view) or original(view))
    run("data", lang="ru", period="2024")
    answers = original(found[0])
    made = recording.table(found[0], answers)
    assert len(made) == sum(len(each.questions) for each in answers)
    book = CalamineWorkbook.from_filelike(io.BytesIO(tables.to_xlsx(made, {"a": "b"})))
    head, *rows = book.get_sheet_by_index(0).to_python()
    assert len(rows) == len(made)
    assert {type(row[head.index("Ожидается")]) for row in rows} == {float}
    assert all("?" in row[head.index("Вопрос")] for row in rows)


def test_the_answers_of_an_edition_are_worked_out_once(demo: Path) -> None:
    run("data", lang="en", period="2024")
    before = data.questions.cache_info()
    run("data", lang="ru", period="2024", district=LATE)
    after = data.questions.cache_info()
    assert after.misses == before.misses
    assert after.hits > before.hits
