"""Where more happens than the residents explain: the circular spatial scan statistic for Poisson counts.

Kulldorff (1997, Communications in Statistics - Theory and Methods 26, 1481-1496). Every area is the centre of growing
circles; a circle with c of all C cases and E expected has the log-likelihood ratio
c log(c / E) + (C - c) log((C - c) / (C - E)) if c > E, else 0. How high the highest ratio of the whole map gets by
chance is seen by strewing the C cases over the residents again and again, so the many circles need no correction.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.analysis.circles import SAME, Circles, Field, Floats, Ints, around, read
from geodata.analysis.likelihood import Threshold, ratio
from geodata.errors import OptionError

Counts = NDArray[np.signedinteger]

_CELLS: Final = 2**21
"""Areas times replicates looked at in one go: 4 to 8 MB, which stay near the processor."""

_WORKERS: Final = 2

_SCREEN: Final = 3.0
"""Ratios below this are looked at only in replicates that have none above; any value gives the same result."""

_RAISE: Final = 250  # centres after which that threshold is raised


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
    return scan_each(x, y, [cases], population, max_share=max_share, replicates=replicates, seed=seed)[0]


def scan_each(
    x: ArrayLike,
    y: ArrayLike,
    cases: Sequence[ArrayLike],
    population: ArrayLike,
    *,
    max_share: float = 0.5,
    replicates: int = 999,
    seed: int = 0,
) -> tuple[tuple[Cluster, ...], ...]:
    """What `scan` gives for each of several `cases` among the same residents, at little more than the time of one.

    The circles are found once. An area that is missing in one of the `cases` takes part in none.
    """
    if not 0 < max_share <= 0.5:
        raise OptionError("option", name="max_share", got=max_share, wanted="above 0 and at most 0.5")
    if replicates < 1:
        raise OptionError("option", name="replicates", got=replicates, wanted="at least 1")
    field, each = read(x, y, cases, population)
    if not any(one.any() for one in each):
        return tuple(() for _ in each)
    circles = tuple(around(field, max_share))

    def one(counts: Ints) -> tuple[Cluster, ...]:
        return _scan(field, circles, counts, replicates, np.random.default_rng(seed))

    with ThreadPoolExecutor(max_workers=_WORKERS) as pool:  # NumPy lets other threads run while it counts
        return tuple(pool.map(one, each))


def _scan(
    field: Field, circles: Sequence[Circles], cases: Ints, replicates: int, rng: np.random.Generator
) -> tuple[Cluster, ...]:
    total = int(cases.sum())
    found = _apart([best for each in circles if (best := _best(field, each, cases, total))]) if total else []
    if not found:
        return ()
    highest = _chance(field, circles, total, replicates, rng)
    return tuple(_cluster(field, best, cases, total, highest) for best in found)


def _best(field: Field, circles: Circles, cases: Ints, total: int) -> _Best | None:
    """The likeliest circle of a centre, the smallest of several; None if all rates are low."""
    share = circles.share(field)
    values = ratio(circles.at_ends(np.cumsum(cases[circles.order])), total, share)
    at = int(values.argmax())
    if values[at] <= 0:
        return None
    return _Best(circles.centre, circles.radius(field, at), circles.members(at), float(share[at]), float(values[at]))


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


def _chance(field: Field, circles: Sequence[Circles], total: int, replicates: int, rng: np.random.Generator) -> Floats:
    """The highest ratio anywhere on each of `replicates` maps of chance, drawn and looked at in bounded portions."""
    lived_in = np.flatnonzero(field.share)
    portion = max(_CELLS // len(field.share), 1)
    screen = Threshold(_SCREEN, total)
    highest = []
    for start in range(0, replicates, portion):
        width = min(portion, replicates - start)
        maps = np.zeros((len(field.share), width), dtype=np.min_scalar_type(-total - 2))
        maps[lived_in] = rng.multinomial(total, field.share[lived_in], size=width).T
        reached = _highest(field, circles, total, maps, screen)
        if (low := reached < _SCREEN).any():
            reached[low] = _highest(field, circles, total, maps[:, low], Threshold(0.0, total))
        highest.append(reached)
    return np.concatenate(highest)


def _highest(field: Field, circles: Sequence[Circles], total: int, maps: Counts, threshold: Threshold) -> Floats:
    """The highest ratio of each column of `maps`, shape (areas, replicates), among circles that reach `threshold`.

    0 where none does. Few circles have as many cases, and only those are worth their logarithms; fewer still as the
    threshold rises to what every column has reached.
    """
    highest = np.zeros(maps.shape[1])
    for number, each in enumerate(circles, 1):
        share = each.share(field)
        least = threshold(share).astype(maps.dtype)
        counts = each.at_ends(_running(maps[each.order]))
        circle, column = np.divmod(np.flatnonzero(counts >= least[:, None]), maps.shape[1])
        if len(circle):
            values = ratio(counts[circle, column].astype(np.int64), total, share[circle])
            np.maximum.at(highest, column, values)
        if number % _RAISE == 0 and (reached := float(highest.min())) > threshold.least:
            threshold = Threshold(reached, total)
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


def _cluster(field: Field, best: _Best, cases: Ints, total: int, highest: Floats) -> Cluster:
    observed, expected = int(cases[best.members].sum()), total * best.share
    outside = (total - observed) / (total - expected)
    reached = int(np.count_nonzero(highest >= best.ratio * (1 - SAME)))
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
