from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest

from geodata.errors import OptionError
from layers import colour, palette
from layers.theme import DARK, LIGHT, THEMES

# Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision deficiency", IEEE TVCG
# 15 (2009), severity 1.0, on linear sRGB.
VISION = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
# Where two colours beside each other are seen as two: OKLab distance; 0.02 is about the least that is noticed at all.
APART = 0.06


def lab(rgb):
    return np.linalg.inv(colour._LAB_TO_CONES) @ np.cbrt(np.linalg.inv(colour._CONES_TO_RGB) @ rgb)


def least_distance(colours, vision):
    seen = [lab(np.clip(VISION[vision] @ colour.linear(text), 0, 1)) for text in colours]
    return min(float(np.linalg.norm(one - two)) for one, two in combinations(seen, 2))


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("dark", [False, True])
def test_everyone_tells_the_colours_apart(vision, *, dark):
    assert least_distance(palette.category(dark=dark).values(), vision) > 2 * APART
    assert least_distance([palette.zero(dark=dark), *palette.sequential(5, dark=dark)], vision) > APART
    assert least_distance(palette.sequential(9, dark=dark), vision) > 0.055
    assert least_distance(palette.diverging(5, dark=dark), vision) > 2 * APART
    assert least_distance([palette.within_chance(dark=dark), *palette.diverging(4, dark=dark)], vision) > APART
    assert least_distance(palette.signal(dark=dark).values(), vision) > 1.5 * APART


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("dark", [False, True])
def test_no_signal_looks_like_a_category(vision, *, dark):
    signals, categories = palette.signal(dark=dark), palette.category(dark=dark)
    raised = [signals[state] for state in ("alert", "watch", "clearing")]
    assert min(least_distance(pair, vision) for pair in product(raised, categories.values())) > 1.5 * APART


@pytest.mark.parametrize("hue", sorted(palette._HUES))
def test_a_sequence_runs_one_way_in_lightness(hue):
    for number in range(2, 10):
        light = [lab(colour.linear(text))[0] for text in palette.sequential(number, hue=hue)]
        dark = [lab(colour.linear(text))[0] for text in palette.sequential(number, hue=hue, dark=True)]
        assert (np.diff(light) < 0).all()
        assert (np.diff(dark) > 0).all()


@pytest.mark.parametrize("number", range(3, 10))
def test_a_diverging_ramp_is_symmetric_around_a_quiet_middle(number):
    chroma = [float(np.hypot(*lab(colour.linear(text))[1:])) for text in palette.diverging(number)]
    if number % 2:
        assert chroma[number // 2] < 0.005
    assert chroma[0] >= chroma[number // 2 - 1] > 0.03
    assert chroma[-1] >= chroma[(number + 1) // 2] > 0.03


def test_no_ramp_runs_from_red_to_green():
    for number in range(3, 10):
        for text in (*palette.diverging(number), *palette.sequential(number)):
            red, green, blue = colour.linear(text)
            assert not (green > red and green > blue), text


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_letters_are_readable_on_what_lies_below_them(theme):
    for front, back in [(theme.text, theme.card), (theme.muted, theme.card), (theme.muted, theme.ground)]:
        assert colour.contrast(front, back) >= 4.5
    assert colour.contrast(theme.text, theme.halo) >= 7
    assert colour.contrast(theme.mark, theme.categories["red"]) >= 4.5
    assert colour.contrast(theme.accent, theme.ring) >= 4.5
    assert colour.contrast(theme.categories["red"], theme.ground) >= 3


def test_the_decided_category_colours_stand():
    assert dict(palette.CATEGORY) == {"green": "#66c2a4", "yellow": "#fee08b", "red": "#a50f15"}


def test_known_contrasts():
    assert colour.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colour.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert colour.hexadecimal(colour.linear("#1d4ed8")) == "#1d4ed8"


def test_a_theme_takes_colours_only():
    with pytest.raises(OptionError, match="The setting ground is white; it must be #rrggbb"):
        replace(LIGHT, ground="white")


@pytest.mark.parametrize(
    "make", [lambda: palette.sequential(10), lambda: palette.diverging(2), lambda: palette.sequential(5, hue="red")]
)
def test_what_a_palette_does_not_have_is_refused(make):
    with pytest.raises(OptionError):
        make()


def test_themes_differ_in_every_colour_that_meets_the_ground():
    assert LIGHT.ground != DARK.ground
    assert set(THEMES) == {"light", "dark"}


def test_every_colour_of_the_dark_screen_has_one_of_the_day():
    days = palette.days()
    for classes in range(3, palette.MAX_CLASSES + 1):
        for dark, light in (
            (palette.sequential(classes, hue="teal", dark=True), palette.sequential(classes, hue="teal")),
            (palette.diverging(classes, dark=True), palette.diverging(classes)),
        ):
            assert [days[colour] for colour in dark] == list(light)
    assert not set(days) & set(days.values())
