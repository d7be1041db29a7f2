"""One subject measured again leaves those of the last run in their place, with their day."""

from __future__ import annotations

import pytest

pytest.importorskip("playwright")

from bench import aims, changes, results
from bench.course import Found
from bench.measure import Samples
from bench.shapes import Given

GIVEN = Given(edition="1-a", polygons=832, vertices=57_000, positions=(0, 1))


def samples(bytes_down: int, repaint_ms: float) -> Samples:
    return Samples(
        websocket_bytes=[bytes_down], http_bytes=[0], wire_bytes=[bytes_down], repaint_ms=[repaint_ms],
        script_ms=[20.0], first_paint_ms=[1000.0 + repaint_ms],
    )  # fmt: skip


def test_the_figures_of_peers_stay(tmp_path, monkeypatch):
    monkeypatch.setattr(results, "FILE", tmp_path / "results.json")
    every = {"floor": samples(800, 100.0), "ours": samples(5_000, 180.0), "folium": samples(10**6, 900.0)}
    results.add("changes", [], changes.joined(Found(given=GIVEN, start_s=3.0, samples=every), "2026-01-01T10:00"))
    again = changes.joined(Found(given=GIVEN, samples={"ours": samples(7_000, 190.0)}), "2026-02-02T10:00")
    assert again["samples"]["folium"]["websocket_bytes"] == [10**6]
    assert again["made"] == {"floor": "2026-01-01T10:00", "ours": "2026-02-02T10:00", "folium": "2026-01-01T10:00"}
    assert again["start_s"] == 3.0
    lines = changes.told(again | {"failed": {"plotly": "only 0 changes"}})
    assert lines[0].beside["folium.Choropleth (2026-01-01T10:00)"] == 10**6
    assert (lines[-1].name, lines[-1].note) == ("choropleth_map failed", "only 0 changes")


def test_lines_stand_beside_floor_and_peers():
    found = aims.lines({"floor": samples(800, 100.0), "ours": samples(7_000, 190.0)}, 3.0, {"floor": "2026-01-01"})
    told = {line.name.strip(): line for line in found}
    assert told["bytes down per change"].beside == {"no map (floor) (2026-01-01)": 800.0}
    assert told["bytes down per change"].reached is False
    assert (told["above the floor"].figure, told["above the floor"].reached) == (90.0, True)
    assert told["first paint"].most == pytest.approx(1_650.0)
    assert told["above it, to the best"].aim == ""
