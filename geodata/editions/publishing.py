"""Publishing: build beside, flush, rename into place, then one transaction makes the new edition current."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
from sqlalchemy import select
from sqlalchemy.orm import Session

from geodata.analysis import kept_questions, kept_signals
from geodata.editions import manifest as manifests
from geodata.editions.build import Built, Progress, build
from geodata.editions.files import flush, sha256_of, write_bytes, writing
from geodata.editions.manifest import FileInfo, Manifest, Source
from geodata.editions.opened import Edition
from geodata.editions.staged import Staged, load
from geodata.editions.upkeep import BUILDING, folder_name, sweep_locked
from geodata.errors import PublishError
from geodata.join import PlaceOptions
from geodata.register import AuditEntry, CurrentEdition, PublishedEdition, audit
from geodata.store import Store


@dataclass(frozen=True, slots=True)
class _Act:
    """Who publishes, why, and with which options."""

    who: str
    note: str
    options: PlaceOptions


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
    act = _Act(who, note, options or PlaceOptions())
    with store.lock(), writing(store.path):
        _refuse_elsewhere(store)
        sweep_locked(store)
        report(0.0, "reading")
        staged = load(store)
        if not staged.entries:
            raise PublishError("nothing_staged", where=str(store.path))
        store.editions.mkdir(parents=True, exist_ok=True)
        folder = store.editions / f"{BUILDING}{secrets.token_hex(6)}"
        try:
            (folder / "web").mkdir(parents=True)
            built = _built(staged, folder, act.options, report)
            report(0.9, "writing")
            number = _finish(store, staged, built, folder, act)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    report(1.0, "done")
    return number


def _refuse_elsewhere(store: Store) -> None:
    """PublishError where this folder has a part of the imports alone; StoreError if the object store has no keys."""
    if store.remote is None or not store.has_register:
        return
    with store.register.reading() as session:
        if elsewhere := store.misplaced(session):
            raise PublishError("imports_elsewhere", where=str(store.path), got=elsewhere)


def _built(staged: Staged, folder: Path, options: PlaceOptions, progress: Progress) -> Built:
    try:
        return build(staged, folder, options=options, progress=progress)
    except pa.ArrowException as error:
        if isinstance(error, OSError):
            raise
        raise PublishError("table_unwritable", where=str(folder), got=str(error)) from error


def _finish(store: Store, staged: Staged, built: Built, folder: Path, act: _Act) -> int:
    """Judges the newest signals, asks about recording, writes the manifest, flushes all, renames, records it.

    Where an object store is named the edition is put there before anybody is told of it.
    """
    with store.register.writing() as session:
        number: int = max([0, *session.scalars(select(PublishedEdition.number))]) + 1
        head = session.scalars(select(AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)).first()
    start = head or audit.START
    unfinished = Edition(folder, _manifest(staged, built, {}, act, number, start))
    kept_signals.keep(unfinished, folder)
    kept_questions.keep(unfinished, folder)
    files = manifests.inventory(folder)
    described = _manifest(staged, built, files, act, number, start)
    write_bytes(folder / manifests.NAME, described.to_json())
    for path in [*folder.rglob("*"), folder]:
        flush(path)
    final = store.editions / folder_name(number, described.content)
    if store.remote is not None:
        store.remote.push(folder, final.name)
    folder.rename(final)
    flush(store.editions)
    try:
        with store.register.writing() as session:
            _record(session, described, sha256_of(final / manifests.NAME))
    except PublishError:
        shutil.rmtree(final)  # its number, and perhaps its name, is another edition's
        raise
    return number


def _manifest(
    staged: Staged, built: Built, files: Mapping[str, FileInfo], act: _Act, number: int, head: str
) -> Manifest:
    labels = {
        key: label for entry in staged.entries if entry.kind == "indicators" for key, label in entry.labels.items()
    }
    return Manifest(
        schema=manifests.SCHEMA,
        number=number,
        content=manifests.content_of(files),
        published_at=datetime.now(UTC),
        who=act.who,
        note=act.note,
        demonstration=any(entry.mark == "demonstration" for entry in staged.entries),
        schematic=built.schematic,
        region=built.region,
        sources=tuple(
            Source(e.number, e.kind, e.level, e.name, e.sha256, e.rows, e.mark, e.who, e.at) for e in staged.entries
        ),
        tables=built.tables,
        reconciliation=built.reconciliation,
        indicator_labels=labels,
        findings=built.findings,
        files=files,
        web_files=built.web_files,
        audit_head=head,
        options={"tolerance_m": act.options.tolerance_m},
    )


def _record(session: Session, described: Manifest, manifest_hash: str) -> None:
    """Makes an edition current and says so in the audit trail, in the caller's transaction.

    PublishError if another folder was faster: the lock of a folder does not reach that one.
    """
    if session.get(PublishedEdition, described.number) is not None:
        raise PublishError("published_meanwhile", got=described.number)
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
