"""Upkeep of the data folder: leftovers of killed processes removed, editions and the audit trail verified."""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlalchemy import select

from geodata import scratch
from geodata.editions import manifest as manifests
from geodata.editions.files import sha256_of, writing
from geodata.errors import StoreError
from geodata.findings import Finding
from geodata.register import AuditEntry, PublishedEdition, access_log, audit, replay
from geodata.staging import UNREAD, description
from geodata.store import Store

BUILDING: Final = ".building-"
ASIDE: Final = ".unrecorded-"
"""Prefixes of folders that no reader looks at: half-built ones, and whole ones that the register does not know."""

UNRECORDED: Final = ".unrecorded"
"""The ending that the description of an import gets which the register does not know."""


def folder_name(number: int, content: str) -> str:
    """The name of the folder of an edition."""
    return f"{number:04d}-{content[:8]}"


def sweep(store: Store) -> list[str]:
    """Removes what a killed process left behind; the names of what was removed. Does nothing while somebody writes."""
    if not store.path.exists() or not os.access(store.path, os.W_OK):
        return []
    with store.lock(wait=False) as got, writing(store.path):
        return sweep_locked(store) if got else []


def verify(store: Store) -> list[Finding]:
    """Re-hashes every file of every edition, follows the audit chain, holds the records against it; what is wrong."""
    if not store.has_register:
        return []
    findings = []
    with store.register.reading() as session:
        if (broken := audit.first_broken(session)) is not None:
            findings.append(Finding("audit_broken", store.register.shown, {"got": broken}))
        if (broken := access_log.broken(session)) is not None:
            findings.append(Finding("access_broken", store.register.shown, {"got": broken}))
        for name, number in replay.differing(session):
            findings.append(Finding("record_differs", store.register.shown, {"name": name, "got": number}))
        hashes = set(session.scalars(select(AuditEntry.hash)))
        recorded = list(session.scalars(select(PublishedEdition).order_by(PublishedEdition.number)))
    for row in recorded:
        name = folder_name(row.number, row.content)
        look = _verify_there if store.lacks(name) else _verify_here
        findings += look(store, name, row.manifest, hashes)
    known = {folder_name(row.number, row.content) for row in recorded}
    strays = [path for path in _folders(store) if path.name not in known and not path.name.startswith(".")]
    return findings + [Finding("edition_unrecorded", str(path), {"got": path.name}) for path in strays]


def _folders(store: Store) -> list[Path]:
    return sorted(path for path in store.editions.glob("*") if path.is_dir()) if store.editions.exists() else []


def sweep_locked(store: Store) -> list[str]:
    """Removes leftovers while the caller holds the lock; what is whole but not recorded is put out of sight instead.

    The audit trail decides: an edition or an import that it does not know was never made.
    """
    recorded: set[str] = set()
    known: set[tuple[int, str, str]] | None = None
    if store.has_register:
        with store.register.writing() as session:
            recorded = {folder_name(row.number, row.content) for row in session.scalars(select(PublishedEdition))}
            known = audit.imported(session)
    swept = []
    for path in _folders(store):
        if path.name not in recorded and not path.name.startswith("."):
            path.rename(path.with_name(f"{ASIDE}{path.name}-{secrets.token_hex(3)}"))
            swept.append(path.name)
    for entry in store.imports():
        if known is not None and (entry.number, entry.key, entry.sha256) not in known:
            described = description(store.staging, entry)
            described.rename(described.with_suffix(UNRECORDED))
            swept.append(described.name)
    for path in leftovers(store):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        swept.append(path.name)
    return swept


def leftovers(store: Store) -> list[Path]:
    """What killed processes left behind: half-built editions, and files in staging that count for nothing."""
    half_built = [path for path in _folders(store) if path.name.startswith(BUILDING)]
    tables = [*store.staging.glob("*/*"), *store.staging.glob(f"*/{UNREAD}/*")]
    return half_built + sorted(path for path in tables if path.is_file() and _counts_for_nothing(path))


def set_aside(store: Store) -> list[Path]:
    """What is whole but not recorded, and was put out of sight: nobody misses it, nothing removes it."""
    return sorted([*store.editions.glob(f"{ASIDE}*"), *store.staging.glob(f"*/*{UNRECORDED}")])


def _counts_for_nothing(path: Path) -> bool:
    """Whether a file in staging is half-written, or a table without a description."""
    folder = path.parent.parent if path.parent.name == UNREAD else path.parent
    described = [(folder / path.name).with_suffix(ending) for ending in (".json", UNRECORDED)]
    return path.name.startswith(".") or not any(each.exists() for each in described)


def _verify_here(store: Store, name: str, manifest_hash: str, audit_hashes: set[str]) -> list[Finding]:
    return _verify_edition(store.editions / name, name, manifest_hash, audit_hashes)


def _verify_there(store: Store, name: str, manifest_hash: str, audit_hashes: set[str]) -> list[Finding]:
    """What is wrong with an edition that is in the object store alone; it is read once and not kept."""
    assert store.remote is not None  # noqa: S101  it lacks nothing otherwise
    with scratch.folder("verify") as made:
        try:
            store.remote.fetch(name, manifest_hash, made)
        except StoreError as error:
            return [error.finding]
        found = _verify_edition(made, name, manifest_hash, audit_hashes)
        return [replace(each, where=f"{store.remote.shown}, {name}") for each in found]


def _verify_edition(folder: Path, name: str, manifest_hash: str, audit_hashes: set[str]) -> list[Finding]:
    """What is wrong with the edition called `name`, which lies in `folder`."""
    where = str(folder)
    try:
        if sha256_of(folder / manifests.NAME) != manifest_hash:
            return [Finding("manifest_changed", where, {"got": name})]
        described = manifests.read(folder)
        found = manifests.inventory(folder)
    except (OSError, StoreError):
        return [Finding("edition_unreadable", where, {"got": name})]
    files = sorted(described.files.keys() | found.keys())
    changed = [file for file in files if described.files.get(file) != found.get(file)]
    wrong = [Finding("file_changed", f"{where}/{file}", {"got": file}) for file in changed]
    if described.audit_head != audit.START and described.audit_head not in audit_hashes:
        wrong.append(Finding("audit_cut", where, {"got": name}))
    return wrong
