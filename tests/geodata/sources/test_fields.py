"""Headings and words of four languages, cut, mapped, personal or unknown."""

from __future__ import annotations

import pytest

from geodata.sources import words
from geodata.sources.fields import recognise
from geodata.sources.mapping import FieldMap
from geodata.sources.notes import Notes
from geodata.sources.report import KINDS


def found(columns, kind="boundaries", **mapping):
    notes = Notes("a.csv")
    return recognise(columns, kind, FieldMap(**mapping), notes), notes


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("mahalla_nomi", "name"),
        ("MFY nomi", "name"),
        ("МАҲАЛЛА", "name"),
        ("махалля", "name"),
        ("Название махалли", "name"),
        ("tuman", "district"),
        ("Tuman (shahar)", "district"),
        ("район", "district"),
        ("Туман номи", "district"),
        ("region_name", "region"),
        ("viloyat", "region"),
        ("область", "region"),
        ("mahalla_id", "mahalla_id"),
        ("MFY_ID", "mfy_id"),
        ("soato", "district_code"),
        ("parent_code", "region_code"),
    ],
)
def test_headings_of_the_identity(heading, field):
    assert found([heading])[0].column == {field: heading}


@pytest.mark.parametrize(
    ("kind", "heading", "field"),
    [
        ("categories", "Toifa", "category"),
        ("categories", "тоифаси", "category"),
        ("categories", "Категория", "category"),
        ("categories", "sana", "decided"),
        ("categories", "Buyruq raqami", "order"),
        ("incidents", "дата", "date"),
        ("incidents", "roʻyxatga olingan sana", "registered"),
        ("incidents", "Ro'yxatga olingan sana", "registered"),
        ("incidents", "рўйхатга олинган сана", "registered"),
        ("incidents", "Дата регистрации", "registered"),
        ("incidents", "Date of registration", "registered"),
        ("incidents", "jinoyat turi", "type"),
        ("incidents", "Вид преступления", "type"),
        ("incidents", "жиноят тури", "type"),
        ("incidents", "долгота", "lon"),
        ("population", "Численность населения", "residents"),
        ("population", "Aholi soni 2025", "residents"),
        ("population", "population_2025_k", "residents"),
        ("population", "аҳоли сони, минг", "residents"),
        ("sites", "Ko'cha nomi", "title"),
        ("districts", "СОАТО", "code"),
    ],
)
def test_headings_of_a_kind(kind, heading, field):
    assert found([heading], kind)[0].column[field] == heading


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_names_mean_themselves(kind):
    own = list(words.headings(kind))
    assert found(own, kind)[0].column == {name: name for name in own}


def test_a_name_cut_at_ten_characters_is_told():
    columns, notes = found(["region_nam", "parent_cod", "mahalla_no", "district", "mfy_id"])
    assert columns.column == {
        "district": "district",
        "mfy_id": "mfy_id",
        "region": "region_nam",
        "region_code": "parent_cod",
        "name": "mahalla_no",
    }
    assert [finding.code for finding in notes.warnings] == ["field_cut"] * 3
    assert found(["population"], "population")[0].column == {"residents": "population"}


@pytest.mark.parametrize(
    "heading",
    ["F.I.Sh.", "ФИО", "Фамилия", "Jabrlanuvchi", "Потерпевший", "tug'ilgan sana", "Дата рождения", "pasport", "ПИНФЛ",
     "JSHSHIR", "telefon", "Телефон", "yashash manzili", "адрес", "victim_name", "birth_date", "Подозреваемый (ФИО)"],
)  # fmt: skip
def test_personal_headings_are_never_read(heading):
    columns, notes = found(["sana", heading], "incidents")
    assert columns.personal == (heading,)
    assert heading not in columns.column.values()
    assert heading not in columns.unknown
    assert [finding.code for finding in notes.warnings] == ["personal_dropped"]


def test_a_mapping_goes_before_every_rule():
    columns, _ = found(["name", "NOMI_2", "telefon"], fields={"name": "nomi 2", "district": "telefon"})
    assert columns.column == {"name": "NOMI_2", "district": "telefon"}
    assert columns.unknown == ("name",)


@pytest.mark.parametrize(
    ("listed", "word", "ours"),
    [
        ("category", "qizil", "red"),
        ("category", "ҚИЗИЛ", "red"),
        ("category", "«Красная» категория", "red"),
        ("category", "“yashil” toifa", "green"),
        ("category", "Жёлтый", "yellow"),
        ("category", "сариқ", "yellow"),
        ("category", "Q", None),
        ("category", "pushti", None),
        ("group", "Oldini olish mumkin bo'lgan jinoyatlar", "preventable"),
        ("group", "ИТ", "it"),
        ("group", "чақирувлар", "calls"),
        ("group", "административные", "administrative"),
        ("type", "ЎҒРИЛИК", "theft"),
        ("type", "кража", "theft"),
        ("type", "o‘g‘rilik", "theft"),
        ("type", "Bosqinchilik", "armed_robbery"),
        ("type", "грабёж", "robbery"),
        ("type", "разбой", "armed_robbery"),
        ("type", "talonchilik", "robbery"),
        ("type", "fraud", "fraud"),
        ("site_kind", "Ko‘cha", "street"),
        ("site_state", "Жараёнда", "in_progress"),
        ("criterion", "Yoritish", "lighting"),
    ],
)
def test_words_in_four_languages(listed, word, ours):
    assert words.find(listed, word) == ours


@pytest.mark.parametrize(
    "listed", ["category", "group", "type", "site_kind", "site_state", "district_kind", "level", "criterion"]
)
def test_every_value_of_ours_means_itself(listed):
    for ours in set(words.table(listed).values()):
        assert words.find(listed, ours) == ours
