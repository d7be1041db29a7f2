"""Numbers, dates, periods and plurals as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dashboard.language import MINUS, Language, Words, from_browser, texts
from geodata.periods import Period

UZ_LATN, UZ_CYRL, RU, EN = Language
TRANSLATED = (UZ_LATN, UZ_CYRL, RU)
NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "digits", "wanted"),
    [
        (3412.5, 1, f"3{NBSP}412,5"),
        (1234567, 0, f"1{NBSP}234{NBSP}567"),
        (-4.1, 1, f"{MINUS}4,1"),
        (0, 0, "0"),
        (-0.04, 1, "0,0"),
        (2.5, 0, "3"),
        (-2.5, 0, f"{MINUS}3"),
        (0.125, 2, "0,13"),
    ],
)
def test_numbers(value, digits, wanted):
    assert [Words(language).number(value, digits) for language in TRANSLATED] == [wanted] * 3
    english = wanted.replace(",", ".").replace(NBSP, ",")
    assert Words(EN).number(value, digits) == english


@pytest.mark.parametrize(
    ("value", "digits", "wanted"),
    [
        (8, 0, "+8"),
        (-8, 0, f"{MINUS}8"),
        (0, 0, "0"),
        (0.04, 1, "0,0"),
        (0.05, 1, "+0,1"),
        (0.4, 0, "0"),
        (-0.04, 1, "0,0"),
    ],
)
def test_signed_numbers(value, digits, wanted):
    assert [Words(language).signed(value, digits) for language in TRANSLATED] == [wanted] * 3


@pytest.mark.parametrize(
    ("share", "digits", "wanted"),
    [
        (0.165, 1, "16,5"),
        (-0.041, 1, f"{MINUS}4,1"),
        (0.165, 0, "17"),
        (1, 1, "100,0"),
        (-0.0001, 1, "0,0"),
        (12.5, 0, f"1{NBSP}250"),
    ],
)
def test_percent(share, digits, wanted):
    assert [Words(language).percent(share, digits) for language in TRANSLATED] == [f"{wanted}{NBSP}%"] * 3
    assert Words(EN).percent(share, digits) == wanted.replace(",", ".").replace(NBSP, ",") + "%"


def test_dates_and_moments():
    day = date(2025, 1, 3)
    assert [Words(language).date(day) for language in Language] == ["03.01.2025"] * 3 + ["3 Jan 2025"]
    assert Words(RU).moment(datetime(2025, 1, 3, 20, 30, tzinfo=UTC)) == "04.01.2025 01:30"


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("2024", ["2024-yil", "2024 йил", "2024 год", "2024"]),
        (
            "2024-H1",
            ["2024-yil 1-yarim yil", "2024 йил 1-ярим йил", "1-е полугодие 2024\N{NO-BREAK SPACE}г.", "Half 1 of 2024"],
        ),
        (
            "2024-Q4",
            ["2024-yil 4-chorak", "2024 йил 4-чорак", "4-й квартал 2024\N{NO-BREAK SPACE}г.", "Quarter 4 of 2024"],
        ),
        ("2024-12", ["2024-yil dekabr", "2024 йил декабрь", "декабрь 2024\N{NO-BREAK SPACE}г.", "December 2024"]),
        ("2024-07", ["2024-yil iyul", "2024 йил июль", "июль 2024\N{NO-BREAK SPACE}г.", "July 2024"]),
        ("2024-01-01..2024-11-15", ["01.01.2024 – 15.11.2024"] * 3 + ["1 Jan 2024 – 15 Nov 2024"]),
    ],
)
def test_periods(key, wanted):
    assert [Words(language).period(Period.parse(key)) for language in Language] == wanted


def test_months_are_twelve_different_names_that_three_letters_tell_apart():
    for language in Language:
        words = Words(language)
        assert len({words.month(number) for number in range(1, 13)}) == 12
        assert len({words.month(number, short=True)[:3] for number in range(1, 13)}) == 12


@pytest.mark.parametrize(
    ("n", "russian", "uzbek", "english"),
    [
        (1, "1 строка", "1 ta qator", "1 row"),
        (2, "2 строки", "2 ta qator", "2 rows"),
        (5, "5 строк", "5 ta qator", "5 rows"),
        (11, "11 строк", "11 ta qator", "11 rows"),
        (21, "21 строка", "21 ta qator", "21 rows"),
        (0, "0 строк", "0 ta qator", "0 rows"),
        (3412, f"3{NBSP}412 строк", f"3{NBSP}412 ta qator", "3,412 rows"),
    ],
)
def test_plural_forms(n, russian, uzbek, english):
    assert [Words(language).counted("table.rows", n) for language in (RU, UZ_LATN, EN)] == [russian, uzbek, english]


def test_the_map_writes_numbers_with_the_separators_of_the_page():
    for language in TRANSLATED:
        assert (texts(language)["map.decimal"], texts(language)["map.group"]) == (",", NBSP)


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [
        ("ru-RU", RU),
        ("uz-Cyrl-UZ", UZ_CYRL),
        ("uz_cyrl", UZ_CYRL),
        ("uz", UZ_LATN),
        ("en-GB", EN),
        ("de", UZ_LATN),
        (None, UZ_LATN),
    ],
)
def test_the_language_of_a_browser(tag, wanted):
    assert from_browser(tag) is wanted


def test_a_key_that_is_nowhere_is_an_error_and_a_word_of_the_operator_is_not():
    with pytest.raises(KeyError, match=r"nowhere\.at_all"):
        Words(RU)("nowhere.at_all")
    assert Words(RU).known("type", "theft") == "Кража"
    assert Words(RU).known("type", "own word") == "own word"
