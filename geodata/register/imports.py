"""Files that go into the register: road maps and holidays, each file in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from geodata import names
from geodata.edition import Edition, open_edition
from geodata.editions.columns import days, texts
from geodata.errors import StoreError
from geodata.join import place
from geodata.register import audit
from geodata.register.posts import POSTS
from geodata.register.records import Act, Kept
from geodata.register.reviews import SPECIAL_DAYS, SpecialDay
from geodata.register.roadmap import ITEMS, Item, items
from geodata.sources.notes import row_list
from geodata.sources.words import word_key
from geodata.staging import CheckedFile
from geodata.store import Store
from geodata.territory import NAME_COLUMNS, Territory


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file did to the register: records added, changed, and those that were as it says already."""

    added: int
    changed: int
    same: int


def store_file(store: Store, report: CheckedFile, act: Act) -> Imported:
    """Writes a checked file of a kind of records into the register of `store`, with its entries in the audit trail.

    StoreError if the file was refused or is of another kind, or if a row names a place that the current edition does
    not have; NoEditionError for a road map before anything was published. In each case nothing is written.
    """
    if report.kind not in _STORED:
        raise StoreError("unknown_kind", where=report.name, got=report.kind, wanted=", ".join(_STORED))
    if not report.accepted or report.table is None:
        raise StoreError("not_accepted", where=report.name, got=report.name)
    return _STORED[report.kind](store, report, report.table, act)


def _roadmap(store: Store, report: CheckedFile, table: pd.DataFrame, act: Act) -> Imported:
    places = places_of(table, open_edition(store), report.name)
    with store.register.writing() as session:
        keys = {
            word_key(name): kept.what.key
            for kept in POSTS.find(session)
            for name in (kept.what.key, *(getattr(kept.what, column) for column in NAME_COLUMNS))
            if name
        }
        known = {_item_key(kept.what): kept for kept in items(session)}
        new: list[Item] = []
        pairs: list[tuple[Kept[Item], Item]] = []
        seen: set[tuple[str, str, str, str]] = set()
        for item in _items(table, places, report.name):
            if _item_key(item) in seen:  # the reader cannot know that a code and a name mean one place
                raise StoreError("item_twice", where=report.name, got=item.item, count=2)
            seen.add(_item_key(item))
            posted = replace(item, post=keys.get(word_key(item.post), item.post))
            was = known.get(_item_key(posted))
            if was is None:
                new.append(posted)
            elif _differs(was.what, posted):
                pairs.append((was, replace(posted, item=was.what.item, unit=was.what.unit)))
        ITEMS.add_all(session, new, act)
        ITEMS.change_all(session, pairs, act)
        done = Imported(len(new), len(pairs), len(table) - len(new) - len(pairs))
        if new or pairs:
            audit.append(session, who=act.who, action="import roadmap", details=_told(report, done), at=act.at)
    return done


def _holidays(store: Store, report: CheckedFile, table: pd.DataFrame, act: Act) -> Imported:
    with store.register.writing() as session:
        known = {kept.what.day: kept for kept in SPECIAL_DAYS.find(session) if kept.closed_on is None}
        new: list[SpecialDay] = []
        pairs: list[tuple[Kept[SpecialDay], SpecialDay]] = []
        columns = (days(table, "day").tolist(), *(_plain(table, name) for name in ("kind", "name", "source")))
        for day, kind, name, source in zip(*columns, strict=True):
            said = SpecialDay(day=day, kind=kind, name=name, source=source or report.name)
            was = known.get(said.day)
            if was is None:
                new.append(said)
            elif was.what != said:
                pairs.append((was, said))
        SPECIAL_DAYS.add_all(session, new, act)
        SPECIAL_DAYS.change_all(session, pairs, act)
        done = Imported(len(new), len(pairs), len(table) - len(new) - len(pairs))
        if new or pairs:
            audit.append(session, who=act.who, action="import holidays", details=_told(report, done), at=act.at)
    return done


_STORED: Final[Mapping[str, Callable[[Store, CheckedFile, pd.DataFrame, Act], Imported]]] = {
    "roadmap": _roadmap,
    "holidays": _holidays,
}


def places_of(table: pd.DataFrame, edition: Edition, name: str) -> list[tuple[str, str]]:
    """The level and the code of the place that each row of a canonical table means, found as in every other table.

    StoreError naming the rows whose place the edition does not have; `name` is that of the file.
    """
    placed = place(table, _without_shapes(edition))
    of_region = _means_region(table, edition)
    mahallas, districts = (frame["code"].tolist() for frame in (edition.mahallas, edition.districts))
    found: list[tuple[str, str]] = []
    lost: list[int] = []
    nearer = zip(texts(table, "code"), texts(table, "name"), strict=True)
    for row, (mahalla, district, named) in enumerate(
        zip(placed.mahalla.tolist(), placed.district.tolist(), map(any, nearer), strict=True)
    ):
        if mahalla >= 0:
            found.append(("mahalla", mahallas[mahalla]))
        elif district >= 0 and not named:  # a mahalla that is named but not known does not count for its district
            found.append(("district", districts[district]))
        elif of_region[row]:
            found.append(("region", edition.region.code))
        else:
            lost.append(row)
    if lost:
        rows = row_list(int(number) for number in table["row"].to_numpy()[lost])
        got = placed.got[lost[0]] or "-"
        raise StoreError("rows_unplaced", where=name, got=got, count=len(lost), rows=rows)
    return found


def _means_region(table: pd.DataFrame, edition: Edition) -> list[bool]:
    """Whether each row names the region and nothing nearer."""
    own = edition.region.names
    known = {names.key(name) for name in (own.uz_latn, own.uz_cyrl, own.ru, own.en) if name}
    columns = ("region_code", "region", "code", "name", "district", "district_code")
    return [
        not any(nearer) and (code == edition.region.code or (name is not None and names.key(name) in known))
        for code, name, *nearer in zip(*(texts(table, column) for column in columns), strict=True)
    ]


def _without_shapes(edition: Edition) -> Territory:
    """The territory of an edition for finding places by code and name."""
    return Territory(
        region=edition.region,
        districts=edition.districts,
        mahallas=edition.mahallas,
        shapes=np.full(len(edition.mahallas), None, dtype=object),
        district_shapes=np.full(len(edition.districts), None, dtype=object),
        region_shape=None,
    )


def _items(table: pd.DataFrame, places: list[tuple[str, str]], source: str) -> list[Item]:
    texts_ = (_plain(table, name) for name in ("period", "item", "unit", "post", "evidence"))
    numbers = (table[name].to_numpy(dtype=np.float64).tolist() for name in ("planned", "done"))
    rows = zip(places, *texts_, *numbers, days(table, "due").tolist(), strict=True)
    return [
        Item(
            place=place_code,
            level=level,
            period=period,
            item=item,
            unit=unit,
            planned=planned,
            done=done,
            due=due,
            post=post,
            evidence=evidence,
            source=source,
        )
        for (level, place_code), period, item, unit, post, evidence, planned, done, due in rows
    ]


def _plain(table: pd.DataFrame, name: str) -> list[str]:
    return [str(text or "") for text in texts(table, name)]


def _item_key(item: Item) -> tuple[str, str, str, str]:
    """What is the same for one item of a place and period, however its words are spelled."""
    return item.place, item.period, word_key(item.item), word_key(item.unit)


def _differs(was: Item, now: Item) -> bool:
    """Whether the file says something else; the name of the file alone is no change."""
    return replace(now, item=was.item, unit=was.unit, source=was.source) != was


def _told(report: CheckedFile, done: Imported) -> dict[str, Any]:
    return {
        "name": report.name,
        "sha256": report.sha256,
        "added": done.added,
        "changed": done.changed,
        "same": done.same,
    }
