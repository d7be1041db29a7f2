"""Still maps: the colours of the screen at known places, hatches, letters, and nothing of a name read as a formula."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from geodata.edition import Edition, open_edition
from geodata.store import Store
from layers import palette
from layers.classes import NO_DATA
from layers.paint import ClassRow, Picture
from layers.printed import labels, letters, marks, stillmap
from layers.printed.canvas import Box, Canvas
from layers.printed.frame import Frame, Placer
from layers.printed.land import Land, _between, read
from layers.printed.marks import SiteMark
from layers.printed.stillmap import Caption, Ground, Look
from layers.theme import LIGHT

SIZE = (480, 300)
QUIET = Look(letters=1, symbols=1)


@pytest.fixture(scope="module")
def edition(demo_folder: Path) -> Edition:
    return open_edition(Store(demo_folder))


@pytest.fixture(scope="module")
def land(edition: Edition) -> Land:
    return read(edition.web_files["geometry"])


def ground(edition: Edition, land: Land, *, names: bool = False) -> Ground:
    n, districts = len(edition.mahallas), len(edition.districts)
    return Ground(
        land=land,
        mahallas=edition.mahallas["name_uz_cyrl"].tolist() if names else [""] * n,
        districts=edition.districts["short_uz_cyrl"].tolist() if names else [""] * districts,
        sites=[],
        words={},
    )


def categories(edition: Edition, **changes: object) -> Picture:
    values = edition.category_at(edition.category_days()[-1]).values
    colours = palette.category()
    picture = Picture(
        key="k",
        codes=np.where(values == 0, NO_DATA, 3 - values).astype(np.int8),
        rows=[ClassRow(colour=colours[name], label=name, marked=name == "red") for name in ("red", "yellow", "green")],
        title="category",
        sites="none",
    )
    return replace(picture, **changes)


def drawn(edition: Edition, land: Land, picture: Picture) -> tuple[np.ndarray, Frame]:
    canvas = Canvas(*SIZE)
    frame = stillmap.draw(canvas, Box(0, 0, *SIZE), ground(edition, land), picture, LIGHT, QUIET)
    return np.asarray(Image.open(io.BytesIO(stillmap.to_png(canvas, dpi=144))).convert("RGB")), frame


def inner_points(land: Land, frame: Frame) -> tuple[np.ndarray, np.ndarray]:
    """The cells with room for a point that no line and no triangle reaches, and that point in pixels."""
    radius = land.labels[:, 2] * frame.scale
    cells = np.flatnonzero(radius > 4)
    aside = land.labels[cells, :2] + np.array([0.0, 0.5]) * land.labels[cells, 2:]
    return cells, np.rint(2 * (aside * frame.scale + (frame.left, frame.top))).astype(int)


def hexadecimal(pixel: np.ndarray) -> str:
    return "#" + "".join(f"{part:02x}" for part in pixel)


def test_every_mahalla_has_the_colour_of_its_class(edition, land):
    picture = categories(edition)
    pixels, frame = drawn(edition, land, picture)
    cells, points = inner_points(land, frame)
    got = [hexadecimal(pixels[y, x]) for x, y in points]
    wanted = [picture.rows[picture.codes[at]].colour for at in cells]
    assert len(cells) > 60
    assert got == wanted


def test_no_data_is_hatched_and_not_a_colour_of_a_class(edition, land):
    codes = categories(edition).codes.copy()
    _, frame = drawn(edition, land, categories(edition))
    largest = int(np.nanargmax(land.labels[:, 2]))
    codes[largest] = NO_DATA
    pixels, _ = drawn(edition, land, categories(edition, codes=codes))
    x, y = (2 * (land.labels[largest, :2] * frame.scale + (frame.left, frame.top))).astype(int)
    seen = {hexadecimal(pixel) for pixel in pixels[y - 7 : y + 8, x - 7 : x + 8].reshape(-1, 3)}
    assert LIGHT.land in seen
    assert LIGHT.hatch in seen
    assert not seen & set(palette.category().values())


def test_the_others_step_back_behind_a_district(edition, land):
    pixels, frame = drawn(edition, land, categories(edition, focus=(0,)))
    cells, points = inner_points(land, frame)
    inside = (points >= 0).all(axis=1) & (points < np.array(pixels.shape[1::-1])).all(axis=1)
    exact = {bool(land.home[at] == 0): [] for at in cells}
    for at, (x, y) in zip(cells[inside], points[inside], strict=True):
        picture = categories(edition)
        exact[bool(land.home[at] == 0)].append(hexadecimal(pixels[y, x]) == picture.rows[picture.codes[at]].colour)
    assert all(exact[True])
    assert not any(exact[False])


def test_names_lie_on_nothing_else(edition, land, monkeypatch):
    written: list[tuple[float, float, float, float]] = []
    take = Placer.take
    monkeypatch.setattr(Placer, "take", lambda self, box: (written.append(box), take(self, box))[1])
    canvas = Canvas(900, 560)
    stillmap.draw(canvas, Box(0, 0, 900, 560), ground(edition, land, names=True), categories(edition), LIGHT)
    boxes = np.array(written)
    assert len(boxes) > 16
    for at, box in enumerate(boxes):
        rest = np.delete(boxes, at, axis=0)
        hit = (rest[:, 0] < box[2]) & (rest[:, 2] > box[0]) & (rest[:, 1] < box[3]) & (rest[:, 3] > box[1])
        assert not hit.any()


def test_a_sheet_is_an_svg_with_the_same_colours_and_no_foreign_address(edition, land):
    made = stillmap.sheet(
        ground(edition, land, names=True), categories(edition), LIGHT, Caption(title="Тоифа", mark="M")
    )
    svg = stillmap.to_svg(made)
    ET.fromstring(svg)  # noqa: S314  our own
    assert all(colour.encode() in svg for colour in palette.category().values())
    outside = [part for part in svg.split(b'"') if part.startswith((b"http://", b"https://"))]
    assert all(b"w3.org" in part or b"purl.org" in part or b"creativecommons.org" in part for part in outside)


def test_a_name_with_a_formula_is_written_as_it_is(edition, land):
    canvas = Canvas(200, 60)
    canvas.text(10, 30, r"$\frac{1}{0}$ {{ x }}", size=12, colour="#000000", halo="#ffffff")
    assert stillmap.to_png(canvas)


@pytest.mark.parametrize("letter", "ʻʼЎўҚқҒғҲҳŌõ–…−≥→№")
def test_every_letter_of_the_languages_can_be_printed(letter, recwarn):
    canvas = Canvas(40, 40)
    canvas.text(10, 30, letter, size=20, colour="#000000")
    assert np.asarray(Image.open(io.BytesIO(stillmap.to_png(canvas))).convert("L")).min() < 60
    assert not [str(w.message) for w in recwarn if "missing from" in str(w.message)]


def test_a_text_is_broken_within_its_room():
    text = "Tuman (shahar) ichki ishlar boʻlimi boshligʻining oʻrinbosari"
    lines = letters.wrapped(text, 10, 120)
    assert " ".join(lines) == text
    assert max(letters.width(line, 10) for line in lines) <= 120
    short = letters.wrapped(text, 10, 120, most=2)
    assert len(short) == 2
    assert short[-1].endswith("…")


def test_opened_sites_lie_above_planned_ones(edition, land):
    shapes = edition.mahalla_shapes
    lon, lat = float(shapes["label_lon"].iloc[0]), float(shapes["label_lat"].iloc[0])
    marks = [SiteMark(kind="street", state=state, mahalla=0, points=((lon, lat),)) for state in ("planned", "opened")]
    made = replace(ground(edition, land), sites=marks)
    canvas = Canvas(*SIZE)
    look = Look(letters=1, symbols=9)
    frame = stillmap.draw(canvas, Box(0, 0, *SIZE), made, categories(edition, sites="all"), LIGHT, look)
    pixels = np.asarray(Image.open(io.BytesIO(stillmap.to_png(canvas, dpi=144))).convert("RGB"))
    x, y = (2 * np.array([frame.x(land.point(lon, lat)[0]) + 6, frame.y(land.point(lon, lat)[1])])).astype(int)
    assert hexadecimal(pixels[y, x]) == LIGHT.accent


@pytest.mark.parametrize("text", ["W" * 10_000, "uzun nom " * 2000, "\U0001d573\u200f" * 3000])
def test_a_text_of_any_length_is_cut_to_its_room_without_measuring_every_part(text: str) -> None:
    before = letters._width_em.cache_info().misses
    cut = letters.cut(text, 10, 120)
    assert letters._width_em.cache_info().misses - before < 30
    assert letters.width(cut, 10) <= 120
    assert cut.endswith("…")
    assert letters.cut("Qarshi", 10, 120) == "Qarshi"


def test_a_sign_that_no_font_has_is_left_out_and_a_letter_is_seen_to_be_missing():
    assert letters.drawable("Gʻuzor → 12 ≥ 5 · Кўкдала") == "Gʻuzor → 12 ≥ 5 · Кўкдала"
    assert letters.drawable("\U0001f6a8 Yoritish \U0001f468\u200d\U0001f469 \u26a0\ufe0f oʻrnatildi\U0001f9ff") == (
        "Yoritish ⚠ oʻrnatildi"
    )
    assert letters.drawable("安集 viloyati") == "?? viloyati"
    assert letters.width("Yoritish \U0001f9ff", 10) == letters.width("Yoritish", 10)


def without(land: Land, at: int) -> Land:
    """The land where nobody gave the shape of one district and of its mahallas."""
    mine, only = land.home == at, np.arange(len(land.districts)) == at

    def emptied(table: np.ndarray, which: np.ndarray) -> np.ndarray:
        return np.where(which[:, None], np.nan, table)

    return replace(
        land,
        cells=tuple(None if there else cell for there, cell in zip(mine, land.cells, strict=True)),
        boxes=emptied(land.boxes, mine),
        labels=emptied(land.labels, mine),
        districts=tuple(None if there else path for there, path in zip(only, land.districts, strict=True)),
        district_boxes=emptied(land.district_boxes, only),
        district_labels=emptied(land.district_labels, only),
    )


def test_the_map_of_a_district_without_a_shape_shows_the_region(edition, land):
    bare, plain = without(land, 3), categories(edition)
    focused = replace(plain, focus=(3,))
    assert Frame.fitted(bare, Box(0, 0, *SIZE), (3,)) == Frame.fitted(bare, Box(0, 0, *SIZE))
    canvas = stillmap.sheet(ground(edition, bare, names=True), focused, LIGHT, Caption(title="t"))
    assert stillmap.to_png(canvas, dpi=72)


def test_far_out_many_opened_sites_are_dots_and_regions_are_named_in_place_of_districts(edition, land, monkeypatch):
    codes = tuple(f"17{10 if int(code) % 2 else 12}{code[4:]}" for code in land.district_codes)
    sizes, written = [], []
    monkeypatch.setattr(marks, "site", lambda _a, _t, _m, _x, _y, size: sizes.append(size))
    monkeypatch.setattr(labels, "write", lambda _a, _x, _y, text, **_: written.append(text))
    shapes = edition.mahalla_shapes
    places = list(zip(shapes["label_lon"].tolist(), shapes["label_lat"].tolist(), strict=True))[:301]
    opened = [SiteMark(kind="street", state="opened", mahalla=at, points=(place,)) for at, place in enumerate(places)]
    made = replace(ground(edition, replace(land, district_codes=codes), names=True), sites=opened)
    for regions, shown, size, named in (
        ({"1710": "Bir", "1712": "Ikki"}, opened, 6.0 * marks.FAR["planned"], {"Bir", "Ikki"}),
        ({}, opened[:300], 6.0, set(edition.districts["short_uz_cyrl"])),
    ):
        sizes.clear()
        written.clear()
        one = replace(made, sites=shown, regions=regions)
        stillmap.draw(Canvas(900, 560), Box(0, 0, 900, 560), one, categories(edition, sites="all"), LIGHT)
        assert set(sizes) == {size}
        assert set(written) <= named
        assert len(written) > 1


def test_the_borders_between_regions_are_those_of_districts_of_two():
    rings = ([[1, 2]], [[~2, 3]], [[~3, 4]])
    codes = ("1710201", "1710202", "1712203")
    districts = [{"code": code, "rings": ring} for code, ring in zip(codes, rings, strict=True)]
    assert _between(districts) == [3]
    assert _between([{"code": "x", "rings": [[1]]}, *districts]) == []
