"""The page of methods: every figure has its words in every language, and the trial's figures are those of the bench."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from dashboard import data, markup
from dashboard.language import Language, Words
from dashboard.methods import BACKTEST, BACKTEST_AREAS, BACKTEST_MONTHS, CHAPTERS, METHODS
from dashboard.panels import methods
from dashboard.settings import ROOT
from dashboard.state import Address
from geodata.analysis.indicators import INDICATORS
from tests.pages.test_pages import run, text_of


@pytest.mark.parametrize("language", list(Language))
def test_every_method_has_its_words(language: Language) -> None:
    words = Words(language)
    assert set(INDICATORS) < set(METHODS)
    for method in METHODS.values():
        assert method.chapter in CHAPTERS
        assert all((method.name(words), method.what(words), method.limits(words)))
    known = {key.split(".")[1] for key in words.section("method")}
    assert known <= set(METHODS), "words of a method that is not in the table"


@pytest.mark.parametrize("language", list(Language))
def test_every_method_is_shown_in_full(monkeypatch: pytest.MonkeyPatch, language: Language) -> None:
    shown: list[str] = []
    monkeypatch.setattr(markup, "show", lambda template, **values: shown.append(markup.render(template, **values)))
    words = Words(language)
    for key, method in METHODS.items():
        methods.show(Address(values={"method": key}), words)
        assert method.limits(words) in unescape(shown[-1])
        assert ("mm-formula" in shown[-1]) == bool(method.formula)


def test_an_address_opens_a_method_without_any_edition(empty: Path) -> None:
    test = run("methods", lang="ru", method="effect")
    assert not test.exception
    assert "Эффект образцового объекта" in text_of(test)


def test_own_indicators_share_one_method_and_an_unknown_key_shows_all(empty: Path) -> None:
    assert "Own indicators" in text_of(run("methods", lang="en", method="own.anything"))
    assert "Every figure of this product can be checked" in text_of(run("methods", lang="en", method="guess"))


def test_a_formula_is_typeset_with_words_of_the_language(empty: Path) -> None:
    said = re.sub(r"\s+", " ", text_of(run("methods", lang="ru", method="share")))
    assert "происшествия выбранных видов все происшествия × 100" in said


def test_the_trial_has_the_figures_of_the_bench() -> None:
    panel = json.loads((ROOT / "bench" / "backtest.json").read_text(encoding="utf-8"))["panels"][0]
    assert panel["panel"] == "London, burglary"
    assert panel["areas"] == BACKTEST_AREAS
    assert panel["months"][1] - panel["months"][0] + 1 == BACKTEST_MONTHS
    rows = {row["method"]: row for row in panel["factor_3"] if row["band"] == "all"}
    for trial in BACKTEST:
        row = rows[trial.bench]
        measured = (row["alarms_a_month"], row["true_share"], row["found_share"], row["delay_months"])
        assert (trial.alarms, trial.true, trial.found, trial.delay) == measured, trial.bench


def test_the_long_form_tells_the_same_figures_of_the_trial() -> None:
    words, told = Words(Language.EN), (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
    for trial in BACKTEST:
        figures = (
            words.number(trial.alarms, 1),
            words.percent(trial.true, 0).replace("%", " %"),
            words.percent(trial.found, 0).replace("%", " %"),
            words.number(trial.delay, 1),
        )
        assert f"| {' | '.join(figures)} |" in told, trial.key


def test_the_scan_is_told_with_the_repetitions_of_the_edition(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "with 999 random repetitions" in text_of(run("methods", lang="en", method="concentration"))
    scans = tuple(replace(scan, replicates=99) for scan in data.edition().concentration)
    monkeypatch.setitem(vars(data.edition()), "concentration", scans)
    assert "with 99 random repetitions" in text_of(run("methods", lang="en", method="concentration"))


def test_without_an_edition_the_scan_is_told_with_the_usual_repetitions(empty: Path) -> None:
    assert "999 случайных повторений" in text_of(run("methods", lang="ru", method="concentration"))
