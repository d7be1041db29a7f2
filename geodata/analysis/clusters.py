"""Where more happens than the residents explain: the circular spatial scan statistic for Poisson counts.

Kulldorff (1997, Communications in Statistics - Theory and Methods 26, 1481-1496). Every area is the centre of growing
circles; a circle with c of all C cases and E expected has the log-likelihood ratio
c log(c / E) + (C - c) log((C - c) / (C - E)) if c > E, else 0. How high the highest ratio of the whole map gets by
chance is seen by strewing the C cases over the residents again and again, so the many circles need no correction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.analysis.likelihood import Threshold, ratio
from geodata.errors import OptionError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Counts = NDArray[np.signedinteger]

_CELLS: Final = 2**21
"""Areas times replicates looked at in one go: 4 to 8 MB, which stay near the processor."""

_SCREEN: Final = 3.0
"""Ratios below this are looked at only in replicates that have none above; any value gives the same result."""

_SAME: Final = 1e-9  # distances, shares and ratios this close, relatively, are equal


@dataclass(frozen=True, slots=True)
class Cluster:
    """A circle around the area at position `centre`, of `radius` in the units of x and y, and the areas in it.

    `members` are their positions, rising. `expected` is the number of cases that their share of the residents would
    have; `relative_risk` the rate inside over the rate outside (inf if all cases lie inside). `p_value` is the share
    of chance maps, this one among them, whose highest ratio anywhere is at least `log_likelihood_ratio`.
    """

    centre: int
    radius: float
    members: tuple[int, ...]
    observed: int
    expected: float
    relative_risk: float
    log_likelihood_ratio: float
    p_value: float


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """The areas that take part: `positions` in what was given, places, cases, and their share of all residents."""

    positions: Ints
    x: Floats
    y: Floats
    cases: Ints
    share: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Circles:
    """The circles around one centre: `order` are areas by distance, `ends` after which of them a circle may end.

    `share` is the share of residents and `radius` the distance, of each circle.
    """

    centre: int
    order: Ints
    ends: Ints
    share: Floats
    radius: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Best:
    """The best circle around a centre, before anything is known of chance; `members` count within the field."""

    centre: int
    radius: float
    members: Ints
    share: float
    ratio: float


def scan(
    x: ArrayLike,
    y: ArrayLike,
    cases: ArrayLike,
    population: ArrayLike,
    *,
    max_share: float = 0.5,
    replicates: int = 999,
    seed: int = 0,
) -> tuple[Cluster, ...]:
    """The clusters of high rates among n areas, most likely first; none of them shares an area with another.

    All arrays have shape (n,). `x` and `y` are places in one metric unit, `cases` whole numbers, `population` the
    residents. A circle holds at most `max_share` of all residents (above 0, at most 0.5); areas at one distance join
    together. Of each centre the best circle counts, and of these every one that shares no area with a likelier one is
    told, also those that chance explains: look at the p-value. It is (r + 1) / (replicates + 1) with r of the
    `replicates` chance maps reaching the ratio, hence never below 1 / (replicates + 1); for clusters after the first
    it is conservative. The same `seed` gives the same result.

    An area where anything is missing (nan) takes no part. No cases, no clusters. OptionError for infinite or negative
    figures, for cases that are not whole or lie where nobody lives (at no rate would they be expected there), for
    arrays of other shapes, and for settings outside their range.
    """
    if not 0 < max_share <= 0.5:
        raise OptionError("option", name="max_share", got=max_share, wanted="above 0 and at most 0.5")
    if replicates < 1:
        raise OptionError("option", name="replicates", got=replicates, wanted="at least 1")
    field = _field(x, y, cases, population)
    total = int(field.cases.sum())
    if not total:
        return ()
    found = _apart([best for circles in _circles(field, max_share) if (best := _best(field, circles, total))])
    highest = _chance(field, max_share, total, replicates, np.random.default_rng(seed)) if found else np.zeros(0)
    return tuple(_cluster(field, best, total, highest) for best in found)


def _field(x: ArrayLike, y: ArrayLike, cases: ArrayLike, population: ArrayLike) -> _Field:
    given = {"x": x, "y": y, "cases": cases, "population": population}
    columns = {name: np.asarray(values, dtype=np.float64) for name, values in given.items()}
    for name, values in columns.items():
        if values.ndim != 1 or len(values) != len(columns["x"]):
            raise OptionError("option", name=name, got=f"of shape {values.shape}", wanted="one figure an area")
        if np.isinf(values).any():
            raise OptionError("option", name=name, got="infinite", wanted="finite, or nan where missing")
        if name in {"cases", "population"} and (values < 0).any():
            raise OptionError("option", name=name, got=float(np.nanmin(values)), wanted="not negative")
    table = np.column_stack(list(columns.values()))
    positions = np.flatnonzero(~np.isnan(table).any(axis=1))
    east, north, count, residents = table[positions].T
    if (broken := count != np.rint(count)).any():
        raise OptionError("option", name="cases", got=float(count[broken][0]), wanted="whole numbers")
    if (homeless := (count > 0) & (residents == 0)).any():
        where = f"above 0 in the area at position {positions[homeless][0]}, which has no residents"
        raise OptionError("option", name="cases", got=where, wanted="0 there, or the area left out")
    return _Field(positions, east, north, count.astype(np.int64), residents / (residents.sum() or 1.0))


def _circles(field: _Field, max_share: float) -> Iterator[_Circles]:
    """The circles around each area in turn, up to the largest allowed; none if one distance alone is too many."""
    for centre in range(len(field.x)):
        squared = (field.x - field.x[centre]) ** 2 + (field.y - field.y[centre]) ** 2
        order = np.argsort(squared)
        radius = np.sqrt(squared[order])
        share = np.cumsum(field.share[order])
        farther = np.append(radius[1:] > radius[:-1] * (1 + _SAME), [True])
        ends = np.flatnonzero(farther & (share <= max_share * (1 + _SAME)))
        if len(ends):
            yield _Circles(centre, order[: ends[-1] + 1], ends, share[ends], radius[ends])


def _best(field: _Field, circles: _Circles, total: int) -> _Best | None:
    """The likeliest circle of a centre, the smallest of several; None if all rates are low."""
    values = ratio(np.cumsum(field.cases[circles.order])[circles.ends], total, circles.share)
    at = int(values.argmax())
    if values[at] <= 0:
        return None
    members = np.sort(circles.order[: circles.ends[at] + 1])
    return _Best(circles.centre, float(circles.radius[at]), members, float(circles.share[at]), float(values[at]))


def _apart(found: list[_Best]) -> list[_Best]:
    """Those that share no area with a likelier one, likeliest first; of equal ones that with the smaller radius."""
    kept: list[_Best] = []
    taken: set[int] = set()
    for best in sorted(found, key=lambda each: (-round(each.ratio, 9), each.radius, each.centre)):
        members = set(best.members.tolist())
        if taken.isdisjoint(members):
            kept.append(best)
            taken |= members
    return kept


def _chance(field: _Field, max_share: float, total: int, replicates: int, rng: np.random.Generator) -> Floats:
    """The highest ratio anywhere on each of `replicates` maps of chance, drawn and looked at in bounded portions."""
    lived_in = np.flatnonzero(field.share)
    portion = max(_CELLS // len(field.share), 1)
    screen = Threshold(_SCREEN, total)
    highest = []
    for start in range(0, replicates, portion):
        width = min(portion, replicates - start)
        maps = np.zeros((len(field.share), width), dtype=np.min_scalar_type(-total - 2))
        maps[lived_in] = rng.multinomial(total, field.share[lived_in], size=width).T
        reached = _highest(field, max_share, total, maps, screen)
        if (low := reached < _SCREEN).any():
            reached[low] = _highest(field, max_share, total, maps[:, low], Threshold(0.0, total))
        highest.append(reached)
    return np.concatenate(highest)


def _highest(field: _Field, max_share: float, total: int, maps: Counts, threshold: Threshold) -> Floats:
    """The highest ratio of each column of `maps`, shape (areas, replicates), among circles that reach `threshold`.

    0 where none does. Few circles have as many cases, and only those are worth their logarithms.
    """
    highest = np.zeros(maps.shape[1])
    for circles in _circles(field, max_share):
        least = threshold(circles.share).astype(maps.dtype)
        counts = _running(maps[circles.order])
        if len(circles.ends) < len(counts):
            counts = counts[circles.ends]
        circle, column = np.divmod(np.flatnonzero(counts >= least[:, None]), maps.shape[1])
        values = ratio(counts[circle, column].astype(np.int64), total, circles.share[circle])
        np.maximum.at(highest, column, values)
    return highest


def _running(rows: Counts) -> Counts:
    """Sums of `rows` from the first to each, in place.

    Row is added to row in blocks of about the square root of their number, a whole row at a time: several times as fast
    as `cumsum` down the columns.
    """
    n, width = rows.shape
    step = int(np.sqrt(n))
    whole = n - n % step
    blocks = rows[:whole].reshape(-1, step, width)
    for k in range(1, step):
        blocks[:, k] += blocks[:, k - 1]
    for block in range(1, len(blocks)):
        blocks[block] += blocks[block - 1, -1]
    for k in range(whole, n):
        rows[k] += rows[k - 1]
    return rows


def _cluster(field: _Field, best: _Best, total: int, highest: Floats) -> Cluster:
    observed, expected = int(field.cases[best.members].sum()), total * best.share
    outside = (total - observed) / (total - expected)
    reached = int(np.count_nonzero(highest >= best.ratio * (1 - _SAME)))
    return Cluster(
        centre=int(field.positions[best.centre]),
        radius=best.radius,
        members=tuple(field.positions[best.members].tolist()),
        observed=observed,
        expected=expected,
        relative_risk=observed / expected / outside if outside else float("inf"),
        log_likelihood_ratio=best.ratio,
        p_value=(reached + 1) / (len(highest) + 1),
    )
