"""A signal as one sentence, in four languages and every state; chances, spans and what else could explain a rise."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from dashboard import data, signal_words
from dashboard.language import Language, Words, texts
from dashboard.signals import Signals
from geodata.analysis.month_signals import MonthSignals
from geodata.periods import Period
from layers import palette

NBSP = "\N{NO-BREAK SPACE}"
NEVER = (
    r"forecast|predict|прогноз|предсказан|bashorat|prognoz|башорат|\bred\b|yellow|green|красн|жёлт|зелён|qizil|sariq"
)
ROW = {
    "observed": 5.0,
    "expected": 1.24,
    "low": 0.0,
    "high": 5.0,
    "tail_probability": 0.004,
    "combined_probability": 0.0008,
    "window": 9.0,
    "window_observed": 13.0,
    "window_expected": 2.8,
    "since": 6,
}


def signals(language: Language, state: str, *, span: int = 3, verdict: str = "within", **row: object):
    """Signals of a single mahalla in a view of which only the words matter."""
    table = pd.DataFrame([ROW | {"state": state} | row])
    choice = SimpleNamespace(span=span, month=Period.parse("2024-12"), group="preventable")
    return Signals(
        view=SimpleNamespace(words=Words(language), edition=SimpleNamespace(id="")),
        found=MonthSignals(
            choice=choice,
            mahallas=table,
            steps=None,
            districts=pd.DataFrame({"code": ["1710207"], "verdict": [verdict]}),
            region=None,
        ),
        answers={},
    )


@pytest.fixture(autouse=True)
def _one_mahalla_without_questions(monkeypatch):
    monkeypatch.setattr(Signals, "questions", lambda _self, _at: [])
    monkeypatch.setattr(data, "mahalla_codes", lambda _edition: ("18140001",))
    monkeypatch.setattr(data, "homes", lambda _edition: {"18140001": "1710207"})


WANTED = {
    Language.EN: (
        "April–December 2024: 13 incidents recorded where about 2.8 would be expected from the mahalla’s own past and "
        "the region’s total; chance alone would give so many about once in 1,200 such judgements; raised "
        "for 6 months; no question about recording in the district that could explain it."
    ),
    Language.RU: (
        f"Апрель–декабрь 2024{NBSP}г.: зарегистрировано 13 происшествий, а по прошлому самой махалли и итогу по "
        f"области ожидалось около 2,8; одна лишь случайность дала бы столько примерно раз в 1{NBSP}200 таких "
        "оценок; повышение держится 6 месяцев; вопросов об учёте, которые могли бы это объяснить, в районе нет."
    ),
    Language.UZ_LATN: (
        "2024-yil aprel–dekabr: 13 ta hodisa roʻyxatga olingan, mahallaning oʻz oʻtmishi va viloyat boʻyicha jami "
        f"songa koʻra esa taxminan 2,8 ta kutilar edi; tasodifning oʻzi shuncha hodisani taxminan 1{NBSP}200 ta "
        "shunday baholashda bir marta beradi; yuqori holat 6 oydan beri davom etmoqda; tumanda buni izohlaydigan "
        "hisobga olish savollari yoʻq."
    ),
    Language.UZ_CYRL: (
        "2024 йил апрель–декабрь: 13 та ҳодиса рўйхатга олинган, маҳалланинг ўз ўтмиши ва вилоят бўйича жами сонга "
        f"кўра эса тахминан 2,8 та кутилар эди; тасодифнинг ўзи шунча ҳодисани тахминан 1{NBSP}200 та шундай "
        "баҳолашда бир марта беради; юқори ҳолат 6 ойдан бери давом этмоқда; туманда буни изоҳлайдиган ҳисобга олиш "
        "саволлари йўқ."
    ),
}


@pytest.mark.parametrize("language", Language)
def test_an_alert_is_one_sentence_that_says_everything(language):
    assert signal_words.sentence(signals(language, "alert"), 0) == WANTED[language]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("state", ["watch", "clearing", "normal", "too_few", "no_data"])
def test_every_state_is_one_sentence_without_a_hole(language, state):
    row = {"observed": float("nan")} if state == "no_data" else {}
    text = signal_words.sentence(signals(language, state, **row), 0)
    assert text[0].isupper() or text[0].isdigit()
    assert text.endswith(".")
    assert not re.search(r"[{}]|\bnan\b", text)
    assert not re.search(r"\.\s+[A-ZА-ЯЎҚҒҲ]", text.replace("г.", "г"))  # one sentence
    assert "2024" in text


def test_no_text_of_the_signals_foretells_or_speaks_of_categories():
    for language in Language:
        found = {key: text for key, text in texts(language).items() if re.match(r"signal|page\.signals", key)}
        assert len(found) > 80
        assert {key: text for key, text in found.items() if re.search(NEVER, text, re.IGNORECASE)} == {}


@pytest.mark.parametrize(
    ("n", "russian", "english"),
    [
        (1, "зарегистрировано 1 происшествие", "1 incident recorded"),
        (3, "зарегистрировано 3 происшествия", "3 incidents recorded"),
        (17, "зарегистрировано 17 происшествий", "17 incidents recorded"),
        (21, "зарегистрировано 21 происшествие", "21 incidents recorded"),
    ],
)
def test_events_stand_in_the_plural_form_of_their_number(n, russian, english):
    for language, wanted in ((Language.RU, russian), (Language.EN, english)):
        text = signal_words.sentence(signals(language, "normal", observed=float(n)), 0)
        assert f"{wanted}{',' if language is Language.RU else ' '}" in text


def test_a_watch_by_the_last_step_alone_tells_that_step():
    made = signals(Language.EN, "watch", span=1, combined_probability=0.02, tail_probability=0.0049)
    text = signal_words.sentence(made, 0)
    assert text.startswith("December 2024: 5 incidents recorded where about 1.2 would be expected")
    assert "about once in 200 such months" in text


def test_a_rise_of_three_months_tells_how_often_such_three_months_occur():
    text = signal_words.sentence(signals(Language.EN, "alert", window=3.0), 0)
    assert text.startswith("October–December 2024: 5 incidents recorded")
    assert "about once in 1,200 such three-month periods" in text


def test_what_else_could_explain_it_is_said(monkeypatch):
    assert "the whole district is above its usual" in signal_words.sentence(
        signals(Language.EN, "alert", verdict="above"), 0
    )
    asked = [SimpleNamespace(kind="shift"), SimpleNamespace(kind="silence"), SimpleNamespace(kind="silence")]
    monkeypatch.setattr(Signals, "questions", lambda _self, _at: asked)
    text = signal_words.sentence(signals(Language.EN, "alert"), 0)
    assert text.endswith("(one count group fell while this one rose, a mahalla without any event for months).")


@pytest.mark.parametrize(
    ("chance", "wanted"),
    [
        (0.0033, "about once in 300 such months"),
        (1 / 1234, "about once in 1,200 such months"),
        (0.03, "about once in 30 such months"),
        (0.5, "about once in 2 such months"),
        (1e-9, "less than once in 10,000 such months"),
        (1e-4, "less than once in 10,000 such months"),
    ],
)
def test_a_chance_is_told_in_months_and_no_finer_than_it_is_known(chance, wanted):
    assert signal_words.often(Words(Language.EN), chance, "month") == wanted


@pytest.mark.parametrize(
    ("last", "count", "wanted"),
    [
        (date(2024, 12, 1), 1, ["2024-yil dekabr", "2024 йил декабрь", f"декабрь 2024{NBSP}г.", "December 2024"]),
        (
            date(2024, 3, 1),
            3,
            ["2024-yil yanvar–mart", "2024 йил январь–март", f"январь–март 2024{NBSP}г.", "January–March 2024"],
        ),
        (
            date(2024, 1, 1),
            3,
            [
                "2023-yil noyabr – 2024-yil yanvar",
                "2023 йил ноябрь – 2024 йил январь",
                f"ноябрь 2023{NBSP}г. – январь 2024{NBSP}г.",
                "November 2023 – January 2024",
            ],
        ),
    ],
)
def test_months_up_to_one(last, count, wanted):
    assert [signal_words.span_of(Words(language), last, count) for language in Language] == wanted


def test_the_colours_of_the_page_are_those_of_the_map():
    styles = Path(signal_words.__file__).parent / "styles"
    for name, dark in (("light", False), ("dark", True)):
        sheet = (styles / f"{name}.css").read_text(encoding="utf-8").lower().replace("}", ";")
        names = {"alert": "alert", "watch": "watch", "clearing": "clearing", "normal": "usual", "too_few": "few"}
        colours = palette.signal(dark=dark)
        assert {state: f"--{names[state]}:{colour};" in sheet for state, colour in colours.items()} == dict.fromkeys(
            colours, True
        )
