"""How far road maps are carried out: pure functions over their items, for tables and for a layer of the map."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from geodata.register.roadmap import Item


@dataclass(frozen=True, slots=True)
class Progress:
    """Items of a road map: how many, how many fulfilled (done reaches planned), how many overdue on the day asked for.

    `share` is the mean over the items of done / planned, each at most 1, since quantities of different units cannot be
    added; NaN without items.
    """

    items: int
    fulfilled: int
    overdue: int
    share: float


def progress(items: Iterable[Item], on: date) -> Progress:
    """The progress of these items; an item is overdue from the day after its due date while done is below planned."""
    held = list(items)
    return Progress(
        items=len(held),
        fulfilled=sum(item.fulfilled for item in held),
        overdue=sum(item.is_overdue(on) for item in held),
        share=math.fsum(item.share for item in held) / len(held) if held else math.nan,
    )


def together(parts: Iterable[Progress]) -> Progress:
    """The progress of several road maps as one, from that of each."""
    held = [part for part in parts if part.items]
    items = sum(part.items for part in held)
    return Progress(
        items=items,
        fulfilled=sum(part.fulfilled for part in held),
        overdue=sum(part.overdue for part in held),
        share=math.fsum(part.share * part.items for part in held) / items if items else math.nan,
    )


def by_place(items: Iterable[Item], on: date) -> dict[str, Progress]:
    """The progress of each place's own road map, by its code."""
    grouped: dict[str, list[Item]] = {}
    for item in items:
        grouped.setdefault(item.place, []).append(item)
    return {place: progress(held, on) for place, held in grouped.items()}


def by_district(items: Iterable[Item], home: Mapping[str, str], on: date) -> dict[str, Progress]:
    """The progress of each district with its mahallas: `home` leads from a mahalla's code to its district's.

    Items of the region, and of mahallas that `home` does not know, count for no district.
    """
    grouped: dict[str, list[Item]] = {}
    for item in items:
        district = item.place if item.level == "district" else home.get(item.place)
        if district is not None:
            grouped.setdefault(district, []).append(item)
    return {district: progress(held, on) for district, held in grouped.items()}


def overdue(items: Iterable[Item], on: date) -> tuple[Item, ...]:
    """The items overdue on a day, the longest overdue first."""
    return tuple(sorted((item for item in items if item.is_overdue(on)), key=lambda item: (item.due, item.place)))
