"""Changes of units as files: four spellings, shares in parts and in per cent, and what refuses the file."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from tests.geodata.sources.build import errors, read, write_csv

HEAD = "old_name,old_district,day,change,share,mfy_id,name,district\n"


def table(tmp_path, text):
    return read("lineage", write_csv(tmp_path / "a.csv", text))


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        ("old_name,old_district,day,change,mfy_id,name,district", "moved"),
        ("eski nomi,eski tuman,sana,o'zgarish,mfy_id,mahalla_nomi,tuman", "oʻtkazilgan"),
        ("эски номи,эски туман,сана,ўзгариш,mfy_id,маҳалла,туман", "ўтказилган"),
        ("Прежнее название,Прежний район,Дата изменения,Вид изменения,mfy_id,Махалля,Район", "передана"),
    ],
)
def test_a_change_in_every_spelling(tmp_path, heading, word):
    report = table(tmp_path, f"{heading}\nDavr,Chiroqchi tumani,01.04.2022,{word},18080035,Davr,Koʻkdala tumani\n")
    assert report.accepted, report.errors
    row = report.table.iloc[0]
    assert (row["old_name"], row["old_district"], row["change"]) == ("Davr", "Chiroqchi tumani", "moved")
    assert (row["code"], row["name"], row["district"]) == ("18080035", "Davr", "Koʻkdala tumani")
    assert row["day"] == datetime(2022, 4, 1)  # noqa: DTZ001
    assert np.isnan(row["share"])


def test_shares_in_per_cent_are_parts_of_one(tmp_path):
    rows = "A,T tumani,2022-04-01,split,60,18080001,B,T tumani\nA,T tumani,2022-04-01,split,40,18080002,C,T tumani\n"
    assert table(tmp_path, HEAD + rows).table["share"].tolist() == [0.6, 0.4]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ("A,T tumani,2022-04-01,split,0.5,18080001,B,T tumani\nA,T tumani,2022-04-01,split,0.4,18080002,C,T tumani\n",
         ["lineage_shares"]),
        ("A,T tumani,2022-04-01,split,0.5,18080001,B,T tumani\nA,T tumani,2022-04-01,split,,18080002,C,T tumani\n",
         ["lineage_shares"]),
        ("A,T tumani,2022-04-01,moved,,18080001,B,T tumani\nA,T tumani,2022-04-01,moved,,18080002,C,T tumani\n",
         ["lineage_successors"]),
        ("A,T tumani,2022-04-01,exploded,,18080001,B,T tumani\n", ["word_unknown"]),
    ],
)  # fmt: skip
def test_what_refuses_the_file(tmp_path, rows, wanted):
    assert set(errors(table(tmp_path, HEAD + rows))) <= set(wanted)
    assert wanted[0] in errors(table(tmp_path, HEAD + rows))


def test_without_an_old_name_or_code_there_is_nothing_to_carry(tmp_path):
    assert errors(table(tmp_path, "day,change,mfy_id\n2022-04-01,moved,18080001\n")) == ["no_field"]


def test_a_row_without_a_day_is_left_out(tmp_path):
    rows = "A,T tumani,,moved,,18080001,B,T tumani\nC,T tumani,2022-04-01,moved,,18080002,C,T tumani\n"
    report = table(tmp_path, HEAD + rows)
    assert report.rows == 1
    assert report.rejected["reason"].tolist() == ["date_missing"]
