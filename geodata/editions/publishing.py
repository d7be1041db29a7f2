"""Publishing: build beside, flush, rename into place, then one transaction makes the new edition current."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pyarrow as pa
from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.editions import manifest as manifests
from geodata.editions.build import Built, Progress, build
from geodata.editions.files import flush, sha256_of, write_bytes, writing
from geodata.editions.manifest import FileInfo, Manifest, Source
from geodata.editions.staged import Staged, load
from geodata.errors import PublishError, StoreError
from geodata.findings import Finding
from geodata.join import PlaceOptions
from geodata.register import AuditEntry, CurrentEdition, PublishedEdition, audit
from geodata.store import Store

BUILDING: Final = ".building-"
ASIDE: Final = ".unrecorded-"
"""Prefixes of folders that no reader looks at: half-built ones, and whole ones that the register does not know."""


def publish(
    store: Store,
    *,
    who: str,
    note: str = "",
    progress: Progress | None = None,
    options: PlaceOptions | None = None,
) -> int:
    """Makes an edition of what lies in staging and makes it current; its number.

    `progress` is called with a share from 0 to 1 and the key of the step. PublishError when staging does not make an
    edition, StoreError when the folder cannot be written; in either case the edition that was current stays so.
    """
    report = progress or (lambda _share, _step: None)
    chosen = options or PlaceOptions()
    with store.lock(), writing(store.path):
        _sweep(store)
        report(0.0, "reading")
        staged = load(store)
        if not staged.entries:
            raise PublishError("nothing_staged", where=str(store.path))
        store.editions.mkdir(parents=True, exist_ok=True)
        folder = store.editions / f"{BUILDING}{secrets.token_hex(6)}"
        try:
            (folder / "web").mkdir(parents=True)
            built = _built(staged, folder, chosen, report)
            report(0.9, "writing")
            return _finish(store, staged, built, folder, who=who, note=note, options=chosen)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            report(1.0, "done")


def sweep(store: Store) -> list[str]:
    """Removes what a killed process left behind; the names of what was removed. Does nothing while somebody writes."""
    if not store.path.exists() or not os.access(store.path, os.W_OK):
        return []
    with store.lock(wait=False) as got, writing(store.path):
        return _sweep(store) if got else []


def verify(store: Store) -> list[Finding]:
    """Re-hashes every file of every edition and follows the audit chain; what is wrong, the first broken entry named."""
    if not store.has_register:
        return []
    findings = []
    with store.register.reading() as session:
        if (broken := audit.first_broken(session)) is not None:
            findings.append(Finding("audit_broken", str(store.path / "register.sqlite"), {"got": broken}))
        hashes = set(session.scalars(select(AuditEntry.hash)))
        recorded = list(session.scalars(select(PublishedEdition).order_by(PublishedEdition.number)))
    for row in recorded:
        findings += _verify_edition(store.editions / folder_name(row.number, row.content), row.manifest, hashes)
    known = {folder_name(row.number, row.content) for row in recorded}
    strays = [path for path in _folders(store) if path.name not in known and not path.name.startswith(BUILDING)]
    return findings + [Finding("edition_unrecorded", str(path), {"got": path.name}) for path in strays]


def folder_name(number: int, content: str) -> str:
    """The name of the folder of an edition."""
    return f"{number:04d}-{content[:8]}"


def _built(staged: Staged, folder: Path, options: PlaceOptions, progress: Progress) -> Built:
    try:
        return build(staged, folder, options=options, progress=progress)
    except pa.ArrowException as error:
        if isinstance(error, OSError):
            raise
        raise PublishError("table_unwritable", where=str(folder), got=str(error)) from error


def _finish(  # noqa: PLR0913  the four names of one manifest
    store: Store, staged: Staged, built: Built, folder: Path, *, who: str, note: str, options: PlaceOptions
) -> int:
    """Writes the manifest, flushes all, renames the folder into place and records it."""
    files = manifests.inventory(folder)
    content = hashlib.sha256("".join(f"{name} {info.sha256}\n" for name, info in files.items()).encode()).hexdigest()
    with store.register.writing() as session:
        number = max([0, *session.scalars(select(PublishedEdition.number))]) + 1
        head = session.scalars(select(AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)).first()
    described = _manifest(staged, built, files, number=number, content=content, who=who, note=note, head=head or audit.START, options=options)
    write_bytes(folder / manifests.NAME, described.to_json())
    for path in [*folder.rglob("*"), folder]:
        flush(path)
    final = store.editions / folder_name(number, content)
    folder.rename(final)
    flush(store.editions)
    with store.register.writing() as session:
        _record(session, described, sha256_of(final / manifests.NAME))
    return number


def _manifest(
    staged: Staged, built: Built, files: Mapping[str, FileInfo], *, number: int, content: str, who: str, note: str, head: str, options: PlaceOptions
) -> Manifest:
    sources = tuple(
        Source(e.number, e.kind, e.level, e.name, e.sha256, e.rows, e.mark, e.who, e.at) for e in staged.entries
    )
    labels = {key: label for entry in staged.entries if entry.kind == "indicators" for key, label in entry.labels.items()}
    return Manifest(
        schema=manifests.SCHEMA,
        number=number,
        content=content,
        published_at=datetime.now(UTC),
        who=who,
        note=note,
        demonstration=any(source.mark == "demonstration" for source in sources),
        schematic=built.schematic,
        region=built.region,
        sources=sources,
        tables=built.tables,
        reconciliation=built.reconciliation,
        indicator_labels=labels,
        findings=built.findings,
        files=files,
        web_files=built.web_files,
        audit_head=head,
        options={"tolerance_m": options.tolerance_m},
    )


def _record(session: Session, described: Manifest, manifest_hash: str) -> None:
    """Makes an edition current and says so in the audit trail, in the caller's transaction."""
    session.add(
        PublishedEdition(
            number=described.number,
            content=described.content,
            manifest=manifest_hash,
            published_at=described.published_at.isoformat(),
            who=described.who,
        )
    )
    session.flush()
    session.merge(CurrentEdition(id=1, number=described.number))
    told = {"number": described.number, "content": described.content, "manifest": manifest_hash, "note": described.note}
    audit.append(session, who=described.who, action="publish", details=told, at=described.published_at)


def _folders(store: Store) -> list[Path]:
    return sorted(path for path in store.editions.glob("*") if path.is_dir()) if store.editions.exists() else []


def _sweep(store: Store) -> list[str]:
    """Removes leftovers; the caller holds the lock. A whole edition the register does not know is kept, out of sight."""
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
    wrong = []
    for name in sorted(described.files.keys() | found.keys()):
        if described.files.get(name) != found.get(name):
            wrong.append(Finding("file_changed", f"{where}/{name}", {"got": name}))
    if described.audit_head != audit.START and described.audit_head not in audit_hashes:
        wrong.append(Finding("audit_cut", where, {"got": folder.name}))
    return wrong
