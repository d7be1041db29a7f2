"""Road maps and holidays as files: four spellings, periods in words, what is left out and what refuses the file."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from geodata.sources import KINDS, RECORDS, check, quarters, words
from geodata.sources.fields import recognise
from geodata.sources.mapping import FieldMap
from geodata.sources.notes import Notes
from tests.geodata.sources import build
from tests.geodata.sources.build import errors, read, write_csv, write_xlsx

HEAD = "mfy_id,Mahalla,Tuman,Chora-tadbir,Oʻlchov birligi,Reja,Bajarildi,Muddat,Davr,Masʼul,Asos\n"
ROW = "18140001,Guliston,Koson tumani,Kamera oʻrnatish,dona,8,3,20.03.2025,2025-Q1,Tuman hokimi,1-dalolatnoma\n"


def table(tmp_path, text, kind="roadmap"):
    return read(kind, write_csv(tmp_path / "a.csv", text))


@pytest.mark.parametrize(
    "heading",
    [
        "mahalla,district,item,unit,planned,done,due,period,post,evidence",
        "MFY nomi,Tuman,Chora-tadbir,O'lchov birligi,Reja,Bajarildi,Ijro muddati,Chorak,Mas'ul,Asos",
        "МФЙ номи,Туман,Чора-тадбир,Ўлчов бирлиги,Режа,Бажарилди,Ижро муддати,Чорак,Масъул,Асос",
        "Махалля,Район,Мероприятие,Ед. изм.,План,Исполнено,Срок исполнения,Квартал,Ответственный,Подтверждение",
        "Neighbourhood,District,Measure,Unit of measure,Plan,Actual,Deadline,Quarter,Responsible,Proof",
    ],
)
def test_a_road_map_in_every_spelling(tmp_path, heading):
    report = table(tmp_path, f"{heading}\nGuliston,Koson tumani,Kamera,dona,8,3,20.03.2025,2025-Q1,hokim,akt\n")
    assert report.accepted
    assert build.codes(report) == set()
    row = report.table.iloc[0]
    assert (row["name"], row["district"], row["item"], row["unit"]) == ("Guliston", "Koson tumani", "Kamera", "dona")
    assert (row["planned"], row["done"], row["period"], row["post"], row["evidence"]) == (
        8,
        3,
        "2025-Q1",
        "hokim",
        "akt",
    )
    assert row["due"].date() == date(2025, 3, 20)


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("2025-Q1", "2025-Q1"), ("2025-03", "2025-03"), ("03.2025", "2025-03"), ("3/2025", "2025-03"),
        ("I chorak 2025", "2025-Q1"), ("2025-yil IV choragi", "2025-Q4"), ("2025 йил 2-чорак", "2025-Q2"),
        ("III квартал 2025 г.", "2025-Q3"), ("2 кв. 2025", "2025-Q2"), ("Q4 2025", "2025-Q4"),
        ("quarter 1, 2025", "2025-Q1"), ("2025-yil yanvar", "2025-01"), ("февраль 2025 г.", "2025-02"),
        ("2025 йил март", "2025-03"), (datetime(2025, 4, 1, tzinfo=UTC), "2025-04"), (date(2025, 4, 1), "2025-04"),
        (None, None), ("—", None), ("2025", None), ("2025-H1", None), ("V chorak 2025", None), ("13.2025", None),
        ("chorak", None), ("I chorak", None), ("2024-2025", None), ("soon", None), ("31.02.2025", None),
        ("2025-01-01..2025-02-01", None), ("1-2 chorak 2025", None),
    ],
)  # fmt: skip
def test_quarters_and_months(cell, wanted):
    assert quarters.read(cell) == wanted


def test_a_row_without_a_period_belongs_to_the_quarter_of_its_due_date(tmp_path):
    report = table(tmp_path, HEAD + ROW.replace("2025-Q1", "") + ROW.replace("2025-Q1", "2025-02"))
    assert list(report.table["period"]) == ["2025-Q1", "2025-02"]
    assert list(table(tmp_path, "Tuman,Band,Reja,Muddat\nKoson,Kamera,1,2025-11-20\n").table["period"]) == ["2025-Q4"]


def test_rows_of_a_district_and_of_the_region(tmp_path):
    text = (
        "Viloyat,Tuman,MFY,Chora-tadbir,Reja,Muddat\n"
        "Qashqadaryo viloyati,Koson tumani,,Kamera,5,2025-03-31\n"
        "Qashqadaryo viloyati,,,Kamera,50,2025-03-31\n"
        ",,Қашқадарё вилояти,Koʻcha,50,2025-03-31\n"
    )
    report = table(tmp_path, text)
    assert report.table["name"].isna().all()
    assert report.table["district"].isna().tolist() == [False, True, True]
    assert list(report.table["region"])[1:] == ["Qashqadaryo viloyati", "Қашқадарё вилояти"]
    assert (report.table["done"] == 0).all()


def test_rows_that_cannot_be_used_are_left_out_and_told(tmp_path):
    wrong = {
        "no item": ROW.replace("Kamera oʻrnatish", ""),
        "no plan": ROW.replace(",8,", ",,"),
        "bad plan": ROW.replace(",8,", ",koʻp,"),
        "below zero": ROW.replace(",3,", ",-3,"),
        "no due": ROW.replace("20.03.2025", ""),
        "no date": ROW.replace("20.03.2025", "31.02.2025"),
        "no period": ROW.replace("2025-Q1", "tez orada"),
        "no place": ROW.replace("18140001,Guliston,Koson tumani", ",,"),
        "total": ROW.replace("18140001,Guliston,Koson tumani", ",Jami,"),
        "again": ROW,
    }
    report = table(tmp_path, HEAD + ROW + "".join(wrong.values()))
    assert report.accepted
    assert report.rows == 1
    assert list(report.rejected["reason"]) == [
        "word_missing", "number_missing", "number_unreadable", "number_negative", "date_missing", "date_unreadable",
        "period_row", "no_identity_row", "total_row", "duplicate_row",
    ]  # fmt: skip
    assert "tez orada" in next(f.message for f in report.warnings if f.code == "period_row")


def test_a_due_date_may_lie_ahead_but_not_beyond_the_century(tmp_path):
    report = table(tmp_path, HEAD + ROW.replace("20.03.2025", "20.03.2031") + ROW.replace("20.03.2025", "20.03.2925"))
    assert report.rows == 1
    assert list(report.rejected["reason"]) == ["date_outside"]


def test_one_item_with_two_plans_refuses_the_file(tmp_path):
    report = table(tmp_path, HEAD + ROW + ROW.replace(",8,", ",9,").replace("Kamera oʻrnatish", "КАМЕРА ЎРНАТИШ"))
    assert errors(report) == ["item_twice"]
    assert "2 times" in report.errors[0].message


@pytest.mark.parametrize("missing", ["Chora-tadbir", "Reja", "Muddat"])
def test_a_road_map_without_what_it_needs_is_refused(tmp_path, missing):
    assert errors(table(tmp_path, (HEAD + ROW).replace(missing, "Boshqa"))) == ["no_field"]


def test_a_road_map_without_places_is_refused(tmp_path):
    assert errors(table(tmp_path, "Chora-tadbir,Reja,Muddat\nx,1,2025-01-01\n")) == ["no_identity"]


def test_names_of_persons_are_dropped(tmp_path):
    report = table(tmp_path, HEAD.replace("Asos", "F.I.Sh.") + ROW.replace("1-dalolatnoma", "Aliyev Vali"))
    assert "personal_dropped" in build.codes(report)
    assert b"Aliyev" not in b"".join(report.stored.values())


def test_a_workbook_through_the_child_process(tmp_path):
    rows = [
        ("Yoʻl xaritasi",),
        ("Tuman", "MFY", "Chora-tadbir", "Reja", "Muddat"),
        ("Koson tumani", "Guliston", "Kamera", 8, date(2025, 3, 20)),
    ]
    report = check("roadmap", write_xlsx(tmp_path / "a.xlsx", rows))
    assert report.accepted
    assert list(report.table["planned"]) == [8]
    assert list(report.table["period"]) == ["2025-Q1"]


# --- holidays


def test_holidays(tmp_path):
    text = "Sana,Turi,Nomi\n08.03.2026,bayram,Xotin-qizlar kuni\n12.12.2026,рабочий день,\n09.03.2026,,\n,,Navroʻz\n"
    report = table(tmp_path, text, "holidays")
    assert report.accepted
    assert list(report.table["kind"]) == ["holiday", "working", "holiday"]
    assert [day.date().isoformat() for day in report.table["day"]] == ["2026-03-08", "2026-12-12", "2026-03-09"]
    assert list(report.rejected["reason"]) == ["date_missing"]


def test_a_day_that_is_both_refuses_the_file_and_one_twice_counts_once(tmp_path):
    assert errors(table(tmp_path, "day,kind\n2026-03-08,holiday\n2026-03-08,working\n", "holidays")) == ["conflict"]
    assert table(tmp_path, "day\n2026-03-08\n2026-03-08\n", "holidays").rows == 1
    assert errors(table(tmp_path, "Nomi\nNavroʻz\n", "holidays")) == ["no_field"]
    assert errors(table(tmp_path, "day,kind\n2026-03-08,balki\n", "holidays")) == ["word_unknown"]


# --- the lists


@pytest.mark.parametrize("kind", RECORDS)
def test_our_own_names_mean_themselves(kind):
    own = list(words.headings(kind))
    assert recognise(own, kind, FieldMap(), Notes("a.csv")).column == {name: name for name in own}


def test_records_go_into_no_edition():
    assert not set(RECORDS) & set(KINDS)
