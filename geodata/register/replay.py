"""The register held against its own trail: the entries, played from the first, must give the records as they stand."""

from __future__ import annotations

import json
from typing import Any, Final

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from geodata.register.models import AuditEntry, Base
from geodata.register.records import Record

_ACTIONS: Final = ("add", "change", "close", "reopen")
_Place = tuple[str, int]


def differing(session: Session) -> list[_Place]:
    """Table and number of each record that is not as the trail has it: changed, added or removed beside the program."""
    told, found = _told(session), _found(session)
    return sorted(place for place in told.keys() | found.keys() if told.get(place) != found.get(place))


def _told(session: Session) -> dict[_Place, dict[str, Any]]:
    """Every record as the entries of the trail make it."""
    records: dict[_Place, dict[str, Any]] = {}
    wanted = select(AuditEntry.action, AuditEntry.details).order_by(AuditEntry.seq)
    for action, details in session.execute(wanted).yield_per(1000):
        if action.partition(" ")[0] in _ACTIONS:
            entry = json.loads(details)
            records.setdefault((entry["table"], entry["id"]), {}).update(entry["after"])
    return records


def _found(session: Session) -> dict[_Place, dict[str, Any]]:
    """Every record as its table has it, in the form of the trail."""
    records = {}
    there = set(inspect(session.connection()).get_table_names())  # a register of an older layout has fewer
    for mapper in Base.registry.mappers:
        table = mapper.class_.__tablename__
        if issubclass(mapper.class_, Record) and table in there:
            for row in session.execute(select(mapper.class_.__table__)).mappings():
                said = {name: value for name, value in row.items() if name != "id"}
                records[(table, row["id"])] = json.loads(json.dumps(said, default=str))
    return records
