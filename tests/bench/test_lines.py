"""Lines of the benches: what they say of an aim, how they are printed and kept, and one part beside the others."""

from __future__ import annotations

import json

import pytest

from bench import lines, results
from bench.lines import Line
from bench.parts import PARTS
from bench.servers import ROOT

QUICK = Line(name="quick", figure=0.456, unit="s", most=1.0, beside={"floor": 0.2, "peer": None}, note="warm")
SLOW = Line(name="slow one", figure=15_000.0, unit="B", most=6_000.0)
NONE = Line(name="not there", figure=None, unit="ms", most=1.0)
LEAST = Line(name="rate", figure=3_000.0, unit="/s", least=2_500.0)


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setattr(results, "FILE", tmp_path / "results.json")
    return results.FILE


def test_a_line_says_whether_its_aim_is_reached():
    assert [one.reached for one in (QUICK, SLOW, NONE, LEAST)] == [True, False, None, True]
    assert lines.text([QUICK, SLOW, NONE]).splitlines()[1:] == [
        "quick       0.456  s       ≤ 1  reached       floor 0.2; warm",
        "slow one   15,000  B   ≤ 6,000  NOT reached",
        "not there       –  ms      ≤ 1  not measured",
    ]


def test_a_line_is_kept_whole():
    assert [Line.from_dict(kept) for kept in json.loads(json.dumps(lines.as_dicts([QUICK, SLOW, NONE, LEAST])))] == [
        QUICK,
        SLOW,
        NONE,
        LEAST,
    ]


def test_a_part_is_written_and_the_others_stay(file):
    results.add("pack", lines.as_dicts([SLOW]))
    before = json.loads(file.read_text(encoding="utf-8"))["pack"]
    results.add("soak", lines.as_dicts([QUICK]), {"samples": {"floor": [1.23456]}})
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["pack"] == before
    assert told["soak"]["more"] == {"samples": {"floor": [1.2]}}
    assert results.kept()["soak"].lines == (QUICK,)


def test_what_could_not_be_measured_says_so_beside_the_older_figures(file):
    results.add("pack", lines.as_dicts([SLOW]))
    results.fail("pack", "no room in /var/tmp/somewhere")
    results.fail("soak", "no browser")
    table = results.text(results.kept())
    assert "FAILED this time: no room in …" in table
    assert "slow one" in table
    assert "soak · never measured" in table
    results.add("pack", lines.as_dicts([SLOW]))
    assert "no room" not in results.text(results.kept())


def test_every_part_is_a_module():
    for name, part in PARTS.items():
        assert (ROOT / "bench" / f"{part.module or name}.py").exists()
