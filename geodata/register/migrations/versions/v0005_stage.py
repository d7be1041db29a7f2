"""The stage: its cue, the playlist, the presenter's notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from geodata.register import guards

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None

_MADE = ("cue", "playlist_step", "meeting_note")


def upgrade() -> None:
    """Makes the tables, which refuse to have a row removed."""
    op.create_table(
        "cue",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("mode", sa.String, nullable=False),
        sa.Column("meeting", sa.Integer, sa.ForeignKey("meeting.id")),
        sa.Column("item", sa.Integer, sa.ForeignKey("agenda_item.id")),
        *(sa.Column(name, sa.String, nullable=False) for name in ("scene", "place", "since")),
        sa.Column("seconds", sa.Integer, nullable=False),
        sa.Column("held", sa.String, nullable=False),
        sa.Column("shift_s", sa.Double, nullable=False),
        *_closing(),
    )
    op.create_table(
        "playlist_step",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("scene", sa.String, nullable=False),
        sa.Column("seconds", sa.Integer, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("language", "group", "period")),
        sa.Column("shown", sa.Boolean, nullable=False),
        *_closing(),
    )
    op.create_table(
        "meeting_note",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("meeting", sa.Integer, sa.ForeignKey("meeting.id"), nullable=False),
        sa.Column("item", sa.Integer, sa.ForeignKey("agenda_item.id")),
        sa.Column("text", sa.String, nullable=False),
        *_closing(),
    )
    op.create_index("ix_meeting_note_meeting", "meeting_note", ["meeting"])
    for table in _MADE:
        guards.never_deleted(op.get_bind(), table)


def _closing() -> tuple[sa.Column[object], ...]:
    return (sa.Column("closed_on", sa.Date), sa.Column("closed_why", sa.Text))
