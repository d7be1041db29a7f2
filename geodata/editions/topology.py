"""Polygons with whole-number vertices as a topology: every border between two faces is one arc, stored once.

The way of TopoJSON (Bostock): a vertex where other than two edges meet is a node, arcs run from node to node, rings
are lists of arcs. An arc walked backwards is written ~n. Everything heavy is done on whole arrays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Rings = list[list[int]]


@dataclass(frozen=True, slots=True, eq=False)
class Topology:
    """Arcs as (n, 2) vertices, the rings of each face as arc references, and which faces lie on an arc's two sides.

    `left` and `right` are the lowest and the highest face on an arc; `right` is -1 on an edge of the whole.
    """

    arcs: list[Ints]
    faces: list[Rings]
    left: Ints
    right: Ints

    def outline(self, members: NDArray[np.bool_]) -> Rings:
        """The rings around the union of the faces marked in `members`, shells and holes."""
        directed = []
        for face in np.flatnonzero(members):
            for ref in (ref for ring in self.faces[face] for ref in ring):
                arc = ref if ref >= 0 else ~ref
                other = self.right[arc] if self.left[arc] == face else self.left[arc]
                if other < 0 or not members[other]:
                    directed.append(ref)
        return self._chained(directed)

    def vertices(self, ring: Sequence[int]) -> Ints:
        """The vertices of a ring, closed."""
        parts = [self.arcs[ref] if ref >= 0 else self.arcs[~ref][::-1] for ref in ring]
        return np.concatenate([parts[0][:1], *(part[1:] for part in parts)])

    def signed_area(self, ring: Sequence[int]) -> float:
        """Twice the area inside a ring; shells and holes have opposite signs."""
        x, y = self.vertices(ring).astype(np.float64).T
        return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))

    def _chained(self, directed: list[int]) -> Rings:
        """Arcs put one after the other into closed rings. Where rings touch, either order gives the same area."""
        leaving: dict[tuple[int, int], list[int]] = defaultdict(list)
        ends = {}
        for ref in directed:
            arc = self.arcs[ref] if ref >= 0 else self.arcs[~ref][::-1]
            leaving[arc[0, 0], arc[0, 1]].append(ref)
            ends[ref] = (arc[-1, 0], arc[-1, 1])
        rings: Rings = []
        for start, refs in leaving.items():
            while refs:
                ring = [refs.pop()]
                while (at := ends[ring[-1]]) != start and leaving.get(at):
                    ring.append(leaving[at].pop())
                rings.append(ring)
        return rings


@dataclass(frozen=True, slots=True, eq=False)
class _Chains:
    """Closed chains of vertices one after the other: ring k is `x[at[k]:at[k+1]]`, without its closing vertex."""

    x: Ints
    y: Ints
    at: Ints
    face: Ints

    @property
    def ring(self) -> Ints:
        return np.repeat(np.arange(len(self.face)), np.diff(self.at))

    def following(self) -> Ints:
        """The place of the next vertex of the same ring."""
        after = np.arange(1, len(self.x) + 1)
        after[self.at[1:] - 1] = self.at[:-1]
        return after

    def keep(self, chosen: NDArray[np.bool_]) -> _Chains:
        """Only the chosen vertices; rings left with fewer than three vanish."""
        sizes = np.bincount(self.ring[chosen], minlength=len(self.face))
        chosen = chosen & (sizes >= 3)[self.ring]
        sizes = sizes[sizes >= 3]
        alive = np.bincount(self.ring[chosen], minlength=len(self.face)) > 0
        return _Chains(self.x[chosen], self.y[chosen], np.concatenate([[0], np.cumsum(sizes)]), self.face[alive])


def topology(polygons: NDArray[np.object_], x: NDArray[np.float64], y: NDArray[np.float64]) -> Topology:
    """The topology of `polygons` (None for a face without a shape) whose vertices round to whole `x` and `y`.

    `x` and `y` are the coordinates of `shapely.get_coordinates` over the rings of `rings_of(polygons)`, in units.
    """
    chains = _without_spikes(_chains(polygons, x, y))
    return _cut(chains, len(polygons))


def rings_of(polygons: NDArray[np.object_]) -> tuple[NDArray[np.object_], Ints]:
    """All rings of the polygons, shells counter-clockwise and holes clockwise, and the face each belongs to."""
    given = np.flatnonzero(shapely.is_geometry(polygons))
    parts, of_polygon = shapely.get_parts(polygons[given], return_index=True)
    rings, of_part = shapely.get_rings(shapely.orient_polygons(parts), return_index=True)
    return rings, given[of_polygon[of_part]].astype(np.int64)


def _chains(polygons: NDArray[np.object_], x: NDArray[np.float64], y: NDArray[np.float64]) -> _Chains:
    rings, face = rings_of(polygons)
    sizes = shapely.get_num_coordinates(rings).astype(np.int64)
    ends = np.cumsum(sizes)
    kept = np.ones(len(x), dtype=bool)
    kept[ends - 1] = False
    at = np.concatenate([[0], np.cumsum(sizes - 1)])
    return _Chains(np.rint(x[kept]).astype(np.int64), np.rint(y[kept]).astype(np.int64), at, face)


def _without_spikes(chains: _Chains) -> _Chains:
    """The chains without repeated vertices and without a way out and straight back, which rounding makes."""
    while True:
        after = chains.following()
        same = (chains.x == chains.x[after]) & (chains.y == chains.y[after])
        if not same.any():
            beyond = after[after]
            same = (chains.x == chains.x[beyond]) & (chains.y == chains.y[beyond])
            same = _shift(same, after)  # the tip of the spike goes, its two feet fall together in the next round
            same &= ~_shift(same, after)
        if not same.any():
            return chains
        fewer = chains.keep(~same)
        if len(fewer.x) == len(chains.x):
            return fewer
        chains = fewer


def _shift(flags: NDArray[np.bool_], after: Ints) -> NDArray[np.bool_]:
    """The flag of each vertex given to the one after it."""
    out = np.zeros_like(flags)
    out[after] = flags
    return out


def _cut(chains: _Chains, n_faces: int) -> Topology:
    """The rings cut into arcs at their nodes, each arc kept once."""
    faces: list[Rings] = [[] for _ in range(n_faces)]
    if not len(chains.x):
        return Topology([], faces, np.zeros(0, np.int64), np.zeros(0, np.int64))
    _, vertex = np.unique(chains.x * (1 << 32) + chains.y, return_inverse=True)
    edge, left, right = _edges(chains, vertex)
    node = _nodes(chains, vertex, edge)
    order = _from_a_node(chains, node[vertex])
    vertex, edge = vertex[order], edge[order]
    starts = np.flatnonzero(node[vertex])
    key = np.minimum.reduceat(edge, starts)
    _, first, arc = np.unique(key, return_index=True, return_inverse=True)
    forward = (vertex[starts] == vertex[starts[first]][arc]) & (edge[starts] == edge[starts[first]][arc])

    ring = chains.ring[order]
    ends = np.append(starts[1:], len(vertex))
    closing = chains.at[ring]  # where the ring begins: after the last vertex comes the first one
    xy = np.stack([chains.x[order], chains.y[order]], axis=1)
    arcs = []
    for piece in first.tolist():
        low, high = int(starts[piece]), int(ends[piece])
        last = high if high < len(ring) and ring[high] == ring[low] else int(closing[low])
        arcs.append(np.concatenate([xy[low:high], xy[last : last + 1]]))
    refs = np.where(forward, arc, ~arc).tolist()
    ring_of_piece = ring[starts].tolist()
    lists: Rings = [[] for _ in chains.face]
    for ref, number in zip(refs, ring_of_piece, strict=True):
        lists[number].append(ref)
    for number, face in enumerate(chains.face.tolist()):
        faces[face].append(lists[number])
    of_first = edge[starts[first]]
    return Topology(arcs, faces, left[of_first], right[of_first])


def _edges(chains: _Chains, vertex: Ints) -> tuple[Ints, Ints, Ints]:
    """The number of the undirected edge that leaves each vertex, and for each edge the lowest and highest face on it.

    The highest is -1 where only one ring has the edge.
    """
    other = vertex[chains.following()]
    size = int(vertex.max()) + 1
    _, edge = np.unique(np.minimum(vertex, other) * size + np.maximum(vertex, other), return_inverse=True)
    face = chains.face[chains.ring]
    n_edges = int(edge.max()) + 1
    left, right = np.full(n_edges, np.iinfo(np.int64).max), np.full(n_edges, -1)
    np.minimum.at(left, edge, face)
    np.maximum.at(right, edge, face)
    right[np.bincount(edge, minlength=n_edges) == 1] = -1
    return edge, left, right


def _nodes(chains: _Chains, vertex: Ints, edge: Ints) -> NDArray[np.bool_]:
    """Which vertices are nodes: those where not just two edges meet, and one anchor for a ring without such.

    Without spikes every ring that comes to a vertex of two edges has both of them, so the faces on both are the same.
    """
    n_vertices = int(vertex.max()) + 1
    _, first = np.unique(edge, return_index=True)
    ends = np.concatenate([vertex[first], vertex[chains.following()][first]])
    node: NDArray[np.bool_] = np.bincount(ends, minlength=n_vertices) != 2
    lone = np.bincount(chains.ring, weights=node[vertex], minlength=len(chains.face)) == 0
    # The lowest vertex: the hole around an island takes the same one as the island.
    anchors = np.minimum.reduceat(vertex, chains.at[:-1])
    node[anchors[lone]] = True
    return node


def _from_a_node(chains: _Chains, is_node: NDArray[np.bool_]) -> Ints:
    """An order of the vertices in which every ring begins with a node."""
    places = np.arange(len(chains.x))
    first = np.minimum.reduceat(np.where(is_node, places, len(places)), chains.at[:-1])
    start = chains.at[:-1][chains.ring]
    size = np.diff(chains.at)[chains.ring]
    return start + (places - start + first[chains.ring] - start) % size
