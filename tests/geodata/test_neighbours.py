"""Who borders on whom: from polygons drawn carelessly, and from every form that a caller may have."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from libpysal.graph import Graph
from libpysal.weights import W
from scipy import sparse

from geodata.analysis.neighbours import as_adjacency, contiguity
from geodata.errors import OptionError
from geodata.metric import WGS84, local_crs, reproject

CRS = local_crs(np.array([shapely.box(65.9, 38.9, 66.1, 39.1)], dtype=object))
PATH = [[1], [0, 2], [1], []]  # 0 - 1 - 2, and 3 alone
seven_bits = st.lists(st.booleans(), min_size=7, max_size=7)


def places(*shapes):
    drawn = np.empty(len(shapes), dtype=object)
    drawn[:] = shapes
    return gpd.GeoDataFrame(geometry=list(reproject(drawn, CRS, WGS84)), crs=WGS84)


def lists(adjacency):
    return [list(adjacency.of(position)) for position in range(adjacency.size)]


def dense(rows):
    matrix = np.zeros((len(rows), len(rows)))
    for position, row in enumerate(rows):
        matrix[position, row] = 1
    return matrix


def test_gaps_and_overlaps_of_drawing_do_not_part_neighbours():
    square = shapely.box
    drawn = places(
        square(0, 0, 1000, 1000), square(1000.5, 0, 2000, 1000), square(1999, 0, 3000, 1000), square(0, 1001, 900, 2000)
    )
    assert lists(contiguity(drawn)) == [[1, 3], [0, 2], [1], [0]]
    assert lists(contiguity(drawn, buffer_m=0.6)) == [[1], [0, 2], [1], []]
    assert lists(contiguity(drawn, buffer_m=0)) == [[], [2], [1], []]


def test_what_lies_apart_or_has_no_shape_is_alone():
    square = shapely.box
    drawn = places(
        square(0, 0, 1000, 1000),
        square(1000, 0, 2000, 1000),
        square(2005, 0, 3000, 1000),
        None,
        square(9000, 0, 9500, 9),
    )
    assert contiguity(drawn).isolates == (2, 3, 4)


@pytest.mark.parametrize("buffer_m", [-1, 1001, float("nan")])
def test_a_buffer_outside_of_sense_is_refused(buffer_m):
    with pytest.raises(OptionError, match=r"buffer_m is .*; it must be 0 to 1000 metres"):
        contiguity(places(shapely.box(0, 0, 1, 1)), buffer_m=buffer_m)


def every_form():
    labels = ["a", "b", "c", "d"]
    named = {labels[at]: [labels[other] for other in row] for at, row in enumerate(PATH)}
    positions = dict(enumerate(PATH))
    standardised = W(positions, silence_warnings=True)
    standardised.transform = "r"
    graph = Graph.from_dicts({**named, "d": []})
    return {
        "lists": PATH,
        "arrays": [np.array(row, dtype=np.int32) for row in PATH],
        "sets": tuple(set(row) for row in PATH),
        "mapping": {position: PATH[position] for position in (2, 0, 3, 1)},
        "dense": dense(PATH),
        "csr": sparse.csr_array(dense(PATH)),
        "coo with itself": sparse.coo_matrix(dense(PATH) + np.eye(4)),
        "W": W(positions, silence_warnings=True),
        "W by label": W(named, id_order=labels, silence_warnings=True),
        "W row-standardised": standardised,
        "Graph": graph,
        "Graph row-standardised": graph.transform("R"),
        "adjacency": graph.adjacency,
        "ours": as_adjacency(PATH),
        "labels alone": type("Labelled", (), {"neighbors": named})(),
    }


@pytest.mark.parametrize("form", list(every_form()))
def test_every_form_means_the_same(form):
    found = as_adjacency(every_form()[form], size=4)
    assert lists(found) == PATH
    assert found.isolates == (3,)
    assert found.degrees.tolist() == [1, 2, 1, 0]


def test_nearest_neighbours_need_not_be_mutual():
    found = as_adjacency(np.array([[1, 2], [0, 2], [1, 0], [2, 1]]))
    assert lists(found) == [[1, 2], [0, 2], [0, 1], [1, 2]]


def test_an_adjacency_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        as_adjacency(PATH).matrix.data[0] = 5


@given(st.lists(seven_bits, min_size=7, max_size=7), seven_bits)
@settings(deadline=None, max_examples=50)
def test_forms_agree_and_a_part_is_cut_out_of_the_whole(bits, chosen):
    matrix = np.array(bits) & ~np.eye(7, dtype=bool)
    rows = [np.flatnonzero(row) for row in matrix]
    found = as_adjacency(rows)
    assert (found.matrix.toarray() == matrix).all()
    assert (as_adjacency(sparse.csr_array(matrix)).matrix.toarray() == matrix).all()
    mask = np.array(chosen)
    assert (found.among(mask).matrix.toarray() == matrix[mask][:, mask]).all()


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        (sparse.csr_array((3, 4)), r"a matrix of shape \(3, 4\); it must be a square matrix"),
        ([[1], [0, 2]], "2 among the positions; it must be positions from 0 to 1"),
        ([[1], [-1]], "-1 among the positions"),
        ([[0, 1, 0], [1, 0, 1], [0, 1, 0]], "names a position twice; it must be each neighbour once"),
        ([[1.0], [0.0]], "among the positions; it must be positions that are whole numbers"),
        ([[True, False], [False, True]], "whole numbers"),
        ([1, 0], "1 in the place of a list"),
        ({0: [2], 2: [0]}, "with a key for every position from 0 to 1"),
        (np.array([[0, 0.3, 0.7], [1, 0, 0], [1, 0, 0]]), "weights differ within a row"),
        (np.array([[0.0, -1], [-1, 0]]), "negative or missing weights"),
        (np.array([[0.0, np.nan], [1, 0]]), "negative or missing weights"),
        (pd.Series([1.0], index=["a"]), "has 1 levels"),
        (pd.Series([1.0], index=pd.MultiIndex.from_tuples([("a", "b")])), "'b' among the neighbours"),
        (type("Odd", (), {"neighbors": {"a": ["b"]}})(), "'b' among the neighbours"),
        (type("Odd", (), {"neighbors": [1]})(), "no mapping"),
        ("queen", "a str; it must be a matrix"),
        (None, "a NoneType; it must be a matrix"),
    ],
)
def test_what_cannot_be_read_is_refused(given_, words):
    with pytest.raises(OptionError, match=words):
        as_adjacency(given_)


def test_another_number_of_areas_is_refused():
    with pytest.raises(OptionError, match="neighbours is for 4 areas; it must be for 5 areas"):
        as_adjacency(PATH, size=5)
