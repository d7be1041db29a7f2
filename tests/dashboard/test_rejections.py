"""Rows that did not match as a reader's table: fixed columns first, the file's own last and only in the download."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date

import pandas as pd
import python_calamine

from dashboard import rejections
from dashboard.export import tables
from dashboard.language import Language, Words


@dataclass(frozen=True)
class Held:
    """An edition with one table of rows that did not match."""

    rows: pd.DataFrame
    districts: pd.DataFrame

    def rejected(self, _kind: str) -> pd.DataFrame:
        return self.rows


@dataclass(frozen=True)
class Seen:
    """What the table asks of a view."""

    edition: Held
    words: Words

    def district_name(self, code: str) -> str:
        return {"1710250": "Яккабагский"}[code]


def seen(rows: dict[str, list[object]]) -> Seen:
    edition = Held(pd.DataFrame(rows).astype("string"), pd.DataFrame({"code": ["1710250"]}))
    return Seen(edition, Words(Language.RU))


MIXED = {
    "row": ["7", "12"],
    "reason": ["join_name_unknown", "date_unreadable"],
    "where": ["a, row 1.csv, row 7", "b.xlsx, row 12"],
    "got": ["Nomaʼlum, 1710250", None],
    "district_pos": ["0", None],
    "name": ["Nomaʼlum", None],
    "district": [None, "Китобский"],
    "date": ["2024-02-01 00:00:00", "вчера"],
    "group": ["preventable", "кражи"],
    "type": ["theft", None],
    "count": ["3", "три"],
    "Изоҳ": [None, "=1+1"],
}


def test_the_screen_has_the_fixed_columns_in_their_order_and_nothing_of_the_file():
    shown = rejections.shown(seen(MIXED), "incidents", 200)
    assert list(shown) == [
        *("Причина", "Файл", "Строка", "Что указано в строке", "Район или город"),
        *("Дата", "Что учитывается", "Вид", "Количество"),
    ]
    first, second = shown.to_dict("records")
    assert first == {
        "Причина": "такого названия в районе нет",
        "Файл": "a, row 1.csv",
        "Строка": 7,
        "Что указано в строке": "Nomaʼlum, 1710250",
        "Район или город": "Яккабагский",
        "Дата": date(2024, 2, 1),
        "Что учитывается": "Предотвратимые преступления",
        "Вид": "Кража",
        "Количество": 3,
    }
    assert second["Что указано в строке"] == "Китобский, Изоҳ: =1+1"
    assert (second["Дата"], second["Количество"], second["Что учитывается"]) == ("вчера", "три", "кражи")
    assert second["Район или город"] is None


def test_the_download_has_the_files_own_columns_marked_as_such():
    whole = rejections.whole(seen(MIXED), "incidents")
    assert list(whole)[-3:] == ["Махалля, как в файле", "Район, как в файле", "Изоҳ (из файла)"]


def test_quantities_of_sites_have_their_criterion_in_words():
    rows = {"reason": ["join_no_place"], "where": ["s.csv, row 2"], "kind": ["street"], "lighting_planned": ["4"]}
    whole = rejections.whole(seen(rows), "sites")
    assert whole.to_dict("records") == [
        {
            "Причина": "место не указано",
            "Файл": "s.csv",
            "Тип": "Образцовая безопасная улица",
            "Ночное освещение: В плане": 4,
        }
    ]


def test_days_leave_as_days_in_a_workbook_and_as_the_language_writes_them_in_csv():
    view = seen(MIXED)
    whole = rejections.whole(view, "incidents")
    book = tables.to_xlsx(whole, {}, day=view.words.day_format)
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    at = list(whole).index("Дата")
    assert [row[at] for row in sheet] == ["Дата", date(2024, 2, 1), "вчера"]
    text = tables.to_csv(whole, {}, day=view.words.date).decode("utf-8-sig")
    assert "01.02.2024" in text
    assert "'=1+1" in text
