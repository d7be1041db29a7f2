"""Whether events fell where something was done: a place, its ring, and places like it where nothing was done.

`estimate` takes arrays with one element a place and knows neither mahallas nor months: a place may be a mahalla with
the mahallas that touch it as its ring, or a disc with an annulus. `site_effect` makes the arrays for a model site.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.matching import Positions, nearest, nearest_each
from geodata.analysis.ratios import (
    Counts,
    Floats,
    displacement_quotient,
    extra_variation,
    ratio_of_ratios,
)

Verdict = Literal["fell", "rose", "within_chance", "too_little_data"]

LEVEL: Final = 0.95
"""Of the interval; a change is beyond chance if it excludes 1 and the placebo test has p below 1 - LEVEL."""

MATCHES: Final = 10
"""Comparison places. Ours: ten alike ones add about a tenth to the variance, and more would be less alike."""

MIN_EVENTS: Final = 6
"""Events a place needs, before and after together: five all on one side still have p = 2 / 2**5 = 0.06."""

MIN_POOL: Final = 20
"""Untouched places the placebo test needs: with 19 its least p-value is 1 / 20, which is not below 0.05."""

MAX_POOL: Final = 200
"""The most alike that are taken into the pool: enough for p-values of 0.005."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """One element a place: events before and after, of its ring too, what it is matched by, and what it may serve for.

    `features` has a column a trait, `stratum` must be the same for places that are compared, `usable` says that nothing
    was done there (and that it is not part of a ring). Rows with a feature that is not finite are not used.
    """

    before: Counts
    after: Counts
    ring_before: Counts
    ring_after: Counts
    features: Floats
    stratum: NDArray[np.integer]
    usable: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """The change of a place against that of its comparison.

    `ratio` is (after / before) / (comparison_after / comparison_before), `low` and `high` its interval at LEVEL,
    `spread` the variance as a multiple of Poisson's, `p_value` the share of untouched places whose change is at least
    as strong, the place itself counted in. Without enough data the ratio is nan, the interval 0 to inf, p 1; counts
    that are not known are None.
    """

    before: int | None = None
    after: int | None = None
    comparison_before: int | None = None
    comparison_after: int | None = None
    ratio: float = np.nan
    low: float = 0.0
    high: float = np.inf
    spread: float = 1.0
    p_value: float = 1.0
    verdict: Verdict = "too_little_data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The place, its ring, and the weighted displacement quotient, None unless the place fell beyond chance.

    `comparison` are the positions of the places compared, most alike first; the ring is compared with their rings.
    `pool` is the number of places of the placebo test.
    """

    place: Contrast
    ring: Contrast
    displacement_quotient: float | None
    comparison: tuple[int, ...]
    pool: int


def estimate(places: Places, at: int) -> Estimate:
    """The effect at position `at`.

    The comparison are the MATCHES untouched places that are most like it, added up; that of its ring are their rings:
    matching picks places whose counts before were high by chance when the place's were, and these fall back together,
    which rings do not. The placebo test takes each of the pool in turn for the place (Abadie, Diamond and Hainmueller
    2010, Journal of the American Statistical Association 105, 493-505). Ranked is not the ratio, which is wild where
    events are few, but how far the share of events after lies from that of the comparison, in standard errors; for the
    same reason Abadie et al. divide by the fit before.
    """
    pool = _pool(places, at)
    own = (int(places.before[at]), int(places.after[at]))
    around = (int(places.ring_before[at]), int(places.ring_after[at]))
    if len(pool) < MIN_POOL:
        return Estimate(
            place=Contrast(before=own[0], after=own[1]),
            ring=Contrast(before=around[0], after=around[1]),
            displacement_quotient=None,
            comparison=(),
            pool=len(pool),
        )
    tried = np.concatenate([[at], pool])
    matches = nearest_each(places.features, tried, pool, MATCHES)
    place = _contrast(_Counted.of(places.before, places.after, tried, matches))
    ring = _contrast(_Counted.of(places.ring_before, places.ring_after, tried, matches))
    return Estimate(
        place=place,
        ring=ring,
        displacement_quotient=_quotient(place, ring),
        comparison=tuple(matches[0].tolist()),
        pool=len(pool),
    )


def _pool(places: Places, at: int) -> Positions:
    """The untouched places of the same stratum with events enough to show a change, the most alike first."""
    whole = np.asarray(np.isfinite(places.features).all(axis=1))
    if not whole[at]:
        return np.zeros(0, dtype=np.intp)
    enough = places.before + places.after >= MIN_EVENTS
    able = places.usable & whole & enough & (places.stratum == places.stratum[at])
    able[at] = False
    return nearest(places.features, at, np.flatnonzero(able), MAX_POOL)


@dataclass(frozen=True, slots=True, eq=False)
class _Counted:
    """Events of each place tried, or of its ring, and of its comparison; the first is the one that is asked about.

    `own` and `beside` are the variances of the share after, over p (1 - p): of the place, and of its comparison.
    """

    before: Counts
    after: Counts
    other_before: Counts
    other_after: Counts
    own: Floats
    beside: Floats

    @classmethod
    def of(cls, before: Counts, after: Counts, tried: Positions, matches: Positions) -> _Counted:
        rho = extra_variation(before[tried[1:]], after[tried[1:]])
        total, others = (before + after)[tried], (before + after)[matches]
        compared = np.maximum(others.sum(axis=1), 1)
        # Each place of a comparison varies on its own, so its spread is the mean of theirs, weighted by events.
        spread = 1 + rho * (others * np.maximum(others - 1, 0)).sum(axis=1) / compared
        return cls(
            before=before[tried],
            after=after[tried],
            other_before=before[matches].sum(axis=1),
            other_after=after[matches].sum(axis=1),
            own=(1 + rho * np.maximum(total - 1, 0)) / np.maximum(total, 1),
            beside=spread / compared,
        )

    @property
    def told(self) -> NDArray[np.bool_]:
        """Where there are events enough, in the place and in its comparison."""
        enough = (self.before + self.after >= MIN_EVENTS) & (self.other_before > 0) & (self.other_after > 0)
        return np.asarray(enough)

    def strength(self) -> Floats:
        """How far the share after lies from that of the comparison, in standard errors; only where `told`."""
        total, compared = self.before + self.after, self.other_before + self.other_after
        told = self.told
        share = ((self.after + self.other_after) / np.maximum(total + compared, 1))[told]
        away = (self.after / np.maximum(total, 1) - self.other_after / np.maximum(compared, 1))[told]
        return np.asarray(np.abs(away) / np.sqrt(share * (1 - share) * (self.own + self.beside)[told]))


def _contrast(counted: _Counted) -> Contrast:
    """The first place against its comparison; the others, of the pool, are its placebos."""
    place = int(counted.before[0]), int(counted.after[0])
    compared = int(counted.other_before[0]), int(counted.other_after[0])
    plain = Contrast(before=place[0], after=place[1], comparison_before=compared[0], comparison_after=compared[1])
    told = counted.told
    if not told[0] or told[1:].sum() < MIN_POOL:
        return plain
    strength = counted.strength()
    p_value = float(np.mean(strength >= strength[0] * (1 - 1e-9)))
    spread = float((counted.own[0] + counted.beside[0]) / (1 / sum(place) + 1 / sum(compared)))
    ratio = ratio_of_ratios(place, compared, spread=max(spread, 1.0), level=LEVEL)
    return replace(
        plain,
        ratio=ratio.value,
        low=ratio.low,
        high=ratio.high,
        spread=max(spread, 1.0),
        p_value=p_value,
        verdict=_verdict(ratio.low, ratio.high, p_value),
    )


def _quotient(place: Contrast, ring: Contrast) -> float | None:
    """The displacement quotient where the place fell beyond chance: of a chance fall it would be a chance figure."""
    if place.verdict != "fell" or ring.verdict == "too_little_data":
        return None
    sides = (
        (contrast.before or 0, contrast.after or 0, contrast.comparison_before or 0, contrast.comparison_after or 0)
        for contrast in (place, ring)
    )
    return displacement_quotient(*sides)


def _verdict(low: float, high: float, p_value: float) -> Verdict:
    """Beyond chance only where the interval and the placebo test agree."""
    if p_value >= 1 - LEVEL:
        return "within_chance"
    if high < 1:
        return "fell"
    return "rose" if low > 1 else "within_chance"
