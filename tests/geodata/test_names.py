"""Names meet in every spelling that was seen, and different names stay apart."""

from __future__ import annotations

import csv
from collections import defaultdict

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geodata import names
from geodata.letters import APOSTROPHES, TURNED
from tests.shared import shared_path

SUFFIXES = [
    " MFY",
    " QFY",
    " OFY",
    " SHFY",
    " МФЙ",
    " ҚФЙ",
    " mahallasi",
    " tumani",
    " tuman",
    " shahri",
    " шаҳри",
    " район",
]
SOUNDS = "a b d e f gʻ g h i j k l m n oʻ o p q r s sh ch t u v x y z ya yu yo yoʻ ye"
WORDS = st.lists(st.sampled_from(SOUNDS.split()), min_size=2, max_size=7).map("".join)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


def facts(name: str) -> list[dict[str, str]]:
    with shared_path(f"facts/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@given(NAMES, st.sampled_from(APOSTROPHES))
def test_every_apostrophe_gives_one_key(name: str, apostrophe: str) -> None:
    assert names.key(name.replace(TURNED, apostrophe)) == names.key(name)


@given(NAMES)
@example("Aygʻirkoʻl")
@example("Isʼhoqota")
@example("sheʼriyat ye")
def test_latin_cyrillic_and_russian_give_one_key(name: str) -> None:
    assert names.key(names.to_cyrillic(name)) == names.key(name)
    assert names.key(names.to_russian(name)) == names.key(name)
    assert names.strict(names.to_cyrillic(name)) == names.strict(name)


@given(NAMES, st.sampled_from(SUFFIXES))
def test_case_blanks_and_suffix_do_not_change_the_key(name: str, suffix: str) -> None:
    assert names.key(name.upper()) == names.key(name)
    assert names.key(name.title()) == names.key(name)
    dirty = "\u00a0 " + name.replace(" ", "  ") + suffix.replace(" ", "\u00a0") + " "
    assert names.key(dirty) == names.key(name)
    assert names.key(names.strip_suffix(name + suffix)) == names.key(name)


@given(st.text(max_size=40))
def test_any_text_has_keys_and_a_key_is_its_own_key(text: str) -> None:
    for make in (names.key, names.strict, names.loose, names.slug, names.to_cyrillic, names.to_russian, names.to_latin):
        make(text)
    assert names.tidy(names.tidy(text)) == names.tidy(text)


@given(NAMES)
def test_a_key_is_its_own_key(name: str) -> None:
    assert names.key(names.key(name)) == names.key(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Айгиркуль", "Aygʻirkoʻl"),
        ("Хужаобод", "Xoʻjaobod"),
        ("Qоrаqutchi", "Qoraqutchi"),  # the first with Cyrillic о and а
        ("Хo'jayli tumani", "Xoʻjayli"),  # the first with a Cyrillic Х
        ("TАXIАТОSh tuman", "Taxiatosh tumani"),
        ("«Гулистон» МФЙ", "guliston mfy"),
        ("г. Карши", "Qarshi shahri"),
        ("Шахрисабзский район", "Shahrisabz tumani"),
        ("махалля Навои", "Navoiy MFY"),
        ("Paxtazor1", "Paxtazor-1"),
        ("Guliston Ⅱ", "Guliston II"),
        ("Yangi shahar MFY", "Yangi shahar"),
        ("Dekhkanabad district", "Dexkanabad"),
    ],
)
def test_spellings_that_were_met_have_one_key(one: str, other: str) -> None:
    assert names.key(one) == names.key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Guliston 2", "Guliston II"),
        ("Guliston II", "Guliston III"),
        ("Guliston", "Guliston 1"),
        ("Yangi shahar", "Yangi"),
        ("Gʻuzor", "Gazar"),
        ("Isʼhoq", "Ishoq"),
        ("Quyi Obron", "Oʻrta Obron"),
    ],
)
def test_different_names_keep_apart(one: str, other: str) -> None:
    assert names.key(one) != names.key(other)
    assert names.loose("Guliston II") != names.loose("Guliston III")


@pytest.mark.parametrize("make", [names.key, names.strict, names.loose, names.slug])
def test_no_two_mahallas_of_a_district_share_a_key(make) -> None:
    seen = defaultdict(set)
    for row in facts("mahallas"):
        seen[row["district_soato"], make(row["name_uz_latn"])].add(row["name_uz_latn"])
    assert len(seen) == 831  # of 832 rows: Elobod of Qamashi stands twice, with a code and without
    assert [same for same in seen.values() if len(same) > 1] == []


def test_three_scripts_of_all_mahallas_have_one_key() -> None:
    wrong = [
        row["code"]
        for row in facts("mahallas")
        for column in ("name_uz_cyrl", "name_ru")
        if names.key(row[column]) != names.key(row["name_uz_latn"])
    ]
    assert wrong == []


def test_transliteration_agrees_with_the_facts_but_for_their_eleven_slips() -> None:
    # The list writes щ for sh + ch and leaves ʻ after нг: Бощорбоғ, Қунгʻирот. Everything else must agree.
    wrong = [row for row in facts("mahallas") if names.to_cyrillic(row["name_uz_latn"]) != row["name_uz_cyrl"]]
    assert len(wrong) == 11
    assert all("щ" in row["name_uz_cyrl"] or TURNED in row["name_uz_cyrl"] for row in wrong)
    assert [
        row for row in facts("mahallas") if names.to_russian(row["name_uz_latn"]) != row["name_ru"] and row not in wrong
    ] == []
    assert [row for row in facts("mahallas") if names.to_latin(row["name_uz_cyrl"]) != row["name_uz_latn"]] == []


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Qarshi shahri", "Qarshi", "city"),
        ("Qarshi tumani", "Qarshi", "district"),
        ("Қарши шаҳри", "Қарши", "city"),
        ("г.Карши", "Карши", "city"),
        ("Qarshi sh.", "Qarshi", "city"),
        ("Koson t.", "Koson", "district"),
        ("Мубарекский р-н", "Мубарекский", "district"),
        ("Saroyko‘l OFY", "Saroykoʻl", "OFY"),
        ("Qorao‘zak SHFY", "Qoraoʻzak", "SHFY"),
        ("Айгиркуль махалля", "Айгиркуль", "mahalla"),
        ("Qashqadaryo viloyati", "Qashqadaryo", "region"),
        ("Г. Гулом", "Г. Гулом", None),
        ("MFY", "MFY", None),
        ("Guliston (eski) MFY", "Guliston (eski)", "MFY"),
    ],
)
def test_a_suffix_tells_the_kind(text: str, name: str, kind: str | None) -> None:
    assert names.unit(text) == names.Unit(name, kind)


def test_capitals_and_roman_numerals_survive_transliteration() -> None:
    assert names.to_latin("ШАҲРИ Шаҳри") == "SHAHRI Shahri"
    assert names.to_cyrillic("Navroʻz II") == "Наврўз II"
    assert names.to_cyrillic("I.Karimov") == "И.Каримов"
    assert names.to_cyrillic("Isʼhoq") == "Исҳоқ"
    assert names.to_latin("Ғелон") == "Gʻelon"
    assert names.to_latin("Ертепа") == "Yertepa"


@pytest.mark.parametrize(
    ("text", "may_be"), [("Бустон", True), ("БУСТОН МФЙ", True), ("Бўстон", False), ("Buston", False), ("", False)]
)
def test_cyrillic_without_a_letter_of_uzbek_may_be_russian(text, may_be) -> None:
    assert names.may_be_russian(text) is may_be


@given(st.text())
def test_any_text_is_spelt_in_every_alphabet_without_an_error(text):
    for spell in (names.to_cyrillic, names.to_russian, names.to_latin, names.key, names.slug):
        assert isinstance(spell(text), str)


def test_letters_that_only_case_folding_confuses_are_read_as_what_they_look_like():
    assert names.key("Xalqabad qıshlaǵı") == names.key("Xalqabad qishlaǵi")
    assert names.to_cyrillic("İstiqlol") == names.to_cyrillic("Istiqlol")
