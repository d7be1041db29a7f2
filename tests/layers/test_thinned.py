"""Thinned outlines: nothing moves farther than paper shows, parts stay parts, closed ones closed."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from matplotlib.path import Path as Outline

from layers.printed.thinned import FINEST, thinned


def ring(n: int, radius: float, x: float = 0.0) -> Outline:
    turn = np.linspace(0, 2 * np.pi, n)
    codes = np.full(n, Outline.LINETO, dtype=Outline.code_type)
    codes[0], codes[-1] = Outline.MOVETO, Outline.CLOSEPOLY
    return Outline(np.column_stack([x + radius * np.cos(turn), radius * np.sin(turn)]), codes)


def test_a_ring_of_many_vertices_keeps_its_course_with_few() -> None:
    was = ring(2000, 100)
    now = thinned(was)
    assert len(now.vertices) < 200
    far = shapely.hausdorff_distance(shapely.linestrings(was.vertices), shapely.linestrings(now.vertices))
    assert far <= FINEST + 0.01


@pytest.mark.parametrize("radius", [50.0, 0.001])
def test_parts_stay_apart_and_closed_even_where_nothing_is_left_of_one(radius: float) -> None:
    now = thinned(Outline.make_compound_path(ring(300, 40), ring(300, radius, x=200), ring(300, 40, x=400)))
    assert (now.codes == Outline.MOVETO).sum() == (now.codes == Outline.CLOSEPOLY).sum() == 3
    assert now.codes[0] == Outline.MOVETO
    assert now.codes[-1] == Outline.CLOSEPOLY


def test_an_open_line_stays_open_and_its_ends_where_they_are() -> None:
    line = Outline([(0.123, 0), (1, 0.001), (2, 0), (9.876, 5)], [1, 2, 2, 2])
    now = thinned(line)
    assert now.codes.tolist() == [1, 2, 2]
    assert now.vertices.tolist() == [[0.12, 0], [2, 0], [9.88, 5]]
