from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import OptionError
from layers import classes, packing, palette
from layers.classes import NO_DATA, SUPPRESSED
from layers.paint import ClassRow, Figures, Picture

ROWS = [ClassRow(colour=colour, label=str(at)) for at, colour in enumerate(palette.sequential(5))]


def unpacked(text):
    """The head and the planes of a payload, read as its module docstring describes them."""
    plain = zlib.decompress(base64.b64decode(text, validate=True))
    size = int.from_bytes(plain[:2], "little")
    head = json.loads(plain[2 : 2 + size])
    planes = np.frombuffer(plain[2 + size :], dtype=np.uint8).reshape(-1, head["n"])
    return head, planes


def picture(**changes):
    values = {"key": "k-1", "codes": np.array([0, 1, 4, NO_DATA, SUPPRESSED], np.int8), "rows": ROWS, "title": "t"}
    return Picture(**(values | changes))


def test_the_head_counts_each_class_and_what_has_none():
    head, _ = unpacked(picture(unstable=np.array([True, False, False, True, False])).payload())
    assert [row[2] for row in head["rows"]] == [1, 1, 0, 0, 1]
    assert (head["no_data"], head["suppressed"], head["unstable"]) == (1, 1, 1)
    assert (head["key"], head["n"], head["selected"], head["focus"]) == ("k-1", 5, None, None)


def test_what_is_held_beside_the_selected_one_is_told_only_where_there_is_any():
    head, _ = unpacked(picture(touching=(1, 2), compared=(4,)).payload())
    assert (head["touching"], head["compared"]) == ([1, 2], [4])
    assert not {"touching", "compared"} & set(unpacked(picture().payload())[0])
    with pytest.raises(OptionError, match="positions"):
        picture(compared=(3, -1))


def test_states_without_figures_are_written_plainly():
    head, planes = unpacked(picture(unstable=np.array([True, False, False, True, False])).payload())
    assert head["expect"] == {}
    assert planes[-1].tolist() == [17, 2, 5, 0, 15]


def test_figures_foretell_the_classes_so_that_nothing_is_left_to_say():
    values = np.random.default_rng(1).gamma(2, 3, 500)
    values[7] = np.nan
    limits = classes.breaks(values)
    shown = picture(codes=classes.classify(values, limits), figures=Figures(values=values, decimals=1))
    head, planes = unpacked(shown.payload())
    assert head["expect"]["from"] == "figures"
    assert (planes[-1] != 0).sum() < 10  # only where rounding lifts a figure over its break


def test_categories_foretell_the_classes_of_the_category_map():
    category = np.random.default_rng(2).integers(0, 4, 300).astype(np.int8)
    head, planes = unpacked(picture(codes=(category - 1).astype(np.int8), categories=category).payload())
    assert head["expect"]["from"] == "categories"
    assert not planes[-1].any()


@given(
    st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), min_size=1, max_size=50),
    st.integers(0, 3),
)
def test_figures_come_back_rounded(values, decimals):
    array = np.array([np.nan if value is None else value for value in values])
    head, parts = packing._planes(Figures(values=array, decimals=decimals))
    number = sum(part.astype(np.int64) * 256**at for at, part in enumerate(parts))
    back = np.where(number == 0, np.nan, (number - 1 + head["least"]) / 10**decimals)
    np.testing.assert_allclose(back, array, atol=0.5001 * 10**-decimals)


@pytest.mark.parametrize(("number", "most"), [(832, 2500), (10_000, 15_000)])
def test_a_picture_is_small(number, most):
    rng = np.random.default_rng(3)
    category = rng.choice([1, 2, 3], number, p=[0.44, 0.4, 0.16]).astype(np.int8)
    rate = rng.poisson(4, number) / rng.integers(1500, 6000, number) * 1000
    codes = classes.classify(rate, classes.breaks(rate))
    shown = picture(codes=codes, figures=Figures(values=rate, decimals=1), categories=category)
    assert len(shown.payload()) < most


def test_the_payload_is_letters_digits_and_signs_that_no_template_knows():
    text = picture(title="{{7*7}}{% raw %}</script><img onerror>`${}` Oʻzgarish").payload()
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
    assert unpacked(text)[0]["title"].startswith("{{7*7}}")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"codes": np.array([5], np.int8)}, "codes"),
        ({"codes": np.array([-3], np.int8)}, "codes"),
        ({"categories": np.zeros(4, np.int8)}, "categories"),
        ({"categories": np.full(5, 4, np.int8)}, "categories"),
        ({"unstable": np.zeros(6, bool)}, "unstable"),
        ({"figures": Figures(values=np.zeros(2))}, "figures"),
        ({"detail": Figures(values=np.zeros(2))}, "detail"),
        ({"key": "a b"}, "key"),
        ({"key": "a_b"}, "key"),
        ({"rows": []}, "rows"),
        ({"selected": -1}, "selected"),
        ({"sites": "some"}, "sites"),
    ],
)
def test_a_picture_that_does_not_fit_together_is_refused(changes, name):
    with pytest.raises(OptionError, match=f"The setting {name} is"):
        picture(**changes)


def test_a_colour_is_a_colour():
    with pytest.raises(OptionError, match="#rrggbb"):
        ClassRow(colour="red;background:url(x)", label="")


def test_a_row_wears_one_mark_and_a_picture_may_name_its_classes():
    rows = [
        ClassRow(colour="#000000", label="a", marked=True),
        ClassRow(colour="#111111", label="b", ringed=True),
        ClassRow(colour="#222222", label="c"),
    ]
    assert [row.mark for row in rows] == [1, 2, 0]
    plain = Picture(key="k", codes=np.array([0, 1, 2], dtype=np.int8), rows=rows, title="t")
    assert [row[3] for row in plain._head()["rows"]] == [1, 2, 0]
    assert "named" not in plain._head()
    assert replace(plain, named=True)._head()["named"] is True
