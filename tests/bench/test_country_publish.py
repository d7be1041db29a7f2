"""What importing and publishing a small country are said to cost, and a command that fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import country, country_publish

SMALL = country.Size(regions=2, districts=4, mahallas=40, incidents=2_000)


def test_a_small_country_is_published_and_its_cost_told(tmp_path: Path) -> None:
    for kind, path in country.write(tmp_path / "files", SMALL, quiet=True):
        if kind in {"population", "categories"} or path.stem in {f"incidents-{year}" for year in range(2020, 2024)}:
            path.unlink()
    assert [path.stem for _, path in country_publish.given(tmp_path / "files")] == [
        "boundaries",
        "boundaries_districts",
        "register",
        "incidents-2024",
    ]
    found = {line.name.strip(): line for line in country_publish.lines(tmp_path / "files", tmp_path / "data")}
    assert found["importing a million incidents"].note == "400 rows"
    assert found["publishing"].reached
    assert 0.05 < (found["memory"].figure or 0) < 2
    assert 0.01 < (found["the edition"].figure or 0) < 10


def test_a_command_that_fails_says_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(country_publish.CommandError, match=r"(?s)mahalla import ended with 2: .*absent\.parquet"):
        country_publish.run("import", "incidents", str(tmp_path / "absent.parquet"), "--data", str(tmp_path))
