"""What an area may read of the register: records that name a place outside it do not exist for it.

Held twice. Every query of a session that has an area is narrowed by SQLAlchemy, on either database. On PostgreSQL the
server itself holds it again: row-level security on every table with a place, forced upon its owner too, and a
transaction of an area runs as a role that owns no table.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Connection, event, inspect, or_, text
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from geodata.errors import StoreError
from geodata.register.models import Base
from geodata.register.records import Record, RecordSession

AREA: Final = "area"
"""Where a session keeps the codes of its places; absent: everything."""

OF_REGION: Final = frozenset({"meeting"})
"""Tables whose rows about the whole region an area reads too: a decision about a place of its own was made at one."""

PLACED_BY: Final = {"acknowledgement": "mahalla"}
"""The column with the place, where it has another name."""

OF_A_SITE: Final = frozenset({"site_photo"})
"""Tables of records that name a site instead; any other record without a place holds in the whole region."""

EVERYTHING: Final = "*"
_SETTING: Final = "mahalla.area"
_ROLE: Final = "mahalla_area"
_ALL: Final = "SELECT, INSERT, UPDATE"
_NONE: Final = ""
RIGHTS: Final = {
    **dict.fromkeys(("credential", "session", "wall", "account", "access_log"), _NONE),
    **dict.fromkeys(("cue", "playlist_step", "meeting_note"), _NONE),  # the stage is the whole region's
    **dict.fromkeys(("body", "post", "assignment_rule", "review_rule", "special_day"), "SELECT"),  # hold everywhere
    **dict.fromkeys(("edition", "current_edition", "alembic_version"), "SELECT"),
    "audit": "SELECT (seq, at, action, hash), INSERT",  # what stands in an entry may be about any place
}
"""What a transaction of an area may do with a table; with any other everything that a record needs."""


@event.listens_for(RecordSession, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    """Adds to a query of a session with an area that records lie in it."""
    codes = state.session.info.get(AREA)
    if codes is None or not (state.is_select or state.is_update) or state.is_column_load or state.is_relationship_load:
        return
    state.statement = state.statement.options(*(_inside(kind, codes) for kind in _placed()))


@event.listens_for(RecordSession, "before_flush")
def _refuse_beyond(session: Session, _context: object, _instances: object) -> None:
    """Nothing is written about a place beyond the area: StoreError."""
    codes = session.info.get(AREA)
    if codes is None:
        return
    for row in (*session.new, *session.dirty):
        place = getattr(row, _place_column(row.__tablename__), None)
        if place is not None and place not in codes:
            raise StoreError("refused_area", got=place)
        if place is None and isinstance(row, Record) and row.__tablename__ not in OF_A_SITE:
            raise StoreError("refused_area", got=row.__tablename__)


def begin(session: Session, codes: Collection[str] | None) -> None:
    """Give a session its area, or everything; on PostgreSQL its transaction becomes one of that area."""
    if codes is not None:
        session.info[AREA] = frozenset(codes)
    connection = session.connection()
    if codes is None:
        open_all(connection)
    elif connection.dialect.name == "postgresql":
        _set(connection, ",".join(sorted(codes)))
        if _is_member(connection):
            connection.execute(text(f"SET LOCAL ROLE {_ROLE}"))


def open_all(connection: Connection) -> None:
    """Lets a transaction see every place; on PostgreSQL one that says nothing sees none."""
    if connection.dialect.name == "postgresql":
        _set(connection, EVERYTHING)


def _set(connection: Connection, said: str) -> None:
    connection.execute(text("SELECT set_config(:name, :value, true)"), {"name": _SETTING, "value": said})


def guard_rows(connection: Connection) -> None:
    """On PostgreSQL: the policies on every table that names a place, and the role of an area where it may be made."""
    if connection.dialect.name != "postgresql":
        return
    for name in inspect(connection).get_table_names():
        if _place_column(name) in {column["name"] for column in inspect(connection).get_columns(name)}:
            _guard(connection, name)
    if _may_make_roles(connection):
        if not _has_role(connection):
            connection.execute(text(f"CREATE ROLE {_ROLE} NOLOGIN"))
        if not _is_member(connection):
            connection.execute(text(f"GRANT {_ROLE} TO CURRENT_USER"))
    if _has_role(connection):
        _grant(connection)


def grant_what_is_missing(connection: Connection) -> None:
    """Gives the role of areas its rights where it was made after the tables."""
    if connection.dialect.name == "postgresql" and _is_member(connection):
        given = text("SELECT has_table_privilege(:role, 'alembic_version', 'SELECT')")
        if not connection.execute(given, {"role": _ROLE}).scalar():
            _grant(connection)


def _guard(connection: Connection, table: str) -> None:
    seen = f"current_setting('{_SETTING}', true)"
    rule = f"{seen} = '{EVERYTHING}' OR {_place_column(table)} = ANY(string_to_array({seen}, ','))"
    read = f"{rule} OR (level = 'region' AND {seen} <> '')" if table in OF_REGION else rule
    for statement in (
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'DROP POLICY IF EXISTS own_area ON "{table}"',
        f'CREATE POLICY own_area ON "{table}" USING ({read}) WITH CHECK ({rule})',
    ):
        connection.execute(text(statement))


def _grant(connection: Connection) -> None:
    schema = connection.execute(text("SELECT current_schema()")).scalar_one()
    quote = connection.dialect.identifier_preparer.quote
    connection.execute(text(f"GRANT USAGE ON SCHEMA {quote(schema)} TO {_ROLE}"))
    for table in inspect(connection).get_table_names():
        connection.execute(text(f"REVOKE ALL ON {quote(table)} FROM {_ROLE}"))
        if rights := RIGHTS.get(table, _ALL):
            connection.execute(text(f"GRANT {rights} ON {quote(table)} TO {_ROLE}"))
    connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {quote(schema)} TO {_ROLE}"))


def _has_role(connection: Connection) -> bool:
    found = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": _ROLE}).first()
    return found is not None


def _is_member(connection: Connection) -> bool:
    """Whether a transaction may become one of an area: the role is there, and given to whoever is connected."""
    wanted = text("SELECT pg_has_role(oid, 'MEMBER') FROM pg_roles WHERE rolname = :name")
    return bool(connection.execute(wanted, {"name": _ROLE}).scalar())


def _may_make_roles(connection: Connection) -> bool:
    wanted = text("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
    return bool(connection.execute(wanted).scalar())


def weakness(connection: Connection) -> str:
    """Why the database itself does not hold areas as it should, in English; "" where it does, or is a file."""
    if connection.dialect.name != "postgresql":
        return ""
    bypasses = connection.execute(text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"))
    if bypasses.scalar():
        return "its user is a superuser or bypasses row-level security; give the database to an ordinary user"
    if not _is_member(connection):
        return f"the role {_ROLE} is missing: CREATE ROLE {_ROLE} NOLOGIN; GRANT {_ROLE} TO its user"
    return ""


def _place_column(table: str) -> str:
    return PLACED_BY.get(table, "place")


def _placed() -> list[type[Any]]:
    """The tables with a place, those of modules that were imported later too."""
    found = (mapper.class_ for mapper in Base.registry.mappers)
    return [kind for kind in found if _place_column(kind.__tablename__) in kind.__table__.columns]


def _inside(kind: type[Any], codes: frozenset[str]) -> Any:  # noqa: ANN401  an option of a statement
    own = getattr(kind, _place_column(kind.__tablename__)).in_(sorted(codes))
    if kind.__tablename__ in OF_REGION:
        own = or_(own, kind.level == "region")
    return with_loader_criteria(kind, own, include_aliases=True)
