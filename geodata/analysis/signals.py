"""Early signals for early prevention: areas whose counts lie above what their own past and the month would give.

A signal says that something has changed after it has begun; it foretells nothing and names no cause. Each area is held
against the other areas of the same month, so a general rise, or a month recorded in another way, lights up none of
them: whether the whole month is unusual is another question, which `signals_totals.judge_totals` answers. The formulas
stand in `signals_model`, the states in `signals_rules`, the limits in docs/methods.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from geodata.analysis import signals_model as model
from geodata.analysis import signals_rules as rules
from geodata.analysis.signals_model import Bools, Floats, Panel
from geodata.analysis.signals_rules import STATES
from geodata.errors import OptionError

__all__ = ["LEAST_EXPECTED", "LEAST_HISTORY", "STATES", "WINDOWS", "Steps", "detect", "detect_with_steps"]

LEAST_EXPECTED: Final = 1.0
"""Below one expected event two are already "twice the usual": no state can be given."""

LEAST_HISTORY: Final = 6
"""Steps with data that an area must have before the one judged."""

WINDOWS: Final[Mapping[int, float]] = MappingProxyType({1: 0.25, 2: 0.25, 3: 0.5})
"""The last step alone and the last two and three together, since weak and lasting rises show in the sum; and the part
of the error that each may use up (Bonferroni, weighted)."""

INTERVAL: Final = (0.01, 0.99)


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """The forecasts by window, (areas, steps) each, and P combined over the windows with the window that decided."""

    forecasts: dict[int, model.Forecast]
    tails: dict[int, Floats]
    combined: Floats
    window: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """The last steps up to the one judged, (areas, steps): events, and what was to be expected from the step before.

    By the settings of the judgement, negative binomial with `expected` events and `size`; NaN without data.
    """

    observed: Floats
    expected: Floats
    size: Floats

    def band(self, area: int, back: int) -> tuple[Floats, Floats]:
        """What chance stays below and above in 1 of 100 each, in the last `back` steps of one area."""
        one = model.Forecast(*(values[area : area + 1, -back:] for values in (self.observed, self.expected, self.size)))
        low, high = (one.quantile(share)[0] for share in INTERVAL)
        return low, high


def detect(
    counts: ArrayLike, population: ArrayLike, *, at: int, groups: ArrayLike | None = None, span: int = 1
) -> pd.DataFrame:
    """One row an area in the given order: the state of early signals at month `at`.

    `counts` has the shape (areas, months): recorded events of one count group, whole numbers, NaN for no data;
    `population` (areas,) or (areas, months): residents; equal numbers will do where none are known, since the history
    outweighs them. Nothing after month `at` is read. `groups` (areas,), for instance districts, holds an area against
    the rest of its group instead of the rest of the region (groups below five areas: of the region). `span` adds up so
    many months to a step, counted back from `at`: 3 where a month expects less than about one event an area.

    Columns: `observed` and `expected` events of the last `span` months; `low` and `high`, which chance stays below and
    above in 1 of 100 each; `tail_probability`, of at least so many by chance; `combined_probability`, the same for the
    last one, two or three steps, whichever stands out most, each as seen from before it and divided by its part in
    WINDOWS; `window`, the months of that one, with `window_observed` and `window_expected`; `state`, one of STATES;
    `since`, the months in a row up to `at` in watch or alert, as judged now; `history`, steps with data before.

    An area is `too_few` with fewer than LEAST_EXPECTED events expected, fewer than LEAST_HISTORY steps of history, no
    data at `at`, or no residents known (zero, negative, NaN); the last two have NaN figures. Such cells are left out of
    all totals. OptionError for shapes that do not fit, counts that are negative or not whole, and `at` outside.
    """
    return detect_with_steps(counts, population, at=at, groups=groups, span=span, back=1)[0]


def detect_with_steps(
    counts: ArrayLike, population: ArrayLike, *, at: int, groups: ArrayLike | None = None, span: int = 1, back: int = 12
) -> tuple[pd.DataFrame, Steps]:
    """What `detect` says, and how each area came to month `at`: its last `back` steps, or as many as there are."""
    panel = _panel(counts, population, at, groups, span)
    judged = _judge(panel)
    history: NDArray[np.int64] = np.cumsum(panel.usable, axis=1) - panel.usable
    first = judged.forecasts[1]
    enough = (first.mean >= LEAST_EXPECTED) & (history >= LEAST_HISTORY)
    found = rules.states(judged.tails[1], judged.combined, enough)
    kept = (slice(None), slice(-back, None))
    steps = Steps(np.where(panel.usable[kept], first.observed[kept], np.nan), first.mean[kept], first.size[kept])
    low, high = (first.last().quantile(share)[:, 0] for share in INTERVAL)
    window = judged.window[:, -1]
    chosen = [(window == one, judged.forecasts[one]) for one in WINDOWS]
    table = pd.DataFrame(
        {
            "observed": steps.observed[:, -1],
            "expected": steps.expected[:, -1],
            "low": low,
            "high": high,
            "tail_probability": judged.tails[1][:, -1],
            "combined_probability": judged.combined[:, -1],
            "window": window * span,
            "window_observed": np.select([on for on, _ in chosen], [one.observed[:, -1] for _, one in chosen], np.nan),
            "window_expected": np.select([on for on, _ in chosen], [one.mean[:, -1] for _, one in chosen], np.nan),
            "state": [STATES[code] for code in found[:, -1]],
            "since": rules.in_a_row(found) * span,
            "history": history[:, -1],
        }
    )
    return table, steps


def _judge(panel: Panel) -> _Judged:
    """Every step of the panel judged with settings that the steps before the last fit best."""
    past = panel.before_last()
    settings = model.fit(past)
    past_course, course = model.follow(past, settings), model.follow(panel, settings)
    forecasts = {}
    for steps in WINDOWS:
        spread = settings.spread if steps == 1 else model.fit_spread(past, past_course, settings.spread, steps)
        forecasts[steps] = model.forecast(panel, course, spread, steps)
    tails = {steps: one.tail() for steps, one in forecasts.items()}
    parts = np.stack([tails[steps] / part for steps, part in WINDOWS.items()])
    known = np.isfinite(parts)
    least = np.where(known, parts, np.inf)
    combined = np.where(known.any(axis=0), np.minimum(least.min(axis=0), 1.0), np.nan)
    window = np.where(known.any(axis=0), np.array(list(WINDOWS))[least.argmin(axis=0)], np.nan)
    return _Judged(forecasts, tails, combined, window)


def _panel(counts: ArrayLike, population: ArrayLike, at: int, groups: ArrayLike | None, span: int) -> Panel:
    """The arguments of `detect`, checked, cut at the month judged and added up to steps of `span` months."""
    given = np.asarray(counts)
    if given.ndim != 2:
        raise OptionError("option", name="counts", got=given.shape, wanted="(areas, months)")
    n, months = given.shape
    if not 0 <= at < months:
        raise OptionError("option", name="at", got=at, wanted=f"0 to {months - 1}")
    if not 1 <= span <= at + 1:
        raise OptionError("option", name="span", got=span, wanted=f"1 to {at + 1}")
    steps = (at + 1) // span
    kept = slice(at + 1 - steps * span, at + 1)
    events = _whole(given[:, kept])
    residents = _residents(population, n, months)[:, kept]
    by_step = (n, steps, span)
    known: Bools = np.isfinite(events) & np.isfinite(residents) & (residents > 0)
    usable: Bools = np.asarray(known.reshape(by_step).all(axis=2))
    return Panel.of(
        events.reshape(by_step).sum(axis=2), residents.reshape(by_step).mean(axis=2), usable, _groups(groups, n)
    )


def _whole(given: np.ndarray) -> Floats:
    events = given.astype(np.float64)
    wrong = ~np.isnan(events) & ((events < 0) | (events != np.rint(events)) | np.isinf(events))
    if wrong.any():
        raise OptionError("option", name="counts", got=events[wrong].flat[0], wanted="whole numbers from 0")
    return events


def _residents(population: ArrayLike, n: int, months: int) -> Floats:
    given = np.asarray(population, dtype=np.float64)
    if given.shape not in {(n,), (n, months)}:
        raise OptionError("option", name="population", got=given.shape, wanted=f"({n},) or ({n}, {months})")
    return np.broadcast_to(given[:, None] if given.ndim == 1 else given, (n, months))


def _groups(groups: ArrayLike | None, n: int) -> np.ndarray:
    if groups is None:
        return np.zeros(n, dtype=np.intp)
    given = np.asarray(groups)
    if given.shape != (n,):
        raise OptionError("option", name="groups", got=given.shape, wanted=f"({n},)")
    return np.unique(given, return_inverse=True)[1]
