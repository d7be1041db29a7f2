"""Tables of every kind: what is read, what is left out and kept apart, and what refuses the whole file."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from tests.geodata.sources import build
from tests.geodata.sources.build import TODAY, errors, read, table, write_json, write_xlsx

INCIDENTS = "id,sana,guruh,jinoyat turi,tuman,MFY,soni,lon,lat,F.I.Sh.,telefon\n"


def test_incidents(tmp_path):
    text = INCIDENTS + (
        "1,05.01.2025,oldini olish mumkin bo'lgan,O'g'rilik,Koson,Guliston MFY,1,65.58,39.04,Aliyev Vali,901234567\n"
        "2,2025-02-01,ИТ,мошенничество,Косонский район,,2,,,,\n"
        "3,31.02.2025,it,firibgarlik,Koson,Guliston,1,,,,\n"
        "4,,it,firibgarlik,Koson,Guliston,1,,,,\n"
        "5,2025-03-01,it,hujum,,,1,,,,\n"
        "6,2025-03-01,chaqiruv,oila janjali,Koson,Guliston,1,0,0,,\n"
    )
    report = table(tmp_path, "incidents", text)
    assert report.accepted
    assert list(report.table["row"]) == [2, 3, 6, 7]
    assert list(report.table["group"]) == ["preventable", "it", "it", "calls"]
    assert list(report.table["type"]) == ["theft", "fraud", "hujum", "oila janjali"]
    assert list(report.table["count"]) == [1, 2, 1, 1]
    assert report.table["lon"].notna().tolist() == [True, False, False, False]
    assert report.table["date"].dt.date.tolist()[:2] == [date(2025, 1, 5), date(2025, 2, 1)]
    assert dict(zip(report.rejected["row"], report.rejected["reason"], strict=True)) == {
        4: "date_unreadable", 5: "date_missing",
    }  # fmt: skip
    assert {"personal_dropped", "types_unknown", "point_dropped", "join_no_place"} <= build.codes(report)


def test_no_person_is_left_anywhere(tmp_path):
    text = INCIDENTS + "1,05.13.2025,it,o'g'rilik,Koson,Guliston,1,65.58,39.04,Aliyev Vali,901234567\n" * 2
    text += "1,05.12.2025,it,o'g'rilik,Koson,Guliston,1,65.58,39.04,Aliyev Vali,901234567\n" * 5
    report = table(tmp_path, "incidents", text)
    assert report.accepted
    everything = b"".join(report.stored.values()) + str(report.as_dict()).encode()
    assert b"Aliyev" not in everything
    assert b"901234567" not in everything
    assert b"Guliston" in everything


def test_incidents_without_a_count_group_are_refused_unless_a_default_is_given(tmp_path):
    text = "sana,tuman,MFY,jinoyat turi\n2025-01-05,Koson,Guliston,theft\n"
    assert errors(table(tmp_path, "incidents", text)) == ["no_field"]
    mapping = tmp_path / "m.toml"
    mapping.write_text('[defaults]\ngroup = "preventable"\n', encoding="utf-8")
    assert set(table(tmp_path, "incidents", text, mapping=mapping).table["group"]) == {"preventable"}


def test_an_unknown_count_group_refuses_the_file(tmp_path):
    report = table(tmp_path, "incidents", "sana,guruh,MFY\n2025-01-05,boshqa,Guliston\n")
    assert errors(report) == ["word_unknown"]
    assert "boshqa" in report.errors[0].message


def test_a_date_column_that_holds_no_dates_refuses_the_file(tmp_path):
    text = "sana,guruh,MFY\n" + "Koson,it,Guliston\n" * 9 + "2025-01-05,it,Guliston\n"
    assert errors(table(tmp_path, "incidents", text)) == ["date_column"]


REGISTERED = "sana,guruh,MFY,roʻyxatga olingan sana\n"


def test_the_day_of_registration_is_read_and_what_cannot_be_is_left_empty(tmp_path):
    cells = ["05.01.2025", "08.01.2025", "", "04.01.2025", "soon", "01.01.1900", "06.01.2025", "07.01.2025"]
    text = REGISTERED + "".join(f"05.01.2025,it,Guliston,{cell}\n" for cell in cells)
    report = table(tmp_path, "incidents", text)
    assert report.accepted
    assert report.rows == 8  # no row is lost for it
    days = report.table["registered"].dt.strftime("%m-%d").fillna("-").tolist()
    assert days == ["01-05", "01-08", "-", "-", "-", "-", "01-06", "01-07"]
    found = {finding.code: finding for finding in report.warnings}
    assert found["registered_early"].values["rows"] == "5"
    assert found["date_dropped"].values["rows"] == "6, 7"
    assert "soon" in found["date_dropped"].message


def test_days_of_registration_before_the_event_refuse_the_file_if_most_are(tmp_path):
    early, right = "05.01.2025,it,Guliston,04.01.2025\n", "05.01.2025,it,Guliston,05.01.2025\n"
    assert errors(table(tmp_path, "incidents", REGISTERED + early * 2 + right)) == ["registered_column"]
    assert table(tmp_path, "incidents", REGISTERED + early + right).accepted
    assert errors(table(tmp_path, "incidents", REGISTERED + "05.01.2025,it,Guliston,erta\n")) == ["date_column"]


def test_a_file_without_days_of_registration_has_none(tmp_path):
    report = table(tmp_path, "incidents", "sana,guruh,MFY\n05.01.2025,it,Guliston\n")
    assert report.table["registered"].isna().all()


def test_swapped_coordinates_of_all_incidents_are_an_error_of_one_a_warning(tmp_path):
    head = "sana,guruh,MFY,lon,lat\n"
    good, swapped = "2025-01-05,it,Guliston,65.5,39.0\n", "2025-01-06,it,Guliston,39.0,65.5\n"
    assert errors(table(tmp_path, "incidents", head + swapped * 3)) == ["lonlat_swapped"]
    report = table(tmp_path, "incidents", head + good * 3 + swapped)
    assert report.accepted
    assert report.table["lon"].isna().tolist() == [False] * 3 + [True]


def test_incidents_as_points_of_a_geojson(tmp_path):
    features = [
        build.feature({"type": "Point", "coordinates": [65.5, 39.0]}, date="2025-01-05", group="it", type="fraud")
    ]
    report = read("incidents", write_json(tmp_path / "a.geojson", build.collection(*features)), today=TODAY)
    assert report.table[["lon", "lat"]].to_numpy().tolist() == [[65.5, 39.0]]


def test_the_same_incident_twice_counts_once(tmp_path):
    row = "7,2025-01-05,it,fraud,Koson,Guliston,1,65.58,39.04,,\n"
    report = table(tmp_path, "incidents", INCIDENTS + row + row + row.replace("7,", "8,", 1))
    assert report.rows == 2
    assert list(report.rejected["reason"]) == ["duplicate_row"]


def test_categories(tmp_path):
    text = (
        "Туман;МФЙ номи;Тоифа;Сана;Буйруқ рақами;Тасдиқлади\n"
        "Косон тумани;Гулистон МФЙ;«қизил» тоифа;10.01.2025;12-сон;Алиев\n"
        "Косон тумани;Бўстон МФЙ;яшил;10.01.2025;12-сон;\n"
        "Жами;;2;;;\n"
    )
    report = table(tmp_path, "categories", text, encoding="utf-16")
    assert errors(report) == ["word_unknown"]  # the row of totals has a figure where a category should be
    report = table(tmp_path, "categories", text.replace(";2;", ";;"), encoding="utf-8-sig")
    assert report.accepted
    assert list(report.table["category"]) == ["red", "green"]
    assert list(report.table["order"]) == ["12-сон"] * 2
    assert (report.table["valid_from"] == report.table["decided"]).all()
    assert list(report.rejected["reason"]) == ["total_row"]


def test_categories_in_windows_1251(tmp_path):
    report = table(
        tmp_path,
        "categories",
        "район\tмахалля\tкатегория\tдата\nКасан\tГулистан\tкрасная\t10.01.2025\n",
        encoding="cp1251",
    )
    assert list(report.table["name"]) == ["Гулистан"]
    assert "encoding_guessed" in build.codes(report)


def test_an_unknown_category_refuses_the_file_unless_mapped(tmp_path):
    text = "MFY,toifa,sana\nGuliston,Q,2025-01-10\n"
    assert errors(table(tmp_path, "categories", text)) == ["word_unknown"]
    mapping = tmp_path / "m.toml"
    mapping.write_text('[values.category]\n"Q" = "red"\n', encoding="utf-8")
    assert list(table(tmp_path, "categories", text, mapping=mapping).table["category"]) == ["red"]


def test_a_mapping_to_a_value_that_does_not_exist_is_refused(tmp_path):
    mapping = tmp_path / "m.toml"
    mapping.write_text('[values.category]\n"Q" = "purple"\n', encoding="utf-8")
    report = table(tmp_path, "categories", "MFY,toifa,sana\nGuliston,Q,2025-01-10\n", mapping=mapping)
    assert errors(report) == ["word_unknown"]


def test_categories_without_a_date_are_refused(tmp_path):
    assert errors(table(tmp_path, "categories", "MFY,toifa\nGuliston,qizil\n")) == ["no_field"]


def test_two_categories_of_one_mahalla_at_one_date_are_refused(tmp_path):
    rows = "tuman,MFY,toifa,sana\nKoson,Guliston,qizil,2025-01-10\n"
    assert errors(table(tmp_path, "categories", rows + "Koson,ГУЛИСТОН МФЙ,yashil,2025-01-10\n")) == ["conflict"]
    assert table(tmp_path, "categories", rows + "Koson,Guliston,yashil,2025-07-10\n").rows == 2
    assert table(tmp_path, "categories", rows + "Kasbi,Guliston,yashil,2025-01-10\n").rows == 2
    assert list(table(tmp_path, "categories", rows + "Koson,Guliston MFY,red,10.01.2025\n").rejected["reason"]) == [
        "duplicate_row"
    ]


def test_an_unknown_word_is_told_with_its_row_and_not_called_empty(tmp_path):
    text = "turi,holati,mahalla,tuman\nyoʻlak,reja,A,Koson\nxavfsiz darvoza,reja,B,Koson\n,reja,C,Koson\n"
    report = table(tmp_path, "sites", text)
    assert [finding.where for finding in report.errors] == ["a.csv, row 3, turi"]
    assert [(f.code, f.values["rows"]) for f in report.warnings if f.code == "word_missing"] == [("word_missing", "4")]


def test_a_word_of_the_form_a_table_travels_in_is_a_text_like_any_other(tmp_path):
    text = 'mahalla_nomi,tuman,aholi soni,sana\n"Guliston ""primary_column"" MFY",Koson,100,2025-01-01\n'
    report = table(tmp_path, "population", text)
    assert report.accepted
    assert report.table["residents"].tolist() == [100]


REGISTER = "code,district_soato,name_uz_latn,name_uz_cyrl,kind,status\n"


def test_register(tmp_path):
    report = table(
        tmp_path,
        "register",
        REGISTER + "18140001,1710207,Amir Temur,Амир Темур,MFY,x\n,1710212,Aerodrom,,QFY,\n,1710212,Qo'rg'on QFY,,,\n",
    )
    assert list(report.table["code"]) == ["18140001", "1710212.aerodrom", "1710212.qorgon"]
    assert list(report.table["kind"]) == ["MFY", "QFY", "QFY"]
    assert list(report.table["mfy_id"].fillna("")) == ["18140001", "", ""]
    assert list(report.table["name"]) == ["Amir Temur", "Aerodrom", "Qoʻrgʻon QFY"]
    assert list(report.table["region_code"]) == ["1710"] * 3


def test_a_register_row_without_a_code_stays_beside_the_one_with_it_but_only_once(tmp_path):
    bare = ",1710220,Elobod,,,\n"
    report = table(tmp_path, "register", REGISTER + bare + "18120059,1710220,Elobod,,,\n" + bare)
    assert sorted(report.table["code"]) == ["1710220.elobod", "18120059"]
    assert list(report.rejected["row"]) == [4]
    assert "same_name" in {finding.code for finding in report.warnings}


def test_a_register_needs_districts_and_unique_codes(tmp_path):
    assert errors(table(tmp_path, "register", "MFY nomi,mfy_id\nA,18140001\nB,18140002\n")) == ["no_district"]
    assert errors(table(tmp_path, "register", REGISTER + "18140001,1710207,A,,,\n18140001,1710207,B,,,\n")) == [
        "duplicate_code"
    ]


def test_districts(tmp_path):
    text = (
        "soato,kind,name_uz_latn,name_ru,centre,lat,lon\n1710224,tuman,Qarshi tumani,,Beshkent,38.8,65.6\n"
        "1710401,,Qarshi shahri,город Карши,,38.8,65.8\n17,,X,,,,\n"
    )
    report = table(tmp_path, "districts", text)
    assert list(report.table["kind"]) == ["district", "city"]
    assert list(report.table["region_code"]) == ["1710"] * 2
    assert list(report.rejected["reason"]) == ["district_code_bad"]


def test_sites_from_points_lines_and_names(tmp_path):
    features = [
        build.feature({"type": "Point", "coordinates": [65.5, 39.0]}, kind="entrance", state="opened",
                      opened="2025-03-01",
                      mahalla="Guliston", lighting_planned=5, lighting_installed=4, title="A"),
        build.feature({"type": "LineString", "coordinates": [[65.5, 39.0], [65.6, 39.0]]}, kind="Ko'cha", state="reja"),
        build.feature(None, kind="street", mahalla="Bo'ston", district="Koson"),
        build.feature(build.square(1), kind="street"),
    ]  # fmt: skip
    report = read("sites", write_json(tmp_path / "a.geojson", build.collection(*features)), today=TODAY)
    assert report.accepted
    assert list(report.table["kind"]) == ["entrance", "street", "street"]
    assert report.table.geometry.isna().tolist() == [False, False, True]
    assert report.table["lighting_planned"].iloc[0] == 5
    assert report.table["lighting_installed"].iloc[0] == 4
    assert report.table["fence_planned"].isna().all()
    assert list(report.rejected["reason"]) == ["site_shape"]


def test_sites_from_a_table(tmp_path):
    report = table(
        tmp_path,
        "sites",
        "turi;MFY;tuman;долгота;широта;Yoritish (reja);Ёритиш (ўрнатилган)\nko'cha;Guliston;Koson;65,58;39,04;10;7\n",
    )
    first = report.table.iloc[0]
    assert (first["kind"], first["lighting_planned"], first["lighting_installed"]) == ("street", 10, 7)
    assert (first.geometry.x, first.geometry.y) == pytest.approx((65.58, 39.04))


def test_indicators_keep_their_own_names(tmp_path):
    report = table(
        tmp_path,
        "indicators",
        'MFY,tuman,Ishsizlar,"Ulush, %",Izoh,telefon\nGuliston,Koson,"1,265","12,5",yaxshi,901234567\n'
        'X,Koson,662,abc,yomon,901234568\nY,Koson,5,"1,5",,\n',
    )
    assert list(report.table.columns[-2:]) == ["Ishsizlar", "Ulush, %"]
    assert report.table["Ishsizlar"].tolist() == [1265.0, 662.0, 5.0]
    assert report.table["Ulush, %"].fillna(-1).tolist() == [12.5, -1.0, 1.5]
    assert report.labels == {"Ishsizlar": "Ishsizlar", "Ulush, %": "Ulush, %"}
    assert "telefon" not in report.table.columns
    assert {"fields_ignored", "personal_dropped", "number_dropped"} <= build.codes(report)


def test_a_workbook_with_a_title_an_empty_sheet_and_real_dates(tmp_path):
    rows = [["Qashqadaryo viloyati mahallalari toifalari"], [], ["T/r", "Tuman", "MFY nomi", "Toifasi", "Sana"],
            [1, "Koson tumani", "Guliston MFY", "qizil", date(2025, 1, 10)],
            [2, "Koson tumani", "Boʻston MFY", "yashil", "10.01.2025"],
            ["", "Jami", "", "", ""]]  # fmt: skip
    report = read("categories", write_xlsx(tmp_path / "a.csv", rows, sheets=("Muqova", "Toifalar")), today=TODAY)
    assert report.accepted, report.as_dict()
    assert list(report.table["row"]) == [4, 5]
    assert report.table["decided"].dt.date.tolist() == [date(2025, 1, 10)] * 2
    assert "sheets_unread" in build.codes(report)


def test_a_thousand_bad_rows_are_one_finding(tmp_path):
    text = "sana,guruh,MFY\n" + "2025-01-05,it,Guliston\n" * 2000 + "2025-02-30,it,Guliston\n" * 1000
    report = table(tmp_path, "incidents", text)
    assert report.rows == 2000
    finding = next(each for each in report.warnings if each.code == "date_unreadable")
    assert finding.values["count"] == 1000
    assert finding.values["rows"] == "2002, 2003, 2004, 2005, 2006 … (+995)"
    assert len(report.rejected) == 1000


@pytest.mark.parametrize(
    "kind", ["register", "districts", "population", "categories", "incidents", "sites", "indicators"]
)
@pytest.mark.parametrize(
    "text", ["", "a", "a,b\n", "a,b\n1,2\n", '"', "\n\n\n", "name\n\n", "MFY\nGuliston\n", "\ufeff"]
)
def test_a_table_of_nothing_is_refused_in_words(tmp_path, kind, text):
    report = table(tmp_path, kind, text)
    assert not report.accepted
    assert report.errors
    assert "reader_failed" not in errors(report)


def test_a_separator_line_of_excel_is_understood(tmp_path):
    assert table(tmp_path, "population", "sep=;\nMFY;aholi\nGuliston;1265\n").rows == 1


def test_a_table_in_parquet_keeps_its_types(tmp_path):
    frame = pd.DataFrame({"mfy_id": [18140001, None], "name": ["A", "B"],
                          "date": pd.to_datetime(["2025-01-05", "2025-01-06"]),
                          "group": "it", "count": [2, 3], "inner": [[1], [2]]})  # fmt: skip
    frame.to_parquet(tmp_path / "a.bin")
    report = read("incidents", tmp_path / "a.bin", today=TODAY)
    assert list(report.table["mfy_id"].fillna("")) == ["18140001", ""]
    assert list(report.table["count"]) == [2, 3]


@pytest.mark.parametrize("heading", ["soato,name", "district_code,district", "code,name_uz_latn"])
def test_a_list_of_districts_is_read_by_the_headings_of_mahalla_lists_too(tmp_path, heading):
    report = table(tmp_path, "districts", f"{heading}\n1710207,Gʻuzor tumani\n")
    assert report.accepted
    assert report.table[["code", "name_uz_latn"]].to_numpy().tolist() == [["1710207", "Gʻuzor tumani"]]
