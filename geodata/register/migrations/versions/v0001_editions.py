"""Editions, which is current, and the audit trail; adopts a register from before layouts were numbered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geodata.register import guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes what is not there yet."""
    connection = op.get_bind()
    if not sa.inspect(connection).has_table("audit"):
        _create()
    guards.append_only(connection, "audit")
    guards.append_only(connection, "edition")
    guards.never_deleted(connection, "current_edition")


def _create() -> None:
    op.create_table(
        "edition",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("content", sa.String(64), nullable=False),
        sa.Column("manifest", sa.String(64), nullable=False),
        sa.Column("published_at", sa.String(40), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
    )
    op.create_table(
        "current_edition",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, sa.ForeignKey("edition.number"), nullable=False),
        sa.CheckConstraint("id = 1", name="one_row"),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("action", sa.String(100), nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
