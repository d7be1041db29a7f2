"""Which areas border on which: found from polygons, or taken from whatever form a caller has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from geodata import coverage
from geodata.errors import OptionError

Ints = NDArray[np.int64]

_SAME_WEIGHT: Final = 1e-9  # weights of one row this close, relatively, are the same number


class _Labelled(Protocol):
    """Has neighbours by label."""

    neighbors: object


@dataclass(frozen=True, slots=True, eq=False)
class Adjacency:
    """Who borders on whom among n areas: `matrix`, a read-only CSR array (n, n), is 1 for a neighbour, else 0."""

    matrix: sparse.csr_array

    @property
    def size(self) -> int:
        """The number of areas."""
        return int(self.matrix.shape[0])

    @property
    def degrees(self) -> Ints:
        """How many neighbours each area has."""
        ends: Ints = self.matrix.indptr.astype(np.int64)
        return ends[1:] - ends[:-1]

    @property
    def isolates(self) -> tuple[int, ...]:
        """Positions of the areas without any neighbour."""
        return tuple(np.flatnonzero(self.degrees == 0).tolist())

    def of(self, position: int) -> tuple[int, ...]:
        """Positions of the neighbours of one area, rising."""
        low, high = self.matrix.indptr[position : position + 2]
        return tuple(self.matrix.indices[low:high].tolist())

    def among(self, chosen: NDArray[np.bool_]) -> Adjacency:
        """The chosen areas alone, numbered anew in their order; a neighbour left out is no neighbour any more."""
        return self if chosen.all() else _from_matrix(self.matrix[chosen][:, chosen])


def contiguity(places: gpd.GeoDataFrame, *, buffer_m: float = 2.0) -> Adjacency:
    """Who lies within `buffer_m` metres of whom among `places` (polygons, EPSG:4326), corners included.

    Polygons that were drawn half a metre apart or overlap are neighbours too; polygons without a shape have none.
    Measured in an equal-area CRS around the data. OptionError for a buffer outside 0 to 1,000 metres. What has no
    neighbour is in `isolates`.
    """
    if not 0 <= buffer_m <= 1000:
        raise OptionError("option", name="buffer_m", got=buffer_m, wanted="0 to 1000 metres")
    return _from_lists(coverage.neighbours(places, buffer_m))


def as_adjacency(neighbours: object, size: int | None = None) -> Adjacency:
    """`neighbours` as an Adjacency, of `size` areas if that is given.

    Taken are: an Adjacency; a SciPy sparse or square NumPy matrix of weights; for each area a collection of positions;
    a mapping from every position to such; an object with `sparse` (a matrix) or `neighbors` (a mapping between labels),
    as W and Graph of libpysal; a pandas Series of weights whose index has focal and neighbouring labels, as
    `Graph.adjacency`, in which areas are numbered by their first row. The relation may be one-sided, as that of the k
    nearest. What an area says of itself is left out. OptionError for a matrix that is not square, for positions that
    are no whole numbers from 0 to n - 1 or stand twice, for unknown labels, and for weights that differ within a row:
    only who is a neighbour is kept, so such weights would be lost.
    """
    for fits, read in _READERS:
        if fits(neighbours):
            found = read(neighbours)
            break
    else:
        raise _refusal(f"a {type(neighbours).__name__}", "a matrix, a list or mapping of positions, a W or a Graph")
    if size is not None and found.size != size:
        raise _refusal(f"for {found.size} areas", f"for {size} areas")
    return found


def _refusal(got: str, wanted: str) -> OptionError:
    return OptionError("option", name="neighbours", got=got, wanted=wanted)


def _from_matrix(matrix: sparse.sparray | NDArray[Any]) -> Adjacency:
    """From any matrix of weights."""
    if len(matrix.shape) != 2 or matrix.shape[0] != matrix.shape[1]:
        raise _refusal(f"a matrix of shape {tuple(matrix.shape)}", "a square matrix")
    weights = sparse.coo_array(matrix)
    between = (weights.row != weights.col) & (weights.data != 0)
    weights = sparse.csr_array((weights.data[between], (weights.row[between], weights.col[between])), matrix.shape)
    weights.sum_duplicates()
    values = weights.data.astype(np.float64)
    if not (np.isfinite(values) & (values > 0)).all():
        raise _refusal("a matrix with negative or missing weights", "of weights from 0")
    first = values[np.repeat(weights.indptr[:-1], np.diff(weights.indptr))]
    if not np.allclose(values, first, rtol=_SAME_WEIGHT, atol=0):
        raise _refusal("a matrix whose weights differ within a row", "binary or row-standardised")
    return _adjacency(weights.indptr, weights.indices)


def _from_lists(rows: Collection[Iterable[Any]]) -> Adjacency:
    """From the positions of the neighbours of each area, in the order of the areas."""
    n = len(rows)
    lists = [_positions(row) for row in rows]
    indptr = np.concatenate([[0], np.cumsum([len(each) for each in lists])]).astype(np.int64)
    indices = np.concatenate([np.zeros(0, np.int64), *lists])
    owner = np.repeat(np.arange(n), np.diff(indptr))
    if (wrong := (indices < 0) | (indices >= n)).any():
        raise _refusal(f"{indices[wrong][0]} among the positions", f"positions from 0 to {n - 1}")
    if len(np.unique(owner * n + indices)) < len(indices):
        raise _refusal("a list that names a position twice", "each neighbour once")
    ones = np.ones(len(indices))
    return _from_matrix(sparse.coo_array((ones, (owner, indices)), (n, n)))


def _positions(row: Iterable[Any]) -> Ints:
    if isinstance(row, str) or not isinstance(row, Iterable):
        raise _refusal(f"{row!r} in the place of a list", "for each area a list of positions")
    positions = np.asarray(list(row))
    if positions.size and (positions.dtype.kind not in "iu" or positions.ndim != 1):
        raise _refusal(f"{positions.flat[0]!r} among the positions", "positions that are whole numbers")
    return positions.astype(np.int64).reshape(-1)


def _from_mapping(rows: Mapping[Any, Iterable[Any]]) -> Adjacency:
    """From a mapping of every position to the positions of its neighbours."""
    if set(rows) != set(range(len(rows))):
        raise _refusal("a mapping with other keys", f"with a key for every position from 0 to {len(rows) - 1}")
    return _from_lists([rows[position] for position in range(len(rows))])


def _from_labels(labelled: _Labelled) -> Adjacency:
    """From `neighbors` of an object: labels to labels, in the order of the mapping, or positions to positions."""
    rows = labelled.neighbors
    if not isinstance(rows, Mapping):
        raise _refusal("an object whose `neighbors` is no mapping", "a mapping from each area to its neighbours")
    if set(rows) == set(range(len(rows))):
        return _from_mapping(rows)
    place = {label: position for position, label in enumerate(rows)}
    unknown = [label for row in rows.values() for label in row if label not in place]
    if unknown:
        raise _refusal(f"{unknown[0]!r} among the neighbours", "labels that are areas themselves")
    return _from_lists([[place[label] for label in row] for row in rows.values()])


def _from_series(weights: pd.Series[Any]) -> Adjacency:
    """From weights with an index of focal and neighbouring labels."""
    if weights.index.nlevels != 2:
        raise _refusal(f"a Series whose index has {weights.index.nlevels} levels", "of two: focal and neighbour")
    focal, neighbour = weights.index.get_level_values(0), weights.index.get_level_values(1)
    labels = focal.unique()
    row, column = labels.get_indexer(focal), labels.get_indexer(neighbour)
    if (column < 0).any():
        raise _refusal(f"{neighbour[column < 0][0]!r} among the neighbours", "labels that are areas themselves")
    return _from_matrix(sparse.coo_array((weights.to_numpy(), (row, column)), (len(labels), len(labels))))


def _adjacency(indptr: NDArray[Any], indices: NDArray[Any]) -> Adjacency:
    n = len(indptr) - 1
    matrix = sparse.csr_array((np.ones(len(indices)), indices.copy(), indptr.copy()), shape=(n, n))
    matrix.sort_indices()
    for part in (matrix.data, matrix.indices, matrix.indptr):
        part.flags.writeable = False
    return Adjacency(matrix)


def _is_square(given: object) -> bool:
    return isinstance(given, np.ndarray) and given.ndim == 2 and given.shape[0] == given.shape[1]


_READERS: Final[tuple[tuple[Callable[[Any], bool], Callable[[Any], Adjacency]], ...]] = (
    (lambda given: isinstance(given, Adjacency), lambda given: given),
    (lambda given: isinstance(given, pd.Series), _from_series),
    (lambda given: sparse.issparse(given) or _is_square(given), _from_matrix),
    (lambda given: isinstance(given, Mapping), _from_mapping),
    (lambda given: hasattr(given, "sparse"), lambda given: _from_matrix(given.sparse)),
    (lambda given: hasattr(given, "neighbors"), _from_labels),
    (lambda given: isinstance(given, Sequence | np.ndarray) and not isinstance(given, str | bytes), _from_lists),
)
"""The forms that are understood, tried in this order: a Series has a `sparse` of another meaning."""
