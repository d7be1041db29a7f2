"""Upkeep of the data folder: leftovers of killed processes removed, editions and the audit trail verified."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path
from typing import Final

from sqlalchemy import select

from geodata.editions import manifest as manifests
from geodata.editions.files import sha256_of, writing
from geodata.errors import StoreError
from geodata.findings import Finding
from geodata.register import AuditEntry, PublishedEdition, access_log, audit, replay
from geodata.store import Store

BUILDING: Final = ".building-"
ASIDE: Final = ".unrecorded-"
"""Prefixes of folders that no reader looks at: half-built ones, and whole ones that the register does not know."""


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
        findings += _verify_edition(store.editions / folder_name(row.number, row.content), row.manifest, hashes)
    known = {folder_name(row.number, row.content) for row in recorded}
    strays = [path for path in _folders(store) if path.name not in known and not path.name.startswith(BUILDING)]
    return findings + [Finding("edition_unrecorded", str(path), {"got": path.name}) for path in strays]


def _folders(store: Store) -> list[Path]:
    return sorted(path for path in store.editions.glob("*") if path.is_dir()) if store.editions.exists() else []


def sweep_locked(store: Store) -> list[str]:
    """Removes leftovers while the caller holds the lock; a whole edition that is not recorded is put out of sight."""
    recorded = set()
    if store.has_register:
        with store.register.writing() as session:
            recorded = {folder_name(row.number, row.content) for row in session.scalars(select(PublishedEdition))}
    swept = []
    for path in _folders(store):
        if path.name.startswith(BUILDING):
            shutil.rmtree(path)
        elif path.name not in recorded and not path.name.startswith("."):
            path.rename(path.with_name(f"{ASIDE}{path.name}-{secrets.token_hex(3)}"))
        else:
            continue
        swept.append(path.name)
    return swept + _sweep_staging(store)


def _sweep_staging(store: Store) -> list[str]:
    swept = []
    for path in sorted(store.staging.glob("*/*")) if store.staging.exists() else []:
        alone = path.suffix == ".parquet" and not path.with_suffix(".json").exists()
        if alone or path.name.startswith("."):
            path.unlink()
            swept.append(path.name)
    return swept


def _verify_edition(folder: Path, manifest_hash: str, audit_hashes: set[str]) -> list[Finding]:
    """What is wrong with one edition's folder."""
    where = str(folder)
    try:
        if sha256_of(folder / manifests.NAME) != manifest_hash:
            return [Finding("manifest_changed", where, {"got": folder.name})]
        described = manifests.read(folder)
        found = manifests.inventory(folder)
    except (OSError, StoreError):
        return [Finding("edition_unreadable", where, {"got": folder.name})]
    names = sorted(described.files.keys() | found.keys())
    changed = [name for name in names if described.files.get(name) != found.get(name)]
    wrong = [Finding("file_changed", f"{where}/{name}", {"got": name}) for name in changed]
    if described.audit_head != audit.START and described.audit_head not in audit_hashes:
        wrong.append(Finding("audit_cut", where, {"got": folder.name}))
    return wrong
