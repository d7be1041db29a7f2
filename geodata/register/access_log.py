"""The log of access: entries are only appended, many in one go, each sealed with the hash of the one before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from geodata.register.audit import START, first_broken, seal
from geodata.register.models import AccessEntry
from geodata.register.sessions import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did or was refused what, and when."""

    at: datetime
    who: str
    action: str
    details: Mapping[str, object] = field(default_factory=dict)


def append(session: Session, events: Sequence[Event]) -> tuple[AccessEntry, ...]:
    """Adds the events inside the caller's transaction; the entries as they stand, with their hashes."""
    last = session.scalars(select(AccessEntry).order_by(AccessEntry.seq.desc()).limit(1)).first()
    written, previous = (last.seq, last.hash) if last else (0, START)
    entries = []
    for number, event in enumerate(events, start=written + 1):
        entry = AccessEntry(
            seq=number,
            at=stamp(event.at),
            who=event.who[:200],
            action=event.action[:100],
            details=json.dumps(event.details, ensure_ascii=False, sort_keys=True, default=str),
            previous=previous,
        )
        entry.hash = previous = seal(entry)
        entries.append(entry)
    session.add_all(entries)
    session.flush()
    return tuple(entries)


def broken(session: Session) -> int | None:
    """The number of the first entry that is not as it was written; None if the chain holds, or there is no log yet."""
    if not inspect(session.connection()).has_table(AccessEntry.__tablename__):
        return None
    return first_broken(session, AccessEntry)


def newest(session: Session, most: int) -> tuple[AccessEntry, ...]:
    """The last entries, the newest first."""
    return tuple(session.scalars(select(AccessEntry).order_by(AccessEntry.seq.desc()).limit(most)))
