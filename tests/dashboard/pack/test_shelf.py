"""Packs that somebody has on the screen are not removed under his hands."""

from __future__ import annotations

import os

from dashboard.export.pack import shelf

NOW = 1_700_000_000.0


def packs(folder, ages_s):
    for number, age in enumerate(ages_s):
        (folder / f"{number:03}").mkdir()
        os.utime(folder / f"{number:03}", (NOW - age, NOW - age))
    shelf.tidy(folder, now=NOW)
    return sorted(int(path.name) for path in folder.iterdir())


def test_one_that_was_used_stays_beside_newer_ones(tmp_path):
    assert packs(tmp_path, range(0, 1200, 100)) == list(range(12))


def test_one_that_nobody_uses_goes_but_the_newest_stay(tmp_path):
    assert packs(tmp_path, range(9000, 9012)) == list(range(shelf.KEPT))


def test_however_many_are_used_there_is_an_end(tmp_path):
    assert len(packs(tmp_path, range(60))) == shelf.MOST


def test_using_one_makes_it_the_newest(tmp_path):
    (tmp_path / "pack").mkdir()
    os.utime(tmp_path / "pack", (1, 1))
    shelf.use(tmp_path / "pack")
    assert (tmp_path / "pack").stat().st_mtime > 1
    shelf.use(tmp_path / "gone")
