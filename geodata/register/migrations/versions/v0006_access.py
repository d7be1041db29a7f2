"""Accounts, sessions, the log of access; on PostgreSQL the rows of an area shown to that area alone."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from geodata.register import areas, guards

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables, none of which lets a row be removed, and the policies."""
    _accounts()
    _sessions()
    _log()
    for table in ("account", "credential", "session", "wall"):
        guards.never_deleted(op.get_bind(), table)
    guards.append_only(op.get_bind(), "access_log")
    areas.guard_rows(op.get_bind())


def _accounts() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String, nullable=False, unique=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("name", "role")),
        sa.Column("areas", sa.Text, nullable=False),
        sa.Column("origin", sa.String, nullable=False),
        sa.Column("closed_on", sa.Date),
        sa.Column("closed_why", sa.Text),
    )
    op.create_table(
        "credential",
        sa.Column("account", sa.String, sa.ForeignKey("account.key"), primary_key=True),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("one_time", sa.Boolean, nullable=False),
        _moment("made_at"),
        sa.Column("failures", sa.Integer, nullable=False),
        _moment("locked_until", given=False),
    )


def _sessions() -> None:
    op.create_table(
        "session",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("token", sa.String(64), nullable=False, unique=True),
        sa.Column("account", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        *(_moment(name) for name in ("made_at", "seen_at", "until")),
        sa.Column("idle_s", sa.Integer, nullable=False),
        _moment("ended_at", given=False),
        sa.Column("ended_why", sa.String(40)),
        sa.Column("address", sa.String(60), nullable=False),
        sa.Column("browser", sa.String(200), nullable=False),
    )
    op.create_index("ix_session_account", "session", ["account"])
    op.create_table(
        "wall",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("secret", sa.String(64), nullable=False, unique=True),
        sa.Column("code", sa.String(12), nullable=False),
        *(_moment(name) for name in ("made_at", "until")),
        sa.Column("name", sa.String(200)),
        sa.Column("approved_by", sa.String(200)),
        sa.Column("session", sa.Integer),
    )


def _log() -> None:
    op.create_table(
        "access_log",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        _moment("at"),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("action", sa.String(100), nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        *(sa.Column(name, sa.String(64), nullable=False) for name in ("previous", "hash")),
    )


def _moment(name: str, *, given: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.String(40), nullable=not given)
