"""The records that people keep: posts, assignments, road maps, reviews, meetings, acknowledgements of signals."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from geodata.register import guards

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Columns = list[sa.Column[Any]]
_OPEN = sa.text("closed_on IS NULL")
_NAMES = ("name_uz_latn", "name_uz_cyrl", "name_ru", "name_en")


def upgrade() -> None:
    """Makes the tables, each of which refuses to have a row removed."""
    tables = {**_posts(), **_assignments(), **_plans(), **_meetings()}
    for name, columns in tables.items():
        number = sa.Column("id", sa.Integer, primary_key=True)
        closed = (sa.Column("closed_on", sa.Date), sa.Column("closed_why", sa.Text))
        op.create_table(name, number, *columns, *closed)
        guards.never_deleted(op.get_bind(), name)
    guards.fixed_once_given(op.get_bind(), "meeting", "edition")
    _indexes()


def _posts() -> dict[str, Columns]:
    return {
        "body": [_key(), *_texts(*_NAMES, "source")],
        "post": [
            _key(),
            _to("body", "body.key"),
            *_texts("level", *_NAMES, "group", "source"),
            sa.Column("number", sa.Integer),
            sa.Column("created", sa.Boolean, nullable=False),
            *_days("since"),
        ],
        "staffing": [
            _to("post", "post.key"),
            *_texts("place", "order"),
            *_days("as_of"),
            sa.Column("planned", sa.Integer, nullable=False),
            sa.Column("filled", sa.Integer, nullable=False),
        ],
        "seat": [_to("post", "post.key"), *_texts("group", "place", "holder", "order"), *_days("since")],
    }


def _assignments() -> dict[str, Columns]:
    return {
        "assignment_rule": [
            _key(),
            *_texts("level", *_NAMES, "order", "source", "note"),
            sa.Column("posts", sa.Text, nullable=False),
            sa.Column("years_from", sa.Integer),
            sa.Column("years_to", sa.Integer),
            *_days("since"),
        ],
        "assignment": [
            *_texts("place", "level", "holder", "order", "note"),
            _to("body", "body.key"),
            _to("post", "post.key"),
            _to("rule", "assignment_rule.key"),
            *_days("since"),
        ],
    }


def _plans() -> dict[str, Columns]:
    return {
        "roadmap_item": [
            *_texts("place", "level", "period", "item", "unit", "post", "evidence", "source"),
            sa.Column("planned", sa.Double, nullable=False),
            sa.Column("done", sa.Double, nullable=False),
            *_days("due"),
        ],
        "special_day": [*_days("day"), *_texts("kind", "name", "source")],
        "review_rule": [_key(), *_texts("every", "before", "order", "source"), *_days("since")],
        "acknowledgement": [
            _to("edition", "edition.number", sa.Integer),
            *_texts("mahalla", "group", "month", "state", "note", "who", "at"),
        ],
    }


def _meetings() -> dict[str, Columns]:
    return {
        "meeting": [
            *_texts("level", "place", "title", "chair", "review", "review_period"),
            *_days("day"),
            sa.Column("held", sa.Boolean, nullable=False),
            sa.Column("edition", sa.Integer, sa.ForeignKey("edition.number")),
        ],
        "agenda_item": [
            _to("meeting", "meeting.id", sa.Integer),
            sa.Column("number", sa.Integer, nullable=False),
            *_texts("subject", "speaker", "place", "speaker_name"),
        ],
        "remark": [_to("meeting", "meeting.id", sa.Integer), *_texts("kind", "text", "place", "post")],
        "decision": [
            _to("meeting", "meeting.id", sa.Integer),
            sa.Column("number", sa.Integer, nullable=False),
            *_texts("text", "place", "level", "state", "evidence"),
            _to("post", "post.key"),
            *_days("due"),
            sa.Column("done_on", sa.Date),
        ],
        "measure": [
            _to("post", "post.key"),
            *_texts("place", "measure", "reason", "order", "name"),
            *_days("day"),
            sa.Column("meeting", sa.Integer, sa.ForeignKey("meeting.id")),
            sa.Column("decision", sa.Integer, sa.ForeignKey("decision.id")),
        ],
    }


def _indexes() -> None:
    for table, columns in (
        ("staffing", ["post", "place"]),
        ("seat", ["place"]),
        ("assignment", ["place"]),
        ("roadmap_item", ["period"]),
        ("meeting", ["day"]),
        ("agenda_item", ["meeting"]),
        ("remark", ["meeting"]),
        ("decision", ["meeting"]),
        ("decision", ["place"]),
    ):
        op.create_index(f"ix_{'_'.join([table, *columns])}", table, columns)
    op.create_index("ix_acknowledgement_signal", "acknowledgement", ["edition", "group", "month", "mahalla"])
    for table, columns in (("roadmap_item", ["place", "period", "item", "unit"]), ("special_day", ["day"])):
        op.create_index(f"uq_{table}", table, columns, unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)


def _key() -> sa.Column[Any]:
    return sa.Column("key", sa.String, nullable=False, unique=True)


def _to(name: str, target: str, kind: type[sa.types.TypeEngine[Any]] = sa.String) -> sa.Column[Any]:
    return sa.Column(name, kind, sa.ForeignKey(target), nullable=False)


def _texts(*names: str) -> Columns:
    return [sa.Column(name, sa.String, nullable=False) for name in names]


def _days(*names: str) -> Columns:
    return [sa.Column(name, sa.Date, nullable=False) for name in names]
