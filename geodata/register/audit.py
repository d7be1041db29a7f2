"""The audit trail: entries are only appended, each one sealed with the hash of the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import ScalarResult, select
from sqlalchemy.orm import Session

from geodata.register.models import AccessEntry, AuditEntry

START: Final = "0" * 64
"""What the first entry names as the hash before it."""


def append(session: Session, *, who: str, action: str, details: Mapping[str, object], at: datetime) -> str:
    """Adds an entry inside the caller's transaction; its hash."""
    return append_all(session, [details], who=who, action=action, at=at)


def append_all(
    session: Session, details: Sequence[Mapping[str, object]], *, who: str, action: str, at: datetime
) -> str:
    """Adds an entry for each of `details` inside the caller's transaction; the hash of the last entry of the trail."""
    # These two alone: a transaction of an area may not read what stands in an entry about another place.
    last = session.execute(select(AuditEntry.seq, AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)).first()
    written, previous = last or (0, START)
    entries = []
    for number, told in enumerate(details, start=written + 1):
        entry = AuditEntry(
            seq=number,
            at=at.astimezone(UTC).isoformat(timespec="microseconds"),
            who=who,
            action=action,
            details=json.dumps(told, ensure_ascii=False, sort_keys=True, default=str),
            previous=previous,
        )
        entry.hash = previous = seal(entry)
        entries.append(entry)
    session.add_all(entries)
    session.flush()
    return previous


def seal(entry: AuditEntry | AccessEntry) -> str:
    """SHA-256 over everything the entry says and the hash before it."""
    fields = [entry.seq, entry.at, entry.who, entry.action, entry.details, entry.previous]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


def first_broken(session: Session, trail: type[AuditEntry | AccessEntry] = AuditEntry) -> int | None:
    """The number of the first entry that is missing, changed or out of order; None if the chain holds."""
    previous, expected = START, 1
    entries: ScalarResult[AuditEntry | AccessEntry] = session.scalars(select(trail).order_by(trail.seq))
    for entry in entries.yield_per(1000):
        if entry.seq != expected or entry.previous != previous or entry.hash != seal(entry):
            return expected
        previous, expected = entry.hash, expected + 1
    return None


def imported(session: Session) -> set[tuple[int, str, str]]:
    """Number, key and hash of the imports that the trail has and that were not withdrawn."""
    found: set[tuple[int, str, str]] = set()
    wanted = select(AuditEntry).where(AuditEntry.action.in_(("import", "withdraw"))).order_by(AuditEntry.seq)
    for entry in session.scalars(wanted).yield_per(1000):
        told = json.loads(entry.details)
        act = (told["number"], told["kind"], told["sha256"])
        (found.add if entry.action == "import" else found.discard)(act)
    return found
