"""The lines of how long the figures take: what they say of an aim, and where they are kept."""

from __future__ import annotations

import json

from bench import formulas, results
from bench.formulas import Line


def test_a_line_says_whether_its_aim_is_reached():
    found = [Line(name="quick", seconds=0.456, most=1.0), Line(name="slow one", seconds=15.0, most=15.0)]
    assert formulas.text(found).splitlines() == [
        "quick       0.46 s  <    1 s  reached",
        "slow one   15.00 s  <   15 s  NOT reached",
    ]
    assert [line["reached"] for line in formulas.as_dicts(found)] == [True, False]


def test_the_lines_join_the_results_and_change_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr(results, "FILE", tmp_path / "results.json")
    results.FILE.write_text('{"table": [1]}', encoding="utf-8")
    results.add("formulas", [{"name": "quick"}])
    assert json.loads(results.FILE.read_text(encoding="utf-8")) == {"table": [1], "formulas": [{"name": "quick"}]}


def test_a_small_edition_is_measured(tmp_path):
    edition = formulas._edition(tmp_path, 60, 14)
    assert len(edition.districts) == 2
    assert formulas._all_figures(edition, 14) > 0
