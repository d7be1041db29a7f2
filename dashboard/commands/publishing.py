"""Editions: `publish`, `editions`, `push`, `verify`, and the demonstration: `demo`."""

from __future__ import annotations

import argparse
import contextlib
import sys
from typing import TYPE_CHECKING, Final

from dashboard.commands.commands import REFUSED, USABLE, Commands, progress, tell, who

if TYPE_CHECKING:
    from geodata.edition import EditionInfo
    from geodata.store import Store

_MERGED: Final = {
    "corrected": "were corrected by a later file",
    "again": "came again unchanged",
    "repeated_in_file": "were replaced by a row of their own file with the same id",
}


def add(commands: Commands) -> None:
    """Add the commands of this module."""
    publish = commands.add("publish", _publish, "Join what was imported and publish it as a new edition.")
    publish.add_argument("--note", default="", help="what is new in it")
    listing = commands.add("editions", _editions, "List what has been published.")
    listing.add_argument("--json", action="store_true")
    commands.add(
        "push",
        _push,
        "Put every edition and photograph of this data folder at the object store, whatever is there of it.",
    )
    commands.add("verify", _verify, "Compare every published file with its hash, and the audit trail with itself.")
    demo = commands.add("demo", _demo, "Build and publish the demonstration.", begins=True)
    demo.add_argument("--seed", type=int, default=2025)


def _publish(options: argparse.Namespace) -> int:
    from geodata.edition import editions, publish
    from geodata.store import Store

    store = Store(options.data)
    before = {info.id.partition("-")[2]: info.id for info in editions(store)}
    edition = publish(store, who=who(), note=options.note, progress=progress)
    print(f"edition {edition.id} is published and current")
    if same := before.get(edition.id.partition("-")[2]):
        print(f"  it says the same as edition {same}: nothing that counts was imported or withdrawn since")
    for kind, figures in edition.reconciliation.items():
        parts = f"{figures.mapped} mapped + {figures.district_only} district only + {figures.unmatched} unmatched"
        print(f"  {kind}: {figures.rows} rows = {parts} + {figures.outside} outside")
    if any(figures.mapped < figures.rows for figures in edition.reconciliation.values()):
        print(f"  which rows did not match, and why: mahalla unmatched --data {options.data}")
    for finding in edition.manifest.findings:
        print(f"  {finding.message}")
    told = edition.manifest.tables.get("incidents", {})
    if any(told.get(name) for name in _MERGED):
        print(
            f"  of {told['imported']} rows of incidents " + ", ".join(f"{told[key]} {_MERGED[key]}" for key in _MERGED)
        )
    return USABLE


def _editions(options: argparse.Namespace) -> int:
    from geodata.edition import editions
    from geodata.store import Store

    listed = [_listed(Store(options.data), info) for info in editions(Store(options.data))]
    if options.json:
        tell(listed)
        return USABLE
    if not listed:
        print("no edition has been published yet; publish with: mahalla publish")
    for entry in listed:
        marks = " ".join(mark for mark in ("current", "demonstration", "damaged", "elsewhere") if entry[mark])
        print(
            f"{entry['number']:>4}  {entry['id']}  {entry['published_at']}  {entry['region']}  {entry['who']}  {marks}"
        )
    return USABLE


def _listed(store: Store, info: EditionInfo) -> dict[str, object]:
    from geodata.edition import open_edition
    from geodata.errors import StoreError

    elsewhere, manifest = store.lacks(info.folder), None
    with contextlib.suppress(StoreError):
        manifest = None if elsewhere else open_edition(store, info.number).manifest
    return {
        "number": info.number,
        "id": info.id,
        "published_at": info.published_at.isoformat(timespec="minutes"),
        "who": info.who,
        "note": manifest.note if manifest else "",
        "region": manifest.region.names.uz_latn if manifest else "",
        "current": info.current,
        "demonstration": manifest.demonstration if manifest else False,
        "damaged": manifest is None and not elsewhere,
        "elsewhere": elsewhere,
    }


def _push(options: argparse.Namespace) -> int:
    from geodata import photos
    from geodata.edition import editions
    from geodata.errors import StoreError
    from geodata.register import address
    from geodata.store import Store

    store = Store(options.data)
    if store.remote is None:
        raise StoreError("store_none", got=options.data / address.SETTINGS)
    away = []
    for info in editions(store):
        if not store.lacks(info.folder):
            store.remote.push(store.editions / info.folder, info.folder)
            print(f"edition {info.id} was put there")
        elif not store.remote.has(info.folder, info.manifest):
            away.append(info.id)
    if put := photos.push(store):
        print(f"{put} photographs were put there")
    print(f"neither here nor there: {', '.join(away)}" if away else f"every edition is at {store.remote.shown}")
    return REFUSED if away else USABLE


def _verify(options: argparse.Namespace) -> int:
    from geodata.edition import verify
    from geodata.store import Store

    store = Store(options.data)
    problems = verify(store)
    for finding in problems:
        print(f"{finding.where}: {finding.message}", file=sys.stderr)
    print("broken" if problems else "every file and every audit entry is as it was written")
    return REFUSED if problems else USABLE


def _demo(options: argparse.Namespace) -> int:
    from geodata.store import Store

    return build_demo(Store(options.data), seed=options.seed)


def build_demo(store: Store, *, seed: int) -> int:
    """Build and publish the demonstration, and say so."""
    from geodata.demo.publish import publish_demo

    edition = publish_demo(store, seed=seed, progress=progress)
    print(f"the demonstration is published as edition {edition.id}")
    return USABLE
