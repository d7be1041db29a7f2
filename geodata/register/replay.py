"""The register held against its own trail: the entries, played from the first, must give the records as they stand.

Of a column that is younger than a record the trail never told. It holds what the migration that brought the column gave
to old records: nothing, or what the column's `info` names under `UNTOLD`.
"""

from __future__ import annotations

import json
from typing import Any, Final

from sqlalchemy import Table, inspect, select
from sqlalchemy.orm import Session

from geodata.register.models import AuditEntry, Base
from geodata.register.records import Record

UNTOLD: Final = "untold"
_ACTIONS: Final = ("add", "change", "close", "reopen")
_Place = tuple[str, int]
_Told = dict[str, Any]


def differing(session: Session) -> list[_Place]:
    """Table and number of each record that is not as the trail has it: changed, added or removed beside the program."""
    told = _told(session)
    found: dict[_Place, _Told] = {}
    for table in _tables(session):
        untold = {column.name: _as_told(column.info.get(UNTOLD)) for column in table.columns}
        for place, record in _found(session, table).items():
            found[place] = record
            if place in told:
                told[place] = {name: untold[name] for name in record} | told[place]
    return sorted(place for place in told.keys() | found.keys() if told.get(place) != found.get(place))


def _told(session: Session) -> dict[_Place, _Told]:
    """Every record as the entries of the trail make it."""
    records: dict[_Place, _Told] = {}
    wanted = select(AuditEntry.action, AuditEntry.details).order_by(AuditEntry.seq)
    for action, details in session.execute(wanted).yield_per(1000):
        if action.partition(" ")[0] in _ACTIONS:
            entry = json.loads(details)
            records.setdefault((entry["table"], entry["id"]), {}).update(entry["after"])
    return records


def _found(session: Session, table: Table) -> dict[_Place, _Told]:
    """Every record of `table` as the database has it, in the form of the trail."""
    there = {column["name"] for column in inspect(session.connection()).get_columns(table.name)}
    wanted = select(*(column for column in table.columns if column.name in there))
    return {
        (table.name, row["id"]): _as_told({name: value for name, value in row.items() if name != "id"})
        for row in session.execute(wanted).mappings()
    }


def _tables(session: Session) -> list[Table]:
    """The tables of records; a register of an older layout has fewer, and fewer columns in them."""
    there = set(inspect(session.connection()).get_table_names())
    ours = [mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, Record)]
    return [table for table in ours if isinstance(table, Table) and table.name in there]


def _as_told(value: object) -> Any:  # noqa: ANN401  whatever JSON has
    return json.loads(json.dumps(value, default=str))
