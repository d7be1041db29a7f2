"""Files of a hurried month: half copied, put together, ids that are none, figures that nothing can have."""

from __future__ import annotations

import zipfile
from datetime import date

import pytest
import xlsxwriter

from tests.geodata.sources import build
from tests.geodata.sources.build import codes, errors, read

HEADINGS = "id,sana,guruh,mahalla,tuman,soni"
ROWS = tuple(f"A-{number},2024-03-0{number},calls,Navbahor,Koson tumani,1" for number in range(1, 9))


def incidents(tmp_path, *rows, end="\n"):
    return read("incidents", build.write_csv(tmp_path / "a.csv", "\n".join((HEADINGS, *rows)) + end))


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows(tmp_path):
    report = incidents(tmp_path, ROWS[0], ROWS[1].replace("Navbahor", '"Navbahor'), *ROWS[2:])
    assert errors(report) == ["csv_unclosed"]
    assert report.errors[0].where == "a.csv, row 3"
    assert report.errors[0].values["count"] == 6


def test_two_stray_quotation_marks_swallow_no_rows_between_them(tmp_path):
    stray = [row.replace("Navbahor", '"Navbahor') if at in {1, 5} else row for at, row in enumerate(ROWS)]
    assert errors(incidents(tmp_path, *stray)) == ["csv_unclosed"]


def test_a_cell_of_several_lines_is_a_cell(tmp_path):
    report = incidents(tmp_path, ROWS[0].replace("Navbahor", '"Navbahor\nMFY"'), *ROWS[1:])
    assert report.accepted
    assert report.table["name"][0] == "Navbahor MFY"


def test_a_row_cut_short_at_the_end_is_a_half_copied_file(tmp_path):
    report = incidents(tmp_path, *ROWS, end="\nA-9,2024-03-09,calls,Nav")
    assert errors(report) == ["csv_cut"]
    assert report.errors[0].where == "a.csv, row 10"


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n"])
def test_a_last_line_may_lack_its_end(tmp_path, end):
    assert incidents(tmp_path, *ROWS, end=end).rows == len(ROWS)


def test_a_file_that_ends_within_a_letter_is_not_taken_for_another_encoding(tmp_path):
    whole = "\n".join((HEADINGS, *ROWS, "A-9,2024-03-09,calls,Навбаҳор,Косон тумани,1")).encode()
    (tmp_path / "a.csv").write_bytes(whole[: whole.rindex("ҳ".encode()) + 1])
    assert errors(read("incidents", tmp_path / "a.csv")) == ["text_cut"]


def test_the_place_of_a_file_that_never_came_is_empty(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(bytes(5000))
    assert errors(read("incidents", tmp_path / "a.xlsx")) == ["file_empty"]


def test_headings_between_files_put_together_are_passed_over(tmp_path):
    report = incidents(tmp_path, *ROWS[:4], HEADINGS, *ROWS[4:])
    assert (report.accepted, report.rows, report.rejected) == (True, len(ROWS), None)
    assert "heading_again" in codes(report)


def test_a_workbook_in_an_archive_is_named(tmp_path):
    build.write_xlsx(tmp_path / "a.xlsx", [HEADINGS.split(","), ROWS[0].split(",")])
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "a.xlsx", "a.xlsx")
    report = read("incidents", tmp_path / "a.zip")
    assert errors(report) == ["zip_workbook"]
    assert report.errors[0].values["got"] == "a.xlsx"


@pytest.mark.parametrize("count", ["1000000000000", "1e19", "9" * 29])
def test_a_count_that_cannot_be_leaves_its_row_out(tmp_path, count):
    report = incidents(tmp_path, ROWS[0][:-1] + count, *ROWS[1:])
    assert report.rows == len(ROWS) - 1
    assert list(report.rejected["reason"]) == ["number_absurd"]


@pytest.mark.parametrize("residents", ["1000000000000", "1e30"])
def test_residents_that_cannot_be_leave_their_row_out(tmp_path, residents):
    text = f"mahalla,tuman,aholi soni,sana\nA,Koson tumani,{residents},2024-01-01\nB,Koson tumani,4210,2024-01-01\n"
    report = read("population", build.write_csv(tmp_path / "a.csv", text))
    assert list(report.table["residents"]) == [4210]
    assert list(report.rejected["reason"]) == ["number_absurd"]


def test_an_id_that_stands_again_is_told(tmp_path):
    report = incidents(tmp_path, *ROWS, ROWS[0].replace("03-01", "03-11"))
    assert report.accepted
    warning = next(each for each in report.warnings if each.code == "id_repeated")
    assert (warning.values["rows"], warning.values["got"]) == ("2", "A-1")


def test_a_column_of_ids_that_is_none_refuses_the_file(tmp_path):
    report = incidents(tmp_path, *(row.replace(f"A-{at}", "A-1") for at, row in enumerate(ROWS, start=1)))
    assert errors(report) == ["ids_repeated"]
    assert report.errors[0].values["count"] == 7


def test_a_crs_that_does_not_exist_is_named(tmp_path):
    crs = {"type": "name", "properties": {"name": "EPSG:4326"}}
    path = build.write_json(tmp_path / "a.geojson", build.collection(build.mahalla(0), crs=crs))
    assert errors(read("boundaries", path, crs="EPSG:999999")) == ["crs_unknown"]


POINTS = "id,sana,guruh,mahalla,tuman,lon,lat"


def with_points(tmp_path, *points):
    rows = [f"A-{at},2024-03-01,calls,Navbahor,Koson tumani,{point}" for at, point in enumerate(points)]
    return read("incidents", build.write_csv(tmp_path / "a.csv", "\n".join((POINTS, *rows)) + "\n"))


def test_a_point_in_signs_costs_the_point_and_not_the_row(tmp_path):
    report = with_points(tmp_path, "65.5,39.0", "65°47′,38°51′", "65.6,39.1")
    assert report.rows == 3
    assert report.table["lon"].notna().tolist() == [True, False, True]
    assert "point_dropped" in codes(report)


def test_points_that_are_mostly_signs_refuse_the_file(tmp_path):
    report = with_points(tmp_path, "65.5,39.0", "65°47′,38°51′", "65°48′,38°52′")
    assert errors(report) == ["coordinates_text"]
    assert report.errors[0].values["got"] == "65°47′, 38°51′"


def test_a_code_under_another_heading_is_no_indicator(tmp_path):
    text = "mfy_id,mahalla,tuman,district_soato,k1,k2,Ishsizlar\n18070001,A,Koson tumani,1710229,1710,1710229,1e15\n"
    text += "18070002,B,Koson tumani,1710229,,,7\n18070003,C,Koson tumani,1710229,1710,1710229,9\n"
    report = read("indicators", build.write_csv(tmp_path / "a.csv", text))
    assert list(report.labels) == ["Ishsizlar"]
    assert report.table["Ishsizlar"].isna().tolist() == [True, False, False]
    assert {"fields_ignored", "number_dropped"} <= codes(report)


def test_a_quantity_below_zero_at_a_site_is_told(tmp_path):
    text = "id,turi,holati,mahalla,tuman,lighting_planned,lighting_installed\n"
    text += "S-1,street,opened,Navbahor,Koson tumani,40,-38\n"
    report = read("sites", build.write_csv(tmp_path / "a.csv", text))
    assert report.table["lighting_installed"].isna().all()
    assert "number_dropped" in codes(report)


def test_a_text_that_is_cut_is_told(tmp_path):
    report = incidents(tmp_path, ROWS[0].replace("Navbahor", "N" * 100_000), *ROWS[1:])
    assert report.table["name"].str.len().max() == 300
    assert "texts_long" in codes(report)


def test_a_plan_that_cannot_be_is_left_out(tmp_path):
    text = "mahalla kodi,chora-tadbir,reja,muddat\n18140001,Kameralar,1000000000000,31.03.2025\n"
    text += "18140002,Kameralar,12,31.03.2025\n"
    report = read("roadmap", build.write_csv(tmp_path / "a.csv", text))
    assert (report.rows, list(report.rejected["reason"])) == (1, ["number_absurd"])


def test_a_table_in_which_a_spreadsheet_exchanged_days_and_months_is_refused(tmp_path):
    days = [date(2024, 3, day) for day in range(1, 32)]
    cells = [day.replace(month=day.day, day=3) if day.day <= 12 else day.strftime("%d.%m.%Y") for day in days]
    rows = [[f"A-{at}", cell, "calls", "Navbahor", "Koson tumani", 1] for at, cell in enumerate(cells)]
    path = build.write_xlsx(tmp_path / "a.xlsx", [HEADINGS.split(","), *rows])
    assert errors(read("incidents", path)) == ["dates_turned"]


@pytest.mark.parametrize("empty", ["", "-", "–"])
def test_an_empty_cell_among_counts_is_not_one_event(tmp_path, empty):
    report = incidents(tmp_path, ROWS[0][:-1] + empty, *ROWS[1:])
    assert report.rows == len(ROWS) - 1
    assert list(report.rejected["reason"]) == ["number_missing"]


def test_a_column_of_counts_without_any_counts_rows(tmp_path):
    report = incidents(tmp_path, *(row[:-1] for row in ROWS))
    assert report.table["count"].tolist() == [1] * len(ROWS)


def test_a_sheet_that_is_hidden_is_read_after_those_that_are_seen(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        old, new = book.add_worksheet("old"), book.add_worksheet("new")
        for sheet, row in ((old, ROWS[0]), (new, ROWS[1])):
            sheet.write_row(0, 0, HEADINGS.split(","))
            sheet.write_row(1, 0, row.split(","))
        new.activate()
        new.set_first_sheet()
        old.hide()
    report = read("incidents", tmp_path / "a.xlsx")
    assert report.table["id"].tolist() == ["A-2"]
    assert report.warnings[0].values["got"] == "old"


@pytest.mark.parametrize(("from_1904", "day"), [(False, date(2024, 12, 31)), (True, date(2029, 1, 1))])
def test_a_bare_number_is_a_day_of_the_workbooks_own_calendar(tmp_path, from_1904, day):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": from_1904}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([["mfy_id", "guruh", "sana"], ["18070001", "preventable", 45657]]):
            sheet.write_row(number, 0, row)
    report = read("incidents", path, today=date(2030, 1, 1))
    assert [one.date() for one in report.table["date"]] == [day]


def test_a_category_that_is_not_in_force_yet_waits_and_is_told(tmp_path):
    text = "mfy_id,toifa,sana,valid_from\n18070001,qizil,2024-11-01,2099-01-01\n"
    text += "18070002,qizil,2024-11-01,2025-02-01\n18070003,yashil,2024-11-01,2024-11-05\n"
    report = read("categories", build.write_csv(tmp_path / "a.csv", text), today=date(2024, 12, 1))
    assert report.table["code"].tolist() == ["18070003"]
    told = {warning.code: warning.values["got"] for warning in report.warnings}
    assert told == {"not_in_force": "2025-02-01", "date_outside": "2099-01-01"}


def test_a_cell_without_end_is_told_as_one(tmp_path):
    assert errors(incidents(tmp_path, ROWS[0].replace("Navbahor", "N" * 1_100_000))) == ["cell_endless"]
