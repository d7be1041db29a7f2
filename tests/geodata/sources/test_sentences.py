"""Every finding that the readers give has a sentence, and gets the values that the sentence asks for."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import geodata.sources
from geodata.findings import SENTENCES
from geodata.findings_sources import SENTENCES as OURS
from tests.geodata.sources.build import read, write_csv

FOLDER = Path(geodata.sources.__file__).parent
ON_ROWS = {"row", "reject", "reject_where", "warn_where"}
GIVING = {*ON_ROWS, "error", "warn", "stop", "_InvalidError", "SourceError", "Finding"}
GIVEN_ANYWAY = {"count", "rows", "field"}


def calls() -> Iterator[tuple[str, str, set[str], bool]]:
    for path in sorted(FOLDER.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            code = node.args[0].value
            if name in GIVING and isinstance(code, str) and re.fullmatch("[a-z0-9_]+", code):
                given = {keyword.arg for keyword in node.keywords if keyword.arg} | (
                    GIVEN_ANYWAY if name in ON_ROWS else set()
                )
                if name == "Finding":
                    given |= {
                        key.value
                        for key in ast.walk(node.args[2])
                        if isinstance(key, ast.Constant) and isinstance(key.value, str)
                    }
                yield f"{path.name}:{node.lineno}", code, given, any(keyword.arg is None for keyword in node.keywords)


@pytest.mark.parametrize(("place", "code", "given", "open_ended"), list(calls()))
def test_a_finding_has_its_sentence_and_its_values(place, code, given, open_ended):
    asked = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[code]) if name}
    assert asked <= given or open_ended, f"{place}: {code} asks for {sorted(asked - given)}"


def test_every_sentence_is_used():
    written = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    assert [code for code in OURS if f'"{code}"' not in written] == []


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("categories",
         "mfy_id,category,decided\n18080001,red,2025-01-10\n18080001,green,2025-01-10\n",
         "18080001 has two different values of category for one date. Keep the right one."),
        ("population",
         "soato,residents,date\n1710207,100,2025-01-01\n1710207,200,2025-01-01\n",
         "1710207 has two different values of residents for one date. Keep the right one."),
        ("lineage",
         ("old_code,day,change,mfy_id,name,district\n18080009,2022-04-01,moved,18080001,B,T tumani\n"
         "18080009,2022-04-01,moved,18080002,C,T tumani\n"),
         ("18080009 stands in 2 rows, and not all of them say that it was split. "
         "A unit that was not split has one successor.")),
    ],
)  # fmt: skip
def test_a_unit_without_a_name_is_called_by_its_code(tmp_path, kind, text, said):
    report = read(kind, write_csv(tmp_path / "a.csv", text))
    assert [finding.message for finding in report.errors] == [said]


def test_a_district_without_a_code_is_not_called_nan(tmp_path):
    text = "soato,name\n1710207,Dehqonobod tumani\n,Chiroqchi tumani\n"
    report = read("districts", write_csv(tmp_path / "a.csv", text))
    assert "the first wrong one is -." in report.warnings[0].message


def test_a_line_left_blank_above_everything_is_no_bug(tmp_path):
    report = read("incidents", write_csv(tmp_path / "a.csv", "\n5\n"))
    assert "reader_failed" not in [finding.code for finding in report.errors]
    assert report.errors
