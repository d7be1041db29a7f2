"""The rotation of a wall without a meeting: where in the playlist it stands follows from the clock alone.

So all walls agree, and one that comes back after a cut shows what the others show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from dashboard import country
from geodata.edition import Edition
from geodata.register.stage import Cue, Step


class NothingToRotateError(ValueError):
    """No step of the playlist is shown, or none that the edition can fill."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One scene of the rotation: the step that asks for it, and its district or region of a country ("": the whole)."""

    step: Step
    place: str = ""

    @property
    def scene(self) -> str:
        """What the scene is about."""
        return "overview" if self.step.scene == "districts" else self.step.scene


@dataclass(frozen=True, slots=True)
class Position:
    """Which turn it is, since when and until when; `held` says that it stands still."""

    index: int
    begun: datetime
    ends: datetime
    held: bool


_NEEDS: Final[Mapping[str, Callable[[Edition], bool]]] = MappingProxyType(
    {
        "category": lambda edition: bool(edition.category_days()),
        "red": lambda edition: bool(edition.category_days()),
        "roadmap": lambda edition: bool(edition.category_days()),
        "change": lambda edition: bool(edition.groups()),
        "signals": lambda edition: bool(edition.groups()),
        "sites": lambda edition: len(edition.sites) > 0,
    }
)
"""What a scene cannot do without."""


def turns(steps: Sequence[Step], places: Sequence[str]) -> tuple[Turn, ...]:
    """The scenes in their order: every step shown, the one of the districts once for each of `places`."""
    found: list[Turn] = []
    for step in steps:
        if step.shown:
            found += [Turn(step, code) for code in places] if step.scene == "districts" else [Turn(step)]
    return tuple(found)


def order_of(steps: Sequence[Step], edition: Edition, region: str = "") -> tuple[Turn, ...]:
    """The turns that an edition can fill: a scene of what was never imported would tell of it as if it were zero.

    A country turns through its regions; with one of them chosen, through that region and its districts.
    """
    unfilled = {scene for scene, has in _NEEDS.items() if not has(edition)}
    return turns([step for step in steps if step.scene not in unfilled], _places(edition, region))


def _places(edition: Edition, region: str) -> tuple[str, ...]:
    if not country.is_one(edition):
        return tuple(edition.districts["code"].astype(str))
    regions = country.regions(edition)
    return (region, *regions[region]) if region in regions else tuple(regions)


def position(order: Sequence[Turn], cue: Cue, now: datetime) -> Position:
    """Where the rotation stands; NothingToRotateError for an empty order."""
    at = _moment(cue, now)
    past = _into(order, cue, at)
    for index, turn in enumerate(order):
        if past < turn.step.seconds:
            begun = at - timedelta(seconds=past)
            return Position(index, begun, begun + timedelta(seconds=turn.step.seconds), bool(cue.held))
        past -= turn.step.seconds
    raise NothingToRotateError("nothing to rotate")


def hold(cue: Cue, now: datetime) -> Cue:
    """The rotation standing still from now on."""
    return cue if cue.held else replace(cue, held=now.isoformat())


def go_on(cue: Cue, now: datetime) -> Cue:
    """The rotation running again from where it was held."""
    if not cue.held:
        return cue
    stood = (now - datetime.fromisoformat(cue.held)).total_seconds()
    return replace(cue, held="", shift_s=cue.shift_s - stood)


def jump(order: Sequence[Turn], cue: Cue, index: int, now: datetime) -> Cue:
    """The rotation at the beginning of a turn, counted around the end of the playlist."""
    before = sum(turn.step.seconds for turn in order[: index % len(order)])
    return replace(cue, shift_s=cue.shift_s + before - _into(order, cue, _moment(cue, now)))


def _moment(cue: Cue, now: datetime) -> datetime:
    return datetime.fromisoformat(cue.held) if cue.held else now


def _into(order: Sequence[Turn], cue: Cue, at: datetime) -> float:
    """Seconds since the playlist last began."""
    whole = sum(turn.step.seconds for turn in order)
    if not whole:
        raise NothingToRotateError("nothing to rotate")
    return (at.timestamp() + cue.shift_s) % whole
