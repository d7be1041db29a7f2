"""Classes: where one colour ends and the next begins.

Breaks are the inner limits, strictly rising; a value equal to a break belongs to the class above it. Published maps
use `nice` breaks, computed once from the values of all periods together and then kept; the other schemes are an
analyst's and are marked exploratory on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.errors import OptionError
from layers.palette import MAX_CLASSES

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]
Scheme = Callable[[Floats, int], tuple[float, ...]]

NO_DATA: Final = -1
SUPPRESSED: Final = -2
_GRID: Final = 1000  # distinct values that the exact search for natural breaks takes; more are merged to this many
_STEPS: Final = 25  # even steps finer than a 25th of the range would put nearly all values into the outer classes
_ROUNDS: Final = 50
_ROUND: Final = (1, 2, 5)


def breaks(
    values: ArrayLike, *, scheme: str = "nice", classes: int = 5, zero: bool = False, decimals: int | None = None
) -> tuple[float, ...]:
    """The limits between at most `classes` classes of the finite values; fewer where values are too alike.

    With `zero`, exact zeros are a class of their own beside these and do not count here. Values that are all written
    alike with `decimals` are one class. OptionError for an unknown scheme or a number of classes outside 2 to 9.
    """
    if not 2 <= classes <= MAX_CLASSES:
        raise OptionError("option", name="classes", got=classes, wanted=f"2 to {MAX_CLASSES}")
    if scheme not in SCHEMES:
        raise OptionError("option", name="scheme", got=scheme, wanted=" / ".join(SCHEMES))
    array = np.asarray(values, dtype=np.float64)
    array = np.sort(array[np.isfinite(array)])
    if zero:
        array = array[array != 0]
    told = array if decimals is None else np.round(array, decimals)
    return SCHEMES[scheme](array, classes) if len(np.unique(told)) > 1 else ()


def centred_breaks(values: ArrayLike, *, classes: int = 5) -> tuple[float, ...]:
    """Nice breaks that mirror each other around zero, for a change; an odd number of classes keeps one for "little"."""
    half = breaks(np.abs(np.asarray(values, dtype=np.float64)), classes=(classes + 1) // 2 + (classes % 2 == 0))
    if classes % 2:
        return tuple(-limit for limit in reversed(half)) + half
    outer = half[: classes // 2 - 1]
    return (*(-limit for limit in reversed(outer)), 0.0, *outer)


def classify(values: ArrayLike, limits: tuple[float, ...], *, zero: bool = False) -> Codes:
    """The class of each value, 0 for the lowest; NO_DATA where the value is not finite.

    With `zero`, class 0 is exact zero and the lowest of the others is 1.
    """
    array = np.asarray(values, dtype=np.float64)
    if any(high <= low for low, high in pairwise(limits)):
        raise OptionError("option", name="limits", got=limits, wanted="strictly rising")
    codes = np.searchsorted(np.asarray(limits, dtype=np.float64), array, side="right").astype(np.int8)
    if zero:
        codes = np.where(array == 0, np.int8(0), codes + np.int8(1)).astype(np.int8)
    return np.where(np.isfinite(array), codes, np.int8(NO_DATA)).astype(np.int8)


def histogram(codes: Codes, classes: int) -> tuple[int, ...]:
    """How many mahallas are in each class; those without data are in none."""
    return tuple(int(number) for number in np.bincount(codes[codes >= 0], minlength=classes)[:classes])


def labels(
    limits: tuple[float, ...],
    write: Callable[[float], str],
    *,
    zero: bool = False,
    whole: bool = False,
    values: ArrayLike = (),
) -> tuple[str, ...]:
    """The range of each class as text, with numbers as `write` writes them: "< 2", "2–5", "≥ 5".

    Whole numbers say what they hold: "0–1", "2–4", "≥ 5". A class alone says which of the `values` it holds: "3.9".
    """
    if not limits:
        return ((write(0.0),) if zero else ()) + (_alone(values, write, zero=zero, whole=whole),)
    texts = [_first(limits[0], write, zero=zero, whole=whole)]
    texts += [_range(low, high - 1 if whole else high, write) for low, high in pairwise(limits)]
    texts.append("≥ " + write(limits[-1]))
    return ((write(0.0),) if zero else ()) + tuple(texts)


def _first(limit: float, write: Callable[[float], str], *, zero: bool, whole: bool) -> str:
    if whole and limit > 0:
        return _range(1.0 if zero else 0.0, limit - 1, write)
    return "< " + write(limit)


def _alone(values: ArrayLike, write: Callable[[float], str], *, zero: bool, whole: bool) -> str:
    array = np.asarray(values, dtype=np.float64)
    held = array[np.isfinite(array) & ~(zero & (array == 0))]
    if not held.size:
        return "≥ " + write(1.0 if zero and whole else 0.0)
    return _range(float(held.min()), float(held.max()), write)


def _range(low: float, high: float, write: Callable[[float], str]) -> str:
    start, end = write(low), write(high)  # a dash beside a sign misleads
    if start == end:
        return start
    return f"{start}–{end}" if start[:1].isdigit() and end[:1].isdigit() else f"{start} … {end}"


def _nice(values: Floats, classes: int) -> tuple[float, ...]:
    """Of all limits in steps of 1, 2 or 5 (even or growing) those that share the values most evenly."""
    best: tuple[float, ...] = ()
    most = -1.0
    whole = bool((values == np.round(values)).all())
    for limits in _candidates(float(values[0]), float(values[-1]), classes - 1):
        if whole and not all(limit.is_integer() for limit in limits):
            continue
        inside = _occupied(limits, values)
        shares = np.bincount(np.searchsorted(inside, values, side="right")) / len(values)
        evenness = float(-(shares[shares > 0] * np.log(shares[shares > 0])).sum())
        if evenness > most + 1e-9:
            best, most = inside, evenness
    return best


def _candidates(least: float, largest: float, count: int) -> Iterator[tuple[float, ...]]:
    """`count` limits each: first even steps, which read more easily and so win a tie, then 1, 2, 5, 10, 20, ..."""
    top = int(np.floor(np.log10(max(abs(least), abs(largest)))))
    steps = [float(f"{base}e{power}") for power in range(top - 3, top + 1) for base in _ROUND]
    for step in steps:
        if largest - least <= _STEPS * step:
            first = int(np.floor(least / step)) + 1
            for start in range(first, max(first, int(largest / step) - count + 1) + 1):
                yield tuple(float(f"{step * (start + number):.12g}") for number in range(count))
    for at in range(len(steps) - count + 1):
        yield tuple(steps[at : at + count])


def _occupied(limits: tuple[float, ...], values: Floats) -> tuple[float, ...]:
    """The limits without those that would leave a class empty."""
    number = np.searchsorted(values, limits)  # how many values lie below each limit
    return tuple(
        limit for at, limit in enumerate(limits) if (number[:at].max() if at else 0) < number[at] < len(values)
    )


def _quantiles(values: Floats, classes: int) -> tuple[float, ...]:
    """Limits that give each class about as many values; equal values stay together."""
    return _rising(np.quantile(values, np.arange(1, classes) / classes, method="inverted_cdf"), values[0])


def _equal(values: Floats, classes: int) -> tuple[float, ...]:
    """Limits at equal distances between the least and the largest value."""
    return _rising(np.linspace(values[0], values[-1], classes + 1)[1:-1], values[0])


def _natural(values: Floats, classes: int) -> tuple[float, ...]:
    """Limits that make the squared distances to each class's mean least (Fisher 1958), exactly, by dynamic programming.

    More than a thousand distinct values are first merged to a thousand groups of about equal number.
    """
    distinct, weight = np.unique(values, return_counts=True)
    if len(distinct) <= _GRID:
        return _rising(distinct[_cuts(distinct, weight.astype(np.float64), min(classes, len(distinct)))], values[0])
    group = np.minimum(np.cumsum(weight) * _GRID // (len(values) + 1), _GRID - 1)
    first = np.concatenate([[0], np.flatnonzero(np.diff(group)) + 1])
    total = np.add.reduceat(weight, first).astype(np.float64)
    merged = np.add.reduceat(distinct * weight, first) / total
    return _rising(_settled(values, distinct[first[_cuts(merged, total, classes)]]), values[0])


def _settled(values: Floats, limits: Floats) -> Floats:
    """The limits moved, within the groups they were found in, to where every value is with the nearest mean."""
    for _ in range(_ROUNDS):
        parts = np.split(values, np.searchsorted(values, limits))
        if not all(len(part) for part in parts):
            break
        means = np.array([part.mean() for part in parts])
        moved = values[np.searchsorted(values, (means[1:] + means[:-1]) / 2)]
        if (moved == limits).all():
            break
        limits = moved
    return limits


def _cuts(points: Floats, weight: Floats, classes: int) -> list[int]:
    """Positions where each class after the first begins in the best division of sorted, weighted points."""
    mass, moment, square = (np.concatenate([[0.0], np.cumsum(weight * points**power)]) for power in (0, 1, 2))
    spread = _spread(mass, moment, square)
    cost = spread[0]
    came: list[NDArray[np.intp]] = []
    for _ in range(classes - 1):
        total = cost[:, None] + spread
        came.append(total.argmin(axis=0))
        cost = total.min(axis=0)
    cuts, end = [], len(points)
    for step in reversed(came):
        end = int(step[end])
        cuts.append(end)
    return cuts[::-1]


def _spread(mass: Floats, moment: Floats, square: Floats) -> Floats:
    """Sum of squared distances to the mean of points i to j-1, for every i < j; infinite elsewhere."""
    weight = mass[None, :] - mass[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = (square[None, :] - square[:, None]) - (moment[None, :] - moment[:, None]) ** 2 / weight
    return np.where(weight > 0, np.maximum(spread, 0.0), np.inf)


def _rising(limits: Floats, least: float) -> tuple[float, ...]:
    """The limits as plain numbers, each once, none at or below the least value (its class would be empty)."""
    return tuple(float(limit) for limit in np.unique(limits) if limit > least)


SCHEMES: Final[Mapping[str, Scheme]] = MappingProxyType(
    {"nice": _nice, "quantiles": _quantiles, "natural": _natural, "equal": _equal}
)
