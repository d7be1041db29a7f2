"""`mahalla unmatched`: what did not match, why, and as a file that is corrected and imported again."""

from __future__ import annotations

import pytest

from dashboard.cli import main

REGISTER = "mfy_id,MFY nomi,tuman,district_soato\n18990001,Navbahor MFY,Namuna tumani,1799201\n"
INCIDENTS = (
    "id,sana,guruh,jinoyat turi,mahalla,tuman\n"
    "A-1,2025-01-03,preventable,o'g'rilik,Navbahor,Namuna tumani\n"
    "A-2,2025-01-04,preventable,o'g'rilik,Navroʻz,Namuna tumani\n"
    "A-3,2025-02-31,preventable,o'g'rilik,Navbahor,Namuna tumani\n"
)


@pytest.fixture
def mahalla(tmp_path, capsys):
    def run(*words):
        capsys.readouterr()
        code = main([*map(str, words), "--data", str(tmp_path / "data")])
        return code, capsys.readouterr().out

    for kind, text in (("register", REGISTER), ("incidents", INCIDENTS)):
        (tmp_path / f"{kind}.csv").write_text(text, encoding="utf-8")
        run("import", kind, tmp_path / f"{kind}.csv")
    return run


def test_what_did_not_match_is_told_corrected_and_matches(mahalla, tmp_path):
    code, said = mahalla("publish")
    assert code == 0
    assert "incidents: 3 rows = 1 mapped + 1 district only + 1 unmatched + 0 outside" in said
    assert "which rows did not match, and why: mahalla unmatched --data" in said
    said = mahalla("unmatched")[1]
    assert "incidents: 2 rows\n" in said
    assert "incidents.csv, row 3: no such name in the district: Navroʻz, Namuna tumani" in said
    assert "incidents.csv, row 3: tumanda bunday nom yoʻq" in mahalla("unmatched", "--lang", "uz-Latn")[1]
    out = tmp_path / "out.csv"
    said = mahalla("unmatched", "incidents", "--out", out)[1]
    assert "1 rows are in" in said
    assert "1 rows that the check left out are to be corrected in the files they stand in" in said
    out.write_text(out.read_text(encoding="utf-8-sig").replace("Navroʻz", "Navbahor"), encoding="utf-8")
    assert mahalla("import", "incidents", out)[0] == 0
    assert "incidents: 3 rows = 2 mapped + 0 district only + 1 unmatched" in mahalla("publish")[1]


def test_a_publication_of_nothing_new_and_a_file_sent_twice_say_so(mahalla, tmp_path):
    mahalla("publish")
    said = mahalla("import", "register", tmp_path / "register.csv")[1]
    assert "was there already, nothing was stored" in said
    assert "Publish with" not in said
    assert "it says the same as edition 1-" in mahalla("publish")[1]


def test_an_edition_without_such_rows_says_so_and_a_file_needs_its_kind(mahalla, tmp_path):
    mahalla("withdraw", 2)
    assert "which rows did not match" not in mahalla("publish")[1]
    assert "has its place" in mahalla("unmatched")[1]
    assert mahalla("unmatched", "--out", tmp_path / "x.csv")[0] == 2
    assert not (tmp_path / "x.csv").exists()
