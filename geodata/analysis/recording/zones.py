"""Places of events around mahallas and on either side of their borders, and the areas they are held beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.analysis.recording.question import Floats
from geodata.territory import Shapes

Counts = NDArray[np.int64]
Positions = NDArray[np.intp]

_BEYOND_A_BUFFER: Final = 1.02
"""So many widths away no place lies in a buffer, which follows circle and bends to a hundredth of its width."""


@dataclass(frozen=True, slots=True, eq=False)
class Zones:
    """Places around the mahallas at the positions `own`, all, just outside and just inside, and square metres of these.

    Where no place lies just outside nothing is asked: there `inside` is 0 and areas are NaN.
    """

    own: Positions
    around: Counts
    outside: Counts
    inside: Counts
    outside_m2: Floats
    inside_m2: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The shapes of all mahallas and the distinct places of events, both in metres; in how many shapes each place is.

    Counting comes first and areas after, of those mahallas alone that need them: an overlay takes a hundred times as
    long as to look up a place, and there are a thousand red mahallas in a country. Shapes are shared, so not prepared.
    """

    shapes: Shapes
    places: Shapes
    tree: shapely.STRtree
    holders: Counts

    @classmethod
    def of(cls, shapes: Shapes, places: Shapes) -> Ground:
        """The ground of these shapes and places."""
        tree = shapely.STRtree(places)
        _, place = tree.query(shapes, predicate="intersects")
        return cls(shapes, places, tree, np.bincount(place, minlength=len(places)).astype(np.int64))

    def zones(self, asked: Positions, *, around_m: float, band_m: float, least: int) -> Zones:
        """The zones of those mahallas of `asked` with `least` places or more up to `around_m` outside in other ones."""
        near = self.tree.query(self.shapes[asked], predicate="dwithin", distance=_BEYOND_A_BUFFER * around_m)
        own = asked[self._in_others(asked, near) >= least]
        wide = shapely.buffer(self.shapes[own], around_m)
        around = self._in_others(own, self.tree.query(wide, predicate="intersects"))
        enough = around >= least
        own, around = own[enough], around[enough]
        narrow = shapely.buffer(self.shapes[own], band_m)
        outside = self._in_others(own, self.tree.query(narrow, predicate="intersects"))
        some = np.flatnonzero(outside)
        within = shapely.difference(self.shapes[own[some]], shapely.buffer(self.shapes[own[some]], -band_m))
        inside, _ = self.tree.query(within, predicate="intersects")
        return Zones(
            own=own,
            around=around,
            outside=outside,
            inside=np.bincount(some[inside], minlength=len(own)).astype(np.int64),
            outside_m2=_at(some, self._area_outside(own[some], narrow[some]), len(own)),
            inside_m2=_at(some, shapely.area(within), len(own)),
        )

    def around_m2(self, own: Positions, around_m: float) -> Floats:
        """The square metres up to `around_m` metres outside of each of `own` that lie in other mahallas."""
        return self._area_outside(own, shapely.buffer(self.shapes[own], around_m))

    def _in_others(self, own: Positions, pairs: NDArray[np.intp]) -> Counts:
        """For each of `own` the places, of the pairs with its number, that lie outside of it and in another shape."""
        at, place = pairs
        holds = shapely.intersects(self.shapes[own[at]], self.places[place])
        kept = self.holders[place] > holds
        at, place, holds = at[kept], place[kept], holds[kept]
        # Of two shapes at once: outside if it is on the border of the mahalla, not if they overlap there.
        deep = np.zeros(len(at), dtype=bool)
        deep[holds] = shapely.contains_properly(self.shapes[own[at[holds]]], self.places[place[holds]])
        return np.bincount(at[~deep], minlength=len(own)).astype(np.int64)

    def _area_outside(self, own: Positions, buffers: Shapes) -> Floats:
        """The square metres of each buffer that lie outside its mahalla and in others."""
        rings = shapely.difference(buffers, self.shapes[own])
        at, other = shapely.STRtree(self.shapes).query(rings, predicate="intersects")
        at, other = at[other != own[at]], other[other != own[at]]
        pieces = shapely.intersection(rings[at], self.shapes[other])
        return np.bincount(at, shapely.area(pieces), minlength=len(own)).astype(np.float64)


def _at(some: Positions, values: NDArray[np.number], size: int) -> Floats:
    """`values` at some of `size` positions, NaN at the others."""
    out = np.full(size, np.nan)
    out[some] = values
    return out
