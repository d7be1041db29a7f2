"""The page of speed tells what results.json has."""

from __future__ import annotations

from bench import page


def test_the_page_has_the_table_of_what_was_measured():
    told = page.PAGE.read_text(encoding="utf-8")
    between = told.partition(page.BEGIN)[2].partition(page.END)[0]
    assert between.strip() == page.table()


def test_only_what_stands_between_the_marks_is_written(tmp_path):
    file = tmp_path / "page.md"
    file.write_text(f"above\n{page.BEGIN}old{page.END}\nbelow\n", encoding="utf-8")
    page.write(file)
    told = file.read_text(encoding="utf-8")
    assert told.startswith(f"above\n{page.BEGIN}\n\n| |")
    assert told.endswith(f"|\n\n{page.END}\nbelow\n")
    assert "old" not in told
